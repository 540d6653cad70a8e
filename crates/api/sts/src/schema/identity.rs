//! Shapes of `types/identity.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static GET_ACCESS_KEY_INFO_REQUEST: Shape = Shape::structure(
    "GetAccessKeyInfoRequest",
    &[Member::new("AccessKeyId", &shared::ACCESS_KEY_ID_TYPE).required()],
);

pub(crate) static GET_ACCESS_KEY_INFO_RESPONSE: Shape = Shape::structure(
    "GetAccessKeyInfoResponse",
    &[Member::new("Account", &ACCOUNT_TYPE)],
);

pub(crate) static GET_CALLER_IDENTITY_REQUEST: Shape = Shape::structure("GetCallerIdentityRequest", &[]);

pub(crate) static GET_CALLER_IDENTITY_RESPONSE: Shape = Shape::structure(
    "GetCallerIdentityResponse",
    &[
        Member::new("UserId", &USER_ID_TYPE),
        Member::new("Account", &ACCOUNT_TYPE),
        Member::new("Arn", &shared::ARN_TYPE),
    ],
);

pub(crate) static ACCOUNT_TYPE: Shape = Shape::string("accountType");

pub(crate) static USER_ID_TYPE: Shape = Shape::string("userIdType");
