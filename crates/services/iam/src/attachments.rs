//! Managed policies on users, groups and roles: `Attach…`, `Detach…` and
//! `ListAttached{User,Group,Role}Policies`.

use tegata_api_iam as api;
use tegata_operation::{Ctx, Outcome, ServiceError};
use tegata_state::{Group, Role, User};

use crate::errors::IamError;
use crate::holder::{self, Holder};
use crate::managed_policy::{self, Managed};
use crate::page::{self, Page};
use crate::{access, convert, operation};

operation! {
    /// Attaches a managed policy to a user; one that is attached stays so.
    AttachUserPolicy: Writes, access::users::attach_user_policy,
    |input, _, ctx| attach::<User>(&input.user_name, &input.policy_arn, ctx)
}

operation! {
    /// Attaches a managed policy to a group; one that is attached stays so.
    AttachGroupPolicy: Writes, access::groups::attach_group_policy,
    |input, _, ctx| attach::<Group>(&input.group_name, &input.policy_arn, ctx)
}

operation! {
    /// Attaches a managed policy to a role; one that is attached stays so.
    AttachRolePolicy: Writes, access::roles::attach_role_policy,
    |input, _, ctx| attach::<Role>(&input.role_name, &input.policy_arn, ctx)
}

operation! {
    /// Detaches a managed policy from a user.
    DetachUserPolicy: Writes, access::users::detach_user_policy,
    |input, _, ctx| detach::<User>(&input.user_name, &input.policy_arn, ctx)
}

operation! {
    /// Detaches a managed policy from a group.
    DetachGroupPolicy: Writes, access::groups::detach_group_policy,
    |input, _, ctx| detach::<Group>(&input.group_name, &input.policy_arn, ctx)
}

operation! {
    /// Detaches a managed policy from a role.
    DetachRolePolicy: Writes, access::roles::detach_role_policy,
    |input, _, ctx| detach::<Role>(&input.role_name, &input.policy_arn, ctx)
}

operation! {
    /// Lists the managed policies attached to a user.
    ListAttachedUserPolicies: Reads, access::users::list_attached_user_policies, |input, _, ctx| {
        let list = List { name: "ListAttachedUserPolicies", prefix: &input.path_prefix, marker: &input.marker };
        let page = list.of::<User>(&input.user_name, input.max_items, ctx)?;
        Ok(Outcome::answer(api::ListAttachedUserPoliciesResponse {
            is_truncated: page.is_truncated(),
            attached_policies: Some(page.items),
            marker: page.marker,
        }))
    }
}

operation! {
    /// Lists the managed policies attached to a group.
    ListAttachedGroupPolicies: Reads, access::groups::list_attached_group_policies, |input, _, ctx| {
        let list = List { name: "ListAttachedGroupPolicies", prefix: &input.path_prefix, marker: &input.marker };
        let page = list.of::<Group>(&input.group_name, input.max_items, ctx)?;
        Ok(Outcome::answer(api::ListAttachedGroupPoliciesResponse {
            is_truncated: page.is_truncated(),
            attached_policies: Some(page.items),
            marker: page.marker,
        }))
    }
}

operation! {
    /// Lists the managed policies attached to a role.
    ListAttachedRolePolicies: Reads, access::roles::list_attached_role_policies, |input, _, ctx| {
        let list = List { name: "ListAttachedRolePolicies", prefix: &input.path_prefix, marker: &input.marker };
        let page = list.of::<Role>(&input.role_name, input.max_items, ctx)?;
        Ok(Outcome::answer(api::ListAttachedRolePoliciesResponse {
            is_truncated: page.is_truncated(),
            attached_policies: Some(page.items),
            marker: page.marker,
        }))
    }
}

fn attach<H: Holder>(name: &str, arn: &str, ctx: &Ctx<'_>) -> Result<Outcome<()>, ServiceError> {
    holder::change::<H>(name, ctx, |holder| {
        holder.modifiable()?;
        let policy = managed_policy::find(arn, ctx)?;
        let policy = policy
            .ok_or_else(|| IamError::PolicyNotAttachable(arn.to_owned()))?
            .reference();
        let attached = holder.held_mut().attached;
        let limit = H::attachment_limit(ctx.limits);
        if attached.contains(&policy) {
            return Ok(());
        }
        if attached.len() >= limit {
            return Err(IamError::Quota {
                name: H::ATTACHMENT_QUOTA,
                limit,
            });
        }
        attached.push(policy);
        Ok(())
    })
}

fn detach<H: Holder>(name: &str, arn: &str, ctx: &Ctx<'_>) -> Result<Outcome<()>, ServiceError> {
    holder::change::<H>(name, ctx, |holder| {
        holder.modifiable()?;
        let policy = managed_policy::find(arn, ctx)?.map(|policy| policy.reference());
        let attached = holder.held_mut().attached;
        let before = attached.len();
        attached.retain(|known| Some(known) != policy.as_ref());
        if attached.len() == before {
            Err(IamError::PolicyMissing(arn.to_owned()))
        } else {
            Ok(())
        }
    })
}

/// A list of attached policies, by name, below a path.
struct List<'a> {
    name: &'static str,
    prefix: &'a Option<String>,
    marker: &'a Option<String>,
}

impl List<'_> {
    fn of<H: Holder>(
        &self,
        name: &str,
        max: Option<i32>,
        ctx: &Ctx<'_>,
    ) -> Result<Page<api::AttachedPolicy>, IamError> {
        let after = page::after(self.name, self.marker.as_deref())?;
        let holder = holder::find::<H>(name, ctx)?;
        let prefix = self.prefix.as_deref().unwrap_or("/");
        let attached = holder
            .held()
            .attached
            .iter()
            .filter_map(|policy| Managed::of(policy, ctx));
        let attached = attached
            .filter(|policy| policy.path().starts_with(prefix))
            .collect();
        let attached = page::sorted_after(attached, after.as_deref(), Managed::place);
        let page = Page::of(self.name, attached.into_iter(), max, Managed::place);
        Ok(page.map(|policy| convert::attached(&policy, ctx)))
    }
}
