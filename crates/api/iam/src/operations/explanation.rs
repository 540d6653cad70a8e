//! Operations on explanation.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `ExplainAccess`.
#[derive(Debug, Clone, Copy)]
pub struct ExplainAccess;

impl Call for ExplainAccess {
    type Input = crate::ExplainAccessRequest;
    type Output = crate::ExplainAccessResponse;
    const OPERATION: &'static Operation = &EXPLAIN_ACCESS;
}

pub(crate) static EXPLAIN_ACCESS: Operation = Operation {
    name: "ExplainAccess",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::explanation::EXPLAIN_ACCESS_REQUEST,
    output: &schema::explanation::EXPLAIN_ACCESS_RESPONSE,
    result_wrapper: Some("ExplainAccessResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::INVALID_INPUT],
    read_only: true,
    idempotent: false,
    paginator: None,
};
