//! `NotResource` and `NotPrincipal` with a value that can name nothing: an Allow lets in nobody by them, and
//! a Deny denies by them as by any value that matches nothing.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tegata_policy::{Document, PolicyPlace, PolicyType, Principal, ResourceMode, Source, explain};

use crate::case::{Case, ROLE_ARN, ROLE_ID, SESSION, allow, case, deny, with};

/// Resources that are no ARNs, or have a wildcard or a variable where there can be none.
const NO_RESOURCES: [&str; 15] = [
    "s3",
    "",
    "**",
    "s3:::c/*",
    "aws:s3:::c/*",
    "arn:s3:::c/*",
    "arn:nowhere:s3:::c/*",
    "arn:aws:s3::c/*",
    "arn:aws::::c/*",
    "arn:aws:s*:::c/*",
    "arn:aws:*",
    "arn:aws:s3:::c/${aws:username",
    "arn:aws:s3:::c/${k, a}",
    "arn:aws:s3:${k}::c/*",
    "arn:aws:ec2:*:*:inst*/i-1",
];

/// Resources that can be read and are not the one asked for; some that nobody has.
const OTHER_RESOURCES: [&str; 10] = [
    "arn:aws:s3:::c/*",
    "arn:aws-cn:s3:::b/*",
    "arn:aws-us-*:s3:::b/*",
    "arn:aws:s33:::x",
    "arn:aws:invalid-service:us-east-1::x",
    "arn:aws:sqs:*:q1",
    "arn:aws:s3:::c/${absent}",
    "arn:aws:s3:::${absent}",
    "arn:aws:s3:::c/${*}${$}{",
    "arn:aws:iam::999988887777:user/*",
];

fn nobodies() -> Vec<Value> {
    vec![
        json!({"AWS": "arn:aws:iam::111122223333:user/*"}),
        json!({"AWS": "arn:aws:sts::111122223333:assumed-role/R/*"}),
        json!({"AWS": "arn:aws:iam::111122223333:group/g"}),
        json!({"AWS": "arn:aws:iam:us-east-1:111122223333:user/eve"}),
        json!({"AWS": "arn:aws:iam::11112222333:root"}),
        json!({"AWS": "1111-2222-3333"}),
        json!({"AWS": "eve"}),
        json!({"AWS": ["arn:aws:iam::111122223333:user/eve", "eve"]}),
        json!({"AWS": "arn:aws:iam::111122223333:user/eve", "Service": "ec2"}),
        json!({"Service": "*"}),
        json!({"Federated": "google"}),
        json!({"CanonicalUser": "79a59df9"}),
    ]
}

fn others() -> Vec<Value> {
    vec![
        json!({"AWS": "arn:aws:iam::111122223333:user/eve"}),
        json!({"AWS": "arn:aws-cn:iam::111122223333:user/bob"}),
        json!({"AWS": "arn:aws:sts::111122223333:assumed-role/None/s"}),
        json!({"AWS": "AIDAAAAAAAAAAAAAAGONE"}),
        json!({"AWS": "999988887777"}),
        json!({"Service": "nothing.amazonaws.com"}),
        json!({"Federated": "accounts.google.com"}),
    ]
}

fn not_resource(statement: Value, texts: Value) -> Value {
    with(statement, json!({"Resource": null, "NotResource": texts}))
}

fn not_principal(statement: Value, names: Value) -> Value {
    with(statement, json!({"NotPrincipal": names}))
}

fn all() -> Value {
    allow("*", "*")
}

fn stranger() -> Case {
    case().by(Principal::Anonymous)
}

#[test]
fn an_allow_leaves_out_no_resource_that_cannot_be_read() {
    for unreadable in NO_RESOURCES {
        for texts in [
            json!(unreadable),
            json!([unreadable, "arn:aws:s3:::c/*"]),
            json!(["arn:aws:s3:::c/*", unreadable]),
        ] {
            for asked in [case(), case().on("*"), case().on("arn:aws:s3:::c/x")] {
                let answer = asked.id(not_resource(all(), texts.clone())).answer();
                assert_eq!(answer, 'I', "{texts}");
            }
        }
    }
}

#[test]
fn an_allow_leaves_out_resources_that_nobody_has() {
    for other in OTHER_RESOURCES {
        assert_eq!(
            case().id(not_resource(all(), json!(other))).answer(),
            'A',
            "{other}"
        );
    }
}

#[test]
fn a_deny_still_leaves_out_nothing() {
    for text in NO_RESOURCES.iter().chain(&OTHER_RESOURCES) {
        let denial = not_resource(deny("*", "*"), json!(text));
        assert_eq!(case().id(json!([all(), denial])).answer(), 'X', "{text}");
    }
    for names in nobodies().into_iter().chain(others()) {
        let denial = not_principal(deny("*", "*"), names.clone());
        assert_eq!(case().id(all()).rb(denial).answer(), 'X', "{names}");
    }
}

/// An action that can name nothing is left out in vain, as a widely used simulator has it.
#[test]
fn not_action_is_as_it_was() {
    for dead in ["s3:Get Object ", "s3:", "s3", "iam:*,sts:*"] {
        let statement = with(all(), json!({"Action": null, "NotAction": dead}));
        assert_eq!(case().id(statement).answer(), 'A', "{dead}");
    }
}

