//! Operations on identity.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::schema;

/// `GetCallerIdentity`.
#[derive(Debug, Clone, Copy)]
pub struct GetCallerIdentity;

impl Call for GetCallerIdentity {
    type Input = crate::GetCallerIdentityRequest;
    type Output = crate::GetCallerIdentityResponse;
    const OPERATION: &'static Operation = &GET_CALLER_IDENTITY;
}

pub(crate) static GET_CALLER_IDENTITY: Operation = Operation {
    name: "GetCallerIdentity",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::identity::GET_CALLER_IDENTITY_REQUEST,
    output: &schema::identity::GET_CALLER_IDENTITY_RESPONSE,
    result_wrapper: Some("GetCallerIdentityResult"),
    errors: &[],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `GetAccessKeyInfo`.
#[derive(Debug, Clone, Copy)]
pub struct GetAccessKeyInfo;

impl Call for GetAccessKeyInfo {
    type Input = crate::GetAccessKeyInfoRequest;
    type Output = crate::GetAccessKeyInfoResponse;
    const OPERATION: &'static Operation = &GET_ACCESS_KEY_INFO;
}

pub(crate) static GET_ACCESS_KEY_INFO: Operation = Operation {
    name: "GetAccessKeyInfo",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::identity::GET_ACCESS_KEY_INFO_REQUEST,
    output: &schema::identity::GET_ACCESS_KEY_INFO_RESPONSE,
    result_wrapper: Some("GetAccessKeyInfoResult"),
    errors: &[],
    read_only: true,
    idempotent: false,
    paginator: None,
};
