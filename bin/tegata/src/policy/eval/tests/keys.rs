//! The condition keys of a line: those that it gives, and those that follow from it.

use serde_json::{Value, json};

use super::{ALICE, SESSION, allow_all, document, statement, word};

#[test]
fn context_values_are_text_numbers_booleans_and_lists_of_them() {
    let when = |condition: Value, context: Value| {
        let mut allow = statement("Allow", "*", "*");
        allow["Condition"] = condition;
        word(json!([document(allow)]), json!({"context": context})) == "Allowed"
    };
    assert!(when(
        json!({"StringEquals": {"aws:SourceVpc": "v"}}),
        json!({"AWS:sourcevpc": "v"})
    ));
    assert!(when(json!({"NumericLessThan": {"k": 2}}), json!({"k": 1.5})));
    assert!(when(
        json!({"Bool": {"aws:SecureTransport": true}}),
        json!({"aws:SecureTransport": true})
    ));
    assert!(when(
        json!({"ForAnyValue:StringEquals": {"aws:TagKeys": "b"}}),
        json!({"aws:TagKeys": ["a", "b"]})
    ));
    assert!(when(
        json!({"StringEquals": {"k": "Ü\n"}}),
        json!({"K": "\u{dc}\n"})
    ));
    assert!(when(json!({"StringEquals": {"ü": "x"}}), json!({"Ü": "x"})));
}

#[test]
fn keys_follow_from_the_caller_and_the_resource() {
    let role = "arn:aws:iam::111122223333:role/R";
    let cases = [
        (ALICE, "aws:PrincipalArn", ALICE),
        (ALICE, "aws:PrincipalAccount", "111122223333"),
        (ALICE, "aws:PrincipalType", "User"),
        (ALICE, "aws:username", "alice"),
        (ALICE, "aws:PrincipalIsAWSService", "false"),
        (ALICE, "aws:ResourceAccount", "111122223333"),
        (
            "arn:aws:iam::111122223333:user/team/alice",
            "aws:username",
            "alice",
        ),
        (SESSION, "aws:PrincipalArn", role),
        (SESSION, "aws:PrincipalType", "AssumedRole"),
        (role, "aws:PrincipalType", "AssumedRole"),
    ];
    let when = |principal: &str, key: &str, value: &str, context: Value| {
        let mut allow = statement("Allow", "*", "*");
        allow["Condition"] = json!({"StringEquals": {key: value}});
        let request = json!({"principal": principal, "context": context});
        word(json!([document(allow)]), request) == "Allowed"
    };
    for (principal, key, value) in cases {
        assert!(when(principal, key, value, json!({})), "{principal} {key}");
        // What the line says goes before what follows, its absence included.
        assert!(
            !when(principal, key, value, json!({key: "other"})),
            "{principal} {key}"
        );
        assert!(
            when(principal, key, "other", json!({key: "other"})),
            "{principal} {key}"
        );
        assert!(
            !when(principal, key, value, json!({key: null})),
            "{principal} {key}"
        );
    }
    assert!(!when(SESSION, "aws:username", "R", json!({})));
}

#[test]
fn keys_of_callers_that_only_resources_know() {
    let when = |principal: &str, key: &str, value: &str| {
        let condition = json!({"StringEquals": {key: value}});
        let allow = json!({
            "Effect": "Allow", "Principal": {"AWS": "*", "Service": "ec2.amazonaws.com"}, "Action": "*",
            "Resource": "*", "Condition": condition,
        });
        word(
            json!({"resource": document(allow)}),
            json!({"principal": principal}),
        ) == "Allowed"
    };
    assert!(when("anonymous", "aws:PrincipalType", "Anonymous"));
    assert!(when("*", "aws:PrincipalAccount", "anonymous"));
    assert!(when("ec2.amazonaws.com", "aws:PrincipalIsAWSService", "true"));
    assert!(when(
        "ec2.amazonaws.com",
        "aws:PrincipalServiceName",
        "ec2.amazonaws.com"
    ));
    assert!(when(
        "111122223333",
        "aws:PrincipalArn",
        "arn:aws:iam::111122223333:root"
    ));
    assert!(when(
        "arn:aws:iam::111122223333:root",
        "aws:userid",
        "111122223333"
    ));
    assert!(when(
        "arn:aws:sts::111122223333:federated-user/f",
        "aws:userid",
        "111122223333:f"
    ));
}

#[test]
fn a_session_is_of_the_role_that_its_own_arn_names() {
    let when = |principal_arn: &str, named: &str| {
        let allow = json!({"Effect": "Allow", "Principal": {"AWS": named}, "Action": "*", "Resource": "*"});
        word(
            json!({"identity": [allow_all()], "resource": document(allow)}),
            json!({
                "principal": SESSION, "accountId": "444455556666",
                "context": {"aws:PrincipalArn": principal_arn},
            }),
        ) == "Allowed"
    };
    let with_path = "arn:aws:iam::111122223333:role/p/R";
    assert!(when(with_path, with_path));
    for of_another in [
        "arn:aws:iam::444455556666:role/R",
        "arn:aws:iam::111122223333:role/Admin",
        "arn:aws:iam::111122223333:role/AdminR",
        "arn:aws-cn:iam::111122223333:role/R",
    ] {
        assert!(!when(of_another, of_another), "{of_another}");
        assert!(
            when(of_another, "arn:aws:iam::111122223333:role/R"),
            "{of_another}"
        );
    }
}
