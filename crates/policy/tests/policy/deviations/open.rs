//! What AWS leaves open, or tells in few words.

use serde_json::{Value, json};
use tegata_policy::{Principal, ResourceMode};

use super::{all, silent, to};
use crate::case::{Case, ROLE_ARN, SESSION, SESSION_ARN, allow, case, deny, holds, with};

fn not_principal(effect: &str, names: Value) -> Value {
    with(
        to(effect, json!(null)),
        json!({"Principal": null, "NotPrincipal": names}),
    )
}

#[test]
fn not_principal_with_deny_must_list_each_identity_of_the_caller() {
    let session = |names: Value| {
        case()
            .by(SESSION)
            .id(all())
            .rb(not_principal("Deny", names))
            .answer()
    };
    assert_eq!(
        session(json!({"AWS": ["111122223333", ROLE_ARN, SESSION_ARN]})),
        'A'
    );
    assert_eq!(session(json!({"AWS": ["111122223333", ROLE_ARN]})), 'X');
    assert_eq!(session(json!({"AWS": [SESSION_ARN]})), 'X');
    let bob = "arn:aws:iam::111122223333:user/bob";
    let user = |names: Value| case().id(all()).rb(not_principal("Deny", names)).answer();
    assert_eq!(user(json!({"AWS": ["111122223333", bob]})), 'A');
    assert_eq!(user(json!({"AWS": bob})), 'X');
}

#[test]
fn not_principal_everyone_never_applies() {
    assert_eq!(
        case().id(all()).rb(not_principal("Deny", json!("*"))).answer(),
        'A'
    );
    let allow = case()
        .by(Principal::Anonymous)
        .rb(not_principal("Allow", json!({"AWS": "*"})));
    assert_eq!(allow.answer(), 'I');
}

#[test]
fn not_principal_with_allow_leaves_out_whoever_is_listed() {
    let account = not_principal("Allow", json!({"AWS": "111122223333"}));
    assert_eq!(case().rb(account).answer(), 'I');
}

const ROLES_ANYWHERE: Principal<'static> = Principal::Service {
    name: "rolesanywhere.amazonaws.com",
};

fn trust_of_roles_anywhere(principal: Value) -> Case {
    let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"});
    case().by(ROLES_ANYWHERE).trust(statement)
}

#[test]
fn services_need_a_grant_by_name_or_to_everyone() {
    let trust = |principal: Value| trust_of_roles_anywhere(principal).answer();
    assert_eq!(trust(json!({"Service": "rolesanywhere.amazonaws.com"})), 'A');
    assert_eq!(trust(json!({"Service": "ec2.amazonaws.com"})), 'I');
    assert_eq!(trust(json!({"AWS": "111122223333"})), 'I');
}

