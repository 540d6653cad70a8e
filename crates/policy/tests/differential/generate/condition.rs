//! Conditions: every operator in every form, over keys and values of its own class.

use serde_json::{Map, Value, json};

use super::request::{ADDRESSES, ARNS, BOOLS, BYTES, DATES, NUMBERS, STRINGS};
use crate::case::{Asked, Given};
use crate::choices::Choices;

/// A class of operators, the keys that it is used on, and the values to compare with.
struct Class {
    operators: &'static [&'static str],
    keys: &'static [&'static str],
    values: &'static [&'static str],
    /// Values that mean nothing to the operators.
    unreadable: &'static [&'static str],
    /// What requests have, too.
    requested: &'static [&'static str],
}

const CLASSES: &[Class] = &[
    Class {
        operators: &[
            "StringEquals",
            "StringNotEquals",
            "StringEqualsIgnoreCase",
            "StringNotEqualsIgnoreCase",
            "StringLike",
            "StringNotLike",
        ],
        keys: &["k", "ks", "K", "aws:username", "aws:principaltag/TEAM"],
        values: &[
            "bob",
            "a*",
            "?",
            "*",
            "",
            "ABC",
            "a?c",
            "${k}",
            "${aws:username}",
            "${AWS:UserName}*",
            "${aws:PrincipalTag/team, 'red'}",
            "${absent,'a'}",
            "${absent}",
            "${ks}",
            "${ks, 'a'}",
            "a${*}",
            "${?}${$}",
            "${}",
            "*b*b*",
            "red",
        ],
        unreadable: &["${", "${k, a}", "a${*}${k", "${k, 'a"],
        requested: STRINGS,
    },
    Class {
        operators: &[
            "NumericEquals",
            "NumericNotEquals",
            "NumericLessThan",
            "NumericLessThanEquals",
            "NumericGreaterThan",
            "NumericGreaterThanEquals",
        ],
        keys: &["n", "ns"],
        values: &["10", "9.50", "+5", "-3.0", "1E1", "100e-1", "0"],
        unreadable: &["abc", "${n}", "1,5", "", "0x10", "1e"],
        requested: NUMBERS,
    },
    Class {
        operators: &[
            "DateEquals",
            "DateNotEquals",
            "DateLessThan",
            "DateLessThanEquals",
            "DateGreaterThan",
            "DateGreaterThanEquals",
        ],
        keys: &["d", "ds"],
        values: &[
            "2026-01-02T03:04:05Z",
            "2026-01-01T22:04:05-05",
            "2026-02",
            "1767323045",
            "9999-12-31",
        ],
        unreadable: &[
            "soon",
            "${d}",
            "2026-13",
            "2026-01-01T25",
            "",
            "9223372036854775808",
        ],
        requested: DATES,
    },
    Class {
        operators: &["Bool"],
        keys: &["b", "bs"],
        values: &["True", "false", "${b}", "${absent, 'TRUE'}"],
        unreadable: &["yes", "", "${*}", "${b", "1"],
        requested: BOOLS,
    },
    Class {
        operators: &["BinaryEquals"],
        keys: &["y", "ys"],
        values: &["QmluYXJ5", "QUI="],
        unreadable: &["${y}", "QUI", "Q=I=", "not base64"],
        requested: BYTES,
    },
    Class {
        operators: &["IpAddress", "NotIpAddress"],
        keys: &["i", "is"],
        values: &[
            "203.0.113.0/24",
            "10.0.0.9/29",
            "0.0.0.0/0",
            "2001:db8::/32",
            "::/0",
            "203.0.113.7",
            "2001:db8::1",
        ],
        unreadable: &[
            "10.0.0.5/33",
            "${i}",
            "10.0.0.0/33",
            "10.0.0/8",
            "2001:db8::/129",
            "203.0.113.7/",
            "localhost",
        ],
        requested: ADDRESSES,
    },
    Class {
        operators: &["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
        keys: &["r", "rs"],
        values: &[
            "arn:aws:sns:*:111122223333:t",
            "arn:aws:iam::111122223333:role/*",
            "arn:*:*:*:*:*",
            "arn:aws:s3:::b/?:b/c",
            "${r}",
            "arn:aws:iam::*:role/p/${absent, 'R'}",
            "arn:aws:sns:us-?ast-1:1*3:t*",
            "arn:aws:iam::111122223333:role/${absent}",
        ],
        unreadable: &[
            "arn:aws:sns:us-*:t",
            "*",
            "",
            "arn:aws:s3::b",
            "arn:aws:sns:us-east-1:111122223333:${",
            "bucket${*}",
        ],
        requested: ARNS,
    },
];

/// A `Condition` element; empty without choices.
pub(super) fn conditions(choices: &mut Choices<'_>, request: &Asked) -> Map<String, Value> {
    let mut operators = Map::new();
    let count = choices.pick(&[0, 1, 0, 1, 2, 3]);
    for _ in 0..count {
        let (operator, key, values) = if choices.chance(24) {
            null(choices)
        } else {
            one(choices, request)
        };
        let keys = operators.entry(operator).or_insert_with(|| json!({}));
        keys.as_object_mut().unwrap().insert(key, values);
    }
    operators
}

fn null(choices: &mut Choices<'_>) -> (String, String, Value) {
    let key = choices.pick(&["k", "ks", "absent", "N", "is"]);
    let values = choices.pick(&["true", "false", "FALSE", "neither"]);
    let value = match choices.below(6) {
        0 => json!(values == "true"),
        1 => json!(["true", choices.pick(&["false", "neither"])]),
        2 => json!([choices.pick(&["", "yes"]), "false"]),
        _ => json!(values),
    };
    ("Null".to_owned(), key.to_owned(), value)
}

fn one(choices: &mut Choices<'_>, request: &Asked) -> (String, String, Value) {
    // By their number of operators.
    let mut at = choices.below(CLASSES.iter().map(|class| class.operators.len()).sum());
    let mut class = &CLASSES[0];
    for next in CLASSES {
        class = next;
        if at < class.operators.len() {
            break;
        }
        at -= class.operators.len();
    }
    let set = choices.pick(&["", "", "ForAllValues:", "ForAnyValue:"]);
    let suffix = choices.pick(&["", "", "IfExists"]);
    let mut operator = format!("{set}{}{suffix}", class.operators[at]);
    if choices.chance(6) {
        operator = operator.to_lowercase();
    }
    // A set operator goes with the key of many values, mostly; the second of each class.
    let key = match choices.below(12) {
        0 => "absent",
        1 => choices.pick(&["k", "n", "ds", "i"]),
        2..=4 => choices.pick(class.keys),
        _ if set.is_empty() => class.keys[0],
        _ => class.keys[1],
    };
    let count = choices.pick(&[1, 1, 2, 3, 0]);
    let mut value = || -> Value {
        if choices.chance(100) {
            return given(choices, request, key)
                .unwrap_or_else(|| choices.pick(class.requested))
                .into();
        }
        let is_junk = choices.chance(32);
        let text = choices.pick(if is_junk { class.unreadable } else { class.values });
        // Unquoted, where JSON has a word for it.
        match text.parse::<i64>() {
            Ok(number) if choices.chance(128) && !text.starts_with('+') => number.into(),
            _ if text == "false" && choices.chance(128) => false.into(),
            _ => text.into(),
        }
    };
    let values = match count {
        1 => value(),
        count => (0..count).map(|_| value()).collect(),
    };
    (operator, key.to_owned(), values)
}

/// A value that the request has for the key.
fn given<'a>(choices: &mut Choices<'_>, request: &'a Asked, key: &str) -> Option<&'a str> {
    match request.context.get(key)? {
        Given::Single(value) => Some(value),
        Given::Multi(values) if values.is_empty() => None,
        Given::Multi(values) => Some(&values[choices.below(values.len())]),
    }
}
