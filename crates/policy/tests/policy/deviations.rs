//! Where a widely used simulator of IAM answers otherwise than AWS documents: what this engine does.

mod open;

use serde_json::{Value, json};
use tegata_policy::{PolicyType, Principal, ResourceMode};

use crate::case::{
    B, Case, FEDERATED_USER, ROLE_ARN, ROOT, SESSION, SESSION_ARN, allow, case, deny, holds, with,
};

fn to(effect: &str, principal: Value) -> Value {
    json!({"Effect": effect, "Principal": principal, "Action": "*", "Resource": "*"})
}

fn all() -> Value {
    allow("*", "*")
}

fn silent() -> Value {
    allow("other:Thing", "*")
}

fn denied_by(case: &Case) -> Option<PolicyType> {
    case.decide(|decision| decision.denied_by)
}

#[test]
fn d01_negated_operator_with_an_unresolved_variable_holds() {
    let condition = json!({"StringNotLike": {"aws:x": "${aws:username}*"}});
    assert!(holds(condition, |c| c.key("aws:x", "a")));
}

#[test]
fn d02_session_grant_passes_a_silent_session_policy() {
    let grant = to("Allow", json!({"AWS": SESSION_ARN}));
    assert_eq!(case().by(SESSION).rb(grant.clone()).sp(silent()).answer(), 'A');
    assert_eq!(case().by(SESSION).rb(grant).sp(deny("*", "*")).answer(), 'X');
}

#[test]
fn d03_the_first_five_parts_of_an_arn_are_case_sensitive() {
    for pattern in ["arn:AWS:s3:::b/x", "arn:aws:S3:::b/x", "ARN:aws:s3:::b/x"] {
        assert_eq!(case().id(allow("s3:*", pattern)).answer(), 'I', "{pattern}");
    }
}

#[test]
fn d04_roles_are_compared_by_unique_id() {
    let grant = || to("Allow", json!({"AWS": ROLE_ARN}));
    let session = || case().by(SESSION).rb(grant());
    assert_eq!(session().resolve(ROLE_ARN, "AROAAAAAAAAAAAAAAAOLD").answer(), 'I');
    // An ARN that was not resolved names nobody.
    assert_eq!(
        session()
            .resolve("arn:aws:iam::111122223333:role/other", "AROA")
            .answer(),
        'I'
    );
    let by_id = to("Allow", json!({"AWS": "AROAAAAAAAAAAAAAAAAAR"}));
    assert_eq!(case().by(SESSION).rb(by_id).answer(), 'A');
}

#[test]
fn d05_numeric_not_equals_with_text_does_not_hold() {
    assert!(!holds(json!({"NumericNotEquals": {"k": "10"}}), |c| c.key("k", "ten")));
    // Nor where it is the policy that has no number.
    assert!(!holds(json!({"NumericNotEquals": {"k": "ten"}}), |c| c.key("k", "10")));
}

#[test]
fn d06_no_variables_in_2008_documents() {
    let text = |version: Option<&str>| {
        let statement = allow("s3:*", "arn:aws:s3:::b/${aws:username}");
        let members = json!({"Version": version, "Statement": statement});
        with(members, json!({"Id": "x"}))
            .to_string()
            .replace("\"Version\":null,", "")
    };
    let bob = |text: &str| {
        case()
            .key("aws:username", "bob")
            .id_text(text)
            .on("arn:aws:s3:::b/bob")
            .answer()
    };
    assert_eq!(bob(&text(Some("2012-10-17"))), 'A');
    assert_eq!(bob(&text(Some("2008-10-17"))), 'I');
    assert_eq!(bob(&text(None)), 'I');
}

#[test]
fn d07_wildcard_grant_passes_a_silent_session_policy() {
    assert_eq!(
        case()
            .by(SESSION)
            .rb(to("Allow", json!("*")))
            .sp(silent())
            .answer(),
        'A'
    );
}

#[test]
fn d08_federated_user_without_session_policy_has_nothing() {
    let user = || case().by(FEDERATED_USER).id(all());
    assert_eq!(user().answer(), 'I');
    assert_eq!(denied_by(&user()), Some(PolicyType::Session));
    assert_eq!(user().sp(all()).answer(), 'A');
    let arn = "arn:aws:sts::111122223333:federated-user/f";
    assert_eq!(user().rb(to("Allow", json!({"AWS": arn}))).answer(), 'A');
    // A grant to the user behind it is still within the session policies.
    let user_grant = to("Allow", json!({"AWS": "arn:aws:iam::111122223333:user/bob"}));
    assert_eq!(case().by(FEDERATED_USER).rb(user_grant.clone()).answer(), 'I');
    assert_eq!(case().by(FEDERATED_USER).rb(user_grant).sp(all()).answer(), 'A');
}

#[test]
fn d09_root_may_do_everything_in_its_account() {
    let root = || case().by(ROOT);
    assert_eq!(root().answer(), 'A');
    assert_eq!(root().rb(to("Deny", json!("*"))).answer(), 'X');
    assert_eq!(root().scp(deny("*", "*")).answer(), 'X');
    assert_eq!(root().scp(silent()).answer(), 'I');
    // In another account it needs the grant, and no more than that.
    assert_eq!(root().cross_account().answer(), 'I');
    let account = to("Allow", json!({"AWS": "111122223333"}));
    assert_eq!(root().cross_account().rb(account.clone()).answer(), 'A');
    // Where a policy must allow, it must allow the root user too.
    let key = |statement| root().rb(statement).mode(ResourceMode::MustAllow).answer();
    assert_eq!(key(account), 'A');
    assert_eq!(key(to("Allow", json!({"AWS": B}))), 'I');
}

#[test]
fn d10_wildcards_in_the_service_match_nothing() {
    for pattern in ["arn:aws:*:::b/x", "arn:aws:s?:::b/x", "arn:aws:*"] {
        assert_eq!(case().id(allow("s3:*", pattern)).answer(), 'I', "{pattern}");
    }
}

#[test]
fn d11_service_linked_roles_are_exempt_from_organization_policies() {
    let session = Principal::RoleSession {
        arn: "arn:aws:sts::111122223333:assumed-role/X/s",
        role_arn: "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X",
        role_id: None,
    };
    let linked = case()
        .by(session)
        .id(all())
        .scp(deny("*", "*"))
        .rcp(to("Deny", json!("*")));
    assert_eq!(linked.answer(), 'A');
    let ordinary = Principal::RoleSession {
        arn: "arn:aws:sts::111122223333:assumed-role/aws-service-role/s",
        role_arn: "arn:aws:iam::111122223333:role/x/aws-service-role/R",
        role_id: None,
    };
    assert_eq!(case().by(ordinary).id(all()).scp(deny("*", "*")).answer(), 'X');
    // Section 11.6: nor does a permissions boundary limit them.
    assert_eq!(case().by(session).id(all()).pb(deny("*", "*")).answer(), 'A');
    assert_eq!(case().by(ordinary).id(all()).pb(deny("*", "*")).answer(), 'X');
}
