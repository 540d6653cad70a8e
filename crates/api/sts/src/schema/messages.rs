//! Shapes of `types/messages.rs`.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

pub(crate) static DECODE_AUTHORIZATION_MESSAGE_REQUEST: Shape = Shape::structure(
    "DecodeAuthorizationMessageRequest",
    &[Member::new("EncodedMessage", &ENCODED_MESSAGE_TYPE).required()],
);

pub(crate) static DECODE_AUTHORIZATION_MESSAGE_RESPONSE: Shape = Shape::structure(
    "DecodeAuthorizationMessageResponse",
    &[Member::new("DecodedMessage", &DECODED_MESSAGE_TYPE)],
);

pub(crate) static DECODED_MESSAGE_TYPE: Shape = Shape::string("decodedMessageType").sensitive();

pub(crate) static ENCODED_MESSAGE_TYPE: Shape =
    Shape::string("encodedMessageType").min(1).max(10240).sensitive();
