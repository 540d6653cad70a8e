//! Operations on lineage.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `GetLineage`.
#[derive(Debug, Clone, Copy)]
pub struct GetLineage;

impl Call for GetLineage {
    type Input = crate::GetLineageRequest;
    type Output = crate::GetLineageResponse;
    const OPERATION: &'static Operation = &GET_LINEAGE;
}

pub(crate) static GET_LINEAGE: Operation = Operation {
    name: "GetLineage",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::lineage::GET_LINEAGE_REQUEST,
    output: &schema::lineage::GET_LINEAGE_RESPONSE,
    result_wrapper: None,
    errors: &[&errors::LINEAGE_NOT_FOUND, &errors::INVALID_LINEAGE_SUBJECT],
    read_only: true,
    idempotent: true,
    paginator: None,
};
