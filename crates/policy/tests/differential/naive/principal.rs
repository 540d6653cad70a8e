//! How a statement names the caller.

use serde_json::Value;
use tegata_policy::PolicyType;

use super::literal::is_account;
use super::{is_service_linked, of_account, one_or_more};
use crate::case::{Caller, Case};
use crate::tally::Tally;

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
pub(super) fn closeness(
    case: &Case,
    policy_type: PolicyType,
    body: &Value,
    tally: &mut Tally,
) -> Vec<Closeness> {
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
            let is_allow = body["Effect"] == "Allow";
            let exempt = if is_allow {
                !listed.is_empty()
            } else {
                is_exempt_from_denial(case, &listed)
            };
            let is_unreadable = names_nobody(entries);
            if is_unreadable && !exempt {
                tally.unreadable("NotPrincipal", is_allow);
            }
            // Whom an Allow meant to leave out is not known, so nobody gets in by it.
            if exempt || (is_allow && is_unreadable) {
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

/// Whether one of the names is not the name of anybody, whoever there is.
fn names_nobody(entries: &Value) -> bool {
    let mut kinds = entries.as_object().into_iter().flatten();
    kinds.any(|(kind, names)| {
        let names = one_or_more(names);
        let mut names = names.iter().map(|name| name.as_str().unwrap());
        names.any(|name| match kind.as_str() {
            "AWS" => name != "*" && !could_be_aws(name),
            "Service" => !is_domain(name),
            "Federated" => !is_domain(name) && !is_provider(name),
            _ => name.len() != 64 || !name.chars().all(|c| c.is_ascii_hexdigit()),
        })
    })
}

fn could_be_aws(name: &str) -> bool {
    if name.contains(['*', '?']) {
        return false;
    }
    match name.split(':').collect::<Vec<_>>().as_slice() {
        [account] if is_account(account) => true,
        [id] => id.starts_with("AIDA") || id.starts_with("AROA"),
        ["arn", _, "iam", "", account, entity] => {
            let is_entity = |kind| entity.strip_prefix(kind).is_some_and(|name| !name.is_empty());
            is_account(account) && (*entity == "root" || is_entity("user/") || is_entity("role/"))
        }
        ["arn", _, "sts", "", account, session] => {
            let path: Vec<&str> = session.split('/').collect();
            is_account(account) && matches!(path.as_slice(), ["assumed-role", _, _] | ["federated-user", _])
        }
        _ => false,
    }
}

fn is_domain(name: &str) -> bool {
    let is_label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || c == '-');
    name.contains('.') && name.split('.').all(is_label)
}

fn is_provider(name: &str) -> bool {
    match name.split(':').collect::<Vec<_>>().as_slice() {
        ["arn", _, "iam", "", account, provider] => {
            let kinds = ["oidc-provider/", "saml-provider/"];
            is_account(account) && kinds.iter().any(|kind| provider.starts_with(kind))
        }
        _ => false,
    }
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
