use serde_json::json;
use tegata_api_iam::{ExplainAccessResponse, ExplainedPolicy};

use super::question::{Question, QuestionError};
use super::recorded::Recorded;
use super::{answer, as_json};
use crate::paint::Paint;

fn record() -> String {
    json!({
        "eventID": "e-1",
        "eventTime": "2026-01-02T03:04:05Z",
        "sourceIPAddress": "192.0.2.1",
        "errorCode": "AccessDenied",
        "errorMessage": "User: x is not authorized",
        "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/bob"},
        "additionalEventData": {"denial": {
            "action": "iam:GetUser", "resource": "*", "explicit": true, "policyType": "identity",
            "policy": "arn:aws:iam::111122223333:policy/deny", "statement": 1, "sid": "No",
            "context": {"aws:securetransport": "false", "aws:tagkeys": ["a"]},
            "policies": [
                {"type": "identity", "name": "arn:aws:iam::111122223333:user/bob/p", "sha256": "00"},
                {"type": "identity", "name": "arn:aws:iam::111122223333:policy/deny", "version": "v3", "sha256": "01"},
            ],
            "statements": [
                {"policy": 1, "statement": 1, "sid": "No", "effect": "Deny", "outcome": "matched", "line": 4,
                 "column": 6, "text": "{\"Sid\":\"No\"}"},
                {"policy": 0, "statement": 0, "effect": "Allow", "outcome": "Condition", "line": 1, "column": 9,
                 "keys": ["aws:securetransport", "aws:multifactorauthpresent"]},
            ],
            "statementsOmitted": 2,
            "encodedMessage": "AAAA",
        }},
    })
    .to_string()
}

