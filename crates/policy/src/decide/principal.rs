//! Whom a statement of a resource policy speaks of, and how closely: a grant to a session goes
//! further than one to its account (IAM user guide, "Policy evaluation logic").

use super::request::{Principal, Request};
use crate::compile::{self, Compiled, Sense, Statement};
use crate::document::Effect;

/// The ways in which a statement named the caller; several can hold at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Levels(u8);

impl Levels {
    pub(crate) const NONE: Self = Self(0);
    /// By its account: a delegation, which the account's own policies must complete.
    pub(crate) const ACCOUNT: Self = Self(1);
    /// By its role.
    pub(crate) const ROLE: Self = Self(2);
    /// As a user, or as the root user.
    pub(crate) const USER: Self = Self(4);
    /// As this session.
    pub(crate) const SESSION: Self = Self(8);
    /// As everyone.
    pub(crate) const EVERYONE: Self = Self(16);
    /// As this service.
    pub(crate) const SERVICE: Self = Self(32);
    /// By the provider of its token.
    pub(crate) const FEDERATED: Self = Self(64);

    pub(crate) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(crate) const fn has(self, any_of: Self) -> bool {
        self.0 & any_of.0 != 0
    }

    pub(crate) const fn is_none(self) -> bool {
        self.0 == 0
    }
}

/// How a statement of a resource policy names the caller; none when it does not apply.
pub(super) fn named(
    policy: &Compiled,
    statement: &Statement,
    request: &Request<'_>,
    has_boundary: bool,
) -> Levels {
    let Some(rows) = statement.principals else {
        return Levels::NONE;
    };
    let entries = rows.of(&policy.principals);
    let levels = entries.iter().fold(Levels::NONE, |levels, entry| {
        levels.with(level(policy, *entry, request))
    });
    match statement.principal_sense {
        Sense::Includes => return levels,
        Sense::Nothing => return Levels::NONE,
        Sense::Excludes => {}
    }
    let exempt = match statement.effect {
        Effect::Allow => !levels.is_none(),
        // AWS checks the account, the role and the session one after the other, and a boundary
        // makes the caller match whatever is listed.
        Effect::Deny => levels.has(Levels::EVERYONE) || (!has_boundary && wholly_listed(levels, request)),
    };
    if exempt { Levels::NONE } else { Levels::EVERYONE }
}

/// Whether a `NotPrincipal` list names every identity that the caller has.
fn wholly_listed(levels: Levels, request: &Request<'_>) -> bool {
    let each = |wanted: &[Levels]| wanted.iter().all(|level| levels.has(*level));
    match request.principal {
        Principal::Root { .. } => each(&[Levels::USER]),
        Principal::User { .. } => each(&[Levels::ACCOUNT, Levels::USER]),
        Principal::Role { .. } => each(&[Levels::ACCOUNT, Levels::ROLE]),
        Principal::RoleSession { .. } => each(&[Levels::ACCOUNT, Levels::ROLE, Levels::SESSION]),
        Principal::FederatedUser { .. } => each(&[Levels::ACCOUNT, Levels::SESSION]),
        Principal::Federated { .. } => each(&[Levels::FEDERATED]),
        Principal::Service { .. } => each(&[Levels::SERVICE]),
        Principal::Anonymous => false,
    }
}

fn level(policy: &Compiled, entry: compile::Principal, request: &Request<'_>) -> Levels {
    use compile::Principal as Entry;
    let named = |span| policy.str(span);
    match (entry, request.principal) {
        (Entry::Everyone, _) => Levels::EVERYONE,
        (Entry::Account(account), caller) if caller.has_account() && request.account == Some(account) => {
            match caller {
                Principal::Root { .. } => Levels::USER,
                _ => Levels::ACCOUNT,
            }
        }
        (Entry::CanonicalUser(id), caller)
            if caller.has_account() && request.canonical_user == Some(named(id)) =>
        {
            Levels::ACCOUNT
        }
        (
            Entry::Id(id),
            Principal::User { id: caller, .. } | Principal::FederatedUser { user_id: caller, .. },
        ) if caller == Some(named(id)) => Levels::USER,
        (Entry::User(arn), Principal::User { arn: caller, .. })
        | (Entry::User(arn), Principal::FederatedUser { user_arn: caller, .. })
            if caller == named(arn) =>
        {
            Levels::USER
        }
        (
            Entry::Id(id),
            Principal::Role { id: caller, .. } | Principal::RoleSession { role_id: caller, .. },
        ) if caller == Some(named(id)) => Levels::ROLE,
        (Entry::Role(arn), Principal::Role { arn: caller, .. })
        | (Entry::Role(arn), Principal::RoleSession { role_arn: caller, .. })
            if same_role(named(arn), caller) =>
        {
            Levels::ROLE
        }
        (Entry::AssumedRole(arn), Principal::RoleSession { arn: caller, .. })
        | (Entry::FederatedUser(arn), Principal::FederatedUser { arn: caller, .. })
            if caller == named(arn) =>
        {
            Levels::SESSION
        }
        (Entry::Service(name), Principal::Service { name: caller }) if caller == named(name) => {
            Levels::SERVICE
        }
        (Entry::Federated(name), Principal::Federated { provider }) if provider == named(name) => {
            Levels::FEDERATED
        }
        _ => Levels::NONE,
    }
}

/// Whether two role ARNs name the same role. Names are unique in an account whatever the path, and
/// callers may know a role only through a session's ARN, which has no path.
fn same_role(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (Some((a_head, a_name)), Some((b_head, b_name))) = (role_name(a), role_name(b)) else {
        return false;
    };
    a_head == b_head && a_name == b_name
}

/// `arn:aws:iam::A:role/path/Name` → `arn:aws:iam::A:` and `Name`.
fn role_name(arn: &str) -> Option<(&str, &str)> {
    let (head, path) = arn.split_once("role/")?;
    Some((head, path.rsplit_once('/').map_or(path, |(_, name)| name)))
}
