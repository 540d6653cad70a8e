//! A long-term key, in the JSON that aws-vault keeps it in (`aws.Credentials` of the Go SDK).

use std::fmt;

use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Serialize};
use tegata_base::Secret;

use crate::{InvalidName, Item, ItemName};

/// Characters of an id or secret; AWS's have 20 and 40.
const MAX_PART: usize = 512;

/// An access key id and its secret.
pub struct LongTermKey {
    /// The id; not checked, since no store of old did.
    pub access_key_id: String,
    /// The secret.
    pub secret: Secret<String>,
}

/// What cannot be kept, or is no long-term key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidKey {
    /// No name for a key.
    #[error(transparent)]
    Name(#[from] InvalidName),
    /// Something else.
    #[error("it is no key: no JSON with `AccessKeyID` and `SecretAccessKey`")]
    NotAKey,
    /// A member that is there has no value.
    #[error("its access key id or secret is empty")]
    Empty,
    /// Longer than any key.
    #[error("its access key id or secret has more than {MAX_PART} characters")]
    TooLong,
}

/// In the order of Go's structure.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "AccessKeyID")]
    access_key_id: &'a str,
    #[serde(rename = "SecretAccessKey")]
    secret: &'a str,
    #[serde(rename = "SessionToken")]
    session_token: &'a str,
    #[serde(rename = "Source")]
    source: &'a str,
    #[serde(rename = "CanExpire")]
    can_expire: bool,
    #[serde(rename = "Expires")]
    expires: &'a str,
    #[serde(rename = "AccountID")]
    account_id: &'a str,
}

impl LongTermKey {
    /// The item that keeps this key for a profile.
    ///
    /// # Errors
    /// [`InvalidKey`], also for a profile that cannot have a key.
    pub fn to_item(&self, profile: &str) -> Result<Item, InvalidKey> {
        let name = ItemName::key(profile)?;
        self.check()?;
        let written = Written {
            access_key_id: &self.access_key_id,
            secret: self.secret.expose(),
            session_token: "",
            source: "",
            can_expire: false,
            expires: "0001-01-01T00:00:00Z",
            account_id: "",
        };
        // Room for twice the longest, so that no copy stays behind where it grew.
        let mut json = Vec::with_capacity(4 * MAX_PART);
        let result = serde_json::to_writer(&mut json, &written);
        debug_assert!(result.is_ok(), "strings and flags are always JSON");
        Ok(Item {
            name,
            data: Secret::new(json),
        })
    }

    /// Reads the key of an item: of any version of aws-vault, or of hand-made JSON with the two members.
    ///
    /// # Errors
    /// [`InvalidKey`].
    pub fn from_item(item: &Item) -> Result<Self, InvalidKey> {
        let read: Read = serde_json::from_slice(item.data.expose()).map_err(|_| InvalidKey::NotAKey)?;
        let (Some(id), Some(secret)) = (read.access_key_id, read.secret) else {
            return Err(InvalidKey::NotAKey);
        };
        let key = Self {
            access_key_id: id,
            secret,
        };
        key.check()?;
        Ok(key)
    }

    fn check(&self) -> Result<(), InvalidKey> {
        let lengths = [self.access_key_id.len(), self.secret.expose().len()];
        if lengths.contains(&0) {
            return Err(InvalidKey::Empty);
        }
        if lengths.iter().any(|&length| length > MAX_PART) {
            return Err(InvalidKey::TooLong);
        }
        Ok(())
    }
}

/// The two members that count. Go matches names whatever their case, and takes the last.
#[derive(Default)]
struct Read {
    access_key_id: Option<String>,
    secret: Option<Secret<String>>,
}

impl<'de> Deserialize<'de> for Read {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<Read, M::Error> {
        let mut read = Read::default();
        while let Some(name) = members.next_key::<String>()? {
            if name.eq_ignore_ascii_case("AccessKeyID") {
                read.access_key_id = Some(members.next_value()?);
            } else if name.eq_ignore_ascii_case("SecretAccessKey") {
                read.secret = Some(Secret::new(members.next_value()?));
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
