use serde_json::{Map, Value, json};

use super::{MOST, fitted};

fn members(context: usize, statements: usize) -> Map<String, Value> {
    let Value::Object(members) = json!({
        "action": "iam:GetUser",
        "context": {"aws:requesttag/a": "x".repeat(context)},
        "statements": ["y".repeat(statements)],
        "missingKeys": [],
    }) else {
        panic!("an object");
    };
    members
}

fn names(fitted: &Value) -> Vec<&str> {
    fitted.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn what_does_not_fit_is_left_out_and_the_rest_stays() {
    let sealed = || "A".repeat(10_000);
    let all = ["action", "context", "statements", "missingKeys", "encodedMessage"];
    let found = fitted(members(5_000, 5_000), sealed());
    assert_eq!(names(&found), all);
    let found = fitted(members(10_000, 10_000), sealed());
    assert_eq!(names(&found), all[..4]);
    let found = fitted(members(16_000, 14_000), sealed());
    assert_eq!(names(&found), ["action", "context"]);
    let found = fitted(members(10_000, 20_000), sealed());
    assert_eq!(names(&found), ["action", "context", "encodedMessage"]);
    assert!(found.to_string().len() <= MOST + 100);
}
