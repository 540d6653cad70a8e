//! What lines may look like, and what answers do.

use serde_json::{Value, json};

use super::super::cache::Documents;
use super::{ALICE, OBJECT, SESSION, allow_all, answer, ask, deny_all, document, error, statement, word};
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
fn malformed_documents_are_named() {
    let cases = [
        (
            json!([allow_all(), {}]),
            "identity policy 1 is malformed (MalformedPolicyDocument): the policy has no statement (line 1, column 1)",
        ),
        (
            json!([7]),
            "identity policy 0 is malformed (MalformedPolicyDocument): it is neither a JSON object nor the text of one",
        ),
        (
            json!(["{"]),
            "identity policy 0 is malformed (MalformedPolicyDocument): not valid JSON: the text ends inside a value (line 1, column 2)",
        ),
        (
            json!({"resource": document(statement("Allow", "*", "*"))}),
            "the resource policy is malformed (MalformedPolicyDocument): Missing required field Principal (line 1, column 37)",
        ),
        (
            json!({"scp": [[allow_all()], [allow_all(), document(json!({"Effect": "allow", "Action": "*", "Resource": "*"}))]]}),
            "scp policy 1 of level 1 is malformed (MalformedPolicyDocument): The policy failed legacy parsing (line 1, column 47)",
        ),
        (
            json!({"session": [document(json!({"Effect": "Allow", "Action": [], "Resource": "*"}))]}),
            "session policy 0 is malformed (MalformedPolicyDocument): Policy statement must contain actions. (line 1, column 64)",
        ),
        (
            json!({"boundary": [document(json!({"Effect": "Allow", "Action": "*"}))]}),
            "boundary policy 0 is malformed (MalformedPolicyDocument): Policy statement must contain resources. (line 1, column 37)",
        ),
        (
            json!([document(
                json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"})
            )]),
            "identity policy 0 is malformed (MalformedPolicyDocument): Policy document should not specify a principal. (line 1, column 67)",
        ),
        (
            json!([document(
                json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"Equals": {"a": "b"}}})
            )]),
            "identity policy 0 is malformed (MalformedPolicyDocument): unknown condition operator `Equals` (line 1, column 96)",
        ),
    ];
    for (policies, told) in cases {
        assert_eq!(error(policies, json!({})), told);
    }
}

#[test]
fn a_bad_line_says_what_is_wrong() {
    let request = json!({"principal": ALICE, "action": "s3:GetObject", "resource": OBJECT});
    let cases = [
        (
            "[]".to_owned(),
            "the line is not a JSON object: it does not begin with a brace at byte 0",
        ),
        (
            "{".to_owned(),
            "the line is not a JSON object: a string is missing at byte 1",
        ),
        (
            r#"{"id":01}"#.to_owned(),
            "the line is not a JSON object: a value is malformed at byte 6",
        ),
        (
            r#"{"id":1,}"#.to_owned(),
            "the line is not a JSON object: a string is missing at byte 8",
        ),
        (
            r#"{"id":1} {"#.to_owned(),
            "the line is not a JSON object: unexpected text after the object at byte 9",
        ),
        (r#"{"id":1,"request":{}}"#.to_owned(), "`action` is missing"),
        (format!(r#"{{"request":{request}}}"#), "`policies` is missing"),
        (r#"{"policies":[]}"#.to_owned(), "`request` is missing"),
        (
            r#"{"policies":[],"policies":[]}"#.to_owned(),
            "`policies` is given twice",
        ),
        (
            r#"{"policies":{"scp":[],"scp":[]}}"#.to_owned(),
            "`scp` is given twice",
        ),
        (
            r#"{"policies":{"identities":[]}}"#.to_owned(),
            "`policies` has no member `identities`",
        ),
        (
            r#"{"policies":3}"#.to_owned(),
            "`policies` must be an object, or an array of identity policies",
        ),
        (
            r#"{"policies":{"scp":[{}]}}"#.to_owned(),
            "`scp` must be an array of levels, each an array of documents",
        ),
        (
            r#"{"request":{"Action":"x"}}"#.to_owned(),
            "`request` has no member `Action`",
        ),
        (
            r#"{"request":{"action":["x"]}}"#.to_owned(),
            "`action` must be text",
        ),
        (r#"{"request":[]}"#.to_owned(), "`request` must be an object"),
        (
            r#"{"request":{"context":[]}}"#.to_owned(),
            "`context` must be an object of condition keys",
        ),
        (
            r#"{"request":{"accountId":111122223333}}"#.to_owned(),
            "`accountId` must be text of 12 digits",
        ),
        (
            r#"{"request":{"context":{"k":{}}}}"#.to_owned(),
            "the context key `k` must have text, a number, true or false, a list of these, or null",
        ),
        (
            r#"{"request":{"context":{"K":1,"k":2}}}"#.to_owned(),
            "`k` is given twice",
        ),
    ];
    for (line, told) in cases {
        assert_eq!(answer(&line)["error"], told, "{line}");
    }
    for action in ["GetObject", "s3:*", ":x", "s3:", "*"] {
        assert!(
            error(json!([]), json!({"action": action})).contains("is no action"),
            "{action}"
        );
    }
    for resource in ["b/x", "arn:aws:s3:b", ""] {
        assert!(
            error(json!([]), json!({"resource": resource})).contains("is no resource"),
            "{resource}"
        );
    }
    let nobodies = [
        "",
        "alice",
        "arn:aws:iam::111122223333:user/",
        "arn:aws:iam::1:user/a",
        "arn:aws:iam::111122223333:user/*",
        "arn:aws:iam::111122223333:group/g",
        "arn:aws:sts::111122223333:assumed-role/R",
        "arn:aws:s3::111122223333:user/a",
        "arn:aws:iam:us-east-1:111122223333:user/a",
        "11112222333",
        "*.amazonaws.com",
    ];
    for principal in nobodies {
        assert!(
            error(json!([]), json!({"principal": principal})).contains("is no principal"),
            "{principal}"
        );
    }
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
