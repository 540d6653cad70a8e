//! Laws that hold for every input, and that no input breaks in.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use tegata_policy::{
    ContextMap, Document, PolicyKind, PolicyPlace, PolicySet, PolicyType, Principal, PrincipalIds, Request,
    ResourceMode, ResourcePolicy, Situation, Source, Verdict, decide, denied_message, explain, read,
};

use crate::case::{Case, SESSION, SESSION_ARN, case};

const KINDS: [PolicyKind; 7] = [
    PolicyKind::Managed,
    PolicyKind::Inline,
    PolicyKind::Session,
    PolicyKind::Trust,
    PolicyKind::Resource,
    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl,
];

/// The document in every part that a policy can play.
fn everywhere<'a>(document: &'a Document<'a>) -> BTreeMap<PolicyPlace, Source<'a>> {
    let types = [
        PolicyType::Identity,
        PolicyType::Resource,
        PolicyType::Boundary,
        PolicyType::Session,
        PolicyType::ServiceControl,
        PolicyType::ResourceControl,
    ];
    let place = |policy_type| PolicyPlace {
        policy_type,
        level: 0,
        policy: 0,
    };
    let source = Source { name: "d", document };
    types.map(|policy_type| (place(policy_type), source)).into()
}

/// Puts a text through all stages, in every part that a policy can play.
fn run(text: &str, action: &str, resource: &str, value: &str) {
    let mut context = ContextMap::new();
    context.insert("k", value);
    context.insert("aws:username", value);
    context.insert_multi("m", [value, "b"]);
    let Ok(document) = Document::parse(text) else {
        for kind in KINDS {
            assert!(read(text, kind).is_err());
        }
        return;
    };
    assert!(Document::parse(&document.to_string()).is_ok());
    for kind in KINDS {
        let _refused = document.validate(kind).is_err();
        let policy = document.compile(kind, PrincipalIds::ByName);
        let policies = [&policy];
        for principal in [SESSION, Principal::Anonymous] {
            let set = PolicySet {
                identity: &policies,
                resource: Some(ResourcePolicy {
                    policy: &policy,
                    mode: ResourceMode::Ordinary,
                }),
                boundary: Some(&policies),
                session: Some(&policies),
                service_control: &[&policies],
                resource_control: &[&policies],
            };
            let request = Request {
                principal,
                account: "111122223333".parse().ok(),
                canonical_user: None,
                action,
                resource,
                resource_account: None,
                context: &context,
            };
            let decision = decide(&request, &set);
            assert!(!denied_message(&request, &decision, None).is_empty());
            let explanation = explain(&request, &set);
            assert_eq!(explanation.decision, decision);
            let documents = everywhere(&document);
            assert!(!explanation.report(&documents).to_string().is_empty());
            let situation = Situation {
                request: &request,
                set: &set,
                documents: &documents,
                ids: PrincipalIds::ByName,
            };
            if let Ok(changes) = situation.smallest_change() {
                assert_eq!(situation.verdict_with(&changes), Some(Verdict::Allowed));
                assert!(!changes.iter().any(|change| change.to_string().is_empty()));
            }
        }
    }
}

fn text_value() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("*".into()),
        Just("arn:aws:s3:::b/*".into()),
        Just("arn:aws:s3:::b/${k}/?*".into()),
        Just("${k, 'd'}".into()),
        Just("2030-01-01T00:00:00Z".into()),
        Just("203.0.113.0/24".into()),
        Just("1.5e3".into()),
        Just("true".into()),
        "[a-c*?$:/{},' ]{0,8}",
        "\\PC{0,6}",
    ]
}

fn any_operator() -> impl Strategy<Value = String> {
    let base = prop::sample::select(vec![
        "StringEquals",
        "StringNotEqualsIgnoreCase",
        "StringLike",
        "StringNotLike",
        "NumericNotEquals",
        "NumericLessThan",
        "DateGreaterThanEquals",
        "Bool",
        "BinaryEquals",
        "IpAddress",
        "NotIpAddress",
        "ArnLike",
        "ArnNotEquals",
    ]);
    let prefix = prop::sample::select(vec!["", "ForAllValues:", "ForAnyValue:"]);
    let suffix = prop::sample::select(vec!["", "IfExists"]);
    prop_oneof![
        (prefix, base, suffix).prop_map(|(prefix, base, suffix)| format!("{prefix}{base}{suffix}")),
        Just("Null".to_owned()),
    ]
}

fn any_condition() -> impl Strategy<Value = Value> {
    let key = prop::sample::select(vec!["k", "K", "m", "aws:username", "absent"]);
    let values = prop::collection::vec(text_value(), 0..3);
    (any_operator(), key, values).prop_map(|(operator, key, values)| json!({operator: {key: values}}))
}

