//! Shapes of `types/boundaries.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static DELETE_ROLE_PERMISSIONS_BOUNDARY_REQUEST: Shape = Shape::structure(
    "DeleteRolePermissionsBoundaryRequest",
    &[Member::new("RoleName", &shared::ROLE_NAME_TYPE).required()],
);

pub(crate) static DELETE_USER_PERMISSIONS_BOUNDARY_REQUEST: Shape = Shape::structure(
    "DeleteUserPermissionsBoundaryRequest",
    &[Member::new("UserName", &shared::USER_NAME_TYPE).required()],
);

pub(crate) static PUT_ROLE_PERMISSIONS_BOUNDARY_REQUEST: Shape = Shape::structure(
    "PutRolePermissionsBoundaryRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PermissionsBoundary", &shared::ARN_TYPE).required(),
    ],
);

pub(crate) static PUT_USER_PERMISSIONS_BOUNDARY_REQUEST: Shape = Shape::structure(
    "PutUserPermissionsBoundaryRequest",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE).required(),
        Member::new("PermissionsBoundary", &shared::ARN_TYPE).required(),
    ],
);
