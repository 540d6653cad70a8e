//! Structures of messages.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `DecodeAuthorizationMessageRequest`.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeAuthorizationMessageRequest {
    /// `EncodedMessage`: 1–10240 characters; required; sensitive.
    pub encoded_message: String,
}

impl Typed for DecodeAuthorizationMessageRequest {
    const SHAPE: &'static Shape = &schema::messages::DECODE_AUTHORIZATION_MESSAGE_REQUEST;
}

impl Read for DecodeAuthorizationMessageRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            encoded_message: fields.required("EncodedMessage")?,
        })
    }
}

impl Write for DecodeAuthorizationMessageRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.encoded_message], out);
    }
}

impl fmt::Debug for DecodeAuthorizationMessageRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeAuthorizationMessageRequest")
            .finish_non_exhaustive()
    }
}

/// `DecodeAuthorizationMessageResponse`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct DecodeAuthorizationMessageResponse {
    /// `DecodedMessage`: sensitive.
    pub decoded_message: Option<String>,
}

impl Typed for DecodeAuthorizationMessageResponse {
    const SHAPE: &'static Shape = &schema::messages::DECODE_AUTHORIZATION_MESSAGE_RESPONSE;
}

impl Read for DecodeAuthorizationMessageResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            decoded_message: fields.optional("DecodedMessage")?,
        })
    }
}

impl Write for DecodeAuthorizationMessageResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.decoded_message], out);
    }
}

impl fmt::Debug for DecodeAuthorizationMessageResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeAuthorizationMessageResponse")
            .finish_non_exhaustive()
    }
}
