//! Operations on context keys.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `GetContextKeysForCustomPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct GetContextKeysForCustomPolicy;

impl Call for GetContextKeysForCustomPolicy {
    type Input = crate::GetContextKeysForCustomPolicyRequest;
    type Output = crate::GetContextKeysForPolicyResponse;
    const OPERATION: &'static Operation = &GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY;
}

pub(crate) static GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY: Operation = Operation {
    name: "GetContextKeysForCustomPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::context_keys::GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY_REQUEST,
    output: &schema::context_keys::GET_CONTEXT_KEYS_FOR_POLICY_RESPONSE,
    result_wrapper: Some("GetContextKeysForCustomPolicyResult"),
    errors: &[&errors::INVALID_INPUT],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `GetContextKeysForPrincipalPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct GetContextKeysForPrincipalPolicy;

impl Call for GetContextKeysForPrincipalPolicy {
    type Input = crate::GetContextKeysForPrincipalPolicyRequest;
    type Output = crate::GetContextKeysForPolicyResponse;
    const OPERATION: &'static Operation = &GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY;
}

pub(crate) static GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY: Operation = Operation {
    name: "GetContextKeysForPrincipalPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::context_keys::GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY_REQUEST,
    output: &schema::context_keys::GET_CONTEXT_KEYS_FOR_POLICY_RESPONSE,
    result_wrapper: Some("GetContextKeysForPrincipalPolicyResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::INVALID_INPUT],
    read_only: true,
    idempotent: false,
    paginator: None,
};
