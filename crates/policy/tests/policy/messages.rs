//! What a decision says of itself, and the words for a denied caller.

use serde_json::{Value, json};
use tegata_policy::{PolicyType, ResourceMode, StatementRef, decide, denied_message, not_authorized_message};

use crate::case::{Case, ROLE_ARN, SESSION, allow, case, deny, with};

fn message(case: &Case, policy_arn: Option<&str>) -> String {
    case.consider(|request, set| denied_message(request, &decide(request, set), policy_arn))
}

fn all() -> Value {
    allow("*", "*")
}

fn silent() -> Value {
    allow("other:Thing", "*")
}

fn of_resource(effect: &str) -> Value {
    json!({"Effect": effect, "Principal": "*", "Action": "*", "Resource": "*"})
}

const BEGIN: &str = "User: arn:aws:iam::111122223333:user/bob is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b/x";

#[test]
fn the_first_half() {
    assert_eq!(
        not_authorized_message(
            "arn:aws:iam::111122223333:user/bob",
            "s3:GetObject",
            "arn:aws:s3:::b/x"
        ),
        BEGIN
    );
    assert_eq!(
        not_authorized_message("anonymous", "s3:ListAllMyBuckets", "*"),
        "User: anonymous is not authorized to perform: s3:ListAllMyBuckets"
    );
}

#[test]
fn implicit_denials_name_the_policy_that_does_not_allow() {
    let foreign =
        json!({"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "*", "Resource": "*"});
    for (case, name) in [
        (case(), "identity-based policy"),
        (case().id(all()).pb(silent()), "permissions boundary"),
        (case().id(all()).scp(silent()), "service control policy"),
        (
            case()
                .id(all())
                .rcp(with(of_resource("Deny"), json!({"Action": "other:Thing"}))),
            "resource control policy",
        ),
        (case().id(all()).cross_account(), "resource-based policy"),
        (
            case().id(all()).rb(foreign).mode(ResourceMode::MustAllow),
            "resource-based policy",
        ),
    ] {
        assert_eq!(
            message(&case, None),
            format!("{BEGIN} because no {name} allows the s3:GetObject action")
        );
    }
    let session = case().by(SESSION).id(all()).sp(silent());
    assert!(message(&session, None).ends_with(" because no session policy allows the s3:GetObject action"));
    let trust = json!({"Effect": "Allow", "Principal": {"AWS": ROLE_ARN}, "Action": "sts:AssumeRole"});
    assert!(
        message(&case().trust(trust), None)
            .ends_with(" because no role trust policy allows the sts:AssumeRole action")
    );
}

#[test]
fn explicit_denials_name_the_policy_that_denies() {
    for (case, name) in [
        (case().id(deny("*", "*")), "an identity-based policy"),
        (case().pb(deny("*", "*")), "a permissions boundary"),
        (case().sp(deny("*", "*")), "a session policy"),
        (case().scp(deny("*", "*")), "a service control policy"),
        (case().rcp(of_resource("Deny")), "a resource control policy"),
        (case().rb(of_resource("Deny")), "a resource-based policy"),
        (
            case().rb(of_resource("Deny")).mode(ResourceMode::RoleTrust),
            "the role trust policy",
        ),
    ] {
        assert_eq!(
            message(&case, None),
            format!("{BEGIN} with an explicit deny in {name}")
        );
    }
    let arn = "arn:aws:iam::111122223333:policy/p";
    assert_eq!(
        message(&case().id(deny("*", "*")), Some(arn)),
        format!("{BEGIN} with an explicit deny in an identity-based policy: {arn}")
    );
}

#[test]
fn a_decision_names_its_statement() {
    let named = |sid: &str, statement: Value| with(statement, json!({"Sid": sid}));
    let case = case()
        .id(silent())
        .id(json!([silent(), named("first", all()), named("second", all())]));
    case.decide(|decision| {
        let expected = StatementRef {
            policy_type: PolicyType::Identity,
            level: 0,
            policy: 1,
            statement: 1,
            sid: Some("first"),
        };
        assert_eq!(decision.deciding, Some(expected));
        assert_eq!(decision.denied_by, None);
    });
}

#[test]
fn an_organization_denial_names_its_level() {
    let case = case().id(all()).scp(all()).scp(json!([all(), deny("s3:*", "*")]));
    case.decide(|decision| {
        let deciding = decision.deciding.unwrap();
        assert_eq!(
            (
                deciding.policy_type,
                deciding.level,
                deciding.policy,
                deciding.statement
            ),
            (PolicyType::ServiceControl, 1, 0, 1)
        );
    });
}

#[test]
fn an_implicit_denial_names_no_statement() {
    case().id(silent()).decide(|decision| {
        assert_eq!(decision.deciding, None);
        assert_eq!(decision.denied_by, Some(PolicyType::Identity));
    });
}
