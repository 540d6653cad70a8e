//! What each operation demands of its caller: action, resource and condition keys, as in AWS's service
//! authorization reference for IAM. One function an operation; markers and ARNs that cannot be read are
//! refused here, since validation comes before permission.

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check, Identity};
use tegata_base::{AccessKeyId, Arn};
use tegata_operation::{Ctx, ServiceError};
use tegata_state::{Group, KeyOwner, PolicyRef, Role, User};

use crate::errors::IamError;
use crate::holder::{Holder, arn, iam_arn};
use crate::managed_policy::{Managed, find, parse_arn};
use crate::subject::Named;
use crate::{mfa_devices, page, tagging};

const BOUNDARY: &str = "iam:PermissionsBoundary";
const POLICY_ARN: &str = "iam:PolicyARN";

/// An action on a user, group or role. One that does not exist is asked for by the ARN it would have at the
/// root path, so that only who may see it learns that it is missing.
pub(crate) fn on<H: Holder>(action: &'static str, name: &str, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    match H::named(ctx.snapshot, account, name) {
        Some(holder) => {
            let held = holder.held();
            let check = Check::on(action, &arn::<H>(held.path, held.name, ctx), account);
            match held.tags {
                Some(tags) => check.with_resource_tags(tags),
                None => check,
            }
        }
        None => Check::on(action, &arn::<H>("/", name, ctx), account),
    }
}

/// An action on the policies of a user, group or role: its present boundary is a condition key.
fn on_policies_of<H: Holder>(action: &'static str, name: &str, ctx: &Ctx<'_>) -> Check {
    let holder = H::named(ctx.snapshot, ctx.scope.account, name);
    let check = on::<H>(action, name, ctx);
    match holder.and_then(|holder| boundary_arn(holder.held().boundary, ctx)) {
        Some(arn) => check.with(BOUNDARY, arn.to_string()),
        None => check,
    }
}

fn boundary_arn(boundary: Option<&PolicyRef>, ctx: &Ctx<'_>) -> Option<Arn> {
    Some(Managed::of(boundary?, ctx)?.arn(ctx))
}

/// An action that attaches or detaches a managed policy.
fn on_attachment<H: Holder>(
    action: &'static str,
    name: &str,
    policy: &str,
    ctx: &Ctx<'_>,
) -> Result<Check, ServiceError> {
    let arn = parse_arn(policy)?;
    Ok(on_policies_of::<H>(action, name, ctx).with(POLICY_ARN, arn.to_string()))
}

/// An action on a managed policy, be there one or not. That it is another account's is said later.
pub(crate) fn on_policy(action: &'static str, text: &str, ctx: &Ctx<'_>) -> Result<Check, ServiceError> {
    let check = Check::on(action, &parse_arn(text)?, ctx.scope.account);
    Ok(match find(text, ctx)? {
        Some(Managed::Local(policy)) => {
            let tags = policy
                .tags
                .iter()
                .map(|tag| (tag.key.as_str(), tag.value.as_str()));
            check.with_resource_tags(&tagging::for_conditions(tags))
        }
        _ => check,
    })
}

/// A list of everything below a path.
fn on_list(action: &'static str, kind: &str, prefix: Option<&str>, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    let resource = format!("{kind}{}", prefix.unwrap_or("/"));
    Check::on(
        action,
        &iam_arn(ctx.scope.partition(), &account.to_string(), &resource),
        account,
    )
}

/// A check that tags in the request bear on.
fn with_tags(check: Check, tags: &[api::Tag]) -> Check {
    let tags = tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()));
    check.with_request_tags(&tagging::for_conditions(tags))
}

/// The check for making something at `arn`, and with tags also that for tagging it.
fn creation(
    create: &'static str,
    tag: &'static str,
    arn: &Arn,
    boundary: Option<&str>,
    tags: Option<&[api::Tag]>,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let tags = tags.unwrap_or_default();
    let mut check = with_tags(Check::on(create, arn, ctx.scope.account), tags);
    if let Some(boundary) = boundary {
        check = check.with(BOUNDARY, boundary.to_owned());
    }
    let mut checks = vec![check];
    if !tags.is_empty() {
        checks.push(with_tags(Check::on(tag, arn, ctx.scope.account), tags));
    }
    Ok(Access::Checks(checks))
}

