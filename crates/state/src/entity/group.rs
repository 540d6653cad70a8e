//! IAM groups.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Arn, Partition, UniqueId};

use crate::{InlinePolicy, PolicyRef};

/// An IAM group: policies that bear on all of its users. Who is in it is kept with the users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// The account it belongs to.
    pub account: AccountId,
    /// `AGPA…`
    pub id: UniqueId,
    /// Unique in the account ignoring case; kept as given.
    pub name: String,
    /// `/` or `/a/b/`
    pub path: String,
    /// When it was created.
    pub created: Timestamp,
    /// Inline policies in order of their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inline: Vec<InlinePolicy>,
    /// Attached managed policies in the order of attachment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attached: Vec<PolicyRef>,
}

impl Group {
    /// `arn:<partition>:iam::<account>:group<path><name>`
    #[must_use]
    pub fn arn(&self, partition: Partition) -> Arn {
        let resource = format!("group{}{}", self.path, self.name);
        Arn::new(
            partition.as_str(),
            "iam",
            "",
            &self.account.to_string(),
            &resource,
        )
    }
}
