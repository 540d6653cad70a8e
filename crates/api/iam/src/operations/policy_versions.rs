//! Operations on policy versions.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `CreatePolicyVersion`.
#[derive(Debug, Clone, Copy)]
pub struct CreatePolicyVersion;

impl Call for CreatePolicyVersion {
    type Input = crate::CreatePolicyVersionRequest;
    type Output = crate::CreatePolicyVersionResponse;
    const OPERATION: &'static Operation = &CREATE_POLICY_VERSION;
}

pub(crate) static CREATE_POLICY_VERSION: Operation = Operation {
    name: "CreatePolicyVersion",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::policy_versions::CREATE_POLICY_VERSION_REQUEST,
    output: &schema::policy_versions::CREATE_POLICY_VERSION_RESPONSE,
    result_wrapper: Some("CreatePolicyVersionResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::INVALID_INPUT,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetPolicyVersion`.
#[derive(Debug, Clone, Copy)]
pub struct GetPolicyVersion;

impl Call for GetPolicyVersion {
    type Input = crate::GetPolicyVersionRequest;
    type Output = crate::GetPolicyVersionResponse;
    const OPERATION: &'static Operation = &GET_POLICY_VERSION;
}

pub(crate) static GET_POLICY_VERSION: Operation = Operation {
    name: "GetPolicyVersion",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::policy_versions::GET_POLICY_VERSION_REQUEST,
    output: &schema::policy_versions::GET_POLICY_VERSION_RESPONSE,
    result_wrapper: Some("GetPolicyVersionResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::SERVICE_FAILURE,
    ],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `ListPolicyVersions`.
#[derive(Debug, Clone, Copy)]
pub struct ListPolicyVersions;

impl Call for ListPolicyVersions {
    type Input = crate::ListPolicyVersionsRequest;
    type Output = crate::ListPolicyVersionsResponse;
    const OPERATION: &'static Operation = &LIST_POLICY_VERSIONS;
}

pub(crate) static LIST_POLICY_VERSIONS: Operation = Operation {
    name: "ListPolicyVersions",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::policy_versions::LIST_POLICY_VERSIONS_REQUEST,
    output: &schema::policy_versions::LIST_POLICY_VERSIONS_RESPONSE,
    result_wrapper: Some("ListPolicyVersionsResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::SERVICE_FAILURE,
    ],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["Versions"],
    }),
};

/// `DeletePolicyVersion`.
#[derive(Debug, Clone, Copy)]
pub struct DeletePolicyVersion;

impl Call for DeletePolicyVersion {
    type Input = crate::DeletePolicyVersionRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_POLICY_VERSION;
}

pub(crate) static DELETE_POLICY_VERSION: Operation = Operation {
    name: "DeletePolicyVersion",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::policy_versions::DELETE_POLICY_VERSION_REQUEST,
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

/// `SetDefaultPolicyVersion`.
#[derive(Debug, Clone, Copy)]
pub struct SetDefaultPolicyVersion;

impl Call for SetDefaultPolicyVersion {
    type Input = crate::SetDefaultPolicyVersionRequest;
    type Output = ();
    const OPERATION: &'static Operation = &SET_DEFAULT_POLICY_VERSION;
}

pub(crate) static SET_DEFAULT_POLICY_VERSION: Operation = Operation {
    name: "SetDefaultPolicyVersion",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::policy_versions::SET_DEFAULT_POLICY_VERSION_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
