//! The way in and out, by protocol.
//!
//! ```text
//! server: Request ─route─▶ Operation ─decode_request─▶ Value ─validate, redact, Read─▶ typed input
//!         typed output ─encode_response─▶ Reply          ErrorReply ─encode_error─▶ Reply
//! client: typed input ─encode_request─▶ Prepared         Response ─decode_response─▶ Value ─Read─▶ typed output
//! ```

use crate::message::{DecodeError, ErrorReply, Prepared, Reply, Request, Response, RouteError};
use crate::schema::{Operation, Protocol, Service};
use crate::service_error::ServiceError;
use crate::typed::{Call, Read, ReadError, Write, to_value};
use crate::value::Value;
use crate::{json, query, rest};

/// Finds the operation of a request: by `Action` and `Version`, by `X-Amz-Target`, or by method
/// and path.
///
/// # Errors
/// The request names none, or one that the service does not have.
pub fn route(service: &Service, request: &Request<'_>) -> Result<&'static Operation, RouteError> {
    match service.protocol {
        Protocol::Query => query::route(service, request),
        Protocol::Json10 | Protocol::Json11 => json::route(service, request),
        Protocol::RestJson => rest::route(service, request),
    }
}

/// Reads the input of a routed request. What it holds is of the right types, and nothing more:
/// [`crate::validate()`] comes next.
///
/// # Errors
/// The syntax is broken, a value is of another type, or a limit is exceeded.
pub fn decode_request(
    service: &Service,
    operation: &Operation,
    request: &Request<'_>,
) -> Result<Value, DecodeError> {
    match service.protocol {
        Protocol::Query => query::decode_request(operation, request),
        Protocol::Json10 | Protocol::Json11 => json::decode_request(operation, request),
        Protocol::RestJson => rest::decode_request(operation, request),
    }
}

/// Writes the output of an operation. `accept` is the request's `Accept` header: the awsQuery
/// services answer JSON to those who ask for it.
#[must_use]
pub fn encode_response(
    service: &Service,
    operation: &Operation,
    output: &dyn Write,
    request_id: &str,
    accept: Option<&str>,
) -> Reply {
    match service.protocol {
        Protocol::Query => query::encode_response(service, operation, output, request_id, accept),
        Protocol::Json10 | Protocol::Json11 => json::encode_response(service, operation, output, request_id),
        Protocol::RestJson => rest::encode_response(operation, output, request_id),
    }
}

/// Writes an error in the service's protocol.
#[must_use]
pub fn encode_error(service: &Service, error: &ErrorReply, request_id: &str, accept: Option<&str>) -> Reply {
    match service.protocol {
        Protocol::Query => query::encode_error(service, error, request_id, accept),
        Protocol::Json10 | Protocol::Json11 => json::encode_error(service, error, request_id),
        Protocol::RestJson => rest::encode_error(error, request_id),
    }
}

/// Writes a client's request, unsigned.
#[must_use]
pub fn encode_request(service: &Service, operation: &'static Operation, input: &dyn Write) -> Prepared {
    match service.protocol {
        Protocol::Query => query::encode_request(service, operation, input),
        Protocol::Json10 | Protocol::Json11 => json::encode_request(service, operation, input),
        Protocol::RestJson => rest::encode_request(operation, &to_value(input)),
    }
}

/// Why a client has no output.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ResponseError {
    /// The service refused.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The answer cannot be read.
    #[error("the answer cannot be read: {0}")]
    Decode(#[from] DecodeError),
    /// The answer lacks what the model requires.
    #[error("the answer is incomplete: {0}")]
    Read(#[from] ReadError),
}

/// Reads the answer to a client's request: the output, or the error that the service answered.
///
/// # Errors
/// The status is not a success, or the body cannot be read.
pub fn decode_response(
    service: &Service,
    operation: &Operation,
    response: &Response<'_>,
) -> Result<Value, ResponseError> {
    if !(200..300).contains(&response.status) {
        return Err(decode_error(service, response).into());
    }
    Ok(match service.protocol {
        Protocol::Query => query::decode_response(operation, response)?,
        Protocol::Json10 | Protocol::Json11 => json::decode_response(operation, response)?,
        Protocol::RestJson => rest::decode_response(operation, response)?,
    })
}

/// Reads an error answer. One that cannot be read is told by its status alone.
#[must_use]
pub fn decode_error(service: &Service, response: &Response<'_>) -> ServiceError {
    match service.protocol {
        Protocol::Query => query::decode_error(response),
        Protocol::Json10 | Protocol::Json11 | Protocol::RestJson => json::decode_error(response),
    }
}

/// [`decode_response`] into the type that the operation answers with.
///
/// # Errors
/// As there, or the answer lacks a required member.
pub fn read_response<C: Call>(
    service: &Service,
    response: &Response<'_>,
) -> Result<C::Output, ResponseError> {
    Ok(C::Output::read(&decode_response(
        service,
        C::OPERATION,
        response,
    )?)?)
}
