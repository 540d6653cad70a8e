//! Operations on messages.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `DecodeAuthorizationMessage`.
#[derive(Debug, Clone, Copy)]
pub struct DecodeAuthorizationMessage;

impl Call for DecodeAuthorizationMessage {
    type Input = crate::DecodeAuthorizationMessageRequest;
    type Output = crate::DecodeAuthorizationMessageResponse;
    const OPERATION: &'static Operation = &DECODE_AUTHORIZATION_MESSAGE;
}

pub(crate) static DECODE_AUTHORIZATION_MESSAGE: Operation = Operation {
    name: "DecodeAuthorizationMessage",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::messages::DECODE_AUTHORIZATION_MESSAGE_REQUEST,
    output: &schema::messages::DECODE_AUTHORIZATION_MESSAGE_RESPONSE,
    result_wrapper: Some("DecodeAuthorizationMessageResult"),
    errors: &[&errors::INVALID_AUTHORIZATION_MESSAGE],
    read_only: false,
    idempotent: false,
    paginator: None,
};
