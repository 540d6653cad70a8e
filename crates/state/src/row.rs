//! Entities as rows: each has a kind and a key; its document is JSON with a version number.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Region};
use tegata_store::{Change, Key, Kind};

use crate::entity::{
    AccessKey, Account, Crl, Group, ManagedPolicy, MfaDevice, Profile, Role, SessionKeys, SubjectTags,
    TrustAnchor, User,
};

/// The version of every row type today. A row of a later version is refused.
const VERSION: u32 = 1;

/// Something that is kept as one row.
pub trait Entity: Serialize + DeserializeOwned {
    /// The kind of its key.
    const KIND: Kind;
    /// The account part of its key.
    fn account(&self) -> AccountId;
    /// The region part of its key, for regional kinds.
    fn region(&self) -> Option<&Region>;
    /// The id part of its key.
    fn id(&self) -> &str;

    /// The key of its row.
    fn key(&self) -> Key {
        Key {
            account: self.account(),
            region: self.region().cloned(),
            kind: Self::KIND,
            id: self.id().to_owned(),
        }
    }

    /// The change that stores it as it is now.
    fn put(&self) -> Change {
        Change::Put {
            key: self.key(),
            document: write(self),
        }
    }

    /// The change that removes it.
    fn delete(&self) -> Change {
        Change::Delete { key: self.key() }
    }
}

#[derive(Serialize, Deserialize)]
struct Versioned<T> {
    v: u32,
    #[serde(flatten)]
    row: T,
}

/// Why a row cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// It was written by a later version of Tegata.
    #[error("row `{0}` has version {1}, and this Tegata reads up to {VERSION}; start a newer Tegata")]
    Newer(String, u32),
    /// It is not what its kind says.
    #[error("row `{0}` is damaged: {1}")]
    Damaged(String, String),
}

fn write<T: Serialize>(row: &T) -> String {
    #[expect(
        clippy::expect_used,
        reason = "entities are plain data with string keys, which JSON always takes"
    )]
    serde_json::to_string(&Versioned { v: VERSION, row }).expect("plain data")
}

pub(crate) fn read<T: DeserializeOwned>(key: &Key, document: &str) -> Result<T, RowError> {
    #[derive(Deserialize)]
    struct Head {
        v: u32,
    }
    let damaged = |e: serde_json::Error| RowError::Damaged(key.to_string(), e.to_string());
    let head: Head = serde_json::from_str(document).map_err(damaged)?;
    if head.v > VERSION {
        return Err(RowError::Newer(key.to_string(), head.v));
    }
    serde_json::from_str(document).map_err(damaged)
}

/// Implements [`Entity`] from a table: type, kind, account, region, id.
macro_rules! entities {
    ($($type:ty: $kind:literal, $account:expr, $region:expr, $id:expr;)*) => {$(
        impl Entity for $type {
            const KIND: Kind = Kind::of($kind);

            fn account(&self) -> AccountId {
                let account: fn(&Self) -> AccountId = $account;
                account(self)
            }

            fn region(&self) -> Option<&Region> {
                let region: fn(&Self) -> Option<&Region> = $region;
                region(self)
            }

            fn id(&self) -> &str {
                let id: fn(&Self) -> &str = $id;
                id(self)
            }
        }
    )*};
}

entities! {
    Account: "account", |e| e.id, |_| None, |_| "account";
    User: "user", |e| e.account, |_| None, |e| e.id.as_str();
    Group: "group", |e| e.account, |_| None, |e| e.id.as_str();
    Role: "role", |e| e.account, |_| None, |e| e.id.as_str();
    ManagedPolicy: "policy", |e| e.account, |_| None, |e| e.id.as_str();
    AccessKey: "access-key", |e| e.account, |_| None, |e| e.id.as_str();
    MfaDevice: "mfa-device", |e| e.account, |_| None, |e| &e.id;
    SessionKeys: "session-keys", |e| e.account, |_| None, |_| "ring";
    TrustAnchor: "trust-anchor", |e| e.account, |e| Some(&e.region), |e| &e.id;
    Profile: "profile", |e| e.account, |e| Some(&e.region), |e| &e.id;
    Crl: "crl", |e| e.account, |e| Some(&e.region), |e| &e.id;
    SubjectTags: "subject-tags", |e| e.account, |e| Some(&e.region), |e| &e.id;
}
