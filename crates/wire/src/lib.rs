//! The AWS wire protocols: awsQuery, awsJson1.0 and 1.1, and restJson1, each both ways.
//!
//! A service's operations and shapes are constants of its `api` crate ([`schema`]). With them the
//! codecs turn bytes into a [`Value`] and back, [`validate()`] checks it in AWS's words, and
//! [`redact()`] shows it to the audit trail; a generated type reads itself from the value
//! ([`Read`]) and writes itself to any protocol ([`Write`]). Nothing is written twice: what is
//! particular to a protocol is in its codec, what is particular to an operation in its tables.
//!
//! Nothing here reads a socket, a clock or the environment, and everything that comes from outside
//! has a limit on its length, depth and count.
#![forbid(unsafe_code)]

mod codec;
#[cfg(test)]
mod fixture;
mod instant;
mod json;
mod message;
pub mod pattern;
mod query;
mod redact;
mod rest;
pub mod schema;
mod service_error;
mod typed;
mod validate;
mod value;
mod writer;

pub use codec::{
    ResponseError, decode_error, decode_request, decode_response, encode_error, encode_request,
    encode_response, read_response, route,
};
pub use message::{DecodeError, ErrorReply, Prepared, Reply, Request, Response, RouteError};
pub use query::form_values;
pub use redact::{HIDDEN, holds_private_key, redact, redact_value};
pub use schema::{Operation, Service, Shape};
pub use service_error::ServiceError;
pub use typed::{Blob, Call, Field, Fields, Read, ReadError, Typed, Write, to_value, write_structure};
pub use validate::{Failure, ValidationError, validate};
pub use value::Value;
pub use writer::{ValueWriter, Writer, write_value};
