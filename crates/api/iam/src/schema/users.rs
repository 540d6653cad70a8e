//! Shapes of `types/users.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static CREATE_USER_REQUEST: Shape = Shape::structure(
    "CreateUserRequest",
    &[
        Member::new("Path", &shared::PATH_TYPE),
        Member::new("UserName", &shared::USER_NAME_TYPE).required(),
        Member::new("PermissionsBoundary", &shared::ARN_TYPE),
        Member::new("Tags", &shared::TAG_LIST_TYPE),
    ],
);

pub(crate) static CREATE_USER_RESPONSE: Shape =
    Shape::structure("CreateUserResponse", &[Member::new("User", &shared::USER)]);

pub(crate) static DELETE_USER_REQUEST: Shape = Shape::structure(
    "DeleteUserRequest",
    &[Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required()],
);

pub(crate) static GET_USER_REQUEST: Shape = Shape::structure(
    "GetUserRequest",
    &[Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE)],
);

pub(crate) static GET_USER_RESPONSE: Shape = Shape::structure(
    "GetUserResponse",
    &[Member::new("User", &shared::USER).required()],
);

pub(crate) static LIST_USERS_REQUEST: Shape = Shape::structure(
    "ListUsersRequest",
    &[
        Member::new("PathPrefix", &shared::PATH_PREFIX_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_USERS_RESPONSE: Shape = Shape::structure(
    "ListUsersResponse",
    &[
        Member::new("Users", &shared::USER_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static UPDATE_USER_REQUEST: Shape = Shape::structure(
    "UpdateUserRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("NewPath", &shared::PATH_TYPE),
        Member::new("NewUserName", &shared::USER_NAME_TYPE),
    ],
);
