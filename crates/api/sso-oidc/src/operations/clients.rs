//! Operations on clients.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `RegisterClient`.
#[derive(Debug, Clone, Copy)]
pub struct RegisterClient;

impl Call for RegisterClient {
    type Input = crate::RegisterClientRequest;
    type Output = crate::RegisterClientResponse;
    const OPERATION: &'static Operation = &REGISTER_CLIENT;
}

pub(crate) static REGISTER_CLIENT: Operation = Operation {
    name: "RegisterClient",
    http: Http {
        method: "POST",
        uri: "/client/register",
        status: 200,
    },
    auth: Auth::Nothing,
    input: &schema::clients::REGISTER_CLIENT_REQUEST,
    output: &schema::clients::REGISTER_CLIENT_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_REQUEST,
        &errors::INVALID_SCOPE,
        &errors::INVALID_CLIENT_METADATA,
        &errors::INTERNAL_SERVER,
        &errors::INVALID_REDIRECT_URI,
        &errors::UNSUPPORTED_GRANT_TYPE,
        &errors::SLOW_DOWN,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
