//! From what each policy says to one answer.

use super::bearing::{bearing, is_always_allowed};
use super::decision::{
    Decision, PolicyPlace, PolicySet, PolicyType, ResourceMode, ResourcePolicy, StatementRef, Verdict,
};
use super::principal::Levels;
use super::request::{Principal, Request};
use super::statement::{Asked, Grants, Opinion, Speaks, evaluate, evaluate_resource};
use crate::compile::Compiled;

/// Decides one request. The policies of the set are asked in the order service control, resource
/// control, resource, identity, boundary, session: the first that denies is reported.
///
/// Always allowed, whatever is denied, is `sts:GetCallerIdentity`. Service control policies do not
/// bear on service-linked roles, services and unsigned calls; resource control policies and permissions
/// boundaries not on service-linked roles. A federated user without session policies has no permissions
/// but those that a resource's policy gives to that session.
#[must_use]
pub fn decide<'a>(request: &Request<'_>, set: &PolicySet<'a>) -> Decision<'a> {
    if is_always_allowed(request) {
        return allowed(None);
    }
    let set = bearing(request, set);
    match consult(request, &set) {
        Ok(voices) => combine(request, &set, &voices),
        Err(denial) => denial,
    }
}

/// What the policies that did not deny have said.
struct Voices<'a> {
    identity: Option<StatementRef<'a>>,
    grants: Grants,
    granting: Option<StatementRef<'a>>,
    /// Whether the boundary allows; true without one.
    boundary: bool,
    /// Whether the session policies allow; true without any.
    session: bool,
    /// The first organization policy type that does not allow at some level.
    unallowed: Option<PolicyType>,
}

/// Asks every policy of the set, which bear on the request; the error is an explicit denial.
fn consult<'a>(request: &Request<'_>, set: &PolicySet<'a>) -> Result<Voices<'a>, Decision<'a>> {
    let asked = Asked::new(request, set.boundary.is_some());
    let service_control = Levelled {
        levels: set.service_control,
        policy_type: PolicyType::ServiceControl,
        speaks: Speaks::OfCaller,
    };
    let resource_control = Levelled {
        levels: set.resource_control,
        policy_type: PolicyType::ResourceControl,
        speaks: Speaks::OfNamed,
    };
    let unallowed = service_control.ask(asked)?;
    let unallowed = resource_control.ask(asked)?.or(unallowed);
    let (grants, granting) = ask_resource(set.resource, asked)?;
    let identity = ask(set.identity, PolicyType::Identity, asked)?;
    let boundary = match set.boundary {
        Some(policies) => ask(policies, PolicyType::Boundary, asked)?.is_some(),
        None => true,
    };
    let session = match set.session {
        Some(policies) => ask(policies, PolicyType::Session, asked)?.is_some(),
        None => !matches!(request.principal, Principal::FederatedUser { .. }),
    };
    Ok(Voices {
        identity,
        grants,
        granting,
        boundary,
        session,
        unallowed,
    })
}

/// The first statement that allows among policies of one type, which are a union.
fn ask<'a>(
    policies: &'a [&'a Compiled],
    policy_type: PolicyType,
    asked: Asked<'_>,
) -> Result<Option<StatementRef<'a>>, Decision<'a>> {
    let mut allow = None;
    for (index, policy) in policies.iter().enumerate() {
        let place = PolicyPlace {
            policy_type,
            level: 0,
            policy: index,
        };
        let opinion = place.opinion(policy, evaluate(policy, asked, Speaks::OfCaller))?;
        allow = allow.or(opinion);
    }
    Ok(allow)
}

