//! Shapes of `types/inline_policies.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static DELETE_ROLE_POLICY_REQUEST: Shape = Shape::structure(
    "DeleteRolePolicyRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
    ],
);

pub(crate) static DELETE_USER_POLICY_REQUEST: Shape = Shape::structure(
    "DeleteUserPolicyRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
    ],
);

pub(crate) static GET_ROLE_POLICY_REQUEST: Shape = Shape::structure(
    "GetRolePolicyRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
    ],
);

pub(crate) static GET_ROLE_POLICY_RESPONSE: Shape = Shape::structure(
    "GetRolePolicyResponse",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
    ],
);

pub(crate) static GET_USER_POLICY_REQUEST: Shape = Shape::structure(
    "GetUserPolicyRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
    ],
);

pub(crate) static GET_USER_POLICY_RESPONSE: Shape = Shape::structure(
    "GetUserPolicyResponse",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
    ],
);

pub(crate) static LIST_ROLE_POLICIES_REQUEST: Shape = Shape::structure(
    "ListRolePoliciesRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ROLE_POLICIES_RESPONSE: Shape = Shape::structure(
    "ListRolePoliciesResponse",
    &[
        Member::new("PolicyNames", &shared::POLICY_NAME_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static LIST_USER_POLICIES_REQUEST: Shape = Shape::structure(
    "ListUserPoliciesRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_USER_POLICIES_RESPONSE: Shape = Shape::structure(
    "ListUserPoliciesResponse",
    &[
        Member::new("PolicyNames", &shared::POLICY_NAME_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static PUT_ROLE_POLICY_REQUEST: Shape = Shape::structure(
    "PutRolePolicyRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
    ],
);

pub(crate) static PUT_USER_POLICY_REQUEST: Shape = Shape::structure(
    "PutUserPolicyRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("PolicyName", &shared::POLICY_NAME_TYPE).required(),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
    ],
);
