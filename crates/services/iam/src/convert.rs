//! From entities to IAM's answers: which members are present in which answer differs by operation.

use tegata_api_iam as api;
use tegata_operation::Ctx;
use tegata_state::aws_managed::AwsManagedPolicy;
use tegata_state::{Group, ManagedPolicy, PolicyRef, PolicyVersion, Role, User};
use tegata_store::LastUsed;

use crate::managed_policy::Managed;
use crate::{document, tagging, trust_policy};

/// A user in a list: neither tags nor boundary.
pub(crate) fn listed_user(user: &User, ctx: &Ctx<'_>) -> api::User {
    api::User {
        path: user.path.clone(),
        user_name: user.name.clone(),
        user_id: user.id.to_string(),
        arn: user.arn(ctx.scope.partition()).to_string(),
        create_date: user.created,
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    }
}

/// A user just made: tags in the order given.
pub(crate) fn created_user(user: &User, ctx: &Ctx<'_>) -> api::User {
    api::User {
        permissions_boundary: boundary(user.boundary.as_ref(), ctx),
        tags: some_tags(tagging::as_given(user.tags.as_slice())),
        ..listed_user(user, ctx)
    }
}

/// A user that is asked for.
pub(crate) fn user(user: &User, ctx: &Ctx<'_>) -> api::User {
    api::User {
        tags: some_tags(tagging::shown(user.tags.as_slice())),
        ..created_user(user, ctx)
    }
}

/// A group, in every answer.
pub(crate) fn group(group: &Group, ctx: &Ctx<'_>) -> api::Group {
    api::Group {
        path: group.path.clone(),
        group_name: group.name.clone(),
        group_id: group.id.to_string(),
        arn: group.arn(ctx.scope.partition()).to_string(),
        create_date: group.created,
    }
}

/// The members that every answer about a role has.
fn bare_role(role: &Role, trust: &str, ctx: &Ctx<'_>) -> api::Role {
    api::Role {
        path: role.path.clone(),
        role_name: role.name.clone(),
        role_id: role.id.to_string(),
        arn: role.arn(ctx.scope.partition()).to_string(),
        create_date: role.created,
        assume_role_policy_document: Some(document::encoded(trust)),
        description: None,
        max_session_duration: None,
        permissions_boundary: None,
        tags: None,
        role_last_used: None,
        source_role_template: None,
    }
}

/// A role just made: the trust policy as submitted, tags in the order given, no description.
pub(crate) fn created_role(role: &Role, ctx: &Ctx<'_>) -> api::Role {
    api::Role {
        permissions_boundary: boundary(role.boundary.as_ref(), ctx),
        tags: some_tags(tagging::as_given(role.tags.as_slice())),
        ..bare_role(role, role.trust.text(), ctx)
    }
}

/// A role in a list.
pub(crate) fn listed_role(role: &Role, ctx: &Ctx<'_>) -> api::Role {
    api::Role {
        description: role.description.clone(),
        max_session_duration: i32::try_from(role.max_session_seconds).ok(),
        ..bare_role(role, &trust_policy::shown(&role.trust, ctx), ctx)
    }
}

/// A role whose description was just changed.
pub(crate) fn described_role(role: &Role, ctx: &Ctx<'_>) -> api::Role {
    api::Role {
        max_session_duration: None,
        ..listed_role(role, ctx)
    }
}

/// A role that is asked for.
pub(crate) fn role(role: &Role, used: Option<&LastUsed>, ctx: &Ctx<'_>) -> api::Role {
    api::Role {
        permissions_boundary: boundary(role.boundary.as_ref(), ctx),
        tags: some_tags(tagging::shown(role.tags.as_slice())),
        role_last_used: Some(api::RoleLastUsed {
            last_used_date: used.map(|used| used.at),
            region: used.map(|used| used.region.to_string()),
        }),
        ..listed_role(role, ctx)
    }
}

/// The wire's value is `Policy`, though the model's enum says `PermissionsBoundaryPolicy`.
fn boundary(policy: Option<&PolicyRef>, ctx: &Ctx<'_>) -> Option<api::AttachedPermissionsBoundary> {
    Some(api::AttachedPermissionsBoundary {
        permissions_boundary_type: Some("Policy".to_owned()),
        permissions_boundary_arn: Some(Managed::of(policy?, ctx)?.arn(ctx).to_string()),
    })
}

pub(crate) fn some_tags(tags: Vec<api::Tag>) -> Option<Vec<api::Tag>> {
    (!tags.is_empty()).then_some(tags)
}

/// A managed policy in a list: neither description nor tags.
pub(crate) fn listed_policy(policy: &Managed, ctx: &Ctx<'_>) -> api::Policy {
    let usage = policy.usage(ctx);
    let (default, created, updated) = match policy {
        Managed::Local(policy) => (policy.default_version, policy.created, policy.updated),
        Managed::Aws(policy) => (policy.version, policy.created(), policy.created()),
    };
    api::Policy {
        policy_name: Some(policy.name().to_owned()),
        policy_id: Some(policy.id().to_owned()),
        arn: Some(policy.arn(ctx).to_string()),
        path: Some(policy.path().to_owned()),
        default_version_id: Some(version_id(default)),
        attachment_count: i32::try_from(usage.attachments).ok(),
        permissions_boundary_usage_count: i32::try_from(usage.boundaries).ok(),
        is_attachable: Some(true),
        description: None,
        create_date: Some(created),
        update_date: Some(updated),
        tags: None,
    }
}

/// A managed policy just made: tags in the order given, no description.
pub(crate) fn created_policy(policy: &Managed, ctx: &Ctx<'_>) -> api::Policy {
    let tags = match policy {
        Managed::Local(policy) => some_tags(tagging::as_given(&policy.tags)),
        Managed::Aws(_) => None,
    };
    api::Policy {
        tags,
        ..listed_policy(policy, ctx)
    }
}

/// A managed policy that is asked for: always with tags, be there any or not.
pub(crate) fn policy(policy: &Managed, ctx: &Ctx<'_>) -> api::Policy {
    let (description, tags) = match policy {
        Managed::Local(policy) => (policy.description.clone(), tagging::shown(&policy.tags)),
        Managed::Aws(policy) => (Some(policy.description.to_owned()), Vec::new()),
    };
    api::Policy {
        description,
        tags: Some(tags),
        ..listed_policy(policy, ctx)
    }
}

/// `v<number>`
pub(crate) fn version_id(number: u32) -> String {
    format!("v{number}")
}

/// A version in a list: without its document.
pub(crate) fn listed_version(policy: &ManagedPolicy, version: &PolicyVersion) -> api::PolicyVersion {
    api::PolicyVersion {
        document: None,
        version_id: Some(version_id(version.number)),
        is_default_version: Some(version.number == policy.default_version),
        create_date: Some(version.created),
    }
}

/// The only version of a policy of AWS that is known here.
pub(crate) fn listed_aws_version(policy: &AwsManagedPolicy) -> api::PolicyVersion {
    api::PolicyVersion {
        document: None,
        version_id: Some(version_id(policy.version)),
        is_default_version: Some(true),
        create_date: Some(policy.created()),
    }
}

/// An attached policy.
pub(crate) fn attached(policy: &Managed, ctx: &Ctx<'_>) -> api::AttachedPolicy {
    api::AttachedPolicy {
        policy_name: Some(policy.name().to_owned()),
        policy_arn: Some(policy.arn(ctx).to_string()),
    }
}
