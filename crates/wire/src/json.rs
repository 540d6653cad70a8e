//! awsJson1.0 and awsJson1.1: one JSON object each way, the operation in `X-Amz-Target`.
//!
//! The reading and writing of JSON values by shape is shared with restJson1 and with the JSON
//! answers of awsQuery.

mod decode;
mod write;

pub(crate) use decode::{object, parse, value};
pub(crate) use write::JsonWriter;

use crate::message::{DecodeError, ErrorReply, Prepared, Reply, Request, Response, RouteError};
use crate::schema::{Operation, Protocol, Service};
use crate::service_error::ServiceError;
use crate::typed::Write;
use crate::value::Value;

/// Finds the operation that `X-Amz-Target` names: `<prefix>.<operation>`, or the last part of the
/// prefix alone, as older SDKs send it.
pub(crate) fn route(service: &Service, request: &Request<'_>) -> Result<&'static Operation, RouteError> {
    let target = request.header("x-amz-target").ok_or(RouteError::Missing)?;
    let unknown = || RouteError::Unknown {
        name: target.chars().take(256).collect(),
        version: service.api_version.to_owned(),
    };
    let (prefix, name) = target.rsplit_once('.').ok_or_else(unknown)?;
    let short = service.target_prefix.rsplit('.').next();
    if prefix != service.target_prefix && Some(prefix) != short {
        return Err(unknown());
    }
    service.operation(name).ok_or_else(unknown)
}

pub(crate) fn decode_request(operation: &Operation, request: &Request<'_>) -> Result<Value, DecodeError> {
    object(operation.input, &parse(request.body)?)
}

pub(crate) fn encode_response(
    service: &Service,
    operation: &Operation,
    output: &dyn Write,
    request_id: &str,
) -> Reply {
    let mut json = JsonWriter::default();
    output.write(&mut json);
    reply(service, operation.http.status, request_id, json.finish())
}

pub(crate) fn encode_error(service: &Service, error: &ErrorReply, request_id: &str) -> Reply {
    let mut json = JsonWriter::default();
    json.begin_object();
    json.key("__type");
    json.text(&error.code);
    if let Some(message) = &error.message {
        json.key("message");
        json.text(message);
    }
    json.end_object();
    reply(service, error.status, request_id, json.finish())
}

pub(crate) fn encode_request(
    service: &Service,
    operation: &'static Operation,
    input: &dyn Write,
) -> Prepared {
    let mut json = JsonWriter::default();
    input.write(&mut json);
    Prepared {
        method: operation.http.method,
        path: operation.http.uri.to_owned(),
        query: String::new(),
        headers: vec![
            ("Content-Type", content_type(service).to_owned()),
            (
                "X-Amz-Target",
                format!("{}.{}", service.target_prefix, operation.name),
            ),
        ],
        body: json.finish().into_bytes(),
    }
}

pub(crate) fn decode_response(operation: &Operation, response: &Response<'_>) -> Result<Value, DecodeError> {
    object(operation.output, &parse(response.body)?)
}

/// Reads an error answer of either JSON protocol: the code from the header, `__type` or `code`.
pub(crate) fn decode_error(response: &Response<'_>) -> ServiceError {
    let body = parse(response.body).unwrap_or_default();
    let text = |name: &str| {
        let members = body.as_object()?;
        let (_, value) = members
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        value.as_str().map(str::to_owned)
    };
    let code = response
        .header("x-amzn-errortype")
        .map(str::to_owned)
        .or_else(|| text("__type"))
        .or_else(|| text("code"));
    ServiceError {
        status: response.status,
        code: code.map(|code| bare(&code).to_owned()),
        reason: text("error"),
        message: text("message").or_else(|| text("error_description")),
        request_id: response.header("x-amzn-requestid").map(str::to_owned),
    }
}

/// `namespace#Name:uri` → `Name`.
fn bare(code: &str) -> &str {
    let code = code.split_once(':').map_or(code, |(code, _)| code);
    code.rsplit_once('#').map_or(code, |(_, code)| code)
}

fn reply(service: &Service, status: u16, request_id: &str, body: String) -> Reply {
    Reply {
        status,
        headers: vec![
            ("Content-Type", content_type(service).to_owned()),
            ("x-amzn-RequestId", request_id.to_owned()),
        ],
        body: body.into_bytes(),
    }
}

const fn content_type(service: &Service) -> &'static str {
    match service.protocol {
        Protocol::Json10 => "application/x-amz-json-1.0",
        _ => "application/x-amz-json-1.1",
    }
}

#[cfg(test)]
mod tests;
