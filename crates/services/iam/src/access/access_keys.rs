//! Access keys: the user's of that name, or the caller's own.

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check};
use tegata_base::AccessKeyId;
use tegata_operation::{Ctx, ServiceError};
use tegata_state::{KeyOwner, User};

use super::{marked, on, on_caller, on_root};
use crate::errors::IamError;

pub(crate) fn create_access_key(
    input: &api::CreateAccessKeyRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    Ok(Access::Checks(vec![on_caller(
        "iam:CreateAccessKey",
        input.user_name.as_deref(),
        caller,
        ctx,
    )?]))
}

pub(crate) fn list_access_keys(
    input: &api::ListAccessKeysRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let check = on_caller("iam:ListAccessKeys", input.user_name.as_deref(), caller, ctx)?;
    Ok(Access::Checks(vec![marked(
        "ListAccessKeys",
        input.marker.as_ref(),
        check,
    )?]))
}

pub(crate) fn update_access_key(
    input: &api::UpdateAccessKeyRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    Ok(Access::Checks(vec![on_caller(
        "iam:UpdateAccessKey",
        input.user_name.as_deref(),
        caller,
        ctx,
    )?]))
}

pub(crate) fn delete_access_key(
    input: &api::DeleteAccessKeyRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    Ok(Access::Checks(vec![on_caller(
        "iam:DeleteAccessKey",
        input.user_name.as_deref(),
        caller,
        ctx,
    )?]))
}

/// A key that the account does not have is refused in the same words to everyone.
pub(crate) fn get_access_key_last_used(
    input: &api::GetAccessKeyLastUsedRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let id = input.access_key_id.parse::<AccessKeyId>().ok();
    let key = id
        .and_then(|id| ctx.snapshot.access_key(&id))
        .filter(|key| key.account == ctx.scope.account);
    let Some(key) = key else {
        let (caller, id) = (caller.name_for_messages(), input.access_key_id.clone());
        return Err(IamError::UnknownAccessKey { caller, id }.into());
    };
    let action = "iam:GetAccessKeyLastUsed";
    let check = match &key.owner {
        KeyOwner::Root => on_root(action, ctx),
        KeyOwner::User(id) => match ctx.snapshot.user(id) {
            Some(user) => on::<User>(action, &user.name, ctx),
            None => Check::on_any(action, ctx.scope.account),
        },
    };
    Ok(Access::Checks(vec![check]))
}
