//! Shapes of `types/attachments.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static ATTACH_ROLE_POLICY_REQUEST: Shape = Shape::structure(
    "AttachRolePolicyRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static ATTACH_USER_POLICY_REQUEST: Shape = Shape::structure(
    "AttachUserPolicyRequest",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE).required(),
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static DETACH_ROLE_POLICY_REQUEST: Shape = Shape::structure(
    "DetachRolePolicyRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static DETACH_USER_POLICY_REQUEST: Shape = Shape::structure(
    "DetachUserPolicyRequest",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE).required(),
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static ENTITY_TYPE: Shape =
    Shape::string("EntityType").values(&["User", "Role", "Group", "LocalManagedPolicy", "AWSManagedPolicy"]);

pub(crate) static LIST_ATTACHED_ROLE_POLICIES_REQUEST: Shape = Shape::structure(
    "ListAttachedRolePoliciesRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PathPrefix", &shared::POLICY_PATH_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ATTACHED_ROLE_POLICIES_RESPONSE: Shape = Shape::structure(
    "ListAttachedRolePoliciesResponse",
    &[
        Member::new("AttachedPolicies", &shared::ATTACHED_POLICIES_LIST_TYPE),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static LIST_ATTACHED_USER_POLICIES_REQUEST: Shape = Shape::structure(
    "ListAttachedUserPoliciesRequest",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE).required(),
        Member::new("PathPrefix", &shared::POLICY_PATH_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ATTACHED_USER_POLICIES_RESPONSE: Shape = Shape::structure(
    "ListAttachedUserPoliciesResponse",
    &[
        Member::new("AttachedPolicies", &shared::ATTACHED_POLICIES_LIST_TYPE),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static LIST_ENTITIES_FOR_POLICY_REQUEST: Shape = Shape::structure(
    "ListEntitiesForPolicyRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("EntityFilter", &ENTITY_TYPE),
        Member::new("PathPrefix", &shared::PATH_TYPE),
        Member::new("PolicyUsageFilter", &shared::POLICY_USAGE_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ENTITIES_FOR_POLICY_RESPONSE: Shape = Shape::structure(
    "ListEntitiesForPolicyResponse",
    &[
        Member::new("PolicyGroups", &POLICY_GROUP_LIST_TYPE),
        Member::new("PolicyUsers", &POLICY_USER_LIST_TYPE),
        Member::new("PolicyRoles", &POLICY_ROLE_LIST_TYPE),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static POLICY_GROUP: Shape = Shape::structure(
    "PolicyGroup",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE),
        Member::new("GroupId", &shared::ID_TYPE),
    ],
);

pub(crate) static POLICY_GROUP_LIST_TYPE: Shape = Shape::list("PolicyGroupListType", &POLICY_GROUP);

pub(crate) static POLICY_ROLE: Shape = Shape::structure(
    "PolicyRole",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE),
        Member::new("RoleId", &shared::ID_TYPE),
    ],
);

pub(crate) static POLICY_ROLE_LIST_TYPE: Shape = Shape::list("PolicyRoleListType", &POLICY_ROLE);

pub(crate) static POLICY_USER: Shape = Shape::structure(
    "PolicyUser",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE),
        Member::new("UserId", &shared::ID_TYPE),
    ],
);

pub(crate) static POLICY_USER_LIST_TYPE: Shape = Shape::list("PolicyUserListType", &POLICY_USER);
