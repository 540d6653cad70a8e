//! Documented and observed answers of AWS, asked as lines. The engine's own tests have them all; these
//! show that a line says what it is meant to say.

use serde_json::{Value, json};

use super::{ALICE, SESSION, word};

const ROLE: &str = "arn:aws:iam::111122223333:role/p/R";
const ACCOUNT_B: &str = "444455556666";

fn to(effect: &str, principal: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement":
        {"Effect": effect, "Principal": principal, "Action": "*", "Resource": "*"}})
}

fn doc(statements: Value) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn allow(action: Value, resource: Value) -> Value {
    json!({"Effect": "Allow", "Action": action, "Resource": resource})
}

fn all() -> Value {
    doc(allow(json!("*"), json!("*")))
}

fn none() -> Value {
    doc(json!({"Effect": "Deny", "Action": "*", "Resource": "*"}))
}

fn silent() -> Value {
    doc(allow(json!("other:Thing"), json!("*")))
}

/// Name, policies, what is changed of the request, and the answer's first letter (E for explicit).
fn vectors() -> Vec<(&'static str, Value, Value, char)> {
    let user = |name: &str| json!({"AWS": format!("arn:aws:iam::111122223333:user/{name}")});
    let session = json!({"principal": SESSION});
    let cross = json!({"accountId": ACCOUNT_B});
    let on = |resource: &str| json!({"resource": resource});
    let own = allow(json!("s3:*"), json!("arn:aws:s3:::b/${aws:username}/*"));
    let deny_home =
        json!({"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::b/${aws:username}/*"});
    let revoke = doc(json!([
        {"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"DateLessThan": {"aws:TokenIssueTime": "2026-01-01T00:00:00Z"}}},
    ]));
    let pass = doc(
        json!({"Effect": "Allow", "Action": "iam:PassRole", "Resource": "*",
        "Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}}),
    );
    let passing = |service: &str| json!({"action": "iam:PassRole", "resource": ROLE, "context": {"iam:PassedToService": service}});
    let assume = |principal: &str| json!({"action": "sts:AssumeRole", "resource": "arn:aws:iam::111122223333:role/T", "principal": principal});
    let trust = |principal: Value| {
        doc(json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}))
    };
    vec![
        (
            "1",
            json!([doc(allow(json!("S3:getOBJECT"), json!("*")))]),
            json!({}),
            'A',
        ),
        (
            "3",
            json!([doc(allow(json!("s3:Get*"), json!("arn:aws:s3:::b/*")))]),
            on("arn:aws:s3:::B/x"),
            'I',
        ),
        (
            "4",
            json!([doc(allow(json!("s3:GetObject,s3:PutObject"), json!("*")))]),
            json!({}),
            'I',
        ),
        (
            "8",
            json!([doc(
                json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})
            )]),
            json!({}),
            'A',
        ),
        (
            "11",
            json!([doc(allow(json!("s3:*"), json!("arn:aws:s3:::b")))]),
            on("arn:aws:s3:::b/k"),
            'I',
        ),
        (
            "19",
            json!([doc(allow(json!("s3:*"), json!("arn:aws:s3:::b")))]),
            on("*"),
            'I',
        ),
        (
            "20",
            json!([doc(allow(json!("s3:*"), json!(["arn:aws:s3:::b", "*"])))]),
            on("*"),
            'A',
        ),
        ("25", json!([all(), none()]), json!({}), 'E'),
        ("28", json!([doc(own.clone())]), on("arn:aws:s3:::b/alice/f"), 'A'),
        (
            "29",
            json!([doc(own)]),
            json!({"principal": SESSION, "resource": "arn:aws:s3:::b/x/f"}),
            'I',
        ),
        ("30", json!([all(), doc(deny_home)]), session.clone(), 'A'),
        (
            "91",
            json!({"resource": to("Allow", user("alice"))}),
            json!({}),
            'A',
        ),
        (
            "92",
            json!({"resource": to("Allow", json!({"AWS": "111122223333"}))}),
            json!({}),
            'I',
        ),
        (
            "93",
            json!({"resource": to("Allow", user("alice"))}),
            cross.clone(),
            'I',
        ),
        (
            "94",
            json!({"identity": [all()], "resource": to("Allow", json!({"AWS": "111122223333"}))}),
            cross.clone(),
            'A',
        ),
        (
            "95",
            json!({"identity": [none()], "resource": to("Allow", user("alice"))}),
            json!({}),
            'E',
        ),
        (
            "96",
            json!({"boundary": [silent()], "resource": to("Allow", user("alice"))}),
            json!({}),
            'A',
        ),
        (
            "97",
            json!({"boundary": [silent()], "resource": to("Allow", json!({"AWS": ROLE}))}),
            session.clone(),
            'I',
        ),
        (
            "98",
            json!({"boundary": [silent()], "resource": to("Allow", json!({"AWS": SESSION}))}),
            session.clone(),
            'A',
        ),
        (
            "102",
            json!({"identity": [all()], "boundary": [silent()]}),
            json!({}),
            'I',
        ),
        ("103", json!({"session": [all()]}), session.clone(), 'I'),
        (
            "104",
            json!({"session": [silent()], "resource": to("Allow", json!({"AWS": ROLE}))}),
            session.clone(),
            'I',
        ),
        (
            "106",
            json!([all()]),
            json!({"principal": "arn:aws:sts::111122223333:federated-user/f"}),
            'I',
        ),
        (
            "109",
            json!({"resource": to("Allow", json!("*")), "scp": [[none()]]}),
            json!({"principal": "anonymous"}),
            'A',
        ),
        (
            "109 with a resource control policy",
            json!({"resource": to("Allow", json!("*")), "rcp": [[to("Deny", json!("*"))]]}),
            json!({"principal": "*"}),
            'E',
        ),
        (
            "110",
            json!({"resource": to("Allow", json!({"AWS": "111122223333"}))}),
            json!({"principal": "anonymous"}),
            'I',
        ),
        (
            "111",
            json!({"identity": [all()], "scp": [[all()], []]}),
            json!({}),
            'I',
        ),
        (
            "112",
            json!({"identity": [all()], "scp": [[none()]]}),
            json!({"principal": SESSION, "context":
            {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/R"}}),
            'A',
        ),
        (
            "115",
            json!({"resource": trust(json!({"AWS": ALICE}))}),
            assume(ALICE),
            'A',
        ),
        (
            "116",
            json!({"resource": trust(json!({"AWS": "111122223333"}))}),
            assume(ALICE),
            'I',
        ),
        (
            "117",
            json!({"identity": [all()], "resource": trust(user("bob"))}),
            assume(ALICE),
            'I',
        ),
        (
            "a service's trust",
            json!({"resource": trust(json!({"Service": "ec2.amazonaws.com"}))}),
            assume("ec2.amazonaws.com"),
            'A',
        ),
        (
            "120",
            json!({"identity": [none()], "session": [none()]}),
            json!({"principal": SESSION, "action": "sts:GetCallerIdentity", "resource": "*"}),
            'A',
        ),
        (
            "121 before",
            json!([revoke.clone()]),
            json!({"principal": SESSION, "context": {"aws:TokenIssueTime": "2025-12-31T23:59:59Z"}}),
            'E',
        ),
        (
            "121 after",
            json!([revoke]),
            json!({"principal": SESSION, "context": {"aws:TokenIssueTime": "2026-01-01T00:00:01Z"}}),
            'A',
        ),
        ("122", json!([pass.clone()]), passing("ec2.amazonaws.com"), 'I'),
        (
            "122 to the right service",
            json!([pass]),
            passing("lambda.amazonaws.com"),
            'A',
        ),
        (
            "123",
            json!({"resource": to("Allow", json!({"AWS": ROLE}))}),
            session,
            'A',
        ),
        (
            "a role by its id",
            json!({"resource": to("Allow", json!({"AWS": "AROAAAAAAAAAAAAAAAAAR"}))}),
            json!({"principal": SESSION, "context": {"aws:userid": "AROAAAAAAAAAAAAAAAAAR:s"}}),
            'A',
        ),
        (
            "a user by its id",
            json!({"resource": to("Allow", json!({"AWS": "AIDAAAAAAAAAAAAAAABOB"}))}),
            json!({"context": {"aws:userid": "AIDAAAAAAAAAAAAAAABOB"}}),
            'A',
        ),
        (
            "124",
            json!({"resource": to("Allow", json!({"AWS": "arn:aws:iam::111122223333:user/*"}))}),
            json!({}),
            'I',
        ),
        (
            "the root user in its account",
            json!([]),
            json!({"principal": "111122223333"}),
            'A',
        ),
        (
            "the root user elsewhere",
            json!([]),
            json!({"principal": "arn:aws:iam::111122223333:root", "accountId": ACCOUNT_B}),
            'I',
        ),
    ]
}

#[test]
fn lines_are_answered_as_aws_answers() {
    for (name, policies, changes, expected) in vectors() {
        let answer = word(policies, changes);
        assert_eq!(answer.chars().next(), Some(expected), "vector {name}: {answer}");
    }
}
