//! Answers and errors of restJson1, and a client's request.

use percent_encoding::{percent_encode, utf8_percent_encode};

use crate::instant;
use crate::json::JsonWriter;
use crate::message::{ErrorReply, Prepared, Reply};
use crate::rest::UNRESERVED;
use crate::rest::decode::{has_body, payload};
use crate::rest::route::label;
use crate::schema::{Kind, Location, Member, Operation, Shape, TimestampFormat};
use crate::typed::{Write, to_value};
use crate::value::Value;
use crate::writer::write_value;

const JSON: &str = "application/json";

pub(crate) fn encode_response(operation: &Operation, output: &dyn Write, request_id: &str) -> Reply {
    let mut json = JsonWriter::default();
    match payload(operation.output) {
        Some(member) => write_payload(member, &to_value(output), &mut json),
        None => output.write(&mut json),
    }
    Reply {
        status: operation.http.status,
        headers: vec![
            ("Content-Type", JSON.to_owned()),
            ("x-amzn-RequestId", request_id.to_owned()),
        ],
        body: json.finish().into_bytes(),
    }
}

pub(crate) fn encode_error(error: &ErrorReply, request_id: &str) -> Reply {
    let mut json = JsonWriter::default();
    json.begin_object();
    if let Some(message) = &error.message {
        json.key("message");
        json.text(message);
    }
    json.end_object();
    Reply {
        status: error.status,
        headers: vec![
            ("Content-Type", JSON.to_owned()),
            ("x-amzn-RequestId", request_id.to_owned()),
            ("x-amzn-ErrorType", error.code.clone().into_owned()),
        ],
        body: json.finish().into_bytes(),
    }
}

/// Members that may stand in the query string or the body go to the query string, as the AWS
/// credential helper sends them.
pub(crate) fn encode_request(operation: &'static Operation, input: &Value) -> Prepared {
    let mut query: Vec<(&str, String)> = Vec::new();
    let mut headers = Vec::new();
    let mut body = Vec::new();
    let payload = payload(operation.input);
    let mut path = operation.http.uri.to_owned();
    for member in operation.input.members() {
        let Some(value) = input.member(member.name) else {
            continue;
        };
        match member.location {
            Location::Uri => path = filled(&path, member.wire_name, &text(member.shape, value)),
            Location::Query | Location::QueryOrBody => match (value, &member.shape.kind) {
                (Value::List(items), Kind::List { item, .. }) => {
                    query.extend(items.iter().map(|value| (member.wire_name, text(item, value))));
                }
                _ => query.push((member.wire_name, text(member.shape, value))),
            },
            Location::Header => headers.push((member.wire_name, text(member.shape, value))),
            Location::Body => body.push((member.name, value.clone())),
            Location::Payload => {}
        }
    }
    let body = if has_body(operation.input) {
        headers.push(("Content-Type", JSON.to_owned()));
        let mut json = JsonWriter::default();
        match payload {
            Some(member) => write_payload(member, input, &mut json),
            None => write_value(operation.input, &Value::Structure(body), &mut json),
        }
        json.finish().into_bytes()
    } else {
        Vec::new()
    };
    // By name; the values of a repeated one keep their order.
    query.sort_by_key(|(name, _)| *name);
    let query: Vec<String> = query.iter().map(|(name, value)| pair(name, value)).collect();
    Prepared {
        method: operation.http.method,
        path,
        query: query.join("&"),
        headers,
        body,
    }
}

/// The member that is the body, or an empty object where it is left out.
fn write_payload(member: &Member, whole: &Value, json: &mut JsonWriter) {
    let empty = Value::Structure(Vec::new());
    write_value(member.shape, whole.member(member.name).unwrap_or(&empty), json);
}

fn filled(path: &str, name: &str, value: &str) -> String {
    let segments = path.split('/').map(|segment| {
        if label(segment) == Some(name) {
            percent_encode(value.as_bytes(), UNRESERVED).to_string()
        } else {
            segment.to_owned()
        }
    });
    segments.collect::<Vec<_>>().join("/")
}

fn pair(name: &str, value: &str) -> String {
    format!("{name}={}", utf8_percent_encode(value, UNRESERVED))
}

/// A value written as text: in a label, a query parameter or a header.
fn text(shape: &Shape, value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Boolean(value) => value.to_string(),
        Value::Integer(value) => value.to_string(),
        Value::Double(value) => value.to_string(),
        Value::Blob(bytes) => data_encoding::BASE64.encode(bytes),
        Value::Timestamp(at) => match shape.kind {
            Kind::Timestamp {
                format: TimestampFormat::Epoch,
            } => instant::to_seconds(*at),
            Kind::Timestamp {
                format: TimestampFormat::IsoMicros,
            } => instant::micros(*at),
            _ => instant::seconds(*at),
        },
        Value::Null | Value::List(_) | Value::Map(_) | Value::Structure(_) => String::new(),
    }
}
