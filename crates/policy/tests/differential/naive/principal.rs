//! How a statement names the caller.

use serde_json::Value;
use tegata_policy::PolicyType;

use super::literal::is_account;
use super::{is_service_linked, of_account, one_or_more};
use crate::case::{Caller, Case};

/// The level of a match, which decides what a grant spares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closeness {
    Account,
    Role,
    User,
    Session,
    Wildcard,
    Service,
    Federated,
}

impl Closeness {
    pub(super) const ALL: &'static [Self] = &[
        Self::Account,
        Self::Role,
        Self::User,
        Self::Session,
        Self::Wildcard,
        Self::Service,
        Self::Federated,
    ];
}

/// Empty when the statement does not speak of the caller.
pub(super) fn closeness(case: &Case, policy_type: PolicyType, body: &Value) -> Vec<Closeness> {
    let (principal, not_principal) = (body.get("Principal"), body.get("NotPrincipal"));
    let names_principals = matches!(
        policy_type,
        PolicyType::Resource | PolicyType::RoleTrust | PolicyType::ResourceControl
    );
    match (principal, not_principal) {
        // The caller's own policies speak of the caller, and may not name anyone.
        (None, None) if !names_principals => vec![Closeness::Wildcard],
        (Some(entries), None) if names_principals => listed(case, entries),
        (None, Some(entries)) if names_principals => {
            let listed = listed(case, entries);
            let exempt = if body["Effect"] == "Deny" {
                is_exempt_from_denial(case, &listed)
            } else {
                !listed.is_empty()
            };
            if exempt {
                Vec::new()
            } else {
                vec![Closeness::Wildcard]
            }
        }
        _ => Vec::new(),
    }
}

/// A Deny with NotPrincipal spares whoever is listed with account, role and session; nobody who has a
/// permissions boundary.
fn is_exempt_from_denial(case: &Case, listed: &[Closeness]) -> bool {
    let caller = &case.request.caller;
    if listed.contains(&Closeness::Wildcard) {
        return true;
    }
    let bounded = case.boundary.is_some()
        && of_account(caller)
        && !is_service_linked(caller)
        && !matches!(caller, Caller::Root { .. });
    let identities: &[Closeness] = match caller {
        Caller::Root { .. } => &[Closeness::User],
        Caller::User { .. } => &[Closeness::Account, Closeness::User],
        Caller::Role { .. } => &[Closeness::Account, Closeness::Role],
        Caller::RoleSession { .. } => &[Closeness::Account, Closeness::Role, Closeness::Session],
        Caller::FederatedUser { .. } => &[Closeness::Account, Closeness::Session],
        Caller::Federated { .. } => &[Closeness::Federated],
        Caller::Service { .. } => &[Closeness::Service],
        Caller::Anonymous => return false,
    };
    !bounded && identities.iter().all(|identity| listed.contains(identity))
}

fn listed(case: &Case, entries: &Value) -> Vec<Closeness> {
    if entries == "*" {
        return vec![Closeness::Wildcard];
    }
    let mut found = Vec::new();
    for (kind, names) in entries.as_object().into_iter().flatten() {
        for name in one_or_more(names) {
            let name = name.as_str().unwrap();
            found.extend(match kind.as_str() {
                "AWS" => aws(case, name),
                "Service" => service(&case.request.caller, name),
                "Federated" => federated(&case.request.caller, name),
                _ => canonical(case, name),
            });
        }
    }
    found
}

fn service(caller: &Caller, wanted: &str) -> Option<Closeness> {
    matches!(caller, Caller::Service { name } if name == wanted).then_some(Closeness::Service)
}

fn federated(caller: &Caller, wanted: &str) -> Option<Closeness> {
    matches!(caller, Caller::Federated { provider } if provider == wanted).then_some(Closeness::Federated)
}

fn canonical(case: &Case, wanted: &str) -> Option<Closeness> {
    let is_own = of_account(&case.request.caller) && case.request.canonical_user.as_deref() == Some(wanted);
    is_own.then_some(Closeness::Account)
}

fn aws(case: &Case, name: &str) -> Option<Closeness> {
    let caller = &case.request.caller;
    if name == "*" {
        return Some(Closeness::Wildcard);
    }
    // Nothing but `*` by itself is a wildcard here.
    if name.contains('*') || name.contains('?') {
        return None;
    }
    let parts: Vec<&str> = name.split(':').collect();
    match parts.as_slice() {
        [account] if is_account(account) => of_the_account(case, account),
        ["arn", _, "iam", "", account, "root"] => of_the_account(case, account),
        [id] if id.starts_with("AIDA") => matches!(caller,
            Caller::User { id: own, .. } | Caller::FederatedUser { user_id: own, .. }
            if own.as_deref() == Some(*id)
        )
        .then_some(Closeness::User),
        [id] if id.starts_with("AROA") => matches!(caller,
            Caller::Role { id: own, .. } | Caller::RoleSession { role_id: own, .. }
            if own.as_deref() == Some(*id)
        )
        .then_some(Closeness::Role),
        ["arn", _, "iam", "", _, entity] if entity.starts_with("user/") || entity.starts_with("role/") => {
            match &case.ids {
                // Saved documents hold ids in place of ARNs.
                Some(ids) => aws(case, ids.get(name).filter(|id| !id.contains(':'))?),
                None => by_name(caller, name),
            }
        }
        ["arn", _, "sts", "", _, session] => {
            let is_own = match caller {
                Caller::RoleSession { arn, .. } => session.starts_with("assumed-role/") && arn == name,
                Caller::FederatedUser { arn, .. } => session.starts_with("federated-user/") && arn == name,
                _ => false,
            };
            is_own.then_some(Closeness::Session)
        }
        _ => None,
    }
}

/// The root user is its account; for everyone else it is a delegation.
fn of_the_account(case: &Case, account: &str) -> Option<Closeness> {
    if !of_account(&case.request.caller) || case.request.account.as_deref() != Some(account) {
        return None;
    }
    match case.request.caller {
        Caller::Root { .. } => Some(Closeness::User),
        _ => Some(Closeness::Account),
    }
}

fn by_name(caller: &Caller, name: &str) -> Option<Closeness> {
    match caller {
        Caller::User { arn, .. } | Caller::FederatedUser { user_arn: arn, .. } => {
            (arn == name).then_some(Closeness::User)
        }
        Caller::Role { arn, .. } | Caller::RoleSession { role_arn: arn, .. } => {
            (role_without_path(arn) == role_without_path(name)).then_some(Closeness::Role)
        }
        _ => None,
    }
}

/// Account and name of a role; sessions do not show the path. A user's ARN stays as it is.
fn role_without_path(arn: &str) -> String {
    let parts: Vec<&str> = arn.split('/').collect();
    match parts.as_slice() {
        [head, .., name] if head.ends_with(":role") => format!("{head}/{name}"),
        _ => arn.to_owned(),
    }
}