fn ask_resource<'a>(
    resource: Option<ResourcePolicy<'a>>,
    asked: Asked<'_>,
) -> Result<(Grants, Option<StatementRef<'a>>), Decision<'a>> {
    let Some(ResourcePolicy { policy, mode }) = resource else {
        return Ok((Grants::default(), None));
    };
    let grants = evaluate_resource(policy, asked);
    let place = PolicyPlace {
        policy_type: mode.policy_type(),
        level: 0,
        policy: 0,
    };
    let opinion = Opinion {
        deny: grants.deny,
        allow: grants.statement(),
    };
    let granting = place.opinion(policy, opinion)?;
    Ok((grants, granting))
}

/// Policies of an organization: at each level one must allow.
struct Levelled<'a> {
    levels: &'a [&'a [&'a Compiled]],
    policy_type: PolicyType,
    speaks: Speaks,
}

impl<'a> Levelled<'a> {
    /// The type, when some level does not allow.
    fn ask(&self, asked: Asked<'_>) -> Result<Option<PolicyType>, Decision<'a>> {
        let mut unallowed = None;
        for (level, policies) in self.levels.iter().enumerate() {
            let mut allows = false;
            for (index, policy) in policies.iter().enumerate() {
                let place = PolicyPlace {
                    policy_type: self.policy_type,
                    level,
                    policy: index,
                };
                let opinion = place.opinion(policy, evaluate(policy, asked, self.speaks))?;
                allows |= opinion.is_some();
            }
            if !allows {
                unallowed = Some(self.policy_type);
            }
        }
        Ok(unallowed)
    }
}

impl PolicyPlace {
    /// The allowing statement; an error when the policy denies.
    fn opinion<'a>(
        self,
        policy: &'a Compiled,
        opinion: Opinion,
    ) -> Result<Option<StatementRef<'a>>, Decision<'a>> {
        let refer = |statement| self.statement(policy, statement);
        match opinion.deny {
            Some(statement) => Err(Decision {
                verdict: Verdict::ExplicitlyDenied,
                deciding: Some(refer(statement)),
                denied_by: Some(self.policy_type),
            }),
            None => Ok(opinion.allow.map(refer)),
        }
    }
}

/// Who asks decides whose allow is needed. Nothing denied so far.
fn combine<'a>(request: &Request<'_>, set: &PolicySet<'a>, voices: &Voices<'a>) -> Decision<'a> {
    if let Some(policy_type) = voices.unallowed {
        return missing(policy_type);
    }
    let mode = set
        .resource
        .map_or(ResourceMode::Ordinary, |resource| resource.mode);
    let granted_to = |levels: Levels| {
        if voices.grants.levels.has(levels) {
            allowed(voices.granting)
        } else {
            missing(mode.policy_type())
        }
    };
    match request.principal {
        Principal::Anonymous => granted_to(Levels::EVERYONE),
        Principal::Service { .. } => granted_to(Levels::SERVICE.with(Levels::EVERYONE)),
        Principal::Federated { .. } => granted_to(Levels::FEDERATED),
        Principal::Root { .. } => root(request, mode, voices),
        _ if request.is_same_account() => same_account(request, mode, voices),
        _ => cross_account(mode, voices),
    }
}

/// The root user may do everything in its own account; elsewhere, and where a policy must allow,
/// what the resource's policy grants.
fn root<'a>(request: &Request<'_>, mode: ResourceMode, voices: &Voices<'a>) -> Decision<'a> {
    let needs_grant = mode != ResourceMode::Ordinary || !request.is_same_account();
    if needs_grant && voices.grants.levels.is_none() {
        return missing(mode.policy_type());
    }
    if !voices.session {
        return missing(PolicyType::Session);
    }
    allowed(voices.granting)
}

fn same_account<'a>(request: &Request<'_>, mode: ResourceMode, voices: &Voices<'a>) -> Decision<'a> {
    let levels = voices.grants.levels;
    if mode != ResourceMode::Ordinary && levels.is_none() {
        return missing(mode.policy_type());
    }
    let is_federated_user = matches!(request.principal, Principal::FederatedUser { .. });
    // Named as this session or as everyone, or as this user: nothing else is needed.
    if levels.has(Levels::SESSION.with(Levels::EVERYONE)) || (levels.has(Levels::USER) && !is_federated_user)
    {
        return allowed(voices.granting);
    }
    // Named as the user behind a federated session: its session policies still count.
    if levels.has(Levels::USER) && voices.session {
        return allowed(voices.granting);
    }
    let by_role = levels.has(Levels::ROLE);
    if !by_role && voices.identity.is_none() {
        return missing(PolicyType::Identity);
    }
    if !voices.boundary {
        return missing(PolicyType::Boundary);
    }
    if !voices.session {
        return missing(PolicyType::Session);
    }
    allowed(if by_role { voices.granting } else { voices.identity })
}

/// Both accounts must allow, each by its own policies.
fn cross_account<'a>(mode: ResourceMode, voices: &Voices<'a>) -> Decision<'a> {
    if voices.identity.is_none() {
        return missing(PolicyType::Identity);
    }
    if !voices.boundary {
        return missing(PolicyType::Boundary);
    }
    if !voices.session {
        return missing(PolicyType::Session);
    }
    if voices.grants.levels.is_none() {
        return missing(mode.policy_type());
    }
    allowed(voices.granting)
}

fn allowed(deciding: Option<StatementRef<'_>>) -> Decision<'_> {
    Decision {
        verdict: Verdict::Allowed,
        deciding,
        denied_by: None,
    }
}

fn missing<'a>(policy_type: PolicyType) -> Decision<'a> {
    Decision {
        verdict: Verdict::ImplicitlyDenied,
        deciding: None,
        denied_by: Some(policy_type),
    }
}
