//! Which policies of a set bear on a request.

use super::decision::{PolicySet, PolicyType};
use super::request::{Principal, Request};
use super::statement::Speaks;
use crate::compile::Compiled;
use crate::decide::PolicyPlace;

/// Whether the action is allowed whatever policies say.
pub(crate) fn is_always_allowed(request: &Request<'_>) -> bool {
    request.action.eq_ignore_ascii_case("sts:GetCallerIdentity")
}

/// The policies of the set that bear on the request; types that do not are left out.
pub(crate) fn bearing<'a>(request: &Request<'_>, set: &PolicySet<'a>) -> PolicySet<'a> {
    let bears = |policy_type| bears_on(policy_type, &request.principal);
    PolicySet {
        identity: if bears(PolicyType::Identity) {
            set.identity
        } else {
            &[]
        },
        resource: set.resource,
        boundary: set.boundary.filter(|_| bears(PolicyType::Boundary)),
        session: set.session.filter(|_| bears(PolicyType::Session)),
        service_control: if bears(PolicyType::ServiceControl) {
            set.service_control
        } else {
            &[]
        },
        resource_control: if bears(PolicyType::ResourceControl) {
            set.resource_control
        } else {
            &[]
        },
    }
}

/// Whether policies of a type bear on a caller. The root user can be limited only from without and
/// by its session; services and strangers have no account; permissions boundaries and organizations
/// leave service-linked roles alone.
pub(crate) fn bears_on(policy_type: PolicyType, caller: &Principal<'_>) -> bool {
    match policy_type {
        PolicyType::Identity => caller.has_account() && !matches!(caller, Principal::Root { .. }),
        PolicyType::Boundary => bears_on(PolicyType::Identity, caller) && !caller.is_service_linked(),
        PolicyType::Session => caller.has_account(),
        PolicyType::ServiceControl => caller.has_account() && !caller.is_service_linked(),
        PolicyType::ResourceControl => !caller.is_service_linked(),
        PolicyType::Resource | PolicyType::RoleTrust => true,
    }
}

/// Every policy of a set, in the order in which they are asked.
pub(crate) fn policies<'a>(
    set: &PolicySet<'a>,
) -> impl Iterator<Item = (PolicyPlace, &'a Compiled, Speaks)> + use<'a> {
    let levels = |levels: &'a [&'a [&'a Compiled]], policy_type, speaks| {
        levels.iter().enumerate().flat_map(move |(level, policies)| {
            let policies = policies.iter().enumerate();
            policies.map(move |(policy, compiled)| (place(policy_type, level, policy), *compiled, speaks))
        })
    };
    let union = |policies: &'a [&'a Compiled], policy_type| {
        let policies = policies.iter().enumerate();
        policies.map(move |(policy, compiled)| (place(policy_type, 0, policy), *compiled, Speaks::OfCaller))
    };
    let resource = set.resource.map(|resource| {
        let place = place(resource.mode.policy_type(), 0, 0);
        (place, resource.policy, Speaks::OfNamed)
    });
    levels(set.service_control, PolicyType::ServiceControl, Speaks::OfCaller)
        .chain(levels(
            set.resource_control,
            PolicyType::ResourceControl,
            Speaks::OfNamed,
        ))
        .chain(resource)
        .chain(union(set.identity, PolicyType::Identity))
        .chain(union(set.boundary.unwrap_or_default(), PolicyType::Boundary))
        .chain(union(set.session.unwrap_or_default(), PolicyType::Session))
}

fn place(policy_type: PolicyType, level: usize, policy: usize) -> PolicyPlace {
    PolicyPlace {
        policy_type,
        level,
        policy,
    }
}
