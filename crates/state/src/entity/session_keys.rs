//! The ring of root keys that seals session tokens.

use serde::{Deserialize, Serialize};
use tegata_base::AccountId;

/// The sealed key ring of the installation; opened with the key-encryption key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionKeys {
    /// The first account of the installation.
    pub account: AccountId,
    /// The sealed ring; associated data are the row's key and the field name `ring`.
    pub sealed_ring: Vec<u8>,
}

impl SessionKeys {
    /// The name of the sealed field, a part of its associated data.
    pub const RING_FIELD: &'static str = "ring";
}
