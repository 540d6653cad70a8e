use serde_json::json;

use super::redact;
use crate::fixture::{EVERYTHING, everything, structure, text};
use crate::value::Value;

#[test]
fn the_trails_form_of_everything() {
    assert_eq!(
        redact(&EVERYTHING, &everything()),
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
    for (at, shown) in [
        ("2026-11-21T00:00:00Z", "Nov 21, 2026, 12:00:00 AM"),
        ("2026-11-21T12:30:09.9Z", "Nov 21, 2026, 12:30:09 PM"),
        ("2026-11-01T23:59:59Z", "Nov 1, 2026, 11:59:59 PM"),
    ] {
        let value = structure(&[("At", Value::Timestamp(at.parse().expect("an instant")))]);
        assert_eq!(redact(&EVERYTHING, &value), json!({ "at": shown }));
    }
}

#[test]
fn what_does_not_fit_its_shape_is_hidden() {
    let value = structure(&[("Names", structure(&[("Key", text("secret"))]))]);
    assert_eq!(
        redact(&EVERYTHING, &value),
        json!({ "names": "HIDDEN_DUE_TO_SECURITY_REASONS" })
    );
}