/// The user guide's `Principal` page counts services among the principals, and calls `"*"` and
/// `{"AWS": "*"}` the same: all principals, even unsigned callers. So a trust policy that admits
/// everyone admits services, as the policies of queues and topics do whose authors let a service in by
/// `"*"` and `aws:SourceArn`. Whoever would keep services out adds a condition on a key that they lack.
#[test]
fn everyone_includes_services_also_in_trust_policies() {
    let everyone = || trust_of_roles_anywhere(json!({"AWS": "*"}));
    assert_eq!(everyone().answer(), 'A');
    assert_eq!(trust_of_roles_anywhere(json!("*")).answer(), 'A');
    assert_eq!(
        case()
            .by(ROLES_ANYWHERE)
            .rb(to("Allow", json!({"AWS": "*"})))
            .answer(),
        'A'
    );
    let in_organization = |operator: &str| {
        let condition = json!({operator: {"aws:PrincipalOrgID": "o-1"}});
        let statement = with(
            to("Allow", json!({"AWS": "*"})),
            json!({"Condition": condition, "Resource": null}),
        );
        case().by(ROLES_ANYWHERE).trust(statement).answer()
    };
    assert_eq!(in_organization("StringEquals"), 'I');
    assert_eq!(in_organization("StringEqualsIfExists"), 'A');
    // A Deny to everyone denies services, too.
    let statement = json!({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"});
    assert_eq!(case().by(ROLES_ANYWHERE).trust(statement).answer(), 'X');
}

#[test]
fn bearers_of_tokens_need_a_grant_to_their_provider() {
    let trust = |principal: Value| {
        let statement =
            json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRoleWithWebIdentity"});
        let role = "arn:aws:iam::111122223333:role/T";
        let google = Principal::Federated {
            provider: "accounts.google.com",
        };
        let asked = case()
            .by(google)
            .trust(statement)
            .ask("sts:AssumeRoleWithWebIdentity", role);
        asked.answer()
    };
    assert_eq!(trust(json!({"Federated": "accounts.google.com"})), 'A');
    assert_eq!(trust(json!({"Federated": "graph.facebook.com"})), 'I');
    assert_eq!(trust(json!({"AWS": "*"})), 'I');
}

#[test]
fn a_grant_to_a_deleted_user_by_id_matches_that_user_only() {
    let grant = |id: &str| to("Allow", json!({"AWS": id}));
    assert_eq!(case().rb(grant("AIDAAAAAAAAAAAAAAABOB")).answer(), 'A');
    assert_eq!(case().rb(grant("AIDAAAAAAAAAAAAAAAEVE")).answer(), 'I');
}

#[test]
fn session_policies_are_a_union() {
    let session = || case().by(SESSION).id(all());
    assert_eq!(session().sp(silent()).sp(all()).answer(), 'A');
    assert_eq!(session().sp(deny("s3:*", "*")).sp(all()).answer(), 'X');
}

#[test]
fn one_entry_may_be_every_resource_of_a_service() {
    let matches = |pattern: &str, resource: &str| case().id(allow("*", pattern)).on(resource).answer();
    assert_eq!(
        matches(
            "arn:aws:ec2:*:*:*/*",
            "arn:aws:ec2:us-east-1:111122223333:instance/i-1"
        ),
        'A'
    );
    assert_eq!(
        matches(
            "arn:aws:ec2:*:*:u*/*",
            "arn:aws:ec2:us-east-1:111122223333:user/x"
        ),
        'I'
    );
    // Queues and topics have no word for their type.
    assert_eq!(
        matches(
            "arn:aws:execute-api:*:*:*/prod/*",
            "arn:aws:execute-api:us-east-1:111122223333:a/prod/GET"
        ),
        'A'
    );
}

#[test]
fn if_exists_is_looked_at_before_the_set_operator() {
    let any = json!({"ForAnyValue:StringEqualsIfExists": {"k": "a"}});
    assert!(holds(any.clone(), |c| c));
    assert!(!holds(any.clone(), |c| c.keys("k", &["b"])));
    // An empty list is an absent key.
    assert!(holds(any, |c| c.keys("k", &[])));
}

#[test]
fn empty_text_alone_is_an_empty_set() {
    let all = json!({"ForAllValues:StringEquals": {"k": "a"}});
    assert!(holds(all.clone(), |c| c.key("k", "")));
    assert!(holds(all.clone(), |c| c.keys("k", &["", ""])));
    assert!(!holds(all, |c| c.keys("k", &["", "b"])));
}

#[test]
fn policy_values_of_an_empty_list_match_nothing() {
    assert!(!holds(json!({"StringEquals": {"k": []}}), |c| c.key("k", "a")));
    assert!(holds(json!({"StringNotEquals": {"k": []}}), |c| c.key("k", "a")));
}

#[test]
fn operator_names_fold_case() {
    assert!(holds(json!({"stringequals": {"k": "a"}}), |c| c.key("k", "a")));
    assert!(holds(
        json!({"foranyvalue:StringlikeIfexists": {"k": "a"}}),
        |c| c
    ));
}

#[test]
fn a_canonical_user_is_its_account() {
    let id: &'static str = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    let other: &'static str = "00a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    let key = |caller, own: Value| {
        case()
            .id(own)
            .rb(to("Allow", json!({"CanonicalUser": id})))
            .mode(ResourceMode::MustAllow)
            .consider(|request, set| {
                let request = tegata_policy::Request {
                    canonical_user: caller,
                    ..*request
                };
                tegata_policy::decide(&request, set).is_allowed()
            })
    };
    // It delegates, as naming the account does.
    assert!(key(Some(id), all()));
    assert!(!key(Some(id), silent()));
    assert!(!key(Some(other), all()));
    assert!(!key(None, all()));
}