/// An action on the user named or, without a name, on the caller.
fn on_caller(
    action: &'static str,
    name: Option<&str>,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Check, ServiceError> {
    match (name, &caller.identity) {
        (Some(name), _) => Ok(on::<User>(action, name, ctx)),
        (None, Identity::User(user)) => {
            let now = ctx.snapshot.user(&user.id).unwrap_or(user);
            Ok(on::<User>(action, &now.name, ctx))
        }
        (None, Identity::Root(_)) => Ok(on_root(action, ctx)),
        (None, Identity::Role { .. } | Identity::Federated(_) | Identity::Certificate(_)) => {
            Err(IamError::UserNameNeeded.into())
        }
    }
}

pub(crate) fn on_root(action: &'static str, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    Check::on(
        action,
        &iam_arn(ctx.scope.partition(), &account.to_string(), "root"),
        account,
    )
}

/// A new name or path needs permission for the user or group as it is and as it will be.
fn renaming<H: Holder>(
    action: &'static str,
    name: &str,
    (new_path, new_name): (Option<&str>, Option<&str>),
    ctx: &Ctx<'_>,
) -> Access {
    let check = on::<H>(action, name, ctx);
    let now = H::named(ctx.snapshot, ctx.scope.account, name).map(|holder| holder.held());
    let path = new_path.unwrap_or(now.as_ref().map_or("/", |held| held.path));
    let name = new_name.unwrap_or(now.as_ref().map_or(name, |held| held.name));
    let renamed = arn::<H>(path, name, ctx);
    if check.resource == renamed.as_str() {
        return Access::Checks(vec![check]);
    }
    let target = Check {
        resource: renamed.to_string(),
        ..check.clone()
    };
    Access::Checks(vec![check, target])
}

/// The check of a list, once its marker is known to be one of it.
fn marked(list: &'static str, marker: Option<&String>, check: Check) -> Result<Check, ServiceError> {
    page::after(list, marker.map(String::as_str))?;
    Ok(check)
}

/// The access functions of operations that ask for one action, as a table.
macro_rules! checks {
    ($($name:ident($input:ident: $request:ident, $ctx:ident) = $check:expr;)*) => {$(
        pub(crate) fn $name($input: &api::$request, _: &Caller, $ctx: &Ctx<'_>) -> Result<Access, ServiceError> {
            Ok(Access::Checks(vec![$check]))
        }
    )*};
}

// Users
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

// Groups
checks! {
    create_group(i: CreateGroupRequest, ctx) = {
        let arn = arn::<Group>(i.path.as_deref().unwrap_or("/"), &i.group_name, ctx);
        Check::on("iam:CreateGroup", &arn, ctx.scope.account)
    };
    get_group(i: GetGroupRequest, ctx) =
        marked("GetGroup", i.marker.as_ref(), on::<Group>("iam:GetGroup", &i.group_name, ctx))?;
    list_groups(i: ListGroupsRequest, ctx) = {
        let check = on_list("iam:ListGroups", "group", i.path_prefix.as_deref(), ctx);
        marked("ListGroups", i.marker.as_ref(), check)?
    };
    delete_group(i: DeleteGroupRequest, ctx) = on::<Group>("iam:DeleteGroup", &i.group_name, ctx);
    add_user_to_group(i: AddUserToGroupRequest, ctx) = on::<Group>("iam:AddUserToGroup", &i.group_name, ctx);
    remove_user_from_group(i: RemoveUserFromGroupRequest, ctx) =
        on::<Group>("iam:RemoveUserFromGroup", &i.group_name, ctx);
    list_groups_for_user(i: ListGroupsForUserRequest, ctx) =
        marked("ListGroupsForUser", i.marker.as_ref(), on::<User>("iam:ListGroupsForUser", &i.user_name, ctx))?;
    put_group_policy(i: PutGroupPolicyRequest, ctx) = on::<Group>("iam:PutGroupPolicy", &i.group_name, ctx);
    get_group_policy(i: GetGroupPolicyRequest, ctx) = on::<Group>("iam:GetGroupPolicy", &i.group_name, ctx);
    delete_group_policy(i: DeleteGroupPolicyRequest, ctx) = on::<Group>("iam:DeleteGroupPolicy", &i.group_name, ctx);
    list_group_policies(i: ListGroupPoliciesRequest, ctx) =
        marked("ListGroupPolicies", i.marker.as_ref(), on::<Group>("iam:ListGroupPolicies", &i.group_name, ctx))?;
    attach_group_policy(i: AttachGroupPolicyRequest, ctx) =
        on_attachment::<Group>("iam:AttachGroupPolicy", &i.group_name, &i.policy_arn, ctx)?;
    detach_group_policy(i: DetachGroupPolicyRequest, ctx) =
        on_attachment::<Group>("iam:DetachGroupPolicy", &i.group_name, &i.policy_arn, ctx)?;
    list_attached_group_policies(i: ListAttachedGroupPoliciesRequest, ctx) = {
        let check = on::<Group>("iam:ListAttachedGroupPolicies", &i.group_name, ctx);
        marked("ListAttachedGroupPolicies", i.marker.as_ref(), check)?
    };
}

