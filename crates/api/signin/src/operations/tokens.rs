//! Operations on tokens.
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `CreateOAuth2Token`.
#[derive(Debug, Clone, Copy)]
pub struct CreateOAuth2Token;

impl Call for CreateOAuth2Token {
    type Input = crate::CreateOAuth2TokenRequest;
    type Output = crate::CreateOAuth2TokenResponse;
    const OPERATION: &'static Operation = &CREATE_O_AUTH2_TOKEN;
}

pub(crate) static CREATE_O_AUTH2_TOKEN: Operation = Operation {
    name: "CreateOAuth2Token",
    http: Http {
        method: "POST",
        uri: "/v1/token",
        status: 200,
    },
    auth: Auth::Nothing,
    input: &schema::tokens::CREATE_O_AUTH2_TOKEN_REQUEST,
    output: &schema::tokens::CREATE_O_AUTH2_TOKEN_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::TOO_MANY_REQUESTS_ERROR,
        &errors::INTERNAL_SERVER,
        &errors::VALIDATION,
        &errors::ACCESS_DENIED,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
