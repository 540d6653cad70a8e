//! Operations on sessions.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `CreateSession`.
#[derive(Debug, Clone, Copy)]
pub struct CreateSession;

impl Call for CreateSession {
    type Input = crate::CreateSessionRequest;
    type Output = crate::CreateSessionResponse;
    const OPERATION: &'static Operation = &CREATE_SESSION;
}

pub(crate) static CREATE_SESSION: Operation = Operation {
    name: "CreateSession",
    http: Http {
        method: "POST",
        uri: "/sessions",
        status: 201,
    },
    auth: Auth::Certificate,
    input: &schema::sessions::CREATE_SESSION_REQUEST,
    output: &schema::sessions::CREATE_SESSION_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
