//! Groups and who is in them: `CreateGroup`, `GetGroup`, `ListGroups`, `UpdateGroup`, `DeleteGroup`,
//! `AddUserToGroup`, `RemoveUserFromGroup`, `ListGroupsForUser`. A user's row says which groups it is in.

use std::sync::Arc;

use tegata_api_iam as api;
use tegata_base::EntityKind;
use tegata_operation::{Ctx, EventFacts, Input, Outcome, ServiceError};
use tegata_state::{Entity as _, Group, User};

use crate::errors::IamError;
use crate::holder::{self, about, fresh_id};
use crate::page::{self, Page};
use crate::{access, convert, operation};

operation! {
    /// Makes a group without users or permissions.
    CreateGroup: Writes, access::groups::create_group, |input, _, ctx| create(input, ctx)
}

operation! {
    /// Shows a group and the users in it, by name.
    GetGroup: Reads, access::groups::get_group, |input, _, ctx| {
        let after = page::after("GetGroup", input.marker.as_deref())?;
        let group = holder::find::<Group>(&input.group_name, ctx)?;
        let place = |user: &Arc<User>| user.name.to_lowercase();
        let users = page::sorted_after(ctx.snapshot.members(&group.id).cloned().collect(), after.as_deref(), place);
        let page = Page::of("GetGroup", users.into_iter(), input.max_items, place);
        let answer = api::GetGroupResponse {
            group: convert::group(&group, ctx),
            is_truncated: page.is_truncated(),
            users: page.items.iter().map(|user| convert::listed_user(user, ctx)).collect(),
            marker: page.marker,
        };
        Ok(Outcome::answer(answer).with_event(about(&*group, ctx)))
    }
}

operation! {
    /// Lists the groups below a path, by name.
    ListGroups: Reads, access::groups::list_groups, |input, _, ctx| {
        let after = page::after("ListGroups", input.marker.as_deref())?;
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let found = ctx.snapshot.groups(ctx.scope.account, after.as_deref());
        let found = found.filter(|group| group.path.starts_with(prefix));
        let page = Page::of("ListGroups", found, input.max_items, |group| group.name.clone());
        Ok(Outcome::answer(api::ListGroupsResponse {
            is_truncated: page.is_truncated(),
            groups: page.items.iter().map(|group| convert::group(group, ctx)).collect(),
            marker: page.marker,
        }))
    }
}

operation! {
    /// Renames or moves a group; the unique id, its policies and its users stay.
    UpdateGroup: Writes, access::groups::update_group, |input, _, ctx| holder::change::<Group>(&input.group_name, ctx, |group| {
        if let Some(name) = &input.new_group_name {
            let taken = ctx.snapshot.group_named(ctx.scope.account, name);
            if taken.is_some_and(|other| other.id != group.id) {
                return Err(IamError::GroupExists(name.clone()));
            }
            group.name.clone_from(name);
        }
        if let Some(path) = &input.new_path {
            group.path.clone_from(path);
        }
        Ok(())
    })
}

operation! {
    /// Deletes a group that has neither users nor policies left.
    DeleteGroup: Writes, access::groups::delete_group, |input, _, ctx| {
        let group = holder::find::<Group>(&input.group_name, ctx)?;
        if ctx.snapshot.members(&group.id).next().is_some() {
            return Err(IamError::MembersLeft.into());
        }
        if !group.attached.is_empty() {
            return Err(IamError::PoliciesAttached.into());
        }
        if !group.inline.is_empty() {
            return Err(IamError::PoliciesEmbedded.into());
        }
        Ok(Outcome::changed((), vec![group.delete()]).with_event(about(&*group, ctx)))
    }
}

operation! {
    /// Puts a user into a group; one that is in it stays.
    AddUserToGroup: Writes, access::groups::add_user_to_group, |input, _, ctx| {
        let limit = ctx.limits.groups_per_user;
        membership(&input.user_name, &input.group_name, ctx, |user, group| {
            if user.groups.contains(&group.id) {
                return Ok(());
            }
            if user.groups.len() >= limit {
                return Err(IamError::Quota { name: "GroupsPerUser", limit });
            }
            user.groups.push(group.id.clone());
            Ok(())
        })
    }
}

operation! {
    /// Takes a user out of a group; one that is not in it does no harm.
    RemoveUserFromGroup: Writes, access::groups::remove_user_from_group,
    |input, _, ctx| membership(&input.user_name, &input.group_name, ctx, |user, group| {
        user.groups.retain(|id| *id != group.id);
        Ok(())
    })
}

operation! {
    /// Lists the groups that a user is in, by name.
    ListGroupsForUser: Reads, access::groups::list_groups_for_user, |input, _, ctx| {
        let after = page::after("ListGroupsForUser", input.marker.as_deref())?;
        let user = holder::find::<User>(&input.user_name, ctx)?;
        let groups = user.groups.iter().filter_map(|id| ctx.snapshot.group(id));
        let place = |group: &&Arc<Group>| group.name.to_lowercase();
        let groups = page::sorted_after(groups.collect(), after.as_deref(), place);
        let page = Page::of("ListGroupsForUser", groups.into_iter(), input.max_items, place);
        let answer = api::ListGroupsForUserResponse {
            is_truncated: page.is_truncated(),
            groups: page.items.iter().map(|group| convert::group(group, ctx)).collect(),
            marker: page.marker,
        };
        Ok(Outcome::answer(answer).with_event(about(&*user, ctx)))
    }
}

fn create(
    input: &Input<CreateGroup>,
    ctx: &mut Ctx<'_>,
) -> Result<Outcome<api::CreateGroupResponse>, ServiceError> {
    let account = ctx.scope.account;
    if ctx.snapshot.group_named(account, &input.group_name).is_some() {
        return Err(IamError::GroupExists(input.group_name.clone()).into());
    }
    if ctx.snapshot.group_count(account) >= ctx.limits.groups {
        return Err(IamError::Quota {
            name: "GroupsPerAccount",
            limit: ctx.limits.groups,
        }
        .into());
    }
    let group = Group {
        account,
        id: fresh_id(EntityKind::Group, ctx, |snapshot, id| {
            snapshot.group(id).is_some()
        })?,
        name: input.group_name.clone(),
        path: input.path.clone().unwrap_or_else(|| "/".to_owned()),
        created: ctx.now,
        inline: Vec::new(),
        attached: Vec::new(),
    };
    let answer = api::CreateGroupResponse {
        group: convert::group(&group, ctx),
    };
    Ok(Outcome::changed(answer, vec![group.put()]).with_event(about(&group, ctx)))
}

/// Changes which groups a user is in. The user is looked for first, as AWS does. The event is about both.
fn membership(
    user: &str,
    group: &str,
    ctx: &Ctx<'_>,
    edit: impl FnOnce(&mut User, &Group) -> Result<(), IamError>,
) -> Result<Outcome<()>, ServiceError> {
    holder::find::<User>(user, ctx)?;
    let group = holder::find::<Group>(group, ctx)?;
    let outcome = holder::change::<User>(user, ctx, |user| edit(user, &group))?;
    let mut event = EventFacts {
        resources: about(&*group, ctx).resources,
        ..EventFacts::default()
    };
    event.resources.extend(outcome.event.resources.iter().cloned());
    Ok(outcome.with_event(event))
}
