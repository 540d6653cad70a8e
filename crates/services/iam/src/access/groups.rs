//! Groups: themselves, their members and policies.

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check};
use tegata_operation::{Ctx, ServiceError};
use tegata_state::{Group, User};

use super::{checks, marked, on, on_attachment, on_list, renaming};
use crate::holder::arn;

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
