//! From JSON to values, by shape. Unknown members and nulls are passed over.

use serde_json::Value as Json;

use crate::instant;
use crate::message::DecodeError;
use crate::schema::{Kind, Location, Shape};
use crate::value::Value;

/// The most items in one list or map.
const MAX_ITEMS: usize = 10_000;

/// Reads a body. An empty one is an empty object; nesting is limited to 127 by the parser.
pub(crate) fn parse(body: &[u8]) -> Result<Json, DecodeError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Json::Object(serde_json::Map::new()));
    }
    serde_json::from_slice(body).map_err(|_| DecodeError::Syntax("the body is not valid JSON"))
}

/// Reads a structure's members of the body.
pub(crate) fn object(shape: &'static Shape, json: &Json) -> Result<Value, DecodeError> {
    let Json::Object(found) = json else {
        return Err(unexpected(json));
    };
    let mut members = Vec::new();
    for member in shape.members() {
        if !matches!(member.location, Location::Body | Location::QueryOrBody) {
            continue;
        }
        match found.get(member.wire_name) {
            None | Some(Json::Null) => {}
            Some(json) => members.push((member.name, value(member.shape, json)?)),
        }
    }
    Ok(Value::Structure(members))
}

/// Reads a value of any shape.
pub(crate) fn value(shape: &'static Shape, json: &Json) -> Result<Value, DecodeError> {
    if json.is_null() {
        return Ok(Value::Null);
    }
    match shape.kind {
        Kind::Structure { .. } => object(shape, json),
        Kind::List { item, .. } => {
            let items = json.as_array().ok_or_else(|| unexpected(json))?;
            limit(items.len())?;
            let items = items.iter().map(|json| value(item, json));
            items.collect::<Result<_, _>>().map(Value::List)
        }
        Kind::Map { value: shape, .. } => {
            let entries = json.as_object().ok_or_else(|| unexpected(json))?;
            limit(entries.len())?;
            let entries = entries
                .iter()
                .map(|(key, json)| Ok((key.clone(), value(shape, json)?)));
            entries.collect::<Result<_, _>>().map(Value::Map)
        }
        _ => scalar(shape, json),
    }
}

fn limit(count: usize) -> Result<(), DecodeError> {
    if count > MAX_ITEMS {
        return Err(DecodeError::TooMany {
            limit: MAX_ITEMS,
            what: "items in a list",
        });
    }
    Ok(())
}

fn scalar(shape: &Shape, json: &Json) -> Result<Value, DecodeError> {
    let found = match json {
        Json::String(_) => "STRING_VALUE",
        Json::Number(_) => "NUMBER_VALUE",
        Json::Bool(true) => "TRUE_VALUE",
        Json::Bool(false) => "FALSE_VALUE",
        _ => return Err(unexpected(json)),
    };
    let wrong = |expected| DecodeError::Type { found, expected };
    Ok(match shape.kind {
        Kind::String { .. } => Value::String(json.as_str().ok_or_else(|| wrong("String"))?.to_owned()),
        Kind::Integer { .. } => {
            let number = whole(json).and_then(|number| i32::try_from(number).ok());
            Value::Integer(i64::from(number.ok_or_else(|| wrong("an Integer"))?))
        }
        Kind::Long { .. } => Value::Integer(whole(json).ok_or_else(|| wrong("a Long"))?),
        Kind::Double => Value::Double(json.as_f64().ok_or_else(|| wrong("a Double"))?),
        Kind::Boolean => Value::Boolean(json.as_bool().ok_or_else(|| wrong("a Boolean"))?),
        Kind::Blob { .. } => {
            let text = json.as_str().ok_or_else(|| wrong("a Blob"))?;
            let bytes = data_encoding::BASE64.decode(text.as_bytes());
            Value::Blob(bytes.map_err(|_| wrong("a Blob"))?)
        }
        Kind::Timestamp { .. } => {
            let at = match json {
                Json::String(text) => instant::from_iso(text),
                _ => json.as_f64().and_then(instant::from_seconds),
            };
            Value::Timestamp(at.ok_or_else(|| wrong("a Timestamp"))?)
        }
        Kind::Structure { .. } | Kind::List { .. } | Kind::Map { .. } => return Err(unexpected(json)),
    })
}

/// A whole number, also when written as `3600.0`.
fn whole(json: &Json) -> Option<i64> {
    json.as_i64().or_else(|| {
        let number = json.as_f64()?;
        // Every whole number of this size is exact in a double.
        let small = number.abs() <= 9_007_199_254_740_992.0 && number.fract() == 0.0;
        #[expect(clippy::cast_possible_truncation, reason = "whole, and at most 2^53")]
        small.then_some(number as i64)
    })
}

fn unexpected(json: &Json) -> DecodeError {
    DecodeError::Syntax(match json {
        Json::Array(_) => "Start of list found where not expected",
        Json::Object(_) => "Start of structure or map found where not expected.",
        _ => "Unexpected value type in payload",
    })
}
