use serde_json::{Value as Json, json};

use super::{redact, redact_value};
use crate::fixture::{EVERYTHING, Shaped, everything, structure, text};
use crate::schema::{Member, Shape};
use crate::value::Value;

fn shown(shape: &'static Shape, value: &Value) -> Json {
    let text = redact_value(shape, value).expect("members");
    assert_eq!(redact(shape, &Shaped(shape, value)).as_ref(), Some(&text));
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn the_trails_form_of_everything() {
    assert_eq!(
        shown(&EVERYTHING, &everything()),
        json!({
            "name": "ab", "status": "Active", "count": 7, "size": 9_000_000_000_i64, "ratio": 0.25, "flag": true,
            "data": "AP8Q", "at": "Jan 2, 2026, 3:04:05 AM", "micros": "Jan 2, 2026, 3:04:05 AM",
            "code": "HIDDEN_DUE_TO_SECURITY_REASONS", "names": ["ab", "cd"], "attributes": {"ab": 1},
            "tags": [{"key": "ky", "value": "<&>\r\n"}], "flat": ["xx", "yy"], "source": {"arn": "a:b"},
            "tree": {"left": {"leaf": "é"}}
        })
    );
}

#[test]
fn noon_and_midnight() {
    for (at, words) in [
        ("2026-11-21T00:00:00Z", "Nov 21, 2026, 12:00:00 AM"),
        ("2026-11-21T12:30:09.9Z", "Nov 21, 2026, 12:30:09 PM"),
        ("2026-11-01T23:59:59Z", "Nov 1, 2026, 11:59:59 PM"),
    ] {
        let value = structure(&[("At", Value::Timestamp(at.parse().expect("an instant")))]);
        assert_eq!(shown(&EVERYTHING, &value), json!({ "at": words }));
    }
}

#[test]
fn what_does_not_fit_its_shape_is_not_shown() {
    let value = structure(&[("Names", structure(&[("Key", text("secret"))]))]);
    assert_eq!(shown(&EVERYTHING, &value), json!({ "names": null }));
}

#[test]
fn no_members_are_nothing() {
    assert_eq!(redact_value(&EVERYTHING, &structure(&[])), None);
    assert_eq!(
        redact_value(&EVERYTHING, &structure(&[("Password", text("pw"))])),
        None
    );
    assert_eq!(redact(Shape::EMPTY, &()), None);
}

static PLAIN: Shape = Shape::string("Plain");
static PIN: Shape = Shape::string("Pin").sensitive();
static KEY: Shape = Shape::string("Key").secret();
static PAIR: Shape = Shape::structure("Pair", &[Member::new("Key", &KEY), Member::new("Id", &PLAIN)]);
static HIDDEN_PAIR: Shape = Shape::structure(
    "HiddenPair",
    &[Member::new("Key", &KEY), Member::new("Pairs", &PAIRS)],
)
.sensitive();
static PAIRS: Shape = Shape::list("Pairs", &PAIR);
static PINS: Shape = Shape::list("Pins", &PIN);
static BY_PIN: Shape = Shape::map("ByPin", &PIN, &PAIR);
static PIN_BY: Shape = Shape::map("PinBy", &PLAIN, &PIN);
static NESTED: Shape = Shape::structure(
    "Nested",
    &[
        Member::new("Pairs", &PAIRS),
        Member::new("Whole", &HIDDEN_PAIR),
        Member::new("Pins", &PINS),
        Member::new("ByPin", &BY_PIN),
        Member::new("PinBy", &PIN_BY),
        Member::new("Note", &PLAIN),
    ],
);

/// Whatever stands inside what is hidden, what comes after it is shown again.
#[test]
fn nothing_of_what_is_hidden_is_shown() {
    let pair = || structure(&[("Key", text("s1")), ("Id", text("a"))]);
    let entries = |value: Value| Value::Map(vec![("k".to_owned(), value)]);
    let value = structure(&[
        ("Pairs", Value::List(vec![pair(), pair()])),
        (
            "Whole",
            structure(&[("Key", text("s2")), ("Pairs", Value::List(vec![pair()]))]),
        ),
        ("Pins", Value::List(vec![text("s3"), Value::Null])),
        ("ByPin", entries(pair())),
        ("PinBy", entries(text("s4"))),
        ("Note", text("n")),
    ]);
    let hidden = super::HIDDEN;
    assert_eq!(
        shown(&NESTED, &value),
        json!({
            "pairs": [{"id": "a"}, {"id": "a"}], "whole": hidden, "pins": [hidden, null], "byPin": hidden,
            "pinBy": {"k": hidden}, "note": "n"
        })
    );
}

#[test]
fn private_keys_are_hidden_wherever_they_stand() {
    let key = "-----BEGIN EC PRIVATE KEY-----\nAAAA";
    let value = structure(&[
        ("Name", text("-----BEGIN CERTIFICATE-----")),
        ("Names", Value::List(vec![text(key)])),
        (
            "Tags",
            Value::List(vec![structure(&[("Key", text("k")), ("Value", text(key))])]),
        ),
    ]);
    let hidden = super::HIDDEN;
    assert_eq!(
        shown(&EVERYTHING, &value),
        json!({"name": "-----BEGIN CERTIFICATE-----", "names": [hidden], "tags": [{"key": "k", "value": hidden}]})
    );
}
