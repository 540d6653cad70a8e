//! The policies that bear on a request, and the answer.

use crate::compile::Compiled;

/// The part that a policy plays in a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PolicyType {
    /// Attached to or embedded in the caller, or in a group of the caller.
    Identity,
    /// Attached to the resource.
    Resource,
    /// The trust policy of the role that is the resource.
    RoleTrust,
    /// The caller's permissions boundary.
    Boundary,
    /// Passed when the caller's session was made.
    Session,
    /// Service control policy of the caller's organization.
    ServiceControl,
    /// Resource control policy of the resource's organization.
    ResourceControl,
}

/// What a resource policy means for callers of its own account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourceMode {
    /// It may grant; the caller's own policies may do so without it.
    Ordinary,
    /// It must grant, if only by naming the account: KMS keys.
    MustAllow,
    /// As `MustAllow`, for the trust policy of a role.
    RoleTrust,
}

impl ResourceMode {
    /// The part that a policy of this mode plays.
    #[must_use]
    pub fn policy_type(self) -> PolicyType {
        match self {
            Self::Ordinary | Self::MustAllow => PolicyType::Resource,
            Self::RoleTrust => PolicyType::RoleTrust,
        }
    }
}

/// A resource's policy.
#[derive(Debug, Clone, Copy)]
pub struct ResourcePolicy<'a> {
    /// The policy.
    pub policy: &'a Compiled,
    /// Whether it must allow.
    pub mode: ResourceMode,
}

/// Everything that bears on one request.
#[derive(Debug, Clone, Copy, Default)]
pub struct PolicySet<'a> {
    /// Identity policies of the caller and, for a user, of the user's groups.
    pub identity: &'a [&'a Compiled],
    /// The policy of the resource, if it has one.
    pub resource: Option<ResourcePolicy<'a>>,
    /// The permissions boundary, if one is set; several are a union.
    pub boundary: Option<&'a [&'a Compiled]>,
    /// The session policies, if any were passed; several are a union.
    pub session: Option<&'a [&'a Compiled]>,
    /// Service control policies of the caller's account, one list for each level from the root
    /// down; empty when the account is in no organization.
    pub service_control: &'a [&'a [&'a Compiled]],
    /// Resource control policies of the resource's account, likewise.
    pub resource_control: &'a [&'a [&'a Compiled]],
}

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Go ahead.
    Allowed,
    /// A statement denies.
    ExplicitlyDenied,
    /// Nothing allows where something must.
    ImplicitlyDenied,
}

/// Where a policy stands in a [`PolicySet`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PolicyPlace {
    /// The part the policy plays.
    pub policy_type: PolicyType,
    /// Level of the organization; 0 for other types.
    pub level: usize,
    /// Index among the policies of that type and level.
    pub policy: usize,
}

impl PolicyPlace {
    pub(crate) fn statement(self, policy: &Compiled, statement: usize) -> StatementRef<'_> {
        let sid = policy
            .statements
            .get(statement)
            .and_then(|statement| statement.sid);
        StatementRef {
            policy_type: self.policy_type,
            level: self.level,
            policy: self.policy,
            statement,
            sid: sid.map(|span| policy.str(span)),
        }
    }
}

/// A statement of the policy set that was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatementRef<'a> {
    /// The part its policy plays.
    pub policy_type: PolicyType,
    /// Level of the organization; 0 for other types.
    pub level: usize,
    /// Index of the policy among those of its type and level.
    pub policy: usize,
    /// Index of the statement in the policy.
    pub statement: usize,
    /// The statement's `Sid`, unless empty.
    pub sid: Option<&'a str>,
}

impl StatementRef<'_> {
    /// Where its policy stands.
    #[must_use]
    pub fn place(&self) -> PolicyPlace {
        PolicyPlace {
            policy_type: self.policy_type,
            level: self.level,
            policy: self.policy,
        }
    }
}

/// The answer, and what made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision<'a> {
    /// The answer.
    pub verdict: Verdict,
    /// The statement that allowed or denied. None when nothing allowed, and where no policy is
    /// asked: the root user in its own account, `sts:GetCallerIdentity`.
    pub deciding: Option<StatementRef<'a>>,
    /// The type of policy that denied, or that allowed nothing where it had to.
    pub denied_by: Option<PolicyType>,
}

impl Decision<'_> {
    /// Whether the verdict is [`Verdict::Allowed`].
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        self.verdict == Verdict::Allowed
    }
}
