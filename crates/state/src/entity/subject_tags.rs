//! Tags of a Roles Anywhere subject. The subject itself is an observation, not configuration.

use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Region, Tag};

/// The tags somebody put on a subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectTags {
    /// The account it belongs to.
    pub account: AccountId,
    /// The region it belongs to.
    pub region: Region,
    /// The subject's UUID.
    pub id: String,
    /// At most 200; keys differ by case.
    pub tags: Vec<Tag>,
}