pub(crate) fn update_group(
    input: &api::UpdateGroupRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let new = (input.new_path.as_deref(), input.new_group_name.as_deref());
    Ok(renaming::<Group>("iam:UpdateGroup", &input.group_name, new, ctx))
}

// Access keys

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

// MFA devices
checks! {
    enable_mfa_device(i: EnableMFADeviceRequest, ctx) = on::<User>("iam:EnableMFADevice", &i.user_name, ctx);
    resync_mfa_device(i: ResyncMFADeviceRequest, ctx) = on::<User>("iam:ResyncMFADevice", &i.user_name, ctx);
    delete_virtual_mfa_device(i: DeleteVirtualMFADeviceRequest, ctx) =
        on_mfa_device("iam:DeleteVirtualMFADevice", &i.serial_number, ctx);
    list_virtual_mfa_devices(i: ListVirtualMFADevicesRequest, ctx) = {
        let check = on_list("iam:ListVirtualMFADevices", "mfa", None, ctx);
        marked("ListVirtualMFADevices", i.marker.as_ref(), check)?
    };
    tag_mfa_device(i: TagMFADeviceRequest, ctx) =
        with_tags(on_mfa_device("iam:TagMFADevice", &i.serial_number, ctx), &i.tags);
    untag_mfa_device(i: UntagMFADeviceRequest, ctx) =
        on_mfa_device("iam:UntagMFADevice", &i.serial_number, ctx).with_tag_keys(i.tag_keys.clone());
    list_mfa_device_tags(i: ListMFADeviceTagsRequest, ctx) = {
        let check = on_mfa_device("iam:ListMFADeviceTags", &i.serial_number, ctx);
        marked("ListMFADeviceTags", i.marker.as_ref(), check)?
    };
}

/// An action on a device by its serial number. One that is no ARN is asked for as if it were the name.
fn on_mfa_device(action: &'static str, serial: &str, ctx: &Ctx<'_>) -> Check {
    let account = ctx.scope.account;
    let arn = match serial.parse::<Arn>() {
        Ok(arn) => arn,
        Err(_) => iam_arn(
            ctx.scope.partition(),
            &account.to_string(),
            &format!("mfa/{serial}"),
        ),
    };
    let check = Check::on(action, &arn, account);
    match mfa_devices::own(serial, ctx) {
        Some(device) => check.with_resource_tags(&device.tags),
        None => check,
    }
}

pub(crate) fn create_virtual_mfa_device(
    input: &api::CreateVirtualMFADeviceRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let path = input.path.as_deref().unwrap_or("/");
    let resource = format!("mfa{path}{}", input.virtual_mfa_device_name);
    let arn = iam_arn(ctx.scope.partition(), &ctx.scope.account.to_string(), &resource);
    creation(
        "iam:CreateVirtualMFADevice",
        "iam:TagMFADevice",
        &arn,
        None,
        input.tags.as_deref(),
        ctx,
    )
}

pub(crate) fn deactivate_mfa_device(
    input: &api::DeactivateMFADeviceRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let check = on_caller("iam:DeactivateMFADevice", input.user_name.as_deref(), caller, ctx)?;
    Ok(Access::Checks(vec![check]))
}

pub(crate) fn list_mfa_devices(
    input: &api::ListMFADevicesRequest,
    caller: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let check = on_caller("iam:ListMFADevices", input.user_name.as_deref(), caller, ctx)?;
    Ok(Access::Checks(vec![marked(
        "ListMFADevices",
        input.marker.as_ref(),
        check,
    )?]))
}

