//! What lines may look like, and what answers do.

use serde_json::{Value, json};

use super::super::cache::Documents;
use super::{ALICE, OBJECT, allow_all, answer, ask, deny_all, document, error, statement, word};
use crate::policy::eval::evaluator::Evaluator;
use tegata_policy::PolicyKind;

#[test]
fn an_answer_names_the_deciding_statement() {
    let mut granting = statement("Allow", "s3:*", "*");
    granting["Sid"] = json!("Read");
    let policies = json!([
        document(statement("Allow", "ec2:*", "*")),
        document(json!([granting]))
    ]);
    let expected = json!({
        "id": 1,
        "decision": "Allowed",
        "because": [{"policyType": "identity", "index": 1, "sid": "Read", "effect": "Allow"}],
    });
    assert_eq!(ask(policies, json!({})), expected);
}

#[test]
fn an_explicit_denial_names_its_level() {
    let policies = json!({"identity": [allow_all()], "scp": [[allow_all()], [allow_all(), deny_all()]]});
    let because = json!([{"policyType": "scp", "level": 1, "index": 1, "sid": null, "effect": "Deny"}]);
    assert_eq!(ask(policies, json!({}))["because"], because);
}

#[test]
fn an_implicit_denial_names_what_is_missing() {
    let expected = json!({"id": 1, "decision": "ImplicitlyDenied", "because": [], "missing": "identity"});
    assert_eq!(ask(json!([]), json!({})), expected);
    assert_eq!(
        ask(json!({"identity": [allow_all()], "scp": [[]]}), json!({}))["missing"],
        "scp"
    );
}

