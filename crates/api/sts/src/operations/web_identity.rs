//! Operations on web identity.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `AssumeRoleWithWebIdentity`.
#[derive(Debug, Clone, Copy)]
pub struct AssumeRoleWithWebIdentity;

impl Call for AssumeRoleWithWebIdentity {
    type Input = crate::AssumeRoleWithWebIdentityRequest;
    type Output = crate::AssumeRoleWithWebIdentityResponse;
    const OPERATION: &'static Operation = &ASSUME_ROLE_WITH_WEB_IDENTITY;
}

pub(crate) static ASSUME_ROLE_WITH_WEB_IDENTITY: Operation = Operation {
    name: "AssumeRoleWithWebIdentity",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Nothing,
    input: &schema::web_identity::ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST,
    output: &schema::web_identity::ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE,
    result_wrapper: Some("AssumeRoleWithWebIdentityResult"),
    errors: &[
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::PACKED_POLICY_TOO_LARGE,
        &errors::IDP_REJECTED_CLAIM,
        &errors::IDP_COMMUNICATION_ERROR,
        &errors::INVALID_IDENTITY_TOKEN,
        &errors::EXPIRED_TOKEN,
        &errors::REGION_DISABLED,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
