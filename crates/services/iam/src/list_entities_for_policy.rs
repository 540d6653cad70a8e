//! `ListEntitiesForPolicy`: who a managed policy is attached to, and whom it bounds.

use std::collections::BTreeSet;
use std::sync::Arc;

use tegata_api_iam as api;
use tegata_base::{EntityKind, UniqueId};
use tegata_operation::{Ctx, Input, Outcome};
use tegata_state::{Group, PolicyRef, Role, User};

use crate::errors::IamError;
use crate::managed_policy;
use crate::page::{self, Page};
use crate::{access, operation};

operation! {
    /// Lists the users, groups and roles that use a policy.
    ListEntitiesForPolicy: Reads, access::policies::list_entities_for_policy, |input, _, ctx| {
        let after = page::after("ListEntitiesForPolicy", input.marker.as_deref())?;
        let policy = managed_policy::find(&input.policy_arn, ctx)?;
        let policy = policy.ok_or_else(|| IamError::PolicyNotAttachable(input.policy_arn.clone()))?;
        let found = users_of(&policy.reference(), input, ctx);
        let found = found.into_iter().filter_map(|id| Entity::of(id, ctx)).filter(|entity| entity.selected(input));
        let found = page::sorted_after(found.collect(), after.as_deref(), Entity::place);
        let page = Page::of("ListEntitiesForPolicy", found.into_iter(), input.max_items, Entity::place);
        let answer = api::ListEntitiesForPolicyResponse {
            is_truncated: page.is_truncated(),
            policy_groups: Some(page.items.iter().filter_map(Entity::as_group).collect()),
            policy_users: Some(page.items.iter().filter_map(Entity::as_user).collect()),
            policy_roles: Some(page.items.iter().filter_map(Entity::as_role).collect()),
            marker: page.marker,
        };
        Ok(Outcome::answer(answer).with_event(policy.about(ctx)))
    }
}

/// The ids of all that use the policy in the way asked for.
fn users_of<'a>(
    policy: &PolicyRef,
    input: &Input<ListEntitiesForPolicy>,
    ctx: &Ctx<'a>,
) -> BTreeSet<&'a UniqueId> {
    let (snapshot, account) = (ctx.snapshot, ctx.scope.account);
    let filter = input.policy_usage_filter.as_deref();
    let attached = snapshot
        .attached_to(account, policy)
        .filter(|_| filter != Some("PermissionsBoundary"));
    let bounded = snapshot
        .bounded_by(account, policy)
        .filter(|_| filter != Some("PermissionsPolicy"));
    attached.chain(bounded).collect()
}

/// A user, group or role that uses the policy.
enum Entity {
    User(Arc<User>),
    Group(Arc<Group>),
    Role(Arc<Role>),
}

impl Entity {
    fn of(id: &UniqueId, ctx: &Ctx<'_>) -> Option<Self> {
        match id.kind()? {
            EntityKind::User => ctx.snapshot.user(id).cloned().map(Self::User),
            EntityKind::Group => ctx.snapshot.group(id).cloned().map(Self::Group),
            EntityKind::Role => ctx.snapshot.role(id).cloned().map(Self::Role),
            EntityKind::ManagedPolicy | EntityKind::InstanceProfile => None,
        }
    }

    fn selected(&self, input: &Input<ListEntitiesForPolicy>) -> bool {
        let (kind, path) = match self {
            Self::User(user) => ("User", &user.path),
            Self::Group(group) => ("Group", &group.path),
            Self::Role(role) => ("Role", &role.path),
        };
        input.entity_filter.as_deref().is_none_or(|filter| filter == kind)
            && path.starts_with(input.path_prefix.as_deref().unwrap_or("/"))
    }

    fn place(&self) -> String {
        match self {
            Self::Group(group) => format!("group {}", group.name.to_lowercase()),
            Self::Role(role) => format!("role {}", role.name.to_lowercase()),
            Self::User(user) => format!("user {}", user.name.to_lowercase()),
        }
    }

    fn as_user(&self) -> Option<api::PolicyUser> {
        let Self::User(user) = self else { return None };
        Some(api::PolicyUser {
            user_name: Some(user.name.clone()),
            user_id: Some(user.id.to_string()),
        })
    }

    fn as_group(&self) -> Option<api::PolicyGroup> {
        let Self::Group(group) = self else { return None };
        Some(api::PolicyGroup {
            group_name: Some(group.name.clone()),
            group_id: Some(group.id.to_string()),
        })
    }

    fn as_role(&self) -> Option<api::PolicyRole> {
        let Self::Role(role) = self else { return None };
        Some(api::PolicyRole {
            role_name: Some(role.name.clone()),
            role_id: Some(role.id.to_string()),
        })
    }
}
