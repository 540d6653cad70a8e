//! Inline policies of users, groups and roles: `Put…`, `Get…`, `Delete…` and
//! `List{User,Group,Role}Policies`.

use tegata_api_iam as api;
use tegata_operation::{Ctx, Outcome, ServiceError};
use tegata_state::{Group, InlinePolicy, Role, User};

use crate::errors::IamError;
use crate::holder::{self, Holder, about};
use crate::page::{self, Page};
use crate::{access, document, operation};

operation! {
    /// Embeds or replaces a policy of a user.
    PutUserPolicy: Writes, access::users::put_user_policy,
    |input, _, ctx| put::<User>(&input.user_name, &input.policy_name, &input.policy_document, ctx)
}

operation! {
    /// Embeds or replaces a policy of a group.
    PutGroupPolicy: Writes, access::groups::put_group_policy,
    |input, _, ctx| put::<Group>(&input.group_name, &input.policy_name, &input.policy_document, ctx)
}

operation! {
    /// Embeds or replaces a policy of a role.
    PutRolePolicy: Writes, access::roles::put_role_policy,
    |input, _, ctx| put::<Role>(&input.role_name, &input.policy_name, &input.policy_document, ctx)
}

operation! {
    /// Shows a policy of a user.
    GetUserPolicy: Reads, access::users::get_user_policy, |input, _, ctx| {
        let (user_name, outcome) = get::<User>(&input.user_name, &input.policy_name, ctx)?;
        let InlinePolicy { name, document } = outcome.output;
        let policy_document = document::encoded(document.text());
        let answer = api::GetUserPolicyResponse { user_name, policy_name: name, policy_document };
        Ok(Outcome::answer(answer).with_event(outcome.event))
    }
}

operation! {
    /// Shows a policy of a group.
    GetGroupPolicy: Reads, access::groups::get_group_policy, |input, _, ctx| {
        let (group_name, outcome) = get::<Group>(&input.group_name, &input.policy_name, ctx)?;
        let InlinePolicy { name, document } = outcome.output;
        let policy_document = document::encoded(document.text());
        let answer = api::GetGroupPolicyResponse { group_name, policy_name: name, policy_document };
        Ok(Outcome::answer(answer).with_event(outcome.event))
    }
}

operation! {
    /// Shows a policy of a role.
    GetRolePolicy: Reads, access::roles::get_role_policy, |input, _, ctx| {
        let (role_name, outcome) = get::<Role>(&input.role_name, &input.policy_name, ctx)?;
        let InlinePolicy { name, document } = outcome.output;
        let policy_document = document::encoded(document.text());
        let answer = api::GetRolePolicyResponse { role_name, policy_name: name, policy_document };
        Ok(Outcome::answer(answer).with_event(outcome.event))
    }
}

operation! {
    /// Deletes a policy of a user.
    DeleteUserPolicy: Writes, access::users::delete_user_policy,
    |input, _, ctx| delete::<User>(&input.user_name, &input.policy_name, ctx)
}

operation! {
    /// Deletes a policy of a group.
    DeleteGroupPolicy: Writes, access::groups::delete_group_policy,
    |input, _, ctx| delete::<Group>(&input.group_name, &input.policy_name, ctx)
}

operation! {
    /// Deletes a policy of a role.
    DeleteRolePolicy: Writes, access::roles::delete_role_policy,
    |input, _, ctx| delete::<Role>(&input.role_name, &input.policy_name, ctx)
}

operation! {
    /// Lists the names of a user's policies.
    ListUserPolicies: Reads, access::users::list_user_policies, |input, _, ctx| {
        let page = list::<User>("ListUserPolicies", &input.user_name, input.marker.as_deref(), input.max_items, ctx)?;
        Ok(Outcome::answer(api::ListUserPoliciesResponse {
            is_truncated: page.is_truncated(),
            policy_names: page.items,
            marker: page.marker,
        }))
    }
}

operation! {
    /// Lists the names of a group's policies.
    ListGroupPolicies: Reads, access::groups::list_group_policies, |input, _, ctx| {
        let page = list::<Group>("ListGroupPolicies", &input.group_name, input.marker.as_deref(), input.max_items, ctx)?;
        Ok(Outcome::answer(api::ListGroupPoliciesResponse {
            is_truncated: page.is_truncated(),
            policy_names: page.items,
            marker: page.marker,
        }))
    }
}

operation! {
    /// Lists the names of a role's policies.
    ListRolePolicies: Reads, access::roles::list_role_policies, |input, _, ctx| {
        let page = list::<Role>("ListRolePolicies", &input.role_name, input.marker.as_deref(), input.max_items, ctx)?;
        Ok(Outcome::answer(api::ListRolePoliciesResponse {
            is_truncated: page.is_truncated(),
            policy_names: page.items,
            marker: page.marker,
        }))
    }
}

fn missing<H: Holder>(policy: &str) -> IamError {
    IamError::InlinePolicyMissing {
        holder: H::WORD,
        name: policy.to_owned(),
    }
}

fn put<H: Holder>(name: &str, policy: &str, text: &str, ctx: &Ctx<'_>) -> Result<Outcome<()>, ServiceError> {
    holder::change::<H>(name, ctx, |holder| {
        holder.modifiable()?;
        let new = InlinePolicy {
            name: policy.to_owned(),
            document: document::inline(text)?,
        };
        let inline = holder.held_mut().inline;
        match inline.binary_search_by(|known| known.name.as_str().cmp(policy)) {
            Ok(at) => inline
                .get_mut(at)
                .into_iter()
                .for_each(|place| *place = new.clone()),
            Err(at) => inline.insert(at, new),
        }
        holder::check_inline_size(holder, ctx.limits)
    })
}

/// The name of the holder as kept, and its policy.
fn get<H: Holder>(
    name: &str,
    policy: &str,
    ctx: &Ctx<'_>,
) -> Result<(String, Outcome<InlinePolicy>), ServiceError> {
    let holder = holder::find::<H>(name, ctx)?;
    let held = holder.held();
    let found = held.inline.iter().find(|known| known.name == policy).cloned();
    let found = found.ok_or_else(|| missing::<H>(policy))?;
    Ok((
        held.name.to_owned(),
        Outcome::answer(found).with_event(about(&*holder, ctx)),
    ))
}

fn delete<H: Holder>(name: &str, policy: &str, ctx: &Ctx<'_>) -> Result<Outcome<()>, ServiceError> {
    holder::change::<H>(name, ctx, |holder| {
        holder.modifiable()?;
        let inline = holder.held_mut().inline;
        let before = inline.len();
        inline.retain(|known| known.name != policy);
        if inline.len() == before {
            Err(missing::<H>(policy))
        } else {
            Ok(())
        }
    })
}

/// Names in order ignoring case.
fn list<H: Holder>(
    list: &'static str,
    name: &str,
    marker: Option<&str>,
    max: Option<i32>,
    ctx: &Ctx<'_>,
) -> Result<Page<String>, IamError> {
    let after = page::after(list, marker)?;
    let holder = holder::find::<H>(name, ctx)?;
    let names = holder
        .held()
        .inline
        .iter()
        .map(|policy| policy.name.clone())
        .collect();
    // The name itself settles names that differ in case alone.
    let place = |name: &String| format!("{} {name}", name.to_lowercase());
    let names = page::sorted_after(names, after.as_deref(), place);
    Ok(Page::of(list, names.into_iter(), max, place))
}