#[test]
fn a_recorded_denial_is_told_without_the_server() {
    let recorded = Recorded::of(&record()).unwrap();
    let reason = "nobody answers".to_owned();
    let expected = "\
denied       iam:GetUser on *
caller       arn:aws:iam::111122223333:user/bob
at           2026-01-02T03:04:05Z from 192.0.2.1
message      User: x is not authorized
decided by   identity policy arn:aws:iam::111122223333:policy/deny (v3)
statement    arn:aws:iam::111122223333:policy/deny, statement No (line 4, column 6), Deny: matches
             {\"Sid\":\"No\"}
statement    arn:aws:iam::111122223333:user/bob/p, statement 1 (line 1, column 9), Allow: its condition does not hold: \
aws:securetransport is \"false\", the call had no aws:multifactorauthpresent
             and 2 more like these

today        unknown: nobody answers
";
    assert_eq!(
        answer::as_text(Some(&recorded), Err(&reason), Paint::off()),
        expected
    );
    let found = as_json(Some(&recorded), Err(&reason), &recorded.question());
    assert_eq!(found["recorded"]["eventId"], "e-1");
    assert_eq!(found["recorded"]["statements"][0]["line"], 4);
    assert_eq!(found["today"], json!({"unknown": "nobody answers"}));
}

#[test]
fn the_question_for_today_has_the_keys_of_the_call() {
    let request = Recorded::of(&record()).unwrap().question().request();
    assert_eq!(request.principal_arn, "arn:aws:iam::111122223333:user/bob");
    assert_eq!(request.action_name, "iam:GetUser");
    let entries = request.context_entries.unwrap();
    let kinds: Vec<_> = entries
        .iter()
        .map(|entry| {
            (
                entry.context_key_name.as_deref().unwrap(),
                entry.context_key_type.as_deref().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        kinds,
        [("aws:securetransport", "string"), ("aws:tagkeys", "stringList")]
    );
}

#[test]
fn a_call_that_no_policy_denied_is_told_as_it_ended() {
    let mut record: serde_json::Value = serde_json::from_str(&record()).unwrap();
    record["additionalEventData"] = json!({});
    let told = |record: &serde_json::Value| Recorded::of(&record.to_string()).unwrap_err();
    assert_eq!(
        told(&record),
        "it failed with AccessDenied: User: x is not authorized"
    );
    record.as_object_mut().unwrap().remove("errorCode");
    assert_eq!(told(&record), "it succeeded");
}

#[test]
fn flags_make_a_question() {
    let asked = (Some("arn:p"), Some("s3:GetObject"), "*");
    let texts = ["aws:SourceIp=192.0.2.1", "aws:TagKeys=a", "aws:TagKeys=b=c"].map(str::to_owned);
    let question = Question::of_flags(asked, &texts).unwrap();
    assert_eq!(question.context["aws:TagKeys"], ["a", "b=c"]);
    let entries = question.request().context_entries.unwrap();
    assert_eq!(entries[1].context_key_type.as_deref(), Some("stringList"));
    for wrong in ["SourceIp=x", "aws:SourceIp", ""] {
        assert_eq!(
            Question::of_flags(asked, &[wrong.to_owned()]),
            Err(QuestionError::Context(wrong.to_owned()))
        );
    }
    assert_eq!(
        Question::of_flags((None, None, "*"), &[]),
        Err(QuestionError::Nothing)
    );
}

/// (type, name, version, hash) of the policies that are asked today.
fn today(policies: &[(&str, &str, Option<&str>, Option<&str>)]) -> ExplainAccessResponse {
    let policies = policies
        .iter()
        .map(|(policy_type, name, version, sha256)| ExplainedPolicy {
            policy_type: (*policy_type).to_owned(),
            name: (*name).to_owned(),
            version_id: version.map(str::to_owned),
            sha256: sha256.map(str::to_owned),
            readable: sha256.is_some(),
        });
    ExplainAccessResponse {
        decision: "allowed".into(),
        decided_by: None,
        message: None,
        policies: policies.collect(),
        statements: Vec::new(),
        missing_context_values: Vec::new(),
        change: None,
        report: String::new(),
    }
}

#[test]
fn what_was_changed_since_is_told_as_far_as_the_asker_may_know() {
    const INLINE: &str = "arn:aws:iam::111122223333:user/bob/p";
    const MANAGED: &str = "arn:aws:iam::111122223333:policy/deny";
    let recorded = Recorded::of(&record()).unwrap();
    let since = |inline: (&str, Option<&str>), version, sha256| {
        let policies = [
            ("identity", inline.0, None, inline.1),
            ("identity", MANAGED, Some(version), sha256),
        ];
        let text = answer::as_text(Some(&recorded), Ok(&today(&policies)), Paint::off());
        let lines = text.lines().filter_map(|line| line.strip_prefix("since then   "));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert!(since((INLINE, Some("00")), "v3", Some("01")).is_empty());
    assert!(
        since((INLINE, Some("00")), "v3", None).is_empty(),
        "a version keeps its text"
    );
    assert_eq!(
        since((INLINE, Some("02")), "v4", None),
        [
            format!("{INLINE} was changed"),
            format!("{MANAGED} was changed: v3 then, v4 now")
        ]
    );
    assert_eq!(
        since((INLINE, None), "v3", Some("01")),
        [format!("{INLINE} may have been changed: you may not read it")]
    );
    assert_eq!(
        since(("arn:other", None), "v3", Some("01")),
        [
            format!("{INLINE} no longer bears on it"),
            "arn:other bears on it, too".to_owned()
        ]
    );
}

/// As the event of an `AssumeRole` of a role that does not exist.
#[test]
fn of_a_denial_without_policies_no_change_is_told() {
    let mut record: serde_json::Value = serde_json::from_str(&record()).unwrap();
    record["additionalEventData"]["denial"] = json!({
        "action": "sts:AssumeRole", "resource": "arn:aws:iam::111122223333:role/gone", "explicit": false,
    });
    let recorded = Recorded::of(&record.to_string()).unwrap();
    let mut today = today(&[(
        "identity",
        "arn:aws:iam::111122223333:user/bob/p",
        None,
        Some("00"),
    )]);
    today.decision = "implicitDeny".into();
    let text = answer::as_text(Some(&recorded), Ok(&today), Paint::off());
    assert!(
        text.contains("decided by   no known policy that allows it\n"),
        "{text}"
    );
    assert!(!text.contains("since then"), "{text}");

    record["additionalEventData"]["denial"]["explicit"] = json!(true);
    let recorded = Recorded::of(&record.to_string()).unwrap();
    let text = answer::as_text(Some(&recorded), Ok(&today), Paint::off());
    assert!(text.contains("decided by   a policy of unknown name\n"), "{text}");
}
