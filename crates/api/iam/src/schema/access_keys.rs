//! Shapes of `types/access_keys.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static ACCESS_KEY: Shape = Shape::structure(
    "AccessKey",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE).required(),
        Member::new("AccessKeyId", &shared::ACCESS_KEY_ID_TYPE).required(),
        Member::new("Status", &STATUS_TYPE).required(),
        Member::new("SecretAccessKey", &shared::ACCESS_KEY_SECRET_TYPE).required(),
        Member::new("CreateDate", &shared::DATE_TYPE),
    ],
);

pub(crate) static ACCESS_KEY_LAST_USED: Shape = Shape::structure(
    "AccessKeyLastUsed",
    &[
        Member::new("LastUsedDate", &shared::DATE_TYPE),
        Member::new("ServiceName", &shared::STRING_TYPE).required(),
        Member::new("Region", &shared::STRING_TYPE).required(),
    ],
);

pub(crate) static ACCESS_KEY_METADATA: Shape = Shape::structure(
    "AccessKeyMetadata",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE),
        Member::new("AccessKeyId", &shared::ACCESS_KEY_ID_TYPE),
        Member::new("Status", &STATUS_TYPE),
        Member::new("CreateDate", &shared::DATE_TYPE),
    ],
);

pub(crate) static CREATE_ACCESS_KEY_REQUEST: Shape = Shape::structure(
    "CreateAccessKeyRequest",
    &[Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE)],
);

pub(crate) static CREATE_ACCESS_KEY_RESPONSE: Shape = Shape::structure(
    "CreateAccessKeyResponse",
    &[Member::new("AccessKey", &ACCESS_KEY).required()],
);

pub(crate) static DELETE_ACCESS_KEY_REQUEST: Shape = Shape::structure(
    "DeleteAccessKeyRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE),
        Member::new("AccessKeyId", &shared::ACCESS_KEY_ID_TYPE).required(),
    ],
);

pub(crate) static GET_ACCESS_KEY_LAST_USED_REQUEST: Shape = Shape::structure(
    "GetAccessKeyLastUsedRequest",
    &[Member::new("AccessKeyId", &shared::ACCESS_KEY_ID_TYPE).required()],
);

pub(crate) static GET_ACCESS_KEY_LAST_USED_RESPONSE: Shape = Shape::structure(
    "GetAccessKeyLastUsedResponse",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE),
        Member::new("AccessKeyLastUsed", &ACCESS_KEY_LAST_USED),
    ],
);

pub(crate) static LIST_ACCESS_KEYS_REQUEST: Shape = Shape::structure(
    "ListAccessKeysRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_ACCESS_KEYS_RESPONSE: Shape = Shape::structure(
    "ListAccessKeysResponse",
    &[
        Member::new("AccessKeyMetadata", &ACCESS_KEY_METADATA_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static UPDATE_ACCESS_KEY_REQUEST: Shape = Shape::structure(
    "UpdateAccessKeyRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE),
        Member::new("AccessKeyId", &shared::ACCESS_KEY_ID_TYPE).required(),
        Member::new("Status", &STATUS_TYPE).required(),
    ],
);

pub(crate) static ACCESS_KEY_METADATA_LIST_TYPE: Shape =
    Shape::list("accessKeyMetadataListType", &ACCESS_KEY_METADATA);

pub(crate) static STATUS_TYPE: Shape = Shape::string("statusType").values(&["Active", "Inactive", "Expired"]);
