//! A request or an answer as the audit trail shows it: CloudTrail's member names, secrets left
//! out, other sensitive values hidden.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value as Json};

use crate::schema::{Kind, Shape};
use crate::validate::lower_first;
use crate::value::Value;

/// What stands in the place of a sensitive value.
pub const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// The redacted form of a value that has the given shape. Member names begin with a small letter;
/// instants are written as CloudTrail does (`Jan 2, 2026, 3:04:05 AM`), blobs in base64.
#[must_use]
pub fn redact(shape: &'static Shape, value: &Value) -> Json {
    if shape.sensitive && *value != Value::Null {
        return Json::String(HIDDEN.to_owned());
    }
    match (shape.kind, value) {
        (Kind::Structure { members, .. }, Value::Structure(present)) => {
            let mut shown = Map::with_capacity(present.len());
            for member in members.iter().filter(|member| !member.shape.secret) {
                if let Some(value) = value.member(member.name) {
                    shown.insert(lower_first(member.name), redact(member.shape, value));
                }
            }
            Json::Object(shown)
        }
        (Kind::List { item, .. }, Value::List(items)) => {
            Json::Array(items.iter().map(|value| redact(item, value)).collect())
        }
        (
            Kind::Map {
                key, value: shape, ..
            },
            Value::Map(entries),
        ) if !key.sensitive => {
            let entries = entries.iter();
            Json::Object(
                entries
                    .map(|(key, value)| (key.clone(), redact(shape, value)))
                    .collect(),
            )
        }
        (_, Value::Boolean(value)) => Json::Bool(*value),
        (_, Value::Integer(value)) => Json::from(*value),
        (_, Value::Double(value)) => Json::from(*value),
        (_, Value::String(text)) => Json::String(text.clone()),
        (_, Value::Blob(bytes)) => Json::String(data_encoding::BASE64.encode(bytes)),
        (_, Value::Timestamp(at)) => Json::String(in_words(*at)),
        (_, Value::Null) => Json::Null,
        // A value of another kind than its shape cannot be judged, so it is not shown.
        _ => Json::String(HIDDEN.to_owned()),
    }
}

fn in_words(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%b %-d, %Y, %-I:%M:%S %p")
        .to_string()
}

#[cfg(test)]
mod tests;
