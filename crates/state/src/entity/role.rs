//! IAM roles.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Arn, Partition, Tags, UniqueId};

use crate::{InlinePolicy, PolicyDoc, PolicyRef};

/// An IAM role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// The account it belongs to.
    pub account: AccountId,
    /// `AROA…`
    pub id: UniqueId,
    /// Unique in the account ignoring case; kept as given.
    pub name: String,
    /// `/` or `/a/b/`
    pub path: String,
    /// When it was created.
    pub created: Timestamp,
    /// Who may assume it.
    pub trust: PolicyDoc,
    /// Free text; absent and empty differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The longest session, 3,600–43,200 seconds.
    pub max_session_seconds: u32,
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
}

impl Role {
    /// `arn:<partition>:iam::<account>:role<path><name>`
    #[must_use]
    pub fn arn(&self, partition: Partition) -> Arn {
        let resource = format!("role{}{}", self.path, self.name);
        Arn::new(
            partition.as_str(),
            "iam",
            "",
            &self.account.to_string(),
            &resource,
        )
    }

    /// `arn:<partition>:sts::<account>:assumed-role/<name>/<session>`: the path is not in it.
    #[must_use]
    pub fn session_arn(&self, partition: Partition, session_name: &str) -> Arn {
        let resource = format!("assumed-role/{}/{session_name}", self.name);
        Arn::new(
            partition.as_str(),
            "sts",
            "",
            &self.account.to_string(),
            &resource,
        )
    }
}
