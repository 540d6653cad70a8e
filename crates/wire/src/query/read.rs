//! A client's reading of XML answers and errors.

use crate::instant;
use crate::message::{DecodeError, Response};
use crate::query::element::{Element, parse};
use crate::schema::{Kind, Operation, Shape};
use crate::service_error::ServiceError;
use crate::value::Value;

pub(crate) fn decode_response(operation: &Operation, response: &Response<'_>) -> Result<Value, DecodeError> {
    let Some(wrapper) = operation.result_wrapper else {
        return Ok(Value::Structure(Vec::new()));
    };
    let root = parse(response.body)?;
    let result = root
        .child(wrapper)
        .ok_or(DecodeError::Syntax("the answer has no result element"))?;
    structure(operation.output, result)
}

/// Reads an error body; one that cannot be read is told by its status alone.
pub(crate) fn decode_error(response: &Response<'_>) -> ServiceError {
    let root = parse(response.body).unwrap_or_default();
    let error = root.child("Error");
    let part = |name| error.and_then(|error| error.text_of(name)).map(str::to_owned);
    ServiceError {
        status: response.status,
        code: part("Code"),
        reason: None,
        message: part("Message"),
        request_id: root
            .text_of("RequestId")
            .or_else(|| response.header("x-amzn-RequestId"))
            .map(str::to_owned),
    }
}

fn structure(shape: &'static Shape, element: &Element) -> Result<Value, DecodeError> {
    let mut members = Vec::new();
    for member in shape.members() {
        if let Some(found) = element.child(member.wire_name) {
            let value = if member.flattened {
                flattened(member.shape, element, member.wire_name)?
            } else {
                value(member.shape, found)?
            };
            members.push((member.name, value));
        }
    }
    Ok(Value::Structure(members))
}

fn flattened(shape: &'static Shape, parent: &Element, name: &str) -> Result<Value, DecodeError> {
    match shape.kind {
        Kind::List { item, .. } => list(item, parent.all(name)),
        Kind::Map { value, .. } => map(value, parent.all(name)),
        _ => Err(DecodeError::Syntax("only lists and maps are flattened")),
    }
}

fn list<'e>(item: &'static Shape, elements: impl Iterator<Item = &'e Element>) -> Result<Value, DecodeError> {
    elements
        .map(|element| value(item, element))
        .collect::<Result<_, _>>()
        .map(Value::List)
}

fn map<'e>(shape: &'static Shape, elements: impl Iterator<Item = &'e Element>) -> Result<Value, DecodeError> {
    const BROKEN: DecodeError = DecodeError::Syntax("an entry of a map has no key or no value");
    elements
        .map(|entry| {
            let key = entry.text_of("key").ok_or(BROKEN)?;
            let found = entry.child("value").ok_or(BROKEN)?;
            Ok((key.to_owned(), value(shape, found)?))
        })
        .collect::<Result<_, _>>()
        .map(Value::Map)
}

fn value(shape: &'static Shape, element: &Element) -> Result<Value, DecodeError> {
    let text = element.text.as_str();
    let wrong = |expected| DecodeError::Type {
        found: "STRING_VALUE",
        expected,
    };
    Ok(match shape.kind {
        Kind::Structure { .. } => structure(shape, element)?,
        Kind::List { item, item_name, .. } => list(item, element.all(item_name))?,
        Kind::Map { value, .. } => map(value, element.all("entry"))?,
        Kind::String { .. } => Value::String(text.to_owned()),
        Kind::Integer { .. } | Kind::Long { .. } => {
            Value::Integer(text.trim().parse().map_err(|_| wrong("an Integer"))?)
        }
        Kind::Double => Value::Double(text.trim().parse().map_err(|_| wrong("a Double"))?),
        Kind::Boolean => match text.trim() {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => return Err(wrong("a Boolean")),
        },
        Kind::Blob { .. } => {
            let bytes = data_encoding::BASE64.decode(text.trim().as_bytes());
            Value::Blob(bytes.map_err(|_| wrong("a Blob"))?)
        }
        Kind::Timestamp { .. } => {
            let text = text.trim();
            let at = instant::from_iso(text).or_else(|| instant::from_seconds(text.parse().ok()?));
            Value::Timestamp(at.ok_or_else(|| wrong("a Timestamp"))?)
        }
    })
}
