//! The policies that bear on a principal, with their documents and what each is called.
//!
//! The judge asks compiled policies; who explains a decision, simulates one or records why a call was
//! refused needs the documents behind them, in the judge's order, so that a decision's
//! [`PolicyPlace`](tegata_policy::PolicyPlace) finds its document. [`Holdings`] lists them for both.

use std::sync::Arc;

use tegata_base::Partition;
use tegata_policy::{Compiled, Document, PolicyKind, PolicyType, PrincipalIds, ResourceMode};
use tegata_state::{Group, PolicyCache, PolicyDoc, PolicyRef, Role, Snapshot, StoredPolicyError, User};

use crate::holdings::Holdings;

/// A policy that bears on a caller, as its holder knows it.
#[derive(Debug, Clone)]
pub struct HeldPolicy {
    /// The part it plays.
    pub policy_type: PolicyType,
    /// What it is compiled as.
    pub kind: PolicyKind,
    /// The ARN of a managed policy, of the resource for a resource's policy, and `<holder's ARN>/<name>`
    /// for an inline one.
    pub name: String,
    /// How it is held.
    pub holding: Holding,
    /// The number of a managed policy's version in force.
    pub version: Option<u32>,
    /// The document.
    pub document: PolicyDoc,
}

/// How a policy comes to bear on a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holding {
    /// Embedded in a user, group or role.
    Inline {
        /// What the holder is.
        by: HolderKind,
        /// The holder's name.
        holder: String,
        /// The policy's name.
        name: String,
    },
    /// A managed policy that is attached, bounds, or was named for the session.
    Managed(PolicyRef),
    /// Passed as text when the session was made.
    Session,
    /// The resource's own policy.
    Resource,
    /// Given with a request that is only imagined.
    Given,
}

/// What holds a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HolderKind {
    /// A user.
    User,
    /// A group, whose policies bear on the users in it.
    Group,
    /// A role.
    Role,
}

impl HolderKind {
    /// `user`, `group` or `role`
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
        }
    }
}

/// The policies of a caller, or of a user, group or role that is asked about.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// The policies: inline, then attached, then those of groups, then the boundary, then those of the session.
    pub policies: Vec<HeldPolicy>,
    /// Whether a permissions boundary is set.
    pub bounded: bool,
    /// Whether the session was given policies.
    pub limited: bool,
}

impl Held {
    /// What a user holds, by itself and through its groups.
    #[must_use]
    pub fn by_user(user: &User, partition: Partition, snapshot: &Snapshot) -> Self {
        Holdings::of_user(user, snapshot).held(partition)
    }

    /// What a group gives to the users in it.
    #[must_use]
    pub fn by_group(group: &Group, partition: Partition, snapshot: &Snapshot) -> Self {
        Holdings::of_group(group, snapshot).held(partition)
    }

    /// What a role holds. Its trust policy is a resource's.
    #[must_use]
    pub fn by_role(role: &Role, partition: Partition, snapshot: &Snapshot) -> Self {
        Holdings::of_role(role, snapshot).held(partition)
    }
}

impl HeldPolicy {
    /// A resource's own policy.
    #[must_use]
    pub fn of_resource(resource: &str, document: PolicyDoc, kind: PolicyKind, mode: ResourceMode) -> Self {
        Self {
            policy_type: mode.policy_type(),
            kind,
            name: resource.to_owned(),
            holding: Holding::Resource,
            version: None,
            document,
        }
    }

    /// The compiled document. One that was given is compiled anew: whoever gives many would else push
    /// out of the cache what other requests need.
    ///
    /// # Errors
    /// [`StoredPolicyError`]
    pub fn compiled(&self, policies: &PolicyCache) -> Result<Arc<Compiled>, StoredPolicyError> {
        if self.holding == Holding::Given {
            let compiled = self.parsed()?.compile(self.kind, PrincipalIds::ByName);
            return Ok(Arc::new(compiled));
        }
        policies.compiled(&self.document, self.kind)
    }

    /// The document, parsed.
    ///
    /// # Errors
    /// [`StoredPolicyError`]
    pub fn parsed(&self) -> Result<Document<'_>, StoredPolicyError> {
        Document::parse(self.document.text()).map_err(|e| StoredPolicyError(e.to_string()))
    }

    /// SHA-256 of the document's text, in hexadecimal: tells whether it is still the same.
    #[must_use]
    pub fn sha256(&self) -> String {
        use std::fmt::Write as _;
        let digest = tegata_crypto::hash::sha256(self.document.text().as_bytes());
        digest.iter().fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
    }

    /// What [`Denied::policy_type`](crate::Denied::policy_type) calls its part.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        type_name(self.policy_type)
    }
}

/// What events and answers call the part that a policy plays.
#[must_use]
pub const fn type_name(policy_type: PolicyType) -> &'static str {
    match policy_type {
        PolicyType::Identity => "identity",
        PolicyType::Resource => "resource",
        PolicyType::RoleTrust => "trust",
        PolicyType::Boundary => "boundary",
        PolicyType::Session => "session",
        PolicyType::ServiceControl => "service control",
        PolicyType::ResourceControl => "resource control",
    }
}
