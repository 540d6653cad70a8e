//! The account itself.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Region};

/// An account of this installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its number.
    pub id: AccountId,
    /// The default region, for signing scopes and global services.
    pub region: Region,
    /// When it was created.
    pub created: Timestamp,
}
