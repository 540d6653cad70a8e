//! Managed policies and references to them.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::{AccountId, Arn, Partition, Tag, UniqueId};

use crate::PolicyDoc;

/// A reference to a managed policy.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PolicyRef {
    /// A customer managed policy of the same account, by unique id.
    Local(UniqueId),
    /// A policy that AWS manages, by its path and name (`job-function/Billing`).
    Aws(String),
}

impl fmt::Debug for PolicyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Local(id) => write!(f, "{id}"),
            Self::Aws(name) => write!(f, "aws:{name}"),
        }
    }
}

/// One version of a managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// `v<number>`; never used again.
    pub number: u32,
    /// The document.
    pub document: PolicyDoc,
    /// When it was created.
    pub created: Timestamp,
}

/// A customer managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// The account it belongs to.
    pub account: AccountId,
    /// `ANPA…`
    pub id: UniqueId,
    /// Unique in the account ignoring case; kept as given.
    pub name: String,
    /// `/` or `/a/b/`
    pub path: String,
    /// Never changes after creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// When it was created.
    pub created: Timestamp,
    /// When its versions last changed.
    pub updated: Timestamp,
    /// At most 50; keys are case-sensitive here, unlike elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// At most five, oldest first.
    pub versions: Vec<PolicyVersion>,
    /// The number of the version in force.
    pub default_version: u32,
    /// The number the next version gets.
    pub next_version: u32,
}

impl ManagedPolicy {
    /// `arn:<partition>:iam::<account>:policy<path><name>`
    #[must_use]
    pub fn arn(&self, partition: Partition) -> Arn {
        let resource = format!("policy{}{}", self.path, self.name);
        Arn::new(
            partition.as_str(),
            "iam",
            "",
            &self.account.to_string(),
            &resource,
        )
    }

    /// The version in force.
    #[must_use]
    pub fn default_document(&self) -> Option<&PolicyDoc> {
        self.version(self.default_version)
            .map(|version| &version.document)
    }

    /// A version by its number.
    #[must_use]
    pub fn version(&self, number: u32) -> Option<&PolicyVersion> {
        self.versions.iter().find(|version| version.number == number)
    }
}
