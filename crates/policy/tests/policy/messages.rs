//! What a decision says of itself, and the words for a denied caller.

use serde_json::{Value, json};
use tegata_policy::{
    PolicyType, Principal, ResourceMode, StatementRef, decide, denied_message, not_authorized_message,
};

use crate::case::{Case, FEDERATED_USER, ROLE_ARN, ROOT, SESSION, allow, case, deny, with};

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

/// One test for each row of the documented table: case, the end of its message.
macro_rules! rows {
    ($($name:ident: $case:expr => $end:literal;)*) => {
        $(
            #[test]
            fn $name() {
                let message = message(&$case, Some(POLICY));
                assert!(message.ends_with($end), "{message}");
                let begin = message.strip_suffix($end).unwrap();
                assert!(begin.starts_with("User: arn:aws:") && begin.contains(" on resource: arn:aws:"), "{message}");
            }
        )*
    };
}

const POLICY: &str = "arn:aws:iam::111122223333:policy/p";

fn trusting(principal: Value) -> Case {
    case().trust(json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}))
}

fn foreign_key() -> Case {
    let grant =
        json!({"Effect": "Allow", "Principal": {"AWS": "444455556666"}, "Action": "*", "Resource": "*"});
    case().id(all()).rb(grant).mode(ResourceMode::MustAllow)
}

rows! {
    identity_implicit: case() => " because no identity-based policy allows the s3:GetObject action";
    identity_explicit: case().id(deny("*", "*"))
        => " with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/p";
    resource_implicit: case().id(all()).cross_account()
        => " because no resource-based policy allows the s3:GetObject action";
    resource_implicit_in_the_same_account: foreign_key()
        => " because no resource-based policy allows the s3:GetObject action";
    resource_explicit: case().rb(of_resource("Deny")) => " with an explicit deny in a resource-based policy";
    boundary_implicit: case().id(all()).pb(silent())
        => " because no permissions boundary allows the s3:GetObject action";
    boundary_explicit: case().pb(deny("*", "*"))
        => " with an explicit deny in a permissions boundary: arn:aws:iam::111122223333:policy/p";
    session_implicit: case().by(SESSION).id(all()).sp(silent())
        => " because no session policy allows the s3:GetObject action";
    session_explicit: case().by(SESSION).sp(deny("*", "*"))
        => " with an explicit deny in a session policy: arn:aws:iam::111122223333:policy/p";
    service_control_implicit: case().id(all()).scp(silent())
        => " because no service control policy allows the s3:GetObject action";
    service_control_explicit: case().scp(deny("*", "*"))
        => " with an explicit deny in a service control policy: arn:aws:iam::111122223333:policy/p";
    resource_control_implicit: case().id(all()).rcp(with(of_resource("Deny"), json!({"Action": "other:Thing"})))
        => " because no resource control policy allows the s3:GetObject action";
    resource_control_explicit: case().rcp(of_resource("Deny"))
        => " with an explicit deny in a resource control policy: arn:aws:iam::111122223333:policy/p";
    role_trust_implicit: trusting(json!({"AWS": ROLE_ARN}))
        => " because no role trust policy allows the sts:AssumeRole action";
    role_trust_implicit_for_tags: trusting(json!({"AWS": ROLE_ARN})).ask("sts:TagSession", ROLE_ARN)
        => " because no role trust policy allows the sts:TagSession action";
    role_trust_explicit: case().rb(of_resource("Deny")).mode(ResourceMode::RoleTrust)
        => " with an explicit deny in the role trust policy";
}

#[test]
fn a_policy_without_an_arn_is_named_by_its_type_alone() {
    assert_eq!(
        message(&case().id(deny("*", "*")), None),
        format!("{BEGIN} with an explicit deny in an identity-based policy")
    );
    // Only explicit denials name the policy.
    assert_eq!(
        message(&case(), Some(POLICY)),
        format!("{BEGIN} because no identity-based policy allows the s3:GetObject action")
    );
}

#[test]
fn callers_are_named_by_what_they_are() {
    for (caller, name) in [
        (SESSION, "arn:aws:sts::111122223333:assumed-role/R/s"),
        (FEDERATED_USER, "arn:aws:sts::111122223333:federated-user/f"),
        (ROOT, "arn:aws:iam::111122223333:root"),
        (Principal::Anonymous, "anonymous"),
    ] {
        let message = message(&case().by(caller).scp(silent()).rb(of_resource("Deny")), None);
        assert!(
            message.starts_with(&format!("User: {name} is not authorized to perform: ")),
            "{message}"
        );
    }
}

#[test]
fn bearers_of_tokens_are_told_the_action_alone() {
    let google = Principal::Federated {
        provider: "accounts.google.com",
    };
    for action in ["sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML"] {
        let case = trusting(json!({"AWS": ROLE_ARN}))
            .by(google)
            .ask(action, ROLE_ARN);
        assert_eq!(
            message(&case, None),
            format!("Not authorized to perform {action}")
        );
    }
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
