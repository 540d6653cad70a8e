//! What a denied caller is told (IAM user guide, "Troubleshoot access denied error messages").

use super::decision::{Decision, PolicyType, Verdict};
use super::request::{Principal, Request};

/// Name in messages, with the article of explicit denials, and without.
pub(crate) fn wording(policy_type: PolicyType) -> (&'static str, &'static str) {
    match policy_type {
        PolicyType::Identity => ("an identity-based policy", "identity-based policy"),
        PolicyType::Resource => ("a resource-based policy", "resource-based policy"),
        PolicyType::RoleTrust => ("the role trust policy", "role trust policy"),
        PolicyType::Boundary => ("a permissions boundary", "permissions boundary"),
        PolicyType::Session => ("a session policy", "session policy"),
        PolicyType::ServiceControl => ("a service control policy", "service control policy"),
        PolicyType::ResourceControl => ("a resource control policy", "resource control policy"),
    }
}

/// The first half of every denial: who may not do what, on what. `resource` is left out when it is
/// `*`. STS answers `AssumeRole` with this much.
#[must_use]
pub fn not_authorized_message(caller: &str, action: &str, resource: &str) -> String {
    match resource {
        "*" => format!("User: {caller} is not authorized to perform: {action}"),
        _ => format!("User: {caller} is not authorized to perform: {action} on resource: {resource}"),
    }
}

/// The whole message for a denied request, with the kind of policy that decided; for a request that
/// was allowed it is the first half alone. The bearer of an identity provider's token, who has no
/// ARN, is told the action alone.
///
/// `policy_arn` is the denying policy's ARN, where it has one and caller and policy are of one account
/// or organization. AWS shows it for explicit denials by identity-based policies, boundaries, session
/// policies and an organization's policies; for others it is left out here.
#[must_use]
pub fn denied_message(request: &Request<'_>, decision: &Decision<'_>, policy_arn: Option<&str>) -> String {
    let action = request.action;
    if let Principal::Federated { .. } = request.principal {
        return format!("Not authorized to perform {action}");
    }
    let mut message = not_authorized_message(request.principal.name(), action, request.resource);
    let Some(policy_type) = decision.denied_by else {
        return message;
    };
    let (with_article, name) = wording(policy_type);
    match decision.verdict {
        Verdict::Allowed => {}
        Verdict::ImplicitlyDenied => {
            message.push_str(&format!(" because no {name} allows the {action} action"));
        }
        Verdict::ExplicitlyDenied => {
            message.push_str(&format!(" with an explicit deny in {with_article}"));
            if let Some(arn) = policy_arn.filter(|_| shows_its_arn(policy_type)) {
                message.push_str(&format!(": {arn}"));
            }
        }
    }
    message
}

fn shows_its_arn(policy_type: PolicyType) -> bool {
    match policy_type {
        PolicyType::Identity
        | PolicyType::Boundary
        | PolicyType::Session
        | PolicyType::ServiceControl
        | PolicyType::ResourceControl => true,
        PolicyType::Resource | PolicyType::RoleTrust => false,
    }
}
