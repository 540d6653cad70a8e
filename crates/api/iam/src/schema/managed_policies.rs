//! Shapes of `types/managed_policies.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static CREATE_POLICY_REQUEST: Shape = Shape::structure(
    "CreatePolicyRequest",
    &[
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
        Member::new("Path", &shared::POLICY_PATH_TYPE),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
        Member::new("Description", &POLICY_DESCRIPTION_TYPE),
        Member::new("Tags", &shared::TAG_LIST_TYPE),
    ],
);

pub(crate) static CREATE_POLICY_RESPONSE: Shape =
    Shape::structure("CreatePolicyResponse", &[Member::new("Policy", &POLICY)]);

pub(crate) static DELETE_POLICY_REQUEST: Shape = Shape::structure(
    "DeletePolicyRequest",
    &[Member::new("PolicyArn", &shared::ARN_TYPE).required()],
);

pub(crate) static GET_POLICY_REQUEST: Shape = Shape::structure(
    "GetPolicyRequest",
    &[Member::new("PolicyArn", &shared::ARN_TYPE).required()],
);

pub(crate) static GET_POLICY_RESPONSE: Shape =
    Shape::structure("GetPolicyResponse", &[Member::new("Policy", &POLICY)]);

pub(crate) static LIST_POLICIES_REQUEST: Shape = Shape::structure(
    "ListPoliciesRequest",
    &[
        Member::new("Scope", &POLICY_SCOPE_TYPE),
        Member::new("OnlyAttached", &shared::BOOLEAN_TYPE),
        Member::new("PathPrefix", &shared::POLICY_PATH_TYPE),
        Member::new("PolicyUsageFilter", &shared::POLICY_USAGE_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_POLICIES_RESPONSE: Shape = Shape::structure(
    "ListPoliciesResponse",
    &[
        Member::new("Policies", &POLICY_LIST_TYPE),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static POLICY: Shape = Shape::structure(
    "Policy",
    &[
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE),
        Member::new("PolicyId", &shared::ID_TYPE),
        Member::new("Arn", &shared::ARN_TYPE),
        Member::new("Path", &shared::POLICY_PATH_TYPE),
        Member::new("DefaultVersionId", &shared::POLICY_VERSION_ID_TYPE),
        Member::new("AttachmentCount", &ATTACHMENT_COUNT_TYPE),
        Member::new("PermissionsBoundaryUsageCount", &ATTACHMENT_COUNT_TYPE),
        Member::new("IsAttachable", &shared::BOOLEAN_TYPE),
        Member::new("Description", &POLICY_DESCRIPTION_TYPE),
        Member::new("CreateDate", &shared::DATE_TYPE),
        Member::new("UpdateDate", &shared::DATE_TYPE),
        Member::new("Tags", &shared::TAG_LIST_TYPE),
    ],
);

pub(crate) static ATTACHMENT_COUNT_TYPE: Shape = Shape::integer("attachmentCountType");

pub(crate) static POLICY_DESCRIPTION_TYPE: Shape = Shape::string("policyDescriptionType").max(1000);

pub(crate) static POLICY_LIST_TYPE: Shape = Shape::list("policyListType", &POLICY);

pub(crate) static POLICY_SCOPE_TYPE: Shape =
    Shape::string("policyScopeType").values(&["All", "AWS", "Local"]);
