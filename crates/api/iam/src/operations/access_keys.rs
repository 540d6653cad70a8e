//! Operations on access keys.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `CreateAccessKey`.
#[derive(Debug, Clone, Copy)]
pub struct CreateAccessKey;

impl Call for CreateAccessKey {
    type Input = crate::CreateAccessKeyRequest;
    type Output = crate::CreateAccessKeyResponse;
    const OPERATION: &'static Operation = &CREATE_ACCESS_KEY;
}

pub(crate) static CREATE_ACCESS_KEY: Operation = Operation {
    name: "CreateAccessKey",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::access_keys::CREATE_ACCESS_KEY_REQUEST,
    output: &schema::access_keys::CREATE_ACCESS_KEY_RESPONSE,
    result_wrapper: Some("CreateAccessKeyResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListAccessKeys`.
#[derive(Debug, Clone, Copy)]
pub struct ListAccessKeys;

impl Call for ListAccessKeys {
    type Input = crate::ListAccessKeysRequest;
    type Output = crate::ListAccessKeysResponse;
    const OPERATION: &'static Operation = &LIST_ACCESS_KEYS;
}

pub(crate) static LIST_ACCESS_KEYS: Operation = Operation {
    name: "ListAccessKeys",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::access_keys::LIST_ACCESS_KEYS_REQUEST,
    output: &schema::access_keys::LIST_ACCESS_KEYS_RESPONSE,
    result_wrapper: Some("ListAccessKeysResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["AccessKeyMetadata"],
    }),
};

/// `UpdateAccessKey`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateAccessKey;

impl Call for UpdateAccessKey {
    type Input = crate::UpdateAccessKeyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &UPDATE_ACCESS_KEY;
}

pub(crate) static UPDATE_ACCESS_KEY: Operation = Operation {
    name: "UpdateAccessKey",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::access_keys::UPDATE_ACCESS_KEY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
        &errors::INVALID_INPUT,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeleteAccessKey`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteAccessKey;

impl Call for DeleteAccessKey {
    type Input = crate::DeleteAccessKeyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_ACCESS_KEY;
}

pub(crate) static DELETE_ACCESS_KEY: Operation = Operation {
    name: "DeleteAccessKey",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::access_keys::DELETE_ACCESS_KEY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetAccessKeyLastUsed`.
#[derive(Debug, Clone, Copy)]
pub struct GetAccessKeyLastUsed;

impl Call for GetAccessKeyLastUsed {
    type Input = crate::GetAccessKeyLastUsedRequest;
    type Output = crate::GetAccessKeyLastUsedResponse;
    const OPERATION: &'static Operation = &GET_ACCESS_KEY_LAST_USED;
}

pub(crate) static GET_ACCESS_KEY_LAST_USED: Operation = Operation {
    name: "GetAccessKeyLastUsed",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::access_keys::GET_ACCESS_KEY_LAST_USED_REQUEST,
    output: &schema::access_keys::GET_ACCESS_KEY_LAST_USED_RESPONSE,
    result_wrapper: Some("GetAccessKeyLastUsedResult"),
    errors: &[],
    read_only: true,
    idempotent: false,
    paginator: None,
};
