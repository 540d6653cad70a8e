//! Managed policies, their versions and tags.

use tegata_api_iam as api;
use tegata_authz::{Access, Caller, Check};
use tegata_operation::{Ctx, ServiceError};

use super::{checks, creation, marked, on_policy, with_tags};
use crate::holder::iam_arn;

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
