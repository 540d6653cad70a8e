//! Operations on sessions.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `AssumeRole`.
#[derive(Debug, Clone, Copy)]
pub struct AssumeRole;

impl Call for AssumeRole {
    type Input = crate::AssumeRoleRequest;
    type Output = crate::AssumeRoleResponse;
    const OPERATION: &'static Operation = &ASSUME_ROLE;
}

pub(crate) static ASSUME_ROLE: Operation = Operation {
    name: "AssumeRole",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::sessions::ASSUME_ROLE_REQUEST,
    output: &schema::sessions::ASSUME_ROLE_RESPONSE,
    result_wrapper: Some("AssumeRoleResult"),
    errors: &[
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::PACKED_POLICY_TOO_LARGE,
        &errors::REGION_DISABLED,
        &errors::EXPIRED_TOKEN,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetSessionToken`.
#[derive(Debug, Clone, Copy)]
pub struct GetSessionToken;

impl Call for GetSessionToken {
    type Input = crate::GetSessionTokenRequest;
    type Output = crate::GetSessionTokenResponse;
    const OPERATION: &'static Operation = &GET_SESSION_TOKEN;
}

pub(crate) static GET_SESSION_TOKEN: Operation = Operation {
    name: "GetSessionToken",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::sessions::GET_SESSION_TOKEN_REQUEST,
    output: &schema::sessions::GET_SESSION_TOKEN_RESPONSE,
    result_wrapper: Some("GetSessionTokenResult"),
    errors: &[&errors::REGION_DISABLED],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `GetFederationToken`.
#[derive(Debug, Clone, Copy)]
pub struct GetFederationToken;

impl Call for GetFederationToken {
    type Input = crate::GetFederationTokenRequest;
    type Output = crate::GetFederationTokenResponse;
    const OPERATION: &'static Operation = &GET_FEDERATION_TOKEN;
}

pub(crate) static GET_FEDERATION_TOKEN: Operation = Operation {
    name: "GetFederationToken",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::sessions::GET_FEDERATION_TOKEN_REQUEST,
    output: &schema::sessions::GET_FEDERATION_TOKEN_RESPONSE,
    result_wrapper: Some("GetFederationTokenResult"),
    errors: &[
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::PACKED_POLICY_TOO_LARGE,
        &errors::REGION_DISABLED,
    ],
    read_only: true,
    idempotent: false,
    paginator: None,
};
