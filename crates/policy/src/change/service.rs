//! Requests that a service refuses whatever policies say.

use crate::decide::{Principal, Request};

/// A refusal that is the service's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ServiceRefusal {
    /// Policies that AWS manages cannot be changed, nor tagged.
    #[error("policies that AWS manages cannot be changed")]
    AwsManagedPolicy,
    /// Roles of services and reserved roles can be changed by the service alone.
    #[error("roles that belong to a service can be changed by that service alone")]
    ReservedRole,
    /// Key aliases that begin with `aws/`.
    #[error("key aliases that begin with aws/ belong to AWS")]
    ReservedAlias,
    /// The root user may not assume roles (AWS STS, `AssumeRole`).
    #[error("roles may not be assumed by root accounts")]
    RootAssumesRole,
}

const POLICY_CHANGES: [&str; 6] = [
    "iam:CreatePolicyVersion",
    "iam:DeletePolicy",
    "iam:DeletePolicyVersion",
    "iam:SetDefaultPolicyVersion",
    "iam:TagPolicy",
    "iam:UntagPolicy",
];

const ROLE_CHANGES: [&str; 12] = [
    "iam:AttachRolePolicy",
    "iam:DeleteRole",
    "iam:DeleteRolePermissionsBoundary",
    "iam:DeleteRolePolicy",
    "iam:DetachRolePolicy",
    "iam:PutRolePermissionsBoundary",
    "iam:PutRolePolicy",
    "iam:TagRole",
    "iam:UntagRole",
    "iam:UpdateAssumeRolePolicy",
    "iam:UpdateRole",
    "iam:UpdateRoleDescription",
];

const ALIAS_CHANGES: [&str; 3] = ["kms:CreateAlias", "kms:DeleteAlias", "kms:UpdateAlias"];

/// Whether the service itself refuses a request, so that no policy can allow it. [`decide`] speaks of
/// policies alone and does not look here.
///
/// [`decide`]: crate::decide
#[must_use]
pub fn refused_by_service(request: &Request<'_>) -> Option<ServiceRefusal> {
    let is_one = |actions: &[&str]| {
        actions
            .iter()
            .any(|action| action.eq_ignore_ascii_case(request.action))
    };
    if matches!(request.principal, Principal::Root { .. }) && is_one(&["sts:AssumeRole"]) {
        return Some(ServiceRefusal::RootAssumesRole);
    }
    let mut parts = request.resource.splitn(6, ':').skip(2);
    let [service, _region, account, resource] = std::array::from_fn(|_| parts.next().unwrap_or_default());
    let begins = |with: &str| resource.starts_with(with);
    match service {
        "iam" if account == "aws" && begins("policy/") && is_one(&POLICY_CHANGES) => {
            Some(ServiceRefusal::AwsManagedPolicy)
        }
        "iam"
            if (begins("role/aws-reserved/") || begins("role/aws-service-role/"))
                && is_one(&ROLE_CHANGES) =>
        {
            Some(ServiceRefusal::ReservedRole)
        }
        "kms" if begins("alias/aws/") && is_one(&ALIAS_CHANGES) => Some(ServiceRefusal::ReservedAlias),
        _ => None,
    }
}
