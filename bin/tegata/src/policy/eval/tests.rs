mod faults;
mod forms;
mod hostile;
mod json;
mod keys;
mod stream;
mod vectors;

use serde_json::{Value, json};

use super::evaluator::Evaluator;

const ALICE: &str = "arn:aws:iam::111122223333:user/alice";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/R/s";
const OBJECT: &str = "arn:aws:s3:::b/x";

/// The answer to one line, of an evaluator that has seen nothing else.
fn answer(line: &str) -> Value {
    let mut out = Vec::new();
    Evaluator::new().answer(line.as_bytes(), &mut out);
    let (line, rest) = std::str::from_utf8(&out).unwrap().split_once('\n').unwrap();
    assert_eq!(rest, "");
    serde_json::from_str(line).unwrap()
}

fn document(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn statement(effect: &str, action: &str, resource: &str) -> Value {
    json!({"Effect": effect, "Action": action, "Resource": resource})
}

fn allow_all() -> Value {
    document(statement("Allow", "*", "*"))
}

fn deny_all() -> Value {
    document(statement("Deny", "*", "*"))
}

/// Alice reads an object, with these policies and these changes of the request.
fn ask(policies: Value, changes: Value) -> Value {
    let mut request = json!({"principal": ALICE, "action": "s3:GetObject", "resource": OBJECT});
    for (key, value) in changes.as_object().unwrap() {
        request[key] = value.clone();
    }
    answer(&json!({"id": 1, "policies": policies, "request": request}).to_string())
}

fn word(policies: Value, changes: Value) -> String {
    let answer = ask(policies, changes);
    answer["decision"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_owned()
}

fn error(policies: Value, changes: Value) -> String {
    let answer = ask(policies, changes);
    answer["error"]
        .as_str()
        .unwrap_or_else(|| panic!("{answer}"))
        .to_owned()
}
