//! Unique ids and access key ids: a four-letter prefix, then base 32 text that begins with the
//! account number (the packing that `sts:GetAccessKeyInfo` undoes).

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32_NOPAD;

use crate::{AccountId, Rng};

/// What a unique id names; each kind has its own prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntityKind {
    /// `AIDA`
    User,
    /// `AROA`
    Role,
    /// `ANPA`
    ManagedPolicy,
    /// `AGPA`
    Group,
    /// `AIPA`
    InstanceProfile,
}

impl EntityKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::User => "AIDA",
            Self::Role => "AROA",
            Self::ManagedPolicy => "ANPA",
            Self::Group => "AGPA",
            Self::InstanceProfile => "AIPA",
        }
    }
}

/// The id of an entity, never used again after it is deleted: 21 characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UniqueId(Box<str>);

/// An access key id: 20 characters, `AKIA…` for long-term keys, `ASIA…` for sessions.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AccessKeyId(Box<str>);

/// The text cannot be such an id.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid identifier")]
pub struct InvalidId;

impl UniqueId {
    /// A fresh id of this kind.
    pub fn generate(kind: EntityKind, account: AccountId, rng: &mut dyn Rng) -> Self {
        let mut last = [0];
        rng.fill(&mut last);
        let last = char::from(b'A' + last[0] % 26);
        Self(format!("{}{}{last}", kind.prefix(), packed(account, rng)).into())
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What it names, by its prefix.
    #[must_use]
    pub fn kind(&self) -> Option<EntityKind> {
        [
            EntityKind::User,
            EntityKind::Role,
            EntityKind::ManagedPolicy,
            EntityKind::Group,
            EntityKind::InstanceProfile,
        ]
        .into_iter()
        .find(|kind| self.0.starts_with(kind.prefix()))
    }
}

impl AccessKeyId {
    /// A fresh id of a long-term key.
    pub fn generate_long_term(account: AccountId, rng: &mut dyn Rng) -> Self {
        Self(format!("AKIA{}", packed(account, rng)).into())
    }

    /// A fresh id of a session's key.
    pub fn generate_temporary(account: AccountId, rng: &mut dyn Rng) -> Self {
        Self(format!("ASIA{}", packed(account, rng)).into())
    }

    /// Whether this is a session's key.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        self.0.starts_with("ASIA")
    }

    /// The account number packed into the id; `None` for ids of the older form or foreign text.
    #[must_use]
    pub fn account(&self) -> Option<AccountId> {
        let packed = BASE32_NOPAD.decode(self.0.get(4..20)?.as_bytes()).ok()?;
        let head: [u8; 6] = packed.get(..6)?.try_into().ok()?;
        let head = head.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
        if head >> 47 == 0 {
            return None;
        }
        AccountId::from_number((head & 0x7fff_ffff_ff80) >> 7)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Sixteen characters of base 32: a set bit, the account number in 40 bits, 39 random bits.
fn packed(account: AccountId, rng: &mut dyn Rng) -> String {
    let mut bytes = [0_u8; 10];
    rng.fill(&mut bytes);
    let mixed = 1_u64 << 47 | account.number() << 7 | u64::from(bytes[5] & 0x7f);
    let head = mixed.to_be_bytes();
    bytes[..6].copy_from_slice(&head[2..]);
    BASE32_NOPAD.encode(&bytes)
}

/// A random UUID (RFC 9562, version 4) in its usual text form.
pub fn uuid_v4(rng: &mut dyn Rng) -> String {
    let mut b = [0_u8; 16];
    rng.fill(&mut b);
    b[6] = b[6] & 0x0f | 0x40;
    uuid_text(b)
}

/// A UUID of our own making from these bytes (RFC 9562, version 8).
#[must_use]
pub fn uuid_v8(mut bytes: [u8; 16]) -> String {
    bytes[6] = bytes[6] & 0x0f | 0x80;
    uuid_text(bytes)
}

fn uuid_text(mut b: [u8; 16]) -> String {
    b[8] = b[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (at, byte) in b.into_iter().enumerate() {
        if matches!(at, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        for digit in [byte >> 4, byte & 0x0f] {
            text.push(char::from(if digit < 10 {
                b'0' + digit
            } else {
                b'a' + digit - 10
            }));
        }
    }
    text
}

macro_rules! text_id {
    ($name:ident, $check:expr) => {
        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                let check: fn(&str) -> bool = $check;
                if check(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(InvalidId)
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }
    };
}

text_id!(UniqueId, |text| text.len() == 21 && is_base32_upper(text));
text_id!(AccessKeyId, |text| (16..=128).contains(&text.len())
    && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));

fn is_base32_upper(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_uppercase() || (b'2'..=b'7').contains(&b))
}
