//! The audit trail's form by its definition, as a tree: what the one that is written at once is held
//! against, for every operation.

use data_encoding::BASE64;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json};
use tegata_wire::schema::Kind;
use tegata_wire::{HIDDEN, Shape, Value, redact, redact_value};

use crate::{Shaped, operations, values};

fn lower_first(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    first.to_ascii_lowercase() + rest
}

fn tree(shape: &'static Shape, value: &Value) -> Json {
    if shape.sensitive && *value != Value::Null {
        return Json::from(HIDDEN);
    }
    match (shape.kind, value) {
        (Kind::Structure { members, .. }, Value::Structure(_)) => {
            let mut shown = Map::new();
            for member in members.iter().filter(|member| !member.shape.secret) {
                if let Some(value) = value.member(member.name) {
                    let before = shown.insert(lower_first(member.name), tree(member.shape, value));
                    assert_eq!(before, None, "two members {}", member.name);
                }
            }
            Json::Object(shown)
        }
        (Kind::List { item, .. }, Value::List(items)) => {
            items.iter().map(|value| tree(item, value)).collect()
        }
        (
            Kind::Map {
                key, value: shape, ..
            },
            Value::Map(entries),
        ) if !key.sensitive => {
            let shown = entries
                .iter()
                .map(|(key, value)| (key.clone(), tree(shape, value)));
            Json::Object(shown.collect())
        }
        (_, Value::Boolean(value)) => Json::from(*value),
        (_, Value::Integer(value)) => Json::from(*value),
        (_, Value::Double(value)) => Json::from(*value),
        (_, Value::String(text)) if text.contains("PRIVATE KEY-----") => Json::from(HIDDEN),
        (_, Value::String(text)) => Json::from(text.as_str()),
        (_, Value::Blob(bytes)) => Json::from(BASE64.encode(bytes)),
        (_, Value::Timestamp(at)) => Json::from(at.strftime("%b %-d, %Y, %-I:%M:%S %p").to_string()),
        (_, Value::Null) => Json::Null,
        _ => Json::from(HIDDEN),
    }
}

/// The order of members counts, so it is the texts that are compared, in one spelling.
pub(crate) fn check(shape: &'static Shape, value: &Value, text: Option<&str>) {
    let shown: Option<Json> = text.map(|text| serde_json::from_str(text).expect("JSON"));
    let expected = tree(shape, value);
    let expected = (expected != Json::Object(Map::new())).then_some(expected);
    let spelled = |shown: Option<Json>| {
        shown.map(|mut shown| {
            whole(&mut shown);
            shown.to_string()
        })
    };
    assert_eq!(spelled(shown), spelled(expected));
}

/// `1.0` is `1`.
fn whole(json: &mut Json) {
    match json {
        Json::Number(number) if number.is_f64() => {
            *json = Json::from(number.to_string().trim_end_matches(".0"));
        }
        Json::Number(number) => *json = Json::from(number.to_string()),
        Json::Array(items) => items.iter_mut().for_each(whole),
        Json::Object(members) => members.values_mut().for_each(whole),
        _ => {}
    }
}

fn messages() -> impl Strategy<Value = (&'static Shape, Value)> {
    (select(operations()), any::<bool>()).prop_flat_map(|((_, operation), input)| {
        let shape = if input { operation.input } else { operation.output };
        (Just(shape), values::of(shape))
    })
}

/// A text somewhere in the value becomes this one.
fn with_text(value: &mut Value, countdown: &mut usize, text: &str) {
    match value {
        Value::String(old) => {
            if *countdown == 0 {
                text.clone_into(old);
            }
            *countdown = countdown.wrapping_sub(1);
        }
        Value::List(items) => items
            .iter_mut()
            .for_each(|value| with_text(value, countdown, text)),
        Value::Map(entries) => entries
            .iter_mut()
            .for_each(|(_, value)| with_text(value, countdown, text)),
        Value::Structure(members) => members
            .iter_mut()
            .for_each(|(_, value)| with_text(value, countdown, text)),
        _ => {}
    }
}

const TEXTS: [&str; 3] = [
    "-----BEGIN PRIVATE KEY-----\nAAAA",
    "\u{0}\u{8}\u{c}\u{1f}\u{7f}\"\\/\n\r\t",
    "\u{2028}\u{10ffff}é}{][,",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_form_written_at_once_is_the_defined_one(
        (shape, mut value) in messages(), at in 0..4_usize, text in select(&TEXTS[..]),
    ) {
        with_text(&mut value, &mut at.clone(), text);
        check(shape, &value, redact_value(shape, &value).as_deref());
        check(shape, &value, redact(shape, &Shaped(shape, &value)).as_deref());
    }
}