fn any_statement() -> impl Strategy<Value = Value> {
    let action = prop::sample::select(vec![
        "*",
        "s3:*",
        "s3:Get*",
        "S3:GETOBJECT",
        "iam:*",
        "s3",
        "a:b:c",
    ]);
    let texts = prop::collection::vec(text_value(), 1..3);
    let shape = prop::collection::vec(any::<bool>(), 4);
    let condition = prop::option::of(any_condition());
    (shape, action, texts, condition).prop_map(|(shape, action, resources, condition)| {
        let name = |not: bool, plain: &str| {
            if not {
                format!("Not{plain}")
            } else {
                plain.to_owned()
            }
        };
        let mut statement = json!({
            "Effect": if shape[0] { "Allow" } else { "Deny" },
            name(shape[1], "Action"): action,
            name(shape[2], "Resource"): resources,
        });
        let members = statement.as_object_mut().unwrap();
        if let Some(condition) = condition {
            members.insert("Condition".into(), condition);
        }
        if shape[3] {
            members.insert("Principal".into(), json!({"AWS": ["111122223333", SESSION_ARN]}));
        }
        statement
    })
}

pub(crate) fn any_statements() -> impl Strategy<Value = Vec<Value>> {
    prop::collection::vec(any_statement(), 1..5)
}

/// Identity statements: without principals.
pub(crate) fn own_statements() -> impl Strategy<Value = Vec<Value>> {
    any_statements().prop_map(|mut statements| {
        for statement in &mut statements {
            statement.as_object_mut().unwrap().remove("Principal");
        }
        statements
    })
}

pub(crate) fn asking(statements: &[Value]) -> Case {
    case()
        .by(SESSION)
        .id(json!(statements))
        .key("k", "a")
        .key("aws:username", "bob")
        .keys("m", &["a", "b"])
        .on("arn:aws:s3:::b/a/x")
}

proptest! {
    #[test]
    fn no_text_breaks_in(text in "\\PC{0,80}", action in "\\PC{0,10}") {
        run(&text, &action, &text, &action);
    }

    #[test]
    fn no_bytes_of_json_break_in(text in "[\\[\\]{}\",:\\\\a-f0-9u.eE+\\- \n]{0,120}") {
        run(&text, "s3:GetObject", "*", &text);
    }

    #[test]
    fn no_document_breaks_in(
        statements in any_statements(),
        action in prop_oneof![Just("s3:GetObject".to_owned()), "\\PC{0,12}"],
        resource in text_value(),
        value in text_value(),
    ) {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        run(&text, &action, &resource, &value);
    }

    /// A document with one byte cut out, doubled or replaced.
    #[test]
    fn no_damaged_document_breaks_in(statements in any_statements(), at in any::<prop::sample::Index>(), by in any::<u8>()) {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        match by % 3 {
            0 => { bytes.remove(at); }
            1 => bytes.insert(at, bytes[at]),
            _ => bytes[at] = by,
        }
        run(&String::from_utf8_lossy(&bytes), "s3:GetObject", "arn:aws:s3:::b/x", "a");
    }

    #[test]
    fn another_deny_never_allows(statements in own_statements(), mut denial in any_statement()) {
        let before = asking(&statements).answer();
        let members = denial.as_object_mut().unwrap();
        members.remove("Principal");
        members.insert("Effect".into(), json!("Deny"));
        let mut more = statements;
        more.push(denial);
        let after = asking(&more).answer();
        prop_assert!(after == before || after == 'X', "{before} became {after}");
    }

    #[test]
    fn the_order_of_statements_does_not_matter(statements in own_statements()) {
        let mut reversed = statements.clone();
        reversed.reverse();
        prop_assert_eq!(asking(&statements).answer(), asking(&reversed).answer());
    }

    #[test]
    fn a_role_session_without_its_session_policy_is_denied_no_more(own in own_statements(), session in own_statements()) {
        let with = asking(&own).sp(json!(session)).answer();
        let without = asking(&own).answer();
        prop_assert!(with != 'A' || without == 'A');
    }

    /// What validation takes, the other kinds of identity policy take too.
    #[test]
    fn managed_policies_are_inline_policies(statements in own_statements()) {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        if read(&text, PolicyKind::Managed).is_ok() {
            prop_assert!(read(&text, PolicyKind::Inline).is_ok());
            prop_assert!(read(&text, PolicyKind::Session).is_ok());
        }
    }
}

#[test]
fn depth_and_length_are_limited() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let deep = format!("{}1{}", open.repeat(50_000), close.repeat(50_000));
        assert!(Document::parse(&deep).unwrap_err().to_string().contains("levels"));
    }
    let long = format!("\"{}\"", "a".repeat(600_000));
    assert!(Document::parse(&long).unwrap_err().to_string().contains("longer"));
}

#[test]
fn a_compiled_policy_is_small_and_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<tegata_policy::Compiled>();
    let statement = |n: usize| {
        json!({
            "Sid": format!("Statement{n}"),
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:List*"],
            "Resource": ["arn:aws:s3:::photos/${aws:username}/*", "arn:aws:s3:::photos"],
            "Condition": {"StringEquals": {"aws:PrincipalTag/team": "red"}},
        })
    };
    let statements: Vec<Value> = (0..10).map(statement).collect();
    let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
    let policy = read(&text, PolicyKind::Managed)
        .unwrap()
        .compile(PolicyKind::Managed, PrincipalIds::ByName);
    assert_eq!(policy.statement_count(), 10);
    assert!(
        policy.memory() <= 2 * text.len(),
        "{} bytes for {}",
        policy.memory(),
        text.len()
    );
}
