//! The two ways to write a selector: text for the command line, and JSON in a file.

use serde_json::{Map, Value};

use super::SelectorError;

/// Far more than any selector needs.
const MAX_TEXT: usize = 64 << 10;
const MAX_PAIRS: usize = 100;

/// A key and its values, of which one must match.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) key: String,
    /// One, or in JSON as many as the array has; none is empty.
    pub(super) values: Vec<String>,
}

/// `Key=k,Value=v Key=k,Value=v`: a value goes on to the next `Key=` that follows white space, so that it
/// can have commas, spaces and `=` in it.
pub(super) fn of_text(text: &str) -> Result<Vec<Pair>, SelectorError> {
    if text.len() > MAX_TEXT {
        return Err(SelectorError::TooLong);
    }
    let mut pairs = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let (pair, after) = split_pair(rest)?;
        pairs.push(pair);
        rest = after;
    }
    Ok(pairs)
}

fn split_pair(text: &str) -> Result<(Pair, &str), SelectorError> {
    const KEY: &str = "Key=";
    let unread = || SelectorError::Grammar(text.chars().take(60).collect());
    let (key, rest) = text
        .strip_prefix(KEY)
        .and_then(|rest| rest.split_once(",Value="))
        .filter(|(key, _)| !key.contains(char::is_whitespace))
        .ok_or_else(unread)?;
    let starts = |at: usize| {
        rest.get(..at)
            .is_some_and(|before| before.ends_with(char::is_whitespace))
    };
    let next = rest
        .match_indices(KEY)
        .map(|(at, _)| at)
        .find(|at| starts(*at))
        .unwrap_or(rest.len());
    let (value, after) = rest.split_at_checked(next).ok_or_else(unread)?;
    let pair = Pair {
        key: key.into(),
        values: vec![value.trim_end().into()],
    };
    Ok((pair.checked()?, after))
}

/// `[{"Key": k, "Value": v}]`, where `v` may also be an array: then one of its texts must match.
pub(super) fn of_json(json: &[u8]) -> Result<Vec<Pair>, SelectorError> {
    if json.len() > MAX_TEXT {
        return Err(SelectorError::TooLong);
    }
    let shape = |what: &str| SelectorError::Json(what.into());
    let parsed: Value = serde_json::from_slice(json).map_err(|error| shape(&error.to_string()))?;
    let Value::Array(entries) = parsed else {
        return Err(shape("it is not an array"));
    };
    if entries.len() > MAX_PAIRS {
        return Err(SelectorError::TooLong);
    }
    entries
        .into_iter()
        .map(|entry| match entry {
            Value::Object(members) => pair_of(members)?.checked(),
            _ => Err(shape("an element is not an object")),
        })
        .collect()
}

fn pair_of(members: Map<String, Value>) -> Result<Pair, SelectorError> {
    let shape = |what: &str| SelectorError::Json(what.into());
    let (mut key, mut values) = (None, None);
    for (name, value) in members {
        // Names in any case, as Go reads them.
        match (name.to_ascii_lowercase().as_str(), value) {
            ("key", _) if key.is_some() => return Err(shape("an element has Key twice")),
            ("value", _) if values.is_some() => return Err(shape("an element has Value twice")),
            ("key", Value::String(text)) => key = Some(text),
            ("value", Value::String(text)) => values = Some(vec![text]),
            ("value", Value::Array(list)) => values = Some(texts(list)?),
            ("key" | "value", _) => return Err(shape("Key and Value are texts")),
            _ => return Err(shape("an element has other members than Key and Value")),
        }
    }
    match (key, values) {
        (Some(key), Some(values)) => Ok(Pair { key, values }),
        _ => Err(shape("an element lacks Key or Value")),
    }
}

fn texts(list: Vec<Value>) -> Result<Vec<String>, SelectorError> {
    list.into_iter()
        .map(|value| match value {
            Value::String(text) => Ok(text),
            _ => Err(SelectorError::Json(
                "a list in Value has something else than texts".into(),
            )),
        })
        .collect()
}

impl Pair {
    fn checked(self) -> Result<Self, SelectorError> {
        match self.values.is_empty() || self.values.iter().any(|value| value.trim().is_empty()) {
            true => Err(SelectorError::Empty(self.key.chars().take(60).collect())),
            false => Ok(self),
        }
    }
}
