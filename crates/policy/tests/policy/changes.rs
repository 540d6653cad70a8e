//! The smallest change that allows a denied request.

mod ways;

use proptest::prelude::*;
use serde_json::{Value, json};
use tegata_policy::{
    Change, PolicyType, Principal, PrincipalIds, ServiceRefusal, Source, Unchangeable, Verdict,
    refused_by_service,
};

use crate::case::{Case, FEDERATED_USER, ROLE_ARN, ROLE_ID, ROOT, SESSION, allow, case, deny, with};
use crate::laws::{any_statements, asking, own_statements};

fn smallest(case: &Case) -> Result<Vec<Change>, Unchangeable> {
    case.situation(|situation| situation.smallest_change())
}

/// The changes in words, after making them by hand has shown that all are needed.
fn proved(case: &Case) -> Vec<String> {
    let changes = smallest(case).unwrap();
    prove(case, &changes).unwrap();
    changes.iter().map(ToString::to_string).collect()
}

fn prove(case: &Case, changes: &[Change]) -> Result<(), TestCaseError> {
    let answer = |left_out: Option<usize>| {
        let mut changed = case.clone();
        for (at, change) in changes.iter().enumerate() {
            if Some(at) != left_out {
                changed.change(change);
            }
        }
        changed.answer()
    };
    prop_assert_eq!(answer(None), 'A', "{:?}", changes);
    for left_out in 0..changes.len() {
        prop_assert_ne!(
            answer(Some(left_out)),
            'A',
            "without {} of {:?}",
            left_out,
            changes
        );
        let fewer = changes.iter().enumerate().filter(|(at, _)| *at != left_out);
        let fewer: Vec<_> = fewer.map(|(_, change)| change.clone()).collect();
        let verdict = case.situation(|situation| situation.verdict_with(&fewer));
        prop_assert_ne!(verdict.unwrap(), Verdict::Allowed);
    }
    Ok(())
}

fn all() -> Value {
    allow("*", "*")
}

fn silent() -> Value {
    allow("other:Thing", "*")
}

fn on_condition(statement: Value, condition: Value) -> Value {
    with(statement, json!({"Condition": condition}))
}

fn to(effect: &str, principal: Value) -> Value {
    json!({"Effect": effect, "Principal": principal, "Action": "*", "Resource": "*"})
}

const STATEMENT: &str = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/x"}"#;

#[test]
fn a_missing_allow_is_added_where_it_is_missing() {
    let own = "add to the caller's identity-based policies: ";
    let boundary = "add to the caller's permissions boundary: ";
    let session = "add to the session policies passed when the session is made: ";
    let organization = "add to the service control policies of the caller's account at level 1: ";
    for (case, places) in [
        (case(), vec![own]),
        (case().id(silent()), vec![own]),
        (case().id(all()).pb(silent()), vec![boundary]),
        (case().by(SESSION).id(all()).sp(silent()), vec![session]),
        (case().by(FEDERATED_USER).id(all()), vec![session]),
        (case().id(all()).scp(all()).scp(silent()), vec![organization]),
        (
            case().pb(silent()).scp(all()).scp(silent()),
            vec![organization, own, boundary],
        ),
    ] {
        let expected: Vec<_> = places.iter().map(|place| format!("{place}{STATEMENT}")).collect();
        assert_eq!(proved(&case), expected);
    }
}

#[test]
fn one_grant_may_stand_for_three() {
    let case = case().by(SESSION).pb(silent()).sp(silent()).rb(silent());
    assert_eq!(
        proved(&case),
        ["add to the resource's policy: {\"Effect\":\"Allow\",\
             \"Principal\":{\"AWS\":\"arn:aws:sts::111122223333:assumed-role/R/s\"},\
             \"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/x\"}"]
    );
}