#[test]
fn an_id_comes_back_byte_for_byte() {
    let ids = [
        "7",
        "-0.50",
        "1e3",
        r#""a""#,
        r#""\u0041\n""#,
        "null",
        "true",
        "[1, {\"b\":  2}]",
        "{}",
        "123456789012345678901234567890",
    ];
    for id in ids {
        let request = json!({"principal": ALICE, "action": "s3:GetObject", "resource": "*"});
        for line in [
            format!(r#"{{"id":{id},"policies":[],"request":{request}}}"#),
            format!(r#"{{ "policies" : [ ] , "request" : {request} , "id" : {id} }}"#),
            format!(r#"{{"policies":1,"id":{id}}}"#),
        ] {
            let mut out = Vec::new();
            Evaluator::new().answer(line.as_bytes(), &mut out);
            let out = String::from_utf8(out).unwrap();
            assert!(out.starts_with(&format!(r#"{{"id":{id},""#)), "{line} {out}");
        }
    }
}

#[test]
fn a_document_may_be_an_object_or_its_text() {
    let object = allow_all();
    let text = object.to_string();
    let encoded: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for form in [object, json!(text), json!(encoded)] {
        assert_eq!(word(json!([form]), json!({})), "Allowed");
        assert_eq!(word(json!({"identity": form}), json!({})), "Allowed");
    }
}

#[test]
fn null_and_empty_lists_are_no_policies() {
    let policies = json!({
        "identity": [allow_all()], "boundary": [], "session": null, "scp": [], "rcp": null, "resource": null,
    });
    assert_eq!(word(policies, json!({"accountId": null})), "Allowed");
    assert_eq!(
        word(
            json!({"identity": [allow_all()], "boundary": [document(statement("Allow", "ec2:*", "*"))]}),
            json!({})
        ),
        "ImplicitlyDenied"
    );
}

#[test]
fn documents_have_nothing_that_their_kind_does_not_take() {
    let rcp = |effect: &str, principal: Value, action: &str| {
        let statement = json!({"Effect": effect, "Principal": principal, "Action": action, "Resource": "*"});
        json!({"identity": [allow_all()], "rcp": [[document(statement)]]})
    };
    // RCPFullAWSAccess, and a level that denies something else beside it.
    assert_eq!(word(rcp("Allow", json!("*"), "*"), json!({})), "Allowed");
    assert_eq!(
        word(rcp("Deny", json!("*"), "sqs:*"), json!({})),
        "ImplicitlyDenied"
    );
    let told = error(rcp("Deny", json!({"AWS": ALICE}), "s3:*"), json!({}));
    assert!(told.starts_with("rcp policy 0"), "{told}");
    let not_action = json!({"Effect": "Deny", "Principal": "*", "NotAction": "s3:*", "Resource": "*"});
    let told = error(json!({"rcp": [[document(not_action)]]}), json!({}));
    assert!(told.starts_with("rcp policy 0"), "{told}");
    let trust = json!({"Effect": "Allow", "NotPrincipal": {"AWS": ALICE}, "Action": "sts:AssumeRole"});
    let told = error(
        json!({"resource": document(trust)}),
        json!({"action": "sts:AssumeRole", "resource": "arn:aws:iam::111122223333:role/R"}),
    );
    assert!(told.contains("NotPrincipal"), "{told}");
}

#[test]
fn root_users_assume_no_role() {
    let root = "arn:aws:iam::111122223333:root";
    let trust = json!({"Effect": "Allow", "Principal": {"AWS": root}, "Action": "sts:AssumeRole"});
    let changes = json!({"principal": root, "action": "sts:AssumeRole", "resource": "arn:aws:iam::111122223333:role/R"});
    let answer = ask(json!({"resource": document(trust)}), changes);
    assert_eq!(answer["decision"], "ImplicitlyDenied");
    assert_eq!(answer["missing"], "service");
}

#[test]
fn the_account_owns_the_resource() {
    let of = |account: Value| word(json!([allow_all()]), json!({"accountId": account}));
    assert_eq!(of(json!("111122223333")), "Allowed");
    assert_eq!(of(json!("444455556666")), "ImplicitlyDenied");
    let elsewhere = json!({"resource": "arn:aws:sqs:us-east-1:444455556666:q", "action": "sqs:SendMessage"});
    assert_eq!(word(json!([allow_all()]), elsewhere), "ImplicitlyDenied");
}

#[test]
fn a_role_must_trust_and_a_key_must_allow() {
    let role = json!({"action": "sts:AssumeRole", "resource": "arn:aws:iam::111122223333:role/T"});
    assert_eq!(ask(json!([allow_all()]), role.clone())["missing"], "resource");
    let trust = |principal: Value| {
        document(json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}))
    };
    let both =
        |principal: &str| json!({"identity": [allow_all()], "resource": trust(json!({"AWS": principal}))});
    assert_eq!(word(both("111122223333"), role.clone()), "Allowed");
    assert_eq!(word(both("444455556666"), role), "ImplicitlyDenied");

    let key = json!({"action": "kms:Decrypt", "resource": "arn:aws:kms:us-east-1:111122223333:key/k"});
    let silent =
        json!({"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "kms:*", "Resource": "*"});
    let policies = json!({"identity": [allow_all()], "resource": document(silent)});
    assert_eq!(word(policies, key), "ImplicitlyDenied");
}

#[test]
fn a_token_names_its_provider() {
    let role = "arn:aws:iam::111122223333:role/T";
    let trust = document(json!({
        "Effect": "Allow", "Principal": {"Federated": "accounts.google.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
    }));
    let by = |action: &str, principal: &str| {
        let request = json!({"principal": principal, "action": action, "resource": role});
        word(json!({"resource": trust}), request)
    };
    assert_eq!(
        by("sts:AssumeRoleWithWebIdentity", "accounts.google.com"),
        "Allowed"
    );
    assert_eq!(
        by("sts:AssumeRoleWithWebIdentity", "www.amazon.com"),
        "ImplicitlyDenied"
    );
    assert_eq!(by("sts:AssumeRole", "accounts.google.com"), "ImplicitlyDenied");
}

#[test]
fn older_versions_are_decided_by_their_own_rules() {
    let text = |version: &str| {
        let allow = statement("Allow", "s3:*", "arn:aws:s3:::b/${aws:username}");
        json!([{"Version": version, "Statement": allow}])
    };
    let own = json!({"resource": "arn:aws:s3:::b/alice"});
    assert_eq!(word(text("2012-10-17"), own.clone()), "Allowed");
    assert_eq!(word(text("2008-10-17"), own), "ImplicitlyDenied");
}

#[test]
fn members_that_are_somebody_elses_are_passed_over() {
    let request = json!({"principal": ALICE, "action": "s3:GetObject", "resource": OBJECT});
    let line = json!({"expected": {"deep": [1, "]}"]}, "policies": [allow_all()], "request": request});
    assert_eq!(answer(&line.to_string())["decision"], "Allowed");
}

#[test]
fn blank_lines_have_no_answer() {
    let mut out = Vec::new();
    for line in ["", " \t ", "\r"] {
        Evaluator::new().answer(line.as_bytes(), &mut out);
    }
    assert!(out.is_empty());
}

#[test]
fn documents_are_told_apart_by_all_of_their_bytes() {
    let mut documents = Documents::with_capacity(1 << 20);
    let short = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let two = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
    for _ in 0..2 {
        assert_eq!(
            documents
                .compiled(PolicyKind::Inline, short)
                .unwrap()
                .statement_count(),
            1
        );
        assert_eq!(
            documents
                .compiled(PolicyKind::Inline, two)
                .unwrap()
                .statement_count(),
            2
        );
        // The same text is another policy where principals are wanted.
        documents.compiled(PolicyKind::Resource, short).unwrap_err();
    }
    assert_eq!(documents.count(), 2);
}

#[test]
fn the_cache_is_bounded() {
    let bytes = 64 << 10;
    let mut documents = Documents::with_capacity(bytes);
    for number in 0..2_000 {
        let allow = statement("Allow", "s3:GetObject", &format!("arn:aws:s3:::b/{number}"));
        documents
            .compiled(PolicyKind::Inline, &document(allow).to_string())
            .unwrap();
        assert!(documents.weight() <= bytes);
    }
}
