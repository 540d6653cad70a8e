//! Shapes of `types/group_policies.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static ATTACH_GROUP_POLICY_REQUEST: Shape = Shape::structure(
    "AttachGroupPolicyRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static DELETE_GROUP_POLICY_REQUEST: Shape = Shape::structure(
    "DeleteGroupPolicyRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
    ],
);

pub(crate) static DETACH_GROUP_POLICY_REQUEST: Shape = Shape::structure(
    "DetachGroupPolicyRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static GET_GROUP_POLICY_REQUEST: Shape = Shape::structure(
    "GetGroupPolicyRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
    ],
);

pub(crate) static GET_GROUP_POLICY_RESPONSE: Shape = Shape::structure(
    "GetGroupPolicyResponse",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
    ],
);

pub(crate) static LIST_ATTACHED_GROUP_POLICIES_REQUEST: Shape = Shape::structure(
    "ListAttachedGroupPoliciesRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("PathPrefix", &shared::POLICY_PATH_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ATTACHED_GROUP_POLICIES_RESPONSE: Shape = Shape::structure(
    "ListAttachedGroupPoliciesResponse",
    &[
        Member::new("AttachedPolicies", &shared::ATTACHED_POLICIES_LIST_TYPE),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static LIST_GROUP_POLICIES_REQUEST: Shape = Shape::structure(
    "ListGroupPoliciesRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_GROUP_POLICIES_RESPONSE: Shape = Shape::structure(
    "ListGroupPoliciesResponse",
    &[
        Member::new("PolicyNames", &shared::POLICY_NAME_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static PUT_GROUP_POLICY_REQUEST: Shape = Shape::structure(
    "PutGroupPolicyRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
    ],
);
