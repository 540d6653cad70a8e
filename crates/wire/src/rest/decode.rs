//! From path, query string, headers and body to the input of an operation.

use percent_encoding::percent_decode_str;
use serde_json::Value as Json;

use crate::instant;
use crate::json;
use crate::message::{DecodeError, Request, Response};
use crate::rest::route::labels;
use crate::schema::{Kind, Location, Member, Operation, Shape};
use crate::value::Value;

/// The most parameters in a query string.
const MAX_PARAMETERS: usize = 1_000;

pub(crate) fn decode_request(operation: &Operation, request: &Request<'_>) -> Result<Value, DecodeError> {
    let labels = labels(operation.http.uri, request.path).unwrap_or_default();
    let query = query(request.query)?;
    let body = if has_body(operation.input) {
        json::parse(request.body)?
    } else {
        Json::Object(serde_json::Map::new())
    };
    let Json::Object(body) = &body else {
        return Err(DecodeError::Syntax("the body is not a JSON object"));
    };
    let mut members = Vec::new();
    for member in operation.input.members() {
        let found = match member.location {
            Location::Uri => labels
                .iter()
                .find(|(name, _)| *name == member.wire_name)
                .map(|(_, raw)| scalar(member.shape, &decoded(raw)?))
                .transpose()?,
            Location::Query => from_query(member, &query)?,
            Location::Header => request
                .header(member.wire_name)
                .map(|text| scalar(member.shape, text))
                .transpose()?,
            Location::Body => from_body(member, body)?,
            Location::Payload => Some(json::value(member.shape, &Json::Object(body.clone()))?),
            Location::QueryOrBody => either(member, from_query(member, &query)?, from_body(member, body)?)?,
        };
        if let Some(value) = found {
            members.push((member.name, value));
        }
    }
    Ok(Value::Structure(members))
}

pub(crate) fn decode_response(operation: &Operation, response: &Response<'_>) -> Result<Value, DecodeError> {
    let body = json::parse(response.body)?;
    match payload(operation.output) {
        Some(member) => Ok(Value::Structure(vec![(
            member.name,
            json::object(member.shape, &body)?,
        )])),
        None => json::object(operation.output, &body),
    }
}

pub(super) fn has_body(shape: &Shape) -> bool {
    let in_body = |member: &Member| {
        matches!(
            member.location,
            Location::Body | Location::QueryOrBody | Location::Payload
        )
    };
    shape.members().iter().any(in_body)
}

/// The member that is the whole body.
pub(super) fn payload(shape: &Shape) -> Option<&'static Member> {
    let mut members = shape.members().iter();
    members.find(|member| member.location == Location::Payload)
}

fn from_body(member: &Member, body: &serde_json::Map<String, Json>) -> Result<Option<Value>, DecodeError> {
    match body.get(member.wire_name) {
        None | Some(Json::Null) => Ok(None),
        Some(json) => json::value(member.shape, json).map(Some),
    }
}

fn from_query(member: &Member, query: &[(String, String)]) -> Result<Option<Value>, DecodeError> {
    let mut found = query
        .iter()
        .filter(|(name, _)| name == member.wire_name)
        .map(|(_, text)| text);
    if let Kind::List { item, .. } = member.shape.kind {
        let items = found
            .map(|text| scalar(item, text))
            .collect::<Result<Vec<_>, _>>()?;
        return Ok((!items.is_empty()).then_some(Value::List(items)));
    }
    let Some(first) = found.next() else {
        return Ok(None);
    };
    if found.any(|text| text != first) {
        return Err(DecodeError::Repeated(member.name.to_owned()));
    }
    scalar(member.shape, first).map(Some)
}

/// A member may stand in both places if it says the same in both.
fn either(member: &Member, query: Option<Value>, body: Option<Value>) -> Result<Option<Value>, DecodeError> {
    match (query, body) {
        (Some(query), Some(body)) if query != body => Err(DecodeError::Repeated(member.name.to_owned())),
        (query, body) => Ok(query.or(body)),
    }
}

fn query(raw: &str) -> Result<Vec<(String, String)>, DecodeError> {
    let mut pairs = Vec::new();
    for pair in raw.split('&').filter(|pair| !pair.is_empty()) {
        if pairs.len() == MAX_PARAMETERS {
            return Err(DecodeError::TooMany {
                limit: MAX_PARAMETERS,
                what: "parameters",
            });
        }
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        pairs.push((unescaped(name)?, unescaped(value)?));
    }
    Ok(pairs)
}

/// A name or value of a query string, where `+` stands for a space.
fn unescaped(raw: &str) -> Result<String, DecodeError> {
    if raw.contains('+') {
        decoded(&raw.replace('+', " "))
    } else {
        decoded(raw)
    }
}

fn decoded(raw: &str) -> Result<String, DecodeError> {
    percent_decode_str(raw)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| DecodeError::Syntax("a parameter is not valid UTF-8"))
}

/// A value written as text: in a label, a query parameter or a header.
fn scalar(shape: &Shape, text: &str) -> Result<Value, DecodeError> {
    let wrong = |expected| DecodeError::Type {
        found: "STRING_VALUE",
        expected,
    };
    Ok(match shape.kind {
        Kind::String { .. } => Value::String(text.to_owned()),
        Kind::Integer { .. } => {
            let number: i32 = text.parse().map_err(|_| wrong("an Integer"))?;
            Value::Integer(i64::from(number))
        }
        Kind::Long { .. } => Value::Integer(text.parse().map_err(|_| wrong("a Long"))?),
        Kind::Double => Value::Double(text.parse().map_err(|_| wrong("a Double"))?),
        Kind::Boolean => match text {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => return Err(wrong("a Boolean")),
        },
        Kind::Timestamp { .. } => {
            let at = instant::from_iso(text).or_else(|| instant::from_seconds(text.parse().ok()?));
            Value::Timestamp(at.ok_or_else(|| wrong("a Timestamp"))?)
        }
        Kind::Blob { .. } => {
            let bytes = data_encoding::BASE64.decode(text.as_bytes());
            Value::Blob(bytes.map_err(|_| wrong("a Blob"))?)
        }
        Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. } => {
            return Err(DecodeError::Syntax("Unexpected value type in payload"));
        }
    })
}
