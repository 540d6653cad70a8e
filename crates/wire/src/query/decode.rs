//! From form parameters to the operation and its input.

use crate::instant;
use crate::message::{DecodeError, Request, RouteError};
use crate::query::form::{Parameters, find};
use crate::schema::{Kind, Member, Operation, Service, Shape};
use crate::value::Value;

/// What AWS calls the version of a request that names none.
const NO_VERSION: &str = "NO_VERSION_SPECIFIED";

/// Finds the operation that `Action` and `Version` name.
pub(crate) fn route(service: &Service, request: &Request<'_>) -> Result<&'static Operation, RouteError> {
    let [name, version] = find(request, ["Action", "Version"])?;
    let name = name.ok_or(RouteError::Missing)?;
    let version = version.as_deref().unwrap_or(NO_VERSION);
    service
        .operation(&name)
        .filter(|_| version == service.api_version)
        .ok_or_else(|| RouteError::Unknown {
            name: shortened(&name),
            version: shortened(version),
        })
}

fn shortened(text: &str) -> String {
    text.chars().take(256).collect()
}

/// Reads the input of an operation.
pub(crate) fn decode_request(operation: &Operation, request: &Request<'_>) -> Result<Value, DecodeError> {
    let parameters = Parameters::of(request)?;
    structure(operation.input, &parameters)
}

fn structure(shape: &'static Shape, branch: &Parameters<'_>) -> Result<Value, DecodeError> {
    let mut members = Vec::new();
    for member in shape.members() {
        if let Some(value) = member_of(member, branch)? {
            members.push((member.name, value));
        }
    }
    Ok(Value::Structure(members))
}

fn member_of(member: &Member, branch: &Parameters<'_>) -> Result<Option<Value>, DecodeError> {
    let Some(branch) = branch.get(member.wire_name) else {
        return Ok(None);
    };
    value(member.shape, member.flattened, branch).map(Some)
}

fn value(shape: &'static Shape, flattened: bool, branch: &Parameters<'_>) -> Result<Value, DecodeError> {
    match shape.kind {
        Kind::Structure { .. } => structure(shape, branch),
        Kind::List { item, item_name, .. } => {
            let items = if flattened {
                Some(branch)
            } else {
                branch.get(item_name)
            };
            let items = numbered(items)?;
            items
                .into_iter()
                .map(|branch| value(item, false, branch))
                .collect::<Result<_, _>>()
                .map(Value::List)
        }
        Kind::Map { value: shape, .. } => {
            let entries = if flattened {
                Some(branch)
            } else {
                branch.get("entry")
            };
            let mut map: Vec<(String, Value)> = Vec::new();
            for entry in numbered(entries)? {
                let key = entry.get("key").and_then(|key| key.value.as_deref());
                let key = key.ok_or(DecodeError::Syntax("an entry of a map has no key"))?;
                let found = entry
                    .get("value")
                    .map_or(Ok(Value::Null), |branch| value(shape, false, branch))?;
                if map.iter().any(|(known, _)| known == key) {
                    return Err(DecodeError::Repeated(key.to_owned()));
                }
                map.push((key.to_owned(), found));
            }
            Ok(Value::Map(map))
        }
        _ => {
            let text = branch.value.as_ref().ok_or(DecodeError::Syntax(
                "Start of structure or map found where not expected.",
            ))?;
            scalar(shape, text)
        }
    }
}

/// The branches `1`, `2`… in the order of their numbers. Gaps are closed up, as AWS does.
fn numbered<'b, 'a>(branch: Option<&'b Parameters<'a>>) -> Result<Vec<&'b Parameters<'a>>, DecodeError> {
    let Some(branch) = branch else {
        return Ok(Vec::new());
    };
    let mut items = Vec::with_capacity(branch.below.len());
    for (number, item) in &branch.below {
        items.push((index(number)?, item));
    }
    items.sort_by_key(|(number, _)| *number);
    Ok(items.into_iter().map(|(_, item)| item).collect())
}

fn index(number: &str) -> Result<u32, DecodeError> {
    let canonical = number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0');
    number
        .parse()
        .ok()
        .filter(|_| canonical)
        .ok_or(DecodeError::Syntax("the items of a list are numbered from 1"))
}

fn scalar(shape: &Shape, text: &str) -> Result<Value, DecodeError> {
    let wrong = |expected| DecodeError::Type {
        found: "STRING_VALUE",
        expected,
    };
    Ok(match shape.kind {
        Kind::Integer { .. } => {
            let number: i32 = text.parse().map_err(|_| wrong("an Integer"))?;
            Value::Integer(i64::from(number))
        }
        Kind::Long { .. } => Value::Integer(text.parse().map_err(|_| wrong("a Long"))?),
        Kind::Double => {
            let number: f64 = text.parse().map_err(|_| wrong("a Double"))?;
            Value::Double(number)
        }
        Kind::Boolean => match text {
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            _ => return Err(wrong("a Boolean")),
        },
        Kind::Blob { .. } => {
            let bytes = data_encoding::BASE64.decode(text.as_bytes());
            Value::Blob(bytes.map_err(|_| wrong("a Blob"))?)
        }
        Kind::Timestamp { .. } => {
            let at = instant::from_iso(text).or_else(|| instant::from_seconds(text.parse().ok()?));
            Value::Timestamp(at.ok_or_else(|| wrong("a Timestamp"))?)
        }
        _ => Value::String(text.to_owned()),
    })
}
