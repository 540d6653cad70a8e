//! Shapes of `types/groups.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static ADD_USER_TO_GROUP_REQUEST: Shape = Shape::structure(
    "AddUserToGroupRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
    ],
);

pub(crate) static CREATE_GROUP_REQUEST: Shape = Shape::structure(
    "CreateGroupRequest",
    &[
        Member::new("Path", &shared::PATH_TYPE),
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
    ],
);

pub(crate) static CREATE_GROUP_RESPONSE: Shape =
    Shape::structure("CreateGroupResponse", &[Member::new("Group", &GROUP).required()]);

pub(crate) static DELETE_GROUP_REQUEST: Shape = Shape::structure(
    "DeleteGroupRequest",
    &[Member::new("GroupName", &shared::GROUP_NAME_TYPE).required()],
);

pub(crate) static GET_GROUP_REQUEST: Shape = Shape::structure(
    "GetGroupRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static GET_GROUP_RESPONSE: Shape = Shape::structure(
    "GetGroupResponse",
    &[
        Member::new("Group", &GROUP).required(),
        Member::new("Users", &shared::USER_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static GROUP: Shape = Shape::structure(
    "Group",
    &[
        Member::new("Path", &shared::PATH_TYPE).required(),
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("GroupId", &shared::ID_TYPE).required(),
        Member::new("Arn", &shared::ARN_TYPE).required(),
        Member::new("CreateDate", &shared::DATE_TYPE).required(),
    ],
);

pub(crate) static LIST_GROUPS_FOR_USER_REQUEST: Shape = Shape::structure(
    "ListGroupsForUserRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_GROUPS_FOR_USER_RESPONSE: Shape = Shape::structure(
    "ListGroupsForUserResponse",
    &[
        Member::new("Groups", &GROUP_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static LIST_GROUPS_REQUEST: Shape = Shape::structure(
    "ListGroupsRequest",
    &[
        Member::new("PathPrefix", &shared::PATH_PREFIX_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_GROUPS_RESPONSE: Shape = Shape::structure(
    "ListGroupsResponse",
    &[
        Member::new("Groups", &GROUP_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static REMOVE_USER_FROM_GROUP_REQUEST: Shape = Shape::structure(
    "RemoveUserFromGroupRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
    ],
);

pub(crate) static UPDATE_GROUP_REQUEST: Shape = Shape::structure(
    "UpdateGroupRequest",
    &[
        Member::new("GroupName", &shared::GROUP_NAME_TYPE).required(),
        Member::new("NewPath", &shared::PATH_TYPE),
        Member::new("NewGroupName", &shared::GROUP_NAME_TYPE),
    ],
);

pub(crate) static GROUP_LIST_TYPE: Shape = Shape::list("groupListType", &GROUP);