#[test]
fn a_delegation_is_completed() {
    let account =
        json!({"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "sts:AssumeRole"});
    assert_eq!(
        proved(&case().trust(account)),
        [
            "add to the caller's identity-based policies: {\"Effect\":\"Allow\",\
             \"Action\":\"sts:AssumeRole\",\"Resource\":\"arn:aws:iam::111122223333:role/T\"}"
        ]
    );
}

#[test]
fn both_accounts_must_allow() {
    let case = case().cross_account();
    assert_eq!(
        proved(&case),
        [
            format!("add to the caller's identity-based policies: {STATEMENT}"),
            "add to the resource's policy: {\"Effect\":\"Allow\",\
             \"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:user/bob\"},\
             \"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/x\"}"
                .to_owned()
        ]
    );
}

#[test]
fn a_trust_policy_names_whoever_asks() {
    let trust =
        |principal: Value| json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"});
    let elsewhere = trust(json!({"AWS": "444455556666"}));
    for (caller, named) in [
        (SESSION, json!({"AWS": ROLE_ARN})),
        (
            Principal::Service {
                name: "rolesanywhere.amazonaws.com",
            },
            json!({"Service": "rolesanywhere.amazonaws.com"}),
        ),
        (
            Principal::Federated {
                provider: "accounts.google.com",
            },
            json!({"Federated": "accounts.google.com"}),
        ),
    ] {
        let case = case().by(caller).trust(elsewhere.clone());
        let expected = format!(
            r#"add to the role's trust policy: {{"Effect":"Allow","Principal":{named},"Action":"sts:AssumeRole"}}"#
        );
        assert_eq!(proved(&case), [expected]);
    }
    // The ARN is resolved to the caller's id, though it was another's when the policy was saved.
    let case = case()
        .by(SESSION)
        .resolve(ROLE_ARN, "AROAAAAAAAAAAAAAAAOLD")
        .trust(elsewhere);
    let changes = smallest(&case).unwrap();
    let allowed = case.situation(|situation| situation.verdict_with(&changes));
    assert_eq!((changes.len(), allowed), (1, Some(Verdict::Allowed)));
    prove(&case.resolve(ROLE_ARN, ROLE_ID), &changes).unwrap();
}

#[test]
fn who_the_caller_is_cannot_be_changed() {
    let condition = json!({"StringEquals": {"aws:username": "eve"}});
    let case = case()
        .id(on_condition(all(), condition))
        .key("aws:username", "bob");
    assert_eq!(
        proved(&case),
        [format!(
            "add to the caller's identity-based policies: {STATEMENT}"
        )]
    );
}

#[test]
fn names_with_wildcards_are_taken_literally() {
    let case = case().id(silent()).on("arn:aws:s3:::b/${x}?*");
    let changes = proved(&case);
    assert!(
        changes[0].ends_with(r#""Resource":"arn:aws:s3:::b/${$}{x}${?}${*}"}"#),
        "{changes:?}"
    );
}

#[test]
fn each_denial_is_answered() {
    let case = case()
        .id(json!([deny("s3:*", "*"), silent()]))
        .scp(all())
        .scp(deny("s3:Get*", "*"))
        .rb(to("Deny", json!("*")));
    assert_eq!(proved(&case).len(), 5);
}

#[test]
fn a_change_that_serves_twice_is_made_once() {
    let mfa = || {
        on_condition(
            deny("*", "*"),
            json!({"Bool": {"aws:MultiFactorAuthPresent": "false"}}),
        )
    };
    let case = case()
        .id(json!([all(), mfa()]))
        .pb(json!([all(), mfa()]))
        .scp(json!([all(), mfa()]))
        .key("aws:MultiFactorAuthPresent", "false");
    assert_eq!(
        proved(&case),
        [r#"make the request with aws:MultiFactorAuthPresent "true""#]
    );
}

#[test]
fn what_cannot_be_changed_is_told() {
    let managed = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let reserved = "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/R";
    let linked = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/X";
    let alias = "arn:aws:kms:us-east-1:111122223333:alias/aws/s3";
    let role = "arn:aws:iam::111122223333:role/T";
    for (case, reason) in [
        (case().id(all()), Unchangeable::Allowed),
        (case().ask("sts:GetCallerIdentity", "*"), Unchangeable::Allowed),
        (case().ask("GetObject", "*"), Unchangeable::Inexpressible),
        (case().on("no ARN"), Unchangeable::Inexpressible),
        (
            case().ask("iam:DeletePolicy", managed),
            Unchangeable::RefusedByService(ServiceRefusal::AwsManagedPolicy),
        ),
        (
            case().ask("iam:attachrolepolicy", reserved),
            Unchangeable::RefusedByService(ServiceRefusal::ReservedRole),
        ),
        (
            case().ask("iam:DeleteRole", linked),
            Unchangeable::RefusedByService(ServiceRefusal::ReservedRole),
        ),
        (
            case().ask("kms:DeleteAlias", alias),
            Unchangeable::RefusedByService(ServiceRefusal::ReservedAlias),
        ),
        (
            case().by(ROOT).ask("sts:AssumeRole", role),
            Unchangeable::RefusedByService(ServiceRefusal::RootAssumesRole),
        ),
    ] {
        assert_eq!(smallest(&case), Err(reason));
    }
    let read = case().ask("iam:GetPolicy", managed);
    assert_eq!(read.consider(|request, _| refused_by_service(request)), None);
}

#[test]
fn a_policy_that_is_not_at_hand_is_not_changed() {
    let denied = case().id(json!([all(), deny("*", "*")]));
    let nothing: std::collections::BTreeMap<_, Source<'_>> = std::collections::BTreeMap::new();
    let reason = denied.situation(|situation| {
        let blind = tegata_policy::Situation {
            request: situation.request,
            set: situation.set,
            documents: &nothing,
            ids: PrincipalIds::ByName,
        };
        blind.smallest_change().unwrap_err()
    });
    assert!(matches!(reason, Unchangeable::NoDocument(place) if place.policy_type == PolicyType::Identity));
}

/// The conditions of an allow are in its document: without it, nobody can tell what would meet them.
#[test]
fn a_resource_policy_that_is_not_at_hand_is_not_amended() {
    let denied = case()
        .id(all())
        .trust(to("Allow", json!({"AWS": "444455556666"})));
    let nothing: std::collections::BTreeMap<_, Source<'_>> = std::collections::BTreeMap::new();
    let reason = denied.situation(|situation| {
        let blind = tegata_policy::Situation {
            request: situation.request,
            set: situation.set,
            documents: &nothing,
            ids: PrincipalIds::ByName,
        };
        blind.smallest_change().unwrap_err()
    });
    assert!(matches!(reason, Unchangeable::NoDocument(place) if place.policy_type == PolicyType::RoleTrust));
}

/// Many statements that would allow if the request were another: the search comes to an end.
#[test]
fn the_search_is_bounded() {
    let unmet = |policy: usize, count: usize| {
        let statement = |n| on_condition(all(), json!({"StringEquals": {format!("k{policy}:{n}"): "1"}}));
        json!((0..count).map(statement).collect::<Vec<_>>())
    };
    let mut few = case().pb(unmet(0, 6));
    let mut many = case().pb(unmet(0, 2_000));
    for policy in 1..=10 {
        few = few.id(unmet(policy, 6));
        many = many.id(unmet(policy, 2_000));
    }
    assert_eq!(proved(&few).len(), 2);
    assert_eq!(smallest(&many), Err(Unchangeable::TooMany));
}

fn some(statements: impl Strategy<Value = Vec<Value>>) -> impl Strategy<Value = Option<Vec<Value>>> {
    prop::option::of(statements)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn a_proposed_change_allows_and_all_of_it_is_needed(
        own in own_statements(),
        boundary in some(own_statements()),
        session in some(own_statements()),
        resource in some(any_statements()),
        organization in some(own_statements()),
        caller in prop::sample::select(vec![SESSION, crate::case::USER, FEDERATED_USER, ROOT, Principal::Anonymous]),
        is_foreign in any::<bool>(),
    ) {
        let mut case = asking(&own).by(caller);
        if let Some(statements) = boundary { case = case.pb(json!(statements)); }
        if let Some(statements) = session { case = case.sp(json!(statements)); }
        if let Some(statements) = resource { case = case.rb(json!(statements)); }
        if let Some(statements) = organization { case = case.scp(json!(statements)); }
        if is_foreign { case = case.cross_account(); }
        match smallest(&case) {
            Ok(changes) => {
                prop_assert!(!changes.is_empty());
                prop_assert_ne!(case.answer(), 'A');
                prove(&case, &changes)?;
            }
            Err(Unchangeable::Allowed) => prop_assert_eq!(case.answer(), 'A'),
            Err(reason) => prop_assert!(false, "{:?}", reason),
        }
    }
}
