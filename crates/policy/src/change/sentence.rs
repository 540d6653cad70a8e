//! Changes in a sentence.

use std::fmt::{self, Display, Formatter};

use super::{Change, KeyValue, Spared, Target};
use crate::decide::{PolicyType, wording};
use crate::document::Statement;

impl Change {
    /// The statement to add, or what the changed one is from now on; its `Display` is JSON.
    #[must_use]
    pub fn statement(&self) -> Option<&Statement<'static>> {
        match self {
            Self::Add { statement, .. } | Self::Rewrite { statement, .. } => Some(statement),
            Self::Context { .. } | Self::Remove { .. } => None,
        }
    }
}

impl Display for Change {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Context {
                key,
                value,
                is_example,
            } => {
                let such_as = if *is_example { " such as" } else { "" };
                match value {
                    KeyValue::Absent => write!(f, "make the request without {key}"),
                    KeyValue::Single(text) => write!(f, "make the request with {key}{such_as} {text:?}"),
                    KeyValue::Multi(texts) => write!(f, "make the request with {key}{such_as} {texts:?}"),
                }
            }
            Self::Add {
                policy_type,
                level,
                statement,
            } => {
                write!(f, "add to {}", whose(*policy_type))?;
                if *level > 0 {
                    write!(f, " at level {level}")?;
                }
                write!(f, ": {statement}")
            }
            Self::Rewrite {
                target,
                spares,
                statement,
            } => {
                let spared = match spares {
                    Spared::Action => "the action",
                    Spared::Resource => "the resource",
                    Spared::Caller => "the caller",
                };
                write!(f, "spare {spared} in {target}: {statement}")
            }
            Self::Remove { target } => write!(f, "remove {target}"),
        }
    }
}

fn whose(policy_type: PolicyType) -> &'static str {
    match policy_type {
        PolicyType::Identity => "the caller's identity-based policies",
        PolicyType::Resource => "the resource's policy",
        PolicyType::RoleTrust => "the role's trust policy",
        PolicyType::Boundary => "the caller's permissions boundary",
        PolicyType::Session => "the session policies passed when the session is made",
        PolicyType::ServiceControl => "the service control policies of the caller's account",
        PolicyType::ResourceControl => "the resource control policies of the resource's account",
    }
}

impl Display for Target {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (_, policy_type) = wording(self.place.policy_type);
        match &self.sid {
            Some(sid) => write!(f, "statement {sid}")?,
            None => write!(f, "statement {}", self.statement + 1)?,
        }
        write!(f, " of the {policy_type} {}", self.policy)
    }
}
