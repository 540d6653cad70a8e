//! Shapes of `types/clients.rs`.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static ARN_TYPE: Shape = Shape::string("ArnType");

pub(crate) static CLIENT_NAME: Shape = Shape::string("ClientName");

pub(crate) static CLIENT_TYPE: Shape = Shape::string("ClientType");

pub(crate) static GRANT_TYPES: Shape = Shape::list("GrantTypes", &shared::GRANT_TYPE);

pub(crate) static LONG_TIME_STAMP_TYPE: Shape = Shape::long("LongTimeStampType");

pub(crate) static REDIRECT_URIS: Shape = Shape::list("RedirectUris", &shared::URI);

pub(crate) static REGISTER_CLIENT_REQUEST: Shape = Shape::structure(
    "RegisterClientRequest",
    &[
        Member::new("clientName", &CLIENT_NAME).required(),
        Member::new("clientType", &CLIENT_TYPE).required(),
        Member::new("scopes", &shared::SCOPES),
        Member::new("redirectUris", &REDIRECT_URIS),
        Member::new("grantTypes", &GRANT_TYPES),
        Member::new("issuerUrl", &shared::URI),
        Member::new("entitledApplicationArn", &ARN_TYPE),
    ],
);

pub(crate) static REGISTER_CLIENT_RESPONSE: Shape = Shape::structure(
    "RegisterClientResponse",
    &[
        Member::new("clientId", &shared::CLIENT_ID),
        Member::new("clientSecret", &shared::CLIENT_SECRET),
        Member::new("clientIdIssuedAt", &LONG_TIME_STAMP_TYPE),
        Member::new("clientSecretExpiresAt", &LONG_TIME_STAMP_TYPE),
        Member::new("authorizationEndpoint", &shared::URI),
        Member::new("tokenEndpoint", &shared::URI),
    ],
);
