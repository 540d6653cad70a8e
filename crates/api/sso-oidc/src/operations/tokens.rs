//! Operations on tokens.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `CreateToken`.
#[derive(Debug, Clone, Copy)]
pub struct CreateToken;

impl Call for CreateToken {
    type Input = crate::CreateTokenRequest;
    type Output = crate::CreateTokenResponse;
    const OPERATION: &'static Operation = &CREATE_TOKEN;
}

pub(crate) static CREATE_TOKEN: Operation = Operation {
    name: "CreateToken",
    http: Http {
        method: "POST",
        uri: "/token",
        status: 200,
    },
    auth: Auth::Nothing,
    input: &schema::tokens::CREATE_TOKEN_REQUEST,
    output: &schema::tokens::CREATE_TOKEN_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_REQUEST,
        &errors::INVALID_CLIENT,
        &errors::INVALID_GRANT,
        &errors::UNAUTHORIZED_CLIENT,
        &errors::UNSUPPORTED_GRANT_TYPE,
        &errors::INVALID_SCOPE,
        &errors::AUTHORIZATION_PENDING,
        &errors::SLOW_DOWN,
        &errors::ACCESS_DENIED,
        &errors::EXPIRED_TOKEN,
        &errors::INTERNAL_SERVER,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
