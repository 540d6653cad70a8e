//! Shapes of `types/tokens.rs`.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;

pub(crate) static ACCESS_TOKEN: Shape = Shape::string("AccessToken").secret();

pub(crate) static AUTH_CODE: Shape = Shape::string("AuthCode").secret();

pub(crate) static CODE_VERIFIER: Shape = Shape::string("CodeVerifier").secret();

pub(crate) static CREATE_TOKEN_REQUEST: Shape = Shape::structure(
    "CreateTokenRequest",
    &[
        Member::new("clientId", &shared::CLIENT_ID).required(),
        Member::new("clientSecret", &shared::CLIENT_SECRET).required(),
        Member::new("grantType", &shared::GRANT_TYPE).required(),
        Member::new("deviceCode", &shared::DEVICE_CODE),
        Member::new("code", &AUTH_CODE),
        Member::new("refreshToken", &REFRESH_TOKEN),
        Member::new("scope", &shared::SCOPES),
        Member::new("redirectUri", &shared::URI),
        Member::new("codeVerifier", &CODE_VERIFIER),
    ],
);

pub(crate) static CREATE_TOKEN_RESPONSE: Shape = Shape::structure(
    "CreateTokenResponse",
    &[
        Member::new("accessToken", &ACCESS_TOKEN),
        Member::new("tokenType", &TOKEN_TYPE),
        Member::new("expiresIn", &shared::EXPIRATION_IN_SECONDS),
        Member::new("refreshToken", &REFRESH_TOKEN),
        Member::new("idToken", &ID_TOKEN),
    ],
);

pub(crate) static ID_TOKEN: Shape = Shape::string("IdToken").secret();

pub(crate) static REFRESH_TOKEN: Shape = Shape::string("RefreshToken").secret();

pub(crate) static TOKEN_TYPE: Shape = Shape::string("TokenType");
