//! Whatever comes in, each line that is not blank has one answer, which is one line of JSON.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{ALICE, OBJECT, SESSION, allow_all, deny_all, document};
use crate::policy::eval::evaluator::Evaluator;

fn one_answer(evaluator: &mut Evaluator, line: &[u8]) -> Value {
    let mut out = Vec::new();
    evaluator.answer(line, &mut out);
    let text = std::str::from_utf8(&out).unwrap();
    assert_eq!(text.matches('\n').count(), 1, "{text}");
    let answer: Value = serde_json::from_str(text.trim_end()).unwrap();
    assert!(
        answer.get("decision").is_some() ^ answer.get("error").is_some(),
        "{answer}"
    );
    assert!(answer.get("id").is_some(), "{answer}");
    answer
}

fn sound() -> Vec<u8> {
    let text = deny_all().to_string();
    let allow = json!({
        "Sid": "S", "Effect": "Allow", "Principal": {"AWS": "*"}, "Action": ["s3:*"], "Resource": "*",
        "Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": ["a*", "${aws:username}"]}},
    });
    let line = json!({
        "id": ["x", 1],
        "policies": {
            "identity": [allow_all(), text], "resource": document(allow), "boundary": [allow_all()],
            "session": [], "scp": [[allow_all()]], "rcp": [],
        },
        "request": {
            "principal": SESSION, "action": "s3:GetObject", "resource": OBJECT, "accountId": "444455556666",
            "context": {"aws:TagKeys": ["a\"\n", "b"], "aws:SourceIp": "192.0.2.1", "n": 1.5, "o": null},
        },
    });
    line.to_string().into_bytes()
}

#[test]
fn the_line_to_be_broken_is_sound() {
    let answer = one_answer(&mut Evaluator::new(), &sound());
    assert_eq!(answer["decision"], "ExplicitlyDenied", "{answer}");
}

#[test]
fn depth_is_no_danger() {
    for bracket in ["[", "{\"a\":", "{\"policies\":["] {
        let line = bracket.repeat(100_000);
        one_answer(&mut Evaluator::new(), line.as_bytes());
        for member in ["id", "x", "policies"] {
            let line = format!("{{\"{member}\":{line}");
            one_answer(&mut Evaluator::new(), line.as_bytes());
        }
        let closed = format!(
            "{{\"policies\":[{}{}]}}",
            "[".repeat(100_000),
            "]".repeat(100_000)
        );
        one_answer(&mut Evaluator::new(), closed.as_bytes());
    }
}

#[test]
fn many_keys_are_no_danger() {
    let keys: Vec<String> = (0..100_000).rev().map(|n| format!("\"K{n}\":\"v\"")).collect();
    let request = format!(
        r#"{{"principal":"{ALICE}","action":"s3:GetObject","resource":"{OBJECT}","context":{{{}}}}}"#,
        keys.join(",")
    );
    let line = format!(r#"{{"policies":[],"request":{request}}}"#);
    assert_eq!(
        one_answer(&mut Evaluator::new(), line.as_bytes())["decision"],
        "ImplicitlyDenied"
    );
}

proptest! {
    #[test]
    fn any_bytes_have_one_answer(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let line: Vec<u8> = bytes.into_iter().filter(|byte| *byte != b'\n').chain([b'x']).collect();
        one_answer(&mut Evaluator::new(), &line);
    }

    #[test]
    fn any_json_like_text_has_one_answer(line in r#"[\[\]{}:,"\\ u0a1e.-]{1,80}x"#) {
        one_answer(&mut Evaluator::new(), line.as_bytes());
    }

    #[test]
    fn broken_lines_have_one_answer(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4, any::<u8>()), 1..6),
    ) {
        let mut line = sound();
        for (at, kind, byte) in cuts {
            let at = at.index(line.len());
            match kind {
                0 => line[at] = byte,
                1 if line.len() > 1 => { line.remove(at); }
                1 => {}
                2 => line.insert(at, byte),
                _ => line.truncate(at.max(1)),
            }
        }
        line.retain(|byte| *byte != b'\n');
        line.push(b'}');
        one_answer(&mut Evaluator::new(), &line);
    }

    /// What an evaluator has seen does not bear on its answers.
    #[test]
    fn the_past_does_not_matter(
        lines in prop::collection::vec((0_usize..4, 0_usize..3, 0_usize..3), 1..40),
    ) {
        let texts = [
            allow_all().to_string(),
            deny_all().to_string(),
            json!(allow_all().to_string()).to_string(),
            r#"{"Version":"2012-10-17"}"#.to_owned(),
        ];
        let mut seasoned = Evaluator::new();
        for (document, place, action) in lines {
            let text = &texts[document];
            let policies = match place {
                0 => format!("[{text}]"),
                1 => format!(r#"{{"identity":[{text}],"boundary":[{text}]}}"#),
                _ => format!(r#"{{"scp":[[{text}]],"identity":{text}}}"#),
            };
            let action = ["s3:GetObject", "ec2:RunInstances", "sts:AssumeRole"][action];
            let request = json!({"principal": ALICE, "action": action, "resource": OBJECT});
            let line = format!(r#"{{"id":0,"policies":{policies},"request":{request}}}"#);
            let fresh = one_answer(&mut Evaluator::new(), line.as_bytes());
            prop_assert_eq!(one_answer(&mut seasoned, line.as_bytes()), fresh);
        }
    }
}
