//! Operations on simulation.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator};

use crate::errors;
use crate::schema;

/// `SimulateCustomPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct SimulateCustomPolicy;

impl Call for SimulateCustomPolicy {
    type Input = crate::SimulateCustomPolicyRequest;
    type Output = crate::SimulatePolicyResponse;
    const OPERATION: &'static Operation = &SIMULATE_CUSTOM_POLICY;
}

pub(crate) static SIMULATE_CUSTOM_POLICY: Operation = Operation {
    name: "SimulateCustomPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::simulation::SIMULATE_CUSTOM_POLICY_REQUEST,
    output: &schema::simulation::SIMULATE_POLICY_RESPONSE,
    result_wrapper: Some("SimulateCustomPolicyResult"),
    errors: &[&errors::INVALID_INPUT, &errors::POLICY_EVALUATION],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["EvaluationResults"],
    }),
};

/// `SimulatePrincipalPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct SimulatePrincipalPolicy;

impl Call for SimulatePrincipalPolicy {
    type Input = crate::SimulatePrincipalPolicyRequest;
    type Output = crate::SimulatePolicyResponse;
    const OPERATION: &'static Operation = &SIMULATE_PRINCIPAL_POLICY;
}

pub(crate) static SIMULATE_PRINCIPAL_POLICY: Operation = Operation {
    name: "SimulatePrincipalPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::simulation::SIMULATE_PRINCIPAL_POLICY_REQUEST,
    output: &schema::simulation::SIMULATE_POLICY_RESPONSE,
    result_wrapper: Some("SimulatePrincipalPolicyResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::POLICY_EVALUATION,
    ],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["EvaluationResults"],
    }),
};
