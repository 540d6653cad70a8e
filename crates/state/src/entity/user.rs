//! IAM users.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Arn, Partition, Tags, UniqueId};

use crate::{PolicyDoc, PolicyRef};

/// A policy embedded in a user, group or role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlinePolicy {
    /// Unique within its owner.
    pub name: String,
    /// The document.
    pub document: PolicyDoc,
}

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The account it belongs to.
    pub account: AccountId,
    /// `AIDA…`
    pub id: UniqueId,
    /// Unique in the account ignoring case; kept as given.
    pub name: String,
    /// `/` or `/a/b/`
    pub path: String,
    /// When it was created.
    pub created: Timestamp,
    /// At most 50.
    #[serde(default, skip_serializing_if = "Tags::is_empty")]
    pub tags: Tags,
    /// The permissions boundary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub boundary: Option<PolicyRef>,
    /// Inline policies in order of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inline: Vec<InlinePolicy>,
    /// Attached managed policies in the order of attachment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<PolicyRef>,
    /// The groups it is in, in the order of joining, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<UniqueId>,
}

impl User {
    /// `arn:<partition>:iam::<account>:user<path><name>`
    #[must_use]
    pub fn arn(&self, partition: Partition) -> Arn {
        let resource = format!("user{}{}", self.path, self.name);
        Arn::new(
            partition.as_str(),
            "iam",
            "",
            &self.account.to_string(),
            &resource,
        )
    }
}
