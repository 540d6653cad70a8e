//! Users: `CreateUser`, `GetUser`, `ListUsers`, `UpdateUser`, `DeleteUser`.

use std::sync::Arc;

use tegata_api_iam as api;
use tegata_authz::{Caller, Identity};
use tegata_base::EntityKind;
use tegata_operation::{Ctx, Input, Outcome, ServiceError};
use tegata_state::{Entity as _, KeyOwner, User};

use crate::errors::IamError;
use crate::holder::{self, about, fresh_id};
use crate::page::{self, Page};
use crate::{access, convert, managed_policy, operation, tagging};

operation! {
    /// Makes a user without any permissions.
    CreateUser: Writes, access::users::create_user, |input, _, ctx| create(input, ctx)
}

operation! {
    /// Shows a user, the caller when no name is given.
    GetUser: Reads, access::users::get_user, |input, caller, ctx| {
        let user = match caller_or_named(input.user_name.as_deref(), caller, ctx)? {
            Some(user) => user,
            None => return Ok(Outcome::answer(api::GetUserResponse { user: root(ctx) })),
        };
        let answer = api::GetUserResponse { user: convert::user(&user, ctx) };
        Ok(Outcome::answer(answer).with_event(about(&*user, ctx)))
    }
}

operation! {
    /// Lists the users below a path, by name.
    ListUsers: Reads, access::users::list_users, |input, _, ctx| {
        let after = page::after("ListUsers", input.marker.as_deref())?;
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let found = ctx.snapshot.users(ctx.scope.account, after.as_deref());
        let found = found.filter(|user| user.path.starts_with(prefix));
        let page = Page::of("ListUsers", found, input.max_items, |user| user.name.clone());
        Ok(Outcome::answer(api::ListUsersResponse {
            is_truncated: page.is_truncated(),
            users: page.items.iter().map(|user| convert::listed_user(user, ctx)).collect(),
            marker: page.marker,
        }))
    }
}

operation! {
    /// Renames or moves a user; the unique id and everything the user has stay.
    UpdateUser: Writes, access::users::update_user, |input, _, ctx| holder::change::<User>(&input.user_name, ctx, |user| {
        if let Some(name) = &input.new_user_name {
            let taken = ctx.snapshot.user_named(ctx.scope.account, name);
            if taken.is_some_and(|other| other.id != user.id) {
                return Err(IamError::UserExists(name.clone()));
            }
            user.name.clone_from(name);
        }
        if let Some(path) = &input.new_path {
            user.path.clone_from(path);
        }
        Ok(())
    })
}

operation! {
    /// Deletes a user that has nothing left; a boundary and tags go with it.
    DeleteUser: Writes, access::users::delete_user, |input, _, ctx| {
        let user = holder::find::<User>(&input.user_name, ctx)?;
        let owner = KeyOwner::User(user.id.clone());
        if !user.attached.is_empty() {
            return Err(IamError::PoliciesAttached.into());
        }
        if !user.inline.is_empty() {
            return Err(IamError::PoliciesEmbedded.into());
        }
        if ctx.snapshot.access_keys_of(user.account, &owner).next().is_some() {
            return Err(IamError::AccessKeysLeft.into());
        }
        if ctx.snapshot.mfa_devices_of(&user.id).next().is_some() {
            return Err(IamError::MfaLeft.into());
        }
        if !user.groups.is_empty() {
            return Err(IamError::MembersLeft.into());
        }
        Ok(Outcome::changed((), vec![user.delete()]).with_event(about(&*user, ctx)))
    }
}

fn create(
    input: &Input<CreateUser>,
    ctx: &mut Ctx<'_>,
) -> Result<Outcome<api::CreateUserResponse>, ServiceError> {
    let tags = tagging::folded(input.tags.as_deref().unwrap_or_default())?;
    tagging::check_count(tags.len(), ctx.limits.tags_per_entity)?;
    let boundary = input.permissions_boundary.as_deref();
    let boundary = boundary
        .map(|arn| managed_policy::boundary(arn, ctx))
        .transpose()?;
    let account = ctx.scope.account;
    if ctx.snapshot.user_named(account, &input.user_name).is_some() {
        return Err(IamError::UserExists(input.user_name.clone()).into());
    }
    if ctx.snapshot.user_count(account) >= ctx.limits.users {
        return Err(IamError::Quota {
            name: "UsersPerAccount",
            limit: ctx.limits.users,
        }
        .into());
    }
    let user = User {
        account,
        id: fresh_id(EntityKind::User, ctx, |snapshot, id| snapshot.user(id).is_some())?,
        name: input.user_name.clone(),
        path: input.path.clone().unwrap_or_else(|| "/".to_owned()),
        created: ctx.now,
        tags,
        boundary,
        inline: Vec::new(),
        attached: Vec::new(),
        groups: Vec::new(),
    };
    let answer = api::CreateUserResponse {
        user: Some(convert::created_user(&user, ctx)),
    };
    Ok(Outcome::changed(answer, vec![user.put()]).with_event(about(&user, ctx)))
}

/// The user named or, without a name, the caller; `None` for the root user.
///
/// # Errors
/// [`IamError::UserMissing`]; [`IamError::UserNameNeeded`] for callers that are no users.
pub(crate) fn caller_or_named(
    name: Option<&str>,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Option<Arc<User>>, IamError> {
    match (name, &caller.identity) {
        (Some(name), _) => holder::find(name, ctx).map(Some),
        (None, Identity::User(user)) => {
            let now = ctx.snapshot.user(&user.id).cloned();
            now.map(Some)
                .ok_or_else(|| IamError::UserMissing(user.name.clone()))
        }
        (None, Identity::Root(_)) => Ok(None),
        (None, Identity::Role { .. } | Identity::Federated(_) | Identity::Certificate(_)) => {
            Err(IamError::UserNameNeeded)
        }
    }
}

/// The root user, who is no entity: its id is the account number.
fn root(ctx: &Ctx<'_>) -> api::User {
    let account = ctx.scope.account;
    api::User {
        path: "/".to_owned(),
        user_name: crate::ROOT_NAME.to_owned(),
        user_id: account.to_string(),
        arn: holder::iam_arn(ctx.scope.partition(), &account.to_string(), "root").to_string(),
        create_date: ctx
            .snapshot
            .account(account)
            .map_or(ctx.now, |account| account.created),
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    }
}
