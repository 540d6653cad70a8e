//! Shapes of `types/credentials.rs`.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Location, Member, Shape};

use super::shared;

pub(crate) static ACCESS_KEY_TYPE: Shape = Shape::string("AccessKeyType");

pub(crate) static EXPIRATION_TIMESTAMP_TYPE: Shape = Shape::long("ExpirationTimestampType");

pub(crate) static GET_ROLE_CREDENTIALS_REQUEST: Shape = Shape::structure(
    "GetRoleCredentialsRequest",
    &[
        Member::new("roleName", &shared::ROLE_NAME_TYPE)
            .at(Location::Query, "role_name")
            .required(),
        Member::new("accountId", &shared::ACCOUNT_ID_TYPE)
            .at(Location::Query, "account_id")
            .required(),
        Member::new("accessToken", &shared::ACCESS_TOKEN_TYPE)
            .at(Location::Header, "x-amz-sso_bearer_token")
            .required(),
    ],
);

pub(crate) static GET_ROLE_CREDENTIALS_RESPONSE: Shape = Shape::structure(
    "GetRoleCredentialsResponse",
    &[Member::new("roleCredentials", &ROLE_CREDENTIALS)],
);

pub(crate) static ROLE_CREDENTIALS: Shape = Shape::structure(
    "RoleCredentials",
    &[
        Member::new("accessKeyId", &ACCESS_KEY_TYPE),
        Member::new("secretAccessKey", &SECRET_ACCESS_KEY_TYPE),
        Member::new("sessionToken", &SESSION_TOKEN_TYPE),
        Member::new("expiration", &EXPIRATION_TIMESTAMP_TYPE),
    ],
);

pub(crate) static SECRET_ACCESS_KEY_TYPE: Shape = Shape::string("SecretAccessKeyType").secret();

pub(crate) static SESSION_TOKEN_TYPE: Shape = Shape::string("SessionTokenType").secret();
