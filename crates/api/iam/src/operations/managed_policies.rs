//! Operations on managed policies.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `CreatePolicy`.
#[derive(Debug, Clone, Copy)]
pub struct CreatePolicy;

impl Call for CreatePolicy {
    type Input = crate::CreatePolicyRequest;
    type Output = crate::CreatePolicyResponse;
    const OPERATION: &'static Operation = &CREATE_POLICY;
}

pub(crate) static CREATE_POLICY: Operation = Operation {
    name: "CreatePolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::managed_policies::CREATE_POLICY_REQUEST,
    output: &schema::managed_policies::CREATE_POLICY_RESPONSE,
    result_wrapper: Some("CreatePolicyResult"),
    errors: &[
        &errors::INVALID_INPUT,
        &errors::LIMIT_EXCEEDED,
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct GetPolicy;

impl Call for GetPolicy {
    type Input = crate::GetPolicyRequest;
    type Output = crate::GetPolicyResponse;
    const OPERATION: &'static Operation = &GET_POLICY;
}

pub(crate) static GET_POLICY: Operation = Operation {
    name: "GetPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::managed_policies::GET_POLICY_REQUEST,
    output: &schema::managed_policies::GET_POLICY_RESPONSE,
    result_wrapper: Some("GetPolicyResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::SERVICE_FAILURE,
    ],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `ListPolicies`.
#[derive(Debug, Clone, Copy)]
pub struct ListPolicies;

impl Call for ListPolicies {
    type Input = crate::ListPoliciesRequest;
    type Output = crate::ListPoliciesResponse;
    const OPERATION: &'static Operation = &LIST_POLICIES;
}

pub(crate) static LIST_POLICIES: Operation = Operation {
    name: "ListPolicies",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::managed_policies::LIST_POLICIES_REQUEST,
    output: &schema::managed_policies::LIST_POLICIES_RESPONSE,
    result_wrapper: Some("ListPoliciesResult"),
    errors: &[&errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["Policies"],
    }),
};

/// `DeletePolicy`.
#[derive(Debug, Clone, Copy)]
pub struct DeletePolicy;

impl Call for DeletePolicy {
    type Input = crate::DeletePolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_POLICY;
}

pub(crate) static DELETE_POLICY: Operation = Operation {
    name: "DeletePolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::managed_policies::DELETE_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::DELETE_CONFLICT,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
