//! Tags of users, roles and policies: `Tag…`, `Untag…` and `List{User,Role,Policy}Tags`.

use tegata_api_iam as api;
use tegata_operation::{Ctx, Outcome, ServiceError};
use tegata_state::{Role, User};

use crate::errors::IamError;
use crate::holder::{self, Principal};
use crate::managed_policy::{self, Managed};
use crate::page::Page;
use crate::policies;
use crate::{access, operation, tagging};

operation! {
    /// Adds tags to a user, or sets them anew.
    TagUser: Writes, access::users::tag_user, |input, _, ctx| tag::<User>(&input.user_name, &input.tags, ctx)
}

operation! {
    /// Adds tags to a role, or sets them anew.
    TagRole: Writes, access::roles::tag_role, |input, _, ctx| tag::<Role>(&input.role_name, &input.tags, ctx)
}

operation! {
    /// Adds tags to a policy, or sets them anew.
    TagPolicy: Writes, access::policies::tag_policy, |input, _, ctx| {
        let new = tagging::exact(&input.tags)?;
        policies::change(&input.policy_arn, ctx, |policy| {
            for tag in new {
                match policy.tags.iter_mut().find(|known| known.key == tag.key) {
                    Some(known) => *known = tag,
                    None => policy.tags.push(tag),
                }
            }
            tagging::check_count(policy.tags.len(), ctx.limits.tags_per_entity)
        })
    }
}

operation! {
    /// Removes tags from a user; a key that is not there does no harm.
    UntagUser: Writes, access::users::untag_user, |input, _, ctx| untag::<User>(&input.user_name, &input.tag_keys, ctx)
}

operation! {
    /// Removes tags from a role; a key that is not there does no harm.
    UntagRole: Writes, access::roles::untag_role, |input, _, ctx| untag::<Role>(&input.role_name, &input.tag_keys, ctx)
}

operation! {
    /// Removes tags from a policy; a key that is not there does no harm.
    UntagPolicy: Writes, access::policies::untag_policy, |input, _, ctx| policies::change(&input.policy_arn, ctx, |policy| {
        policy.tags.retain(|tag| !input.tag_keys.contains(&tag.key));
        Ok(())
    })
}

operation! {
    /// Lists the tags of a user.
    ListUserTags: Reads, access::users::list_user_tags, |input, _, ctx| {
        let page = list::<User>("ListUserTags", &input.user_name, &input.marker, input.max_items, ctx)?;
        Ok(Outcome::answer(api::ListUserTagsResponse {
            is_truncated: page.is_truncated(),
            tags: page.items,
            marker: page.marker,
        }))
    }
}

operation! {
    /// Lists the tags of a role.
    ListRoleTags: Reads, access::roles::list_role_tags, |input, _, ctx| {
        let page = list::<Role>("ListRoleTags", &input.role_name, &input.marker, input.max_items, ctx)?;
        Ok(Outcome::answer(api::ListRoleTagsResponse {
            is_truncated: page.is_truncated(),
            tags: page.items,
            marker: page.marker,
        }))
    }
}

operation! {
    /// Lists the tags of a policy; policies of AWS have none.
    ListPolicyTags: Reads, access::policies::list_policy_tags, |input, _, ctx| {
        let policy = managed_policy::find(&input.policy_arn, ctx)?;
        let policy = policy.ok_or_else(|| IamError::PolicyMissing(input.policy_arn.clone()))?;
        let tags = match &policy {
            Managed::Local(policy) => policy.tags.as_slice(),
            Managed::Aws(_) => &[],
        };
        let page = tagging::page("ListPolicyTags", tags, input.marker.as_deref(), input.max_items)?;
        let answer = api::ListPolicyTagsResponse {
            is_truncated: page.is_truncated(),
            tags: page.items,
            marker: page.marker,
        };
        Ok(Outcome::answer(answer).with_event(policy.about(ctx)))
    }
}

fn tag<H: Principal>(name: &str, tags: &[api::Tag], ctx: &Ctx<'_>) -> Result<Outcome<()>, ServiceError> {
    let new = tagging::folded(tags)?;
    holder::change::<H>(name, ctx, |holder| {
        let tags = holder.tags_mut();
        for tag in &new {
            tags.set(tag.clone());
        }
        tagging::check_count(tags.len(), ctx.limits.tags_per_entity)
    })
}

fn untag<H: Principal>(name: &str, keys: &[String], ctx: &Ctx<'_>) -> Result<Outcome<()>, ServiceError> {
    holder::change::<H>(name, ctx, |holder| {
        let tags = holder.tags_mut();
        for key in keys {
            tags.remove(key);
        }
        Ok(())
    })
}

fn list<H: Principal>(
    list: &'static str,
    name: &str,
    marker: &Option<String>,
    max: Option<i32>,
    ctx: &Ctx<'_>,
) -> Result<Page<api::Tag>, IamError> {
    let holder = holder::find::<H>(name, ctx)?;
    tagging::page(list, holder.tags().as_slice(), marker.as_deref(), max)
}
