//! Roles: themselves, their tags, boundary and policies.

use tegata_api_iam as api;
use tegata_authz::{Access, Caller};
use tegata_operation::{Ctx, ServiceError};
use tegata_state::Role;

use super::{BOUNDARY, checks, creation, marked, on, on_attachment, on_list, on_policies_of, with_tags};
use crate::holder::arn;

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