/// On the user named, else on whoever holds the device.
pub(crate) fn get_mfa_device(
    input: &api::GetMFADeviceRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let action = "iam:GetMFADevice";
    let holder = mfa_devices::own(&input.serial_number, ctx).and_then(|device| device.holder.as_ref());
    let holder = holder.and_then(|holder| ctx.snapshot.user(&holder.user));
    let name = input
        .user_name
        .as_deref()
        .or(holder.map(|user| user.name.as_str()));
    Ok(Access::Checks(vec![match name {
        Some(name) => on::<User>(action, name, ctx),
        None => on_mfa_device(action, &input.serial_number, ctx),
    }]))
}

// Roles
checks! {
    get_role(i: GetRoleRequest, ctx) = on::<Role>("iam:GetRole", &i.role_name, ctx);
    list_roles(i: ListRolesRequest, ctx) = {
        let check = on_list("iam:ListRoles", "role", i.path_prefix.as_deref(), ctx);
        marked("ListRoles", i.marker.as_ref(), check)?
    };
    update_role(i: UpdateRoleRequest, ctx) = on::<Role>("iam:UpdateRole", &i.role_name, ctx);
    update_role_description(i: UpdateRoleDescriptionRequest, ctx) =
        on::<Role>("iam:UpdateRoleDescription", &i.role_name, ctx);
    update_assume_role_policy(i: UpdateAssumeRolePolicyRequest, ctx) =
        on::<Role>("iam:UpdateAssumeRolePolicy", &i.role_name, ctx);
    delete_role(i: DeleteRoleRequest, ctx) = on::<Role>("iam:DeleteRole", &i.role_name, ctx);
    tag_role(i: TagRoleRequest, ctx) = with_tags(on::<Role>("iam:TagRole", &i.role_name, ctx), &i.tags);
    untag_role(i: UntagRoleRequest, ctx) =
        on::<Role>("iam:UntagRole", &i.role_name, ctx).with_tag_keys(i.tag_keys.clone());
    list_role_tags(i: ListRoleTagsRequest, ctx) =
        marked("ListRoleTags", i.marker.as_ref(), on::<Role>("iam:ListRoleTags", &i.role_name, ctx))?;
    put_role_permissions_boundary(i: PutRolePermissionsBoundaryRequest, ctx) =
        on::<Role>("iam:PutRolePermissionsBoundary", &i.role_name, ctx).with(BOUNDARY, i.permissions_boundary.clone());
    delete_role_permissions_boundary(i: DeleteRolePermissionsBoundaryRequest, ctx) =
        on_policies_of::<Role>("iam:DeleteRolePermissionsBoundary", &i.role_name, ctx);
    put_role_policy(i: PutRolePolicyRequest, ctx) =
        on_policies_of::<Role>("iam:PutRolePolicy", &i.role_name, ctx);
    get_role_policy(i: GetRolePolicyRequest, ctx) = on::<Role>("iam:GetRolePolicy", &i.role_name, ctx);
    delete_role_policy(i: DeleteRolePolicyRequest, ctx) =
        on_policies_of::<Role>("iam:DeleteRolePolicy", &i.role_name, ctx);
    list_role_policies(i: ListRolePoliciesRequest, ctx) =
        marked("ListRolePolicies", i.marker.as_ref(), on::<Role>("iam:ListRolePolicies", &i.role_name, ctx))?;
    attach_role_policy(i: AttachRolePolicyRequest, ctx) =
        on_attachment::<Role>("iam:AttachRolePolicy", &i.role_name, &i.policy_arn, ctx)?;
    detach_role_policy(i: DetachRolePolicyRequest, ctx) =
        on_attachment::<Role>("iam:DetachRolePolicy", &i.role_name, &i.policy_arn, ctx)?;
    list_attached_role_policies(i: ListAttachedRolePoliciesRequest, ctx) = {
        let check = on::<Role>("iam:ListAttachedRolePolicies", &i.role_name, ctx);
        marked("ListAttachedRolePolicies", i.marker.as_ref(), check)?
    };
}

pub(crate) fn create_role(
    input: &api::CreateRoleRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let arn = arn::<Role>(input.path.as_deref().unwrap_or("/"), &input.role_name, ctx);
    let boundary = input.permissions_boundary.as_deref();
    creation(
        "iam:CreateRole",
        "iam:TagRole",
        &arn,
        boundary,
        input.tags.as_deref(),
        ctx,
    )
}

