//! Long-term access keys.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccessKeyId, AccountId, UniqueId};

/// Whose key it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyOwner {
    /// The root user of the account.
    Root,
    /// An IAM user.
    User(UniqueId),
}

/// A long-term access key. The secret is sealed under the key-encryption key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessKey {
    /// The account it belongs to.
    pub account: AccountId,
    /// `AKIA…`
    pub id: AccessKeyId,
    /// Whose it is.
    pub owner: KeyOwner,
    /// The sealed secret; associated data are the row's key and the field name `secret`.
    pub sealed_secret: Vec<u8>,
    /// Whether it may sign.
    pub active: bool,
    /// When it was created.
    pub created: Timestamp,
}

impl AccessKey {
    /// The name of the sealed field, a part of its associated data.
    pub const SECRET_FIELD: &'static str = "secret";
}
