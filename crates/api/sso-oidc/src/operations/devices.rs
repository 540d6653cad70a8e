//! Operations on devices.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `StartDeviceAuthorization`.
#[derive(Debug, Clone, Copy)]
pub struct StartDeviceAuthorization;

impl Call for StartDeviceAuthorization {
    type Input = crate::StartDeviceAuthorizationRequest;
    type Output = crate::StartDeviceAuthorizationResponse;
    const OPERATION: &'static Operation = &START_DEVICE_AUTHORIZATION;
}

pub(crate) static START_DEVICE_AUTHORIZATION: Operation = Operation {
    name: "StartDeviceAuthorization",
    http: Http {
        method: "POST",
        uri: "/device_authorization",
        status: 200,
    },
    auth: Auth::Nothing,
    input: &schema::devices::START_DEVICE_AUTHORIZATION_REQUEST,
    output: &schema::devices::START_DEVICE_AUTHORIZATION_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_REQUEST,
        &errors::INVALID_CLIENT,
        &errors::UNAUTHORIZED_CLIENT,
        &errors::SLOW_DOWN,
        &errors::INTERNAL_SERVER,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