// Managed policies
checks! {
    get_policy(i: GetPolicyRequest, ctx) = on_policy("iam:GetPolicy", &i.policy_arn, ctx)?;
    list_policies(i: ListPoliciesRequest, ctx) = {
        // AWS's own word for what has no ARN: only a statement on `*` matches it.
        let resource = format!("policy path {}", i.path_prefix.as_deref().unwrap_or("/"));
        let check = Check::on_text("iam:ListPolicies", resource, ctx.scope.account);
        marked("ListPolicies", i.marker.as_ref(), check)?
    };
    delete_policy(i: DeletePolicyRequest, ctx) = on_policy("iam:DeletePolicy", &i.policy_arn, ctx)?;
    create_policy_version(i: CreatePolicyVersionRequest, ctx) =
        on_policy("iam:CreatePolicyVersion", &i.policy_arn, ctx)?;
    get_policy_version(i: GetPolicyVersionRequest, ctx) =
        on_policy("iam:GetPolicyVersion", &i.policy_arn, ctx)?;
    list_policy_versions(i: ListPolicyVersionsRequest, ctx) = {
        let check = on_policy("iam:ListPolicyVersions", &i.policy_arn, ctx)?;
        marked("ListPolicyVersions", i.marker.as_ref(), check)?
    };
    delete_policy_version(i: DeletePolicyVersionRequest, ctx) =
        on_policy("iam:DeletePolicyVersion", &i.policy_arn, ctx)?;
    set_default_policy_version(i: SetDefaultPolicyVersionRequest, ctx) =
        on_policy("iam:SetDefaultPolicyVersion", &i.policy_arn, ctx)?;
    tag_policy(i: TagPolicyRequest, ctx) =
        with_tags(on_policy("iam:TagPolicy", &i.policy_arn, ctx)?, &i.tags);
    untag_policy(i: UntagPolicyRequest, ctx) =
        on_policy("iam:UntagPolicy", &i.policy_arn, ctx)?.with_tag_keys(i.tag_keys.clone());
    list_policy_tags(i: ListPolicyTagsRequest, ctx) =
        marked("ListPolicyTags", i.marker.as_ref(), on_policy("iam:ListPolicyTags", &i.policy_arn, ctx)?)?;
    list_entities_for_policy(i: ListEntitiesForPolicyRequest, ctx) = {
        let check = on_policy("iam:ListEntitiesForPolicy", &i.policy_arn, ctx)?;
        marked("ListEntitiesForPolicy", i.marker.as_ref(), check)?
    };
}

pub(crate) fn create_policy(
    input: &api::CreatePolicyRequest,
    _: &Caller,
    ctx: &Ctx<'_>,
) -> Result<Access, ServiceError> {
    let path = input.path.as_deref().unwrap_or("/");
    let resource = format!("policy{path}{}", input.policy_name);
    let arn = iam_arn(ctx.scope.partition(), &ctx.scope.account.to_string(), &resource);
    creation(
        "iam:CreatePolicy",
        "iam:TagPolicy",
        &arn,
        None,
        input.tags.as_deref(),
        ctx,
    )
}

// Questions about permissions
checks! {
    simulate_custom_policy(i: SimulateCustomPolicyRequest, ctx) = {
        let check = Check::on_any("iam:SimulateCustomPolicy", ctx.scope.account);
        marked("SimulateCustomPolicy", i.marker.as_ref(), check)?
    };
    simulate_principal_policy(i: SimulatePrincipalPolicyRequest, ctx) = {
        let check = Named::parse(&i.policy_source_arn)?.check("iam:SimulatePrincipalPolicy", ctx);
        marked("SimulatePrincipalPolicy", i.marker.as_ref(), check)?
    };
    get_context_keys_for_custom_policy(_i: GetContextKeysForCustomPolicyRequest, ctx) =
        Check::on_any("iam:GetContextKeysForCustomPolicy", ctx.scope.account);
    get_context_keys_for_principal_policy(i: GetContextKeysForPrincipalPolicyRequest, ctx) =
        Named::parse(&i.policy_source_arn)?.check("iam:GetContextKeysForPrincipalPolicy", ctx);
    explain_access(i: ExplainAccessRequest, ctx) =
        Named::parse(&i.principal_arn)?.check("iam:SimulatePrincipalPolicy", ctx);
}
