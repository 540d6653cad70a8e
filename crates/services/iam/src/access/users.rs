//! Users: themselves, their tags, boundary and policies.

use tegata_api_iam as api;
use tegata_authz::{Access, Caller};
use tegata_operation::{Ctx, ServiceError};
use tegata_state::User;

use super::{
    BOUNDARY, checks, creation, marked, on, on_attachment, on_caller, on_list, on_policies_of, renaming,
    with_tags,
};
use crate::holder::arn;

checks! {
    delete_user(i: DeleteUserRequest, ctx) = on::<User>("iam:DeleteUser", &i.user_name, ctx);
    list_users(i: ListUsersRequest, ctx) = {
        let check = on_list("iam:ListUsers", "user", i.path_prefix.as_deref(), ctx);
        marked("ListUsers", i.marker.as_ref(), check)?
    };
    tag_user(i: TagUserRequest, ctx) = with_tags(on::<User>("iam:TagUser", &i.user_name, ctx), &i.tags);
    untag_user(i: UntagUserRequest, ctx) =
        on::<User>("iam:UntagUser", &i.user_name, ctx).with_tag_keys(i.tag_keys.clone());
    list_user_tags(i: ListUserTagsRequest, ctx) =
        marked("ListUserTags", i.marker.as_ref(), on::<User>("iam:ListUserTags", &i.user_name, ctx))?;
    put_user_permissions_boundary(i: PutUserPermissionsBoundaryRequest, ctx) =
        on::<User>("iam:PutUserPermissionsBoundary", &i.user_name, ctx).with(BOUNDARY, i.permissions_boundary.clone());
    delete_user_permissions_boundary(i: DeleteUserPermissionsBoundaryRequest, ctx) =
        on_policies_of::<User>("iam:DeleteUserPermissionsBoundary", &i.user_name, ctx);
    put_user_policy(i: PutUserPolicyRequest, ctx) =
        on_policies_of::<User>("iam:PutUserPolicy", &i.user_name, ctx);
    get_user_policy(i: GetUserPolicyRequest, ctx) = on::<User>("iam:GetUserPolicy", &i.user_name, ctx);
    delete_user_policy(i: DeleteUserPolicyRequest, ctx) =
        on_policies_of::<User>("iam:DeleteUserPolicy", &i.user_name, ctx);
    list_user_policies(i: ListUserPoliciesRequest, ctx) =
        marked("ListUserPolicies", i.marker.as_ref(), on::<User>("iam:ListUserPolicies", &i.user_name, ctx))?;
    attach_user_policy(i: AttachUserPolicyRequest, ctx) =
        on_attachment::<User>("iam:AttachUserPolicy", &i.user_name, &i.policy_arn, ctx)?;
    detach_user_policy(i: DetachUserPolicyRequest, ctx) =
        on_attachment::<User>("iam:DetachUserPolicy", &i.user_name, &i.policy_arn, ctx)?;
    list_attached_user_policies(i: ListAttachedUserPoliciesRequest, ctx) = {
        let check = on::<User>("iam:ListAttachedUserPolicies", &i.user_name, ctx);
        marked("ListAttachedUserPolicies", i.marker.as_ref(), check)?
    };
}

pub(crate) fn create_user(
    input: &api::CreateUserRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let arn = arn::<User>(input.path.as_deref().unwrap_or("/"), &input.user_name, ctx);
    let boundary = input.permissions_boundary.as_deref();
    creation(
        "iam:CreateUser",
        "iam:TagUser",
        &arn,
        boundary,
        input.tags.as_deref(),
        ctx,
    )
}

pub(crate) fn get_user(
    input: &api::GetUserRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    Ok(Access::Checks(vec![on_caller(
        "iam:GetUser",
        input.user_name.as_deref(),
        caller,
        ctx,
    )?]))
}

pub(crate) fn update_user(
    input: &api::UpdateUserRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let new = (input.new_path.as_deref(), input.new_user_name.as_deref());
    Ok(renaming::<User>("iam:UpdateUser", &input.user_name, new, ctx))
}
