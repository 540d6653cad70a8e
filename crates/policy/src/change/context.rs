//! Values of condition keys that make a condition hold, or not.

use std::borrow::Cow;

use super::amend::Overlay;
use super::{Change, KeyValue};
use crate::decide::{Context, Value};
use crate::document::{self, Statement};
use crate::operator::Comparison;

/// Keys that tell who the caller is, whose the resource is and what time it is: a request cannot be
/// made with other values of them.
const FIXED: [&str; 22] = [
    "aws:calledvia",
    "aws:calledviafirst",
    "aws:calledvialast",
    "aws:currenttime",
    "aws:epochtime",
    "aws:federatedprovider",
    "aws:multifactorauthage",
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalisawsservice",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:principaltype",
    "aws:resourceaccount",
    "aws:resourceorgid",
    "aws:resourceorgpaths",
    "aws:tokenissuetime",
    "aws:userid",
    "aws:username",
    "aws:viaawsservice",
];

/// Values of one condition that are tried; the others are no better.
const MOST_VALUES: usize = 32;

/// A change of `key` (lower case) with which the request is as wanted: a value made from what the
/// statement's conditions on that key expect, the least surprising first.
pub(super) fn change_of(
    statement: &Statement<'_>,
    key: &str,
    context: &dyn Context,
    wanted: impl Fn(&dyn Context) -> bool,
) -> Option<Change> {
    if FIXED.contains(&key) {
        return None;
    }
    let conditions: Vec<_> = statement
        .conditions
        .iter()
        .filter(|condition| condition.key.text.to_lowercase() == key)
        .collect();
    let seen = context.get(key);
    let mut candidates = Vec::new();
    for condition in &conditions {
        let is_list = condition.operator.set.is_some() || matches!(seen, Some(Value::Multi(_)));
        let texts = texts(condition);
        if is_list {
            candidates.extend(lists(seen, &texts));
        } else {
            candidates.extend(texts.into_iter().map(KeyValue::Single));
        }
    }
    candidates.push(KeyValue::Absent);
    let value = candidates.into_iter().find(|value| {
        let changed = Overlay {
            base: context,
            keys: vec![(key.to_owned(), value)],
        };
        wanted(&changed)
    })?;
    Some(Change::Context {
        key: conditions.first()?.key.text.clone().into_owned(),
        is_example: is_example(&value, seen, &conditions),
        value,
    })
}

/// Whether a value was made up: neither the policy nor the request has it, and there are many more.
fn is_example(value: &KeyValue, seen: Option<Value<'_>>, conditions: &[&document::Condition<'_>]) -> bool {
    let is_known = |text: &str| {
        let in_policy = conditions.iter().any(|condition| {
            let is_one_of_two = condition.operator.comparison == Comparison::Bool;
            is_one_of_two || condition.values.iter().any(|value| value.text == text)
        });
        in_policy || matches!(seen, Some(Value::Multi(texts)) if texts.iter().any(|seen| seen == text))
    };
    match value {
        KeyValue::Absent => false,
        KeyValue::Single(text) => !is_known(text),
        KeyValue::Multi(texts) => !texts.iter().all(|text| is_known(text)),
    }
}

/// Texts that a condition may care about: what it expects, and something else.
fn texts(condition: &document::Condition<'_>) -> Vec<String> {
    let values = condition
        .values
        .iter()
        .take(MOST_VALUES)
        .map(|value| value.text.as_ref());
    match condition.operator.comparison {
        Comparison::String | Comparison::StringIgnoreCase | Comparison::Binary => {
            values.chain(["other"]).map(str::to_owned).collect()
        }
        Comparison::StringLike | Comparison::Arn => values.map(sample).chain(["other".to_owned()]).collect(),
        Comparison::Numeric(_) => values.flat_map(numbers).collect(),
        Comparison::Date(_) => {
            let far = ["9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z"];
            values.chain(far).map(str::to_owned).collect()
        }
        Comparison::Bool => ["true", "false"].map(str::to_owned).into(),
        Comparison::IpAddress => {
            let bases = values.map(|range| range.split('/').next().unwrap_or(range));
            // Of the blocks for documentation (RFC 5737, RFC 3849).
            bases
                .chain(["192.0.2.1", "2001:db8::1"])
                .map(str::to_owned)
                .collect()
        }
        Comparison::Null => vec!["true".to_owned()],
    }
}

/// A text that a pattern without variables matches.
fn sample(pattern: &str) -> String {
    pattern.replace('*', "").replace('?', "x")
}

/// A number and its neighbours.
fn numbers(text: &str) -> Vec<String> {
    let neighbours = text
        .parse::<i64>()
        .ok()
        .map(|n| [n.saturating_add(1), n.saturating_sub(1)]);
    let neighbours = neighbours.into_iter().flatten().map(|n| n.to_string());
    std::iter::once(text.to_owned()).chain(neighbours).collect()
}

/// Lists that a set operator may care about: the request's values but those it should not have, the
/// request's values and one more, one value alone.
fn lists(seen: Option<Value<'_>>, texts: &[String]) -> Vec<KeyValue> {
    let seen: Vec<Cow<'static, str>> = match seen {
        None => Vec::new(),
        Some(Value::Single(text)) => vec![Cow::Owned(text.to_owned())],
        Some(Value::Multi(texts)) => texts
            .iter()
            .map(|text| Cow::Owned(text.clone().into_owned()))
            .collect(),
    };
    let mut lists = Vec::new();
    let known = |text: &Cow<'static, str>| texts.iter().any(|other| other == text);
    let (expected, other): (Vec<_>, Vec<_>) = seen.iter().cloned().partition(known);
    for part in [expected, other] {
        if !part.is_empty() && part.len() < seen.len() {
            lists.push(KeyValue::Multi(part));
        }
    }
    for text in texts {
        let text: Cow<'static, str> = Cow::Owned(text.clone());
        if !seen.is_empty() {
            let more = seen.iter().cloned().chain([text.clone()]);
            lists.push(KeyValue::Multi(more.collect()));
        }
        lists.push(KeyValue::Multi(vec![text]));
    }
    lists
}