/// A text in `Resource` and `Principal` that names nothing takes nothing from its neighbours.
#[test]
fn what_is_listed_counts_beside_it() {
    for text in NO_RESOURCES {
        let statement = allow("*", json!([text, "arn:aws:s3:::b/*"]));
        assert_eq!(case().id(statement).answer(), 'A', "{text}");
    }
    let names = json!({"AWS": ["eve", "arn:aws:iam::111122223333:user/bob"]});
    let grant = with(all(), json!({"Principal": names}));
    assert_eq!(case().rb(grant).answer(), 'A');
}

/// In the older version `${` is two characters.
#[test]
fn an_older_document_has_no_variables_to_be_unfinished() {
    let text = r#"{"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Action": "*",
        "NotResource": "arn:aws:s3:::b/${"}}"#;
    assert_eq!(case().id_text(text).answer(), 'A');
    assert_eq!(case().id_text(text).on("arn:aws:s3:::b/${").answer(), 'I');
}

#[test]
fn an_allow_leaves_out_nobody_who_cannot_be_named() {
    for names in nobodies() {
        let grant = not_principal(all(), names.clone());
        for asked in [case(), stranger(), case().by(SESSION)] {
            assert_eq!(asked.rb(grant.clone()).answer(), 'I', "{names}");
        }
    }
    for names in others() {
        let grant = not_principal(all(), names.clone());
        assert_eq!(case().rb(grant.clone()).answer(), 'A', "{names}");
        assert_eq!(stranger().rb(grant).answer(), 'A', "{names}");
    }
}

/// The name of one who is gone is a name: everyone else is let in.
#[test]
fn a_name_without_an_id_can_be_read() {
    let grant = not_principal(all(), json!({"AWS": "arn:aws:iam::111122223333:role/gone"}));
    let asked = case().by(SESSION).rb(grant).resolve(ROLE_ARN, ROLE_ID);
    assert_eq!(asked.answer(), 'A');
}

/// In every type of policy that must allow.
#[test]
fn no_type_of_policy_allows() {
    let allowing = || not_resource(all(), json!("arn:aws:s3:::c/${aws:username"));
    let everyone = || with(allowing(), json!({"Principal": "*"}));
    assert_eq!(stranger().rb(everyone()).answer(), 'I');
    let must_allow = case().id(all()).mode(ResourceMode::MustAllow);
    assert_eq!(must_allow.rb(everyone()).answer(), 'I');
    assert_eq!(case().id(all()).pb(allowing()).answer(), 'I');
    assert_eq!(case().id(all()).sp(allowing()).answer(), 'I');
    assert_eq!(case().id(all()).scp(allowing()).answer(), 'I');
}

/// A short text is completed in the caller's own policies; elsewhere it is no ARN.
#[test]
fn what_can_be_read_depends_on_the_type_of_policy() {
    let allowing = || not_resource(all(), json!("arn:aws:sqs:us-east-1"));
    assert_eq!(case().id(allowing()).answer(), 'A');
    let everyone = with(allowing(), json!({"Principal": "*"}));
    assert_eq!(stranger().rb(everyone).answer(), 'I');
}

/// What the reports say of the two elements, with the author's text and without.
#[test]
fn the_reason_names_the_value() {
    let resources = json!(["arn:aws:s3:::c/*", "s3", "arn:aws:s3::c"]);
    let text = json!({"Version": "2012-10-17", "Statement": not_resource(all(), resources)}).to_string();
    let (told, plain) = reports(
        PolicyType::Identity,
        &Document::parse(&text).unwrap(),
        &case().id_text(&text),
    );
    let reason = r#"; asked for arn:aws:s3:::b/x; "s3" names no resource; "arn:aws:s3::c" names no resource"#;
    assert!(told.contains(reason), "{reason} in {told}");
    assert!(
        plain.contains("; value 2 names no resource; value 3 names no resource"),
        "{plain}"
    );
    let statement = not_principal(all(), json!({"AWS": ["111122223333", "eve"]}));
    let text = json!({"Version": "2012-10-17", "Statement": &statement}).to_string();
    let (told, plain) = reports(
        PolicyType::Resource,
        &Document::parse(&text).unwrap(),
        &case().rb(statement),
    );
    let reason = r#"NotPrincipal excludes "111122223333", "eve"; the caller is arn:aws:iam::111122223333:user/bob; "eve" names nobody"#;
    assert!(told.contains(reason), "{reason} in {told}");
    assert!(plain.contains("; value 2 names nobody"), "{plain}");
}

/// The report of a case with one policy: with its document, and without.
fn reports(policy_type: PolicyType, parsed: &Document<'_>, asked: &Case) -> (String, String) {
    let place = PolicyPlace {
        policy_type,
        level: 0,
        policy: 0,
    };
    let source = Source {
        name: "Own",
        document: parsed,
    };
    asked.consider(|request, set| {
        let explanation = explain(request, set);
        let documents = BTreeMap::from([(place, source)]);
        (
            explanation.report(&documents).to_string(),
            explanation.report(&BTreeMap::new()).to_string(),
        )
    })
}

/// A variable that the request lacks is not what keeps such a statement from matching.
#[test]
fn no_key_is_missing() {
    let statement = not_resource(all(), json!(["s3", "arn:aws:s3:::${absent}"]));
    let missing = case()
        .id(statement)
        .consider(|request, set| explain(request, set).missing_keys.len());
    assert_eq!(missing, 0);
}
