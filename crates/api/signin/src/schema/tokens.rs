//! Shapes of `types/tokens.rs`.
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use crate::patterns;

pub(crate) static ACCESS_TOKEN: Shape = Shape::structure(
    "AccessToken",
    &[
        Member::new("accessKeyId", &STRING).required(),
        Member::new("secretAccessKey", &SECRET_ACCESS_KEY_STRING).required(),
        Member::new("sessionToken", &SESSION_TOKEN_STRING).required(),
    ],
)
.sensitive();

pub(crate) static AUTHORIZATION_CODE: Shape = Shape::string("AuthorizationCode").min(1).max(512).secret();

pub(crate) static CLIENT_ID: Shape = Shape::string("ClientId").pattern(&patterns::tokens::CLIENT_ID);

pub(crate) static CODE_VERIFIER: Shape = Shape::string("CodeVerifier")
    .min(43)
    .max(128)
    .pattern(&patterns::tokens::CODE_VERIFIER)
    .secret();

pub(crate) static CREATE_O_AUTH2_TOKEN_REQUEST: Shape = Shape::structure(
    "CreateOAuth2TokenRequest",
    &[Member::new("tokenInput", &CREATE_O_AUTH2_TOKEN_REQUEST_BODY)
        .payload()
        .required()],
);

pub(crate) static CREATE_O_AUTH2_TOKEN_REQUEST_BODY: Shape = Shape::structure(
    "CreateOAuth2TokenRequestBody",
    &[
        Member::new("clientId", &CLIENT_ID).required(),
        Member::new("grantType", &GRANT_TYPE).required(),
        Member::new("code", &AUTHORIZATION_CODE),
        Member::new("redirectUri", &REDIRECT_URI),
        Member::new("codeVerifier", &CODE_VERIFIER),
        Member::new("refreshToken", &REFRESH_TOKEN),
    ],
);

pub(crate) static CREATE_O_AUTH2_TOKEN_RESPONSE: Shape = Shape::structure(
    "CreateOAuth2TokenResponse",
    &[Member::new("tokenOutput", &CREATE_O_AUTH2_TOKEN_RESPONSE_BODY)
        .payload()
        .required()],
);

pub(crate) static CREATE_O_AUTH2_TOKEN_RESPONSE_BODY: Shape = Shape::structure(
    "CreateOAuth2TokenResponseBody",
    &[
        Member::new("accessToken", &ACCESS_TOKEN).required(),
        Member::new("tokenType", &TOKEN_TYPE).required(),
        Member::new("expiresIn", &EXPIRES_IN).required(),
        Member::new("refreshToken", &REFRESH_TOKEN).required(),
        Member::new("idToken", &ID_TOKEN),
    ],
);

pub(crate) static EXPIRES_IN: Shape = Shape::integer("ExpiresIn").min(1).max(900);

pub(crate) static GRANT_TYPE: Shape = Shape::string("GrantType").pattern(&patterns::tokens::GRANT_TYPE);

pub(crate) static ID_TOKEN: Shape = Shape::string("IdToken").min(1).max(4096).secret();

pub(crate) static REDIRECT_URI: Shape = Shape::string("RedirectUri").min(1).max(2048);

pub(crate) static REFRESH_TOKEN: Shape = Shape::string("RefreshToken").min(1).max(2048).secret();

pub(crate) static SECRET_ACCESS_KEY_STRING: Shape = Shape::string("SecretAccessKeyString").secret();

pub(crate) static SESSION_TOKEN_STRING: Shape = Shape::string("SessionTokenString").secret();

pub(crate) static STRING: Shape = Shape::string("String");

pub(crate) static TOKEN_TYPE: Shape = Shape::string("TokenType").pattern(&patterns::tokens::TOKEN_TYPE);
