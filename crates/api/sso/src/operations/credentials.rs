//! Operations on credentials.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `GetRoleCredentials`.
#[derive(Debug, Clone, Copy)]
pub struct GetRoleCredentials;

impl Call for GetRoleCredentials {
    type Input = crate::GetRoleCredentialsRequest;
    type Output = crate::GetRoleCredentialsResponse;
    const OPERATION: &'static Operation = &GET_ROLE_CREDENTIALS;
}

pub(crate) static GET_ROLE_CREDENTIALS: Operation = Operation {
    name: "GetRoleCredentials",
    http: Http {
        method: "GET",
        uri: "/federation/credentials",
        status: 200,
    },
    auth: Auth::Nothing,
    input: &schema::credentials::GET_ROLE_CREDENTIALS_REQUEST,
    output: &schema::credentials::GET_ROLE_CREDENTIALS_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_REQUEST,
        &errors::UNAUTHORIZED,
        &errors::TOO_MANY_REQUESTS,
        &errors::RESOURCE_NOT_FOUND,
    ],
    read_only: true,
    idempotent: false,
    paginator: None,
};
