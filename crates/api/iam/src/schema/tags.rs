//! Shapes of `types/tags.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static LIST_POLICY_TAGS_REQUEST: Shape = Shape::structure(
    "ListPolicyTagsRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_POLICY_TAGS_RESPONSE: Shape = Shape::structure(
    "ListPolicyTagsResponse",
    &[
        Member::new("Tags", &shared::TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static LIST_ROLE_TAGS_REQUEST: Shape = Shape::structure(
    "ListRoleTagsRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ROLE_TAGS_RESPONSE: Shape = Shape::structure(
    "ListRoleTagsResponse",
    &[
        Member::new("Tags", &shared::TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static LIST_USER_TAGS_REQUEST: Shape = Shape::structure(
    "ListUserTagsRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_USER_TAGS_RESPONSE: Shape = Shape::structure(
    "ListUserTagsResponse",
    &[
        Member::new("Tags", &shared::TAG_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static TAG_POLICY_REQUEST: Shape = Shape::structure(
    "TagPolicyRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("Tags", &shared::TAG_LIST_TYPE).required(),
    ],
);

pub(crate) static TAG_ROLE_REQUEST: Shape = Shape::structure(
    "TagRoleRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("Tags", &shared::TAG_LIST_TYPE).required(),
    ],
);

pub(crate) static TAG_USER_REQUEST: Shape = Shape::structure(
    "TagUserRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("Tags", &shared::TAG_LIST_TYPE).required(),
    ],
);

pub(crate) static UNTAG_POLICY_REQUEST: Shape = Shape::structure(
    "UntagPolicyRequest",
    &[
        Member::new("PolicyArn", &shared::ARN_TYPE).required(),
        Member::new("TagKeys", &shared::TAG_KEY_LIST_TYPE).required(),
    ],
);

pub(crate) static UNTAG_ROLE_REQUEST: Shape = Shape::structure(
    "UntagRoleRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("TagKeys", &shared::TAG_KEY_LIST_TYPE).required(),
    ],
);

pub(crate) static UNTAG_USER_REQUEST: Shape = Shape::structure(
    "UntagUserRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("TagKeys", &shared::TAG_KEY_LIST_TYPE).required(),
    ],
);
