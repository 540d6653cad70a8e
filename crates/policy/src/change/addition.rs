//! Statements that would give a type of policy the allow that it lacks.

use super::Change;
use super::rewrite::pattern;
use super::search::Step;
use crate::decide::{PolicyType, Principal, Request, bears_on};
use crate::document::{Effect, Entries, PrincipalEntry, PrincipalKind, Statement, Text, Version};
use crate::location::Span;

/// A statement to add, the one to prefer first.
pub(super) fn additions(policy_type: PolicyType, level: usize, request: &Request<'_>) -> Vec<Step> {
    if !bears_on(policy_type, &request.principal) {
        return Vec::new();
    }
    let add = |statement, weight| Step {
        changes: vec![Change::Add {
            policy_type,
            level,
            statement,
        }],
        weight,
    };
    match policy_type {
        PolicyType::Identity | PolicyType::Session => vec![add(exactly(request), 2)],
        PolicyType::Boundary => vec![add(exactly(request), 3)],
        PolicyType::ServiceControl => vec![add(exactly(request), 4)],
        PolicyType::ResourceControl => vec![add(everything(), 5)],
        PolicyType::Resource => {
            let grants = names(&request.principal).into_iter().zip(3..);
            grants
                .map(|(name, weight)| add(to(name, exactly(request)), weight))
                .collect()
        }
        PolicyType::RoleTrust => {
            // A trust policy speaks of its role alone.
            let of_role = || Statement {
                resources: None,
                ..exactly(request)
            };
            let grants = names(&request.principal).into_iter().zip(3..);
            grants
                .map(|(name, weight)| add(to(name, of_role()), weight))
                .collect()
        }
    }
}

/// Allows this action on this resource.
fn exactly(request: &Request<'_>) -> Statement<'static> {
    allow(request.action, &pattern(request.resource, Some(Version::V2012)))
}

/// All that a resource control policy can allow is everything: `RCPFullAWSAccess`.
fn everything() -> Statement<'static> {
    to((PrincipalKind::Everyone, "*".to_owned()), allow("*", "*"))
}

fn allow(action: &str, resource: &str) -> Statement<'static> {
    let lone = |text: &str| Some(Entries::new(false, vec![Text::new(text)]));
    Statement {
        sid: None,
        effect: Effect::Allow,
        effect_word: Text::new("Allow"),
        principals: None,
        actions: lone(action),
        resources: lone(resource),
        conditions: Vec::new(),
        span: Span::default(),
    }
}

/// The statement, made for one principal.
fn to((kind, name): (PrincipalKind, String), statement: Statement<'static>) -> Statement<'static> {
    let name = Text::new(name);
    let entry = PrincipalEntry { kind, name };
    Statement {
        principals: Some(Entries::new(false, vec![entry])),
        ..statement
    }
}

/// How a resource's policy can name a caller: first as what lasts, then as this one session, whom a
/// boundary and session policies do not limit there.
fn names(caller: &Principal<'_>) -> Vec<(PrincipalKind, String)> {
    let aws = |arn: &str| (PrincipalKind::Aws, arn.to_owned());
    match *caller {
        Principal::Root { arn }
        | Principal::User { arn, .. }
        | Principal::Role { arn, .. }
        | Principal::FederatedUser { arn, .. } => vec![aws(arn)],
        Principal::RoleSession { arn, role_arn, .. } => vec![aws(role_arn), aws(arn)],
        Principal::Federated { provider } => vec![(PrincipalKind::Federated, provider.to_owned())],
        Principal::Service { name } => vec![(PrincipalKind::Service, name.to_owned())],
        Principal::Anonymous => vec![aws("*")],
    }
}
