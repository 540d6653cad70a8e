//! Shapes of `types/roles.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;
use crate::patterns;

pub(crate) static CREATE_ROLE_REQUEST: Shape = Shape::structure(
    "CreateRoleRequest",
    &[
        Member::new("Path", &shared::PATH_TYPE),
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("AssumeRolePolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
        Member::new("Description", &ROLE_DESCRIPTION_TYPE),
        Member::new("MaxSessionDuration", &ROLE_MAX_SESSION_DURATION_TYPE),
        Member::new("PermissionsBoundary", &shared::ARN_TYPE),
        Member::new("Tags", &shared::TAG_LIST_TYPE),
    ],
);

pub(crate) static CREATE_ROLE_RESPONSE: Shape =
    Shape::structure("CreateRoleResponse", &[Member::new("Role", &ROLE).required()]);

pub(crate) static DELETE_ROLE_REQUEST: Shape = Shape::structure(
    "DeleteRoleRequest",
    &[Member::new("RoleName", &shared::ROLE_NAME_TYPE).required()],
);

pub(crate) static GET_ROLE_REQUEST: Shape = Shape::structure(
    "GetRoleRequest",
    &[Member::new("RoleName", &shared::ROLE_NAME_TYPE).required()],
);

pub(crate) static GET_ROLE_RESPONSE: Shape =
    Shape::structure("GetRoleResponse", &[Member::new("Role", &ROLE).required()]);

pub(crate) static LIST_ROLES_REQUEST: Shape = Shape::structure(
    "ListRolesRequest",
    &[
        Member::new("PathPrefix", &shared::PATH_PREFIX_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ROLES_RESPONSE: Shape = Shape::structure(
    "ListRolesResponse",
    &[
        Member::new("Roles", &ROLE_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static ROLE: Shape = Shape::structure(
    "Role",
    &[
        Member::new("Path", &shared::PATH_TYPE).required(),
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("RoleId", &shared::ID_TYPE).required(),
        Member::new("Arn", &shared::ARN_TYPE).required(),
        Member::new("CreateDate", &shared::DATE_TYPE).required(),
        Member::new("AssumeRolePolicyDocument", &shared::POLICY_DOCUMENT_TYPE),
        Member::new("Description", &ROLE_DESCRIPTION_TYPE),
        Member::new("MaxSessionDuration", &ROLE_MAX_SESSION_DURATION_TYPE),
        Member::new("PermissionsBoundary", &shared::ATTACHED_PERMISSIONS_BOUNDARY),
        Member::new("Tags", &shared::TAG_LIST_TYPE),
        Member::new("RoleLastUsed", &ROLE_LAST_USED),
        Member::new("SourceRoleTemplate", &SOURCE_ROLE_TEMPLATE),
    ],
);

pub(crate) static ROLE_LAST_USED: Shape = Shape::structure(
    "RoleLastUsed",
    &[
        Member::new("LastUsedDate", &shared::DATE_TYPE),
        Member::new("Region", &shared::STRING_TYPE),
    ],
);

pub(crate) static SOURCE_ROLE_TEMPLATE: Shape = Shape::structure(
    "SourceRoleTemplate",
    &[
        Member::new("TemplateArn", &shared::ARN_TYPE).required(),
        Member::new("TemplateMinorVersion", &INTEGER_TYPE).required(),
    ],
);

pub(crate) static UPDATE_ASSUME_ROLE_POLICY_REQUEST: Shape = Shape::structure(
    "UpdateAssumeRolePolicyRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("PolicyDocument", &shared::POLICY_DOCUMENT_TYPE).required(),
    ],
);

pub(crate) static UPDATE_ROLE_DESCRIPTION_REQUEST: Shape = Shape::structure(
    "UpdateRoleDescriptionRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("Description", &ROLE_DESCRIPTION_TYPE).required(),
    ],
);

pub(crate) static UPDATE_ROLE_DESCRIPTION_RESPONSE: Shape =
    Shape::structure("UpdateRoleDescriptionResponse", &[Member::new("Role", &ROLE)]);

pub(crate) static UPDATE_ROLE_REQUEST: Shape = Shape::structure(
    "UpdateRoleRequest",
    &[
        Member::new("RoleName", &shared::ROLE_NAME_TYPE).required(),
        Member::new("Description", &ROLE_DESCRIPTION_TYPE),
        Member::new("MaxSessionDuration", &ROLE_MAX_SESSION_DURATION_TYPE),
    ],
);

pub(crate) static UPDATE_ROLE_RESPONSE: Shape = Shape::structure("UpdateRoleResponse", &[]);

pub(crate) static INTEGER_TYPE: Shape = Shape::integer("integerType");

pub(crate) static ROLE_DESCRIPTION_TYPE: Shape = Shape::string("roleDescriptionType")
    .max(1000)
    .pattern(&patterns::roles::ROLE_DESCRIPTION_TYPE);

pub(crate) static ROLE_LIST_TYPE: Shape = Shape::list("roleListType", &ROLE);

pub(crate) static ROLE_MAX_SESSION_DURATION_TYPE: Shape =
    Shape::integer("roleMaxSessionDurationType").min(3600).max(43200);
