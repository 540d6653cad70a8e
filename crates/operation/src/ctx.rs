//! What a handler may see: one snapshot, one instant, and the few things that make secrets.

use jiff::Timestamp;
use tegata_authz::mfa::Attempts;
use tegata_base::{AccountId, Partition, Region, Rng};
use tegata_crypto::kek::Kek;
use tegata_session::KeyRing;
use tegata_state::{PolicyCache, Snapshot};

use crate::{Fetched, Limits, PathCache};

/// Where a call is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// The account whose resources it is about: the caller's.
    pub account: AccountId,
    /// The region of the credential scope.
    pub region: Region,
}

impl Scope {
    /// The partition of ARNs in answers.
    #[must_use]
    pub fn partition(&self) -> Partition {
        self.region.partition()
    }
}

/// The context of one `handle`.
pub struct Ctx<'a> {
    /// The pinned snapshot (a working one on the writer).
    pub snapshot: &'a Snapshot,
    /// Compiled policies.
    pub policies: &'a PolicyCache,
    /// Certificate paths accepted before.
    pub paths: &'a PathCache,
    /// Wrong codes of MFA devices.
    pub attempts: &'a Attempts,
    /// The pinned instant.
    pub now: Timestamp,
    /// Where the call is answered.
    pub scope: &'a Scope,
    /// Randomness.
    pub rng: &'a mut dyn Rng,
    /// Quotas.
    pub limits: &'a Limits,
    /// Seals long-term secrets.
    pub kek: &'a Kek,
    /// Seals session tokens.
    pub ring: &'a KeyRing,
    /// What `fetch` asked for.
    pub fetched: &'a Fetched,
}
