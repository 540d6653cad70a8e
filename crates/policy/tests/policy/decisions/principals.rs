//! Vectors 91–125.

use serde_json::{Value, json};
use tegata_policy::{Complaint, PolicyKind, Principal, ResourceMode, read};

use super::vectors;
use crate::case::{
    Case, FEDERATED_USER, ROLE_ARN, ROLE_ID, SESSION, SESSION_ARN, allow, case, deny, document, with,
};

const BOB: &str = "arn:aws:iam::111122223333:user/bob";
const ACCOUNT: &str = "111122223333";

/// A statement about everything, for these principals.
fn to(effect: &str, principal: Value) -> Value {
    json!({"Effect": effect, "Principal": principal, "Action": "*", "Resource": "*"})
}

fn aws(name: &str) -> Value {
    to("Allow", json!({"AWS": name}))
}

/// A statement of a trust policy.
fn trust(principal: Value) -> Value {
    json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})
}

fn all() -> Value {
    allow("*", "*")
}

/// Says nothing about the request.
fn silent() -> Value {
    allow("other:Thing", "*")
}

fn key(statements: Value) -> Case {
    case()
        .rb(statements)
        .mode(ResourceMode::MustAllow)
        .ask("kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k")
}

fn revoked_sessions() -> Case {
    let denial = with(
        deny("*", "*"),
        json!({"Condition": {"DateLessThan": {"aws:TokenIssueTime": "2026-01-02T03:04:05Z"}}}),
    );
    case().id(json!([denial, all()])).by(SESSION)
}

fn pass_role(to: &'static str) -> Case {
    let statement = with(
        allow("iam:PassRole", "*"),
        json!({"Condition": {"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}}}),
    );
    case()
        .id(statement)
        .ask("iam:PassRole", "arn:aws:iam::111122223333:role/T")
        .key("iam:PassedToService", to)
}

const SERVICE_LINKED: Principal<'static> = Principal::RoleSession {
    arn: "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s",
    role_arn: "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
    role_id: None,
};

vectors! {
    v18_091_user_grant: case().rb(aws(BOB)) => 'A';
    v18_092_account_grant_delegates: case().rb(aws(ACCOUNT)) => 'I';
    v18_093_user_grant_cross_account: case().rb(aws(BOB)).cross_account() => 'I';
    v18_094_both_accounts_allow: case().rb(aws(ACCOUNT)).id(all()).cross_account() => 'A';
    v18_095_identity_deny: case().rb(aws(BOB)).id(deny("*", "*")) => 'X';
    v18_096_user_grant_passes_boundary: case().rb(aws(BOB)).pb(silent()) => 'A';
    v18_097_role_grant_stops_at_boundary: case().by(SESSION).rb(aws(ROLE_ARN)).pb(silent()) => 'I';
    v18_098_session_grant_passes_boundary: case().by(SESSION).rb(aws(SESSION_ARN)).pb(silent()) => 'A';
    v18_099_wildcard_grant_passes_boundary: case().by(SESSION).rb(to("Allow", json!("*"))).pb(silent()) => 'A';
    v18_099_wildcard_grant_passes_boundary_of_user: case().rb(aws("*")).pb(silent()) => 'A';
    v18_100_no_bypass_cross_account:
        case().by(SESSION).rb(aws(SESSION_ARN)).id(all()).pb(silent()).cross_account() => 'I';
    v18_101_boundary_deny: case().by(SESSION).rb(aws(SESSION_ARN)).pb(deny("*", "*")) => 'X';
    v18_102_boundary_intersects: case().id(all()).pb(silent()) => 'I';
    v18_103_session_policy_grants_nothing: case().by(SESSION).sp(all()) => 'I';
    v18_104_role_grant_stops_at_session_policy: case().by(SESSION).rb(aws(ROLE_ARN)).sp(silent()) => 'I';
    v18_105_session_grant_passes_session_policy: case().by(SESSION).rb(aws(SESSION_ARN)).sp(silent()) => 'A';
    v18_106_federated_user_without_session_policy: case().by(FEDERATED_USER).id(all()) => 'I';
    v18_107_boundary_defeats_not_principal:
        case().id(all()).pb(all()).rb(with(to("Deny", json!(null)), json!({
            "Principal": null, "NotPrincipal": {"AWS": [BOB, ACCOUNT]},
        }))) => 'X';
    v18_108_not_principal_allow_admits_strangers:
        case().by(Principal::Anonymous).rb(with(to("Allow", json!(null)), json!({
            "Principal": null, "NotPrincipal": {"AWS": BOB},
        }))) => 'A';
    v18_109_everyone: case().by(Principal::Anonymous).rb(aws("*")) => 'A';
    v18_109_everyone_but_rcp:
        case().by(Principal::Anonymous).rb(aws("*")).rcp(to("Deny", json!("*"))) => 'X';
    v18_109_scp_is_not_for_strangers:
        case().by(Principal::Anonymous).rb(aws("*")).scp(deny("*", "*")) => 'A';
    v18_110_strangers_have_no_account: case().by(Principal::Anonymous).rb(aws(ACCOUNT)) => 'I';
    v18_111_each_level_must_allow: case().id(all()).scp(all()).scp(Value::Null) => 'I';
    v18_111_all_levels_allow: case().id(all()).scp(all()).scp(all()) => 'A';
    v18_112_service_linked_roles_are_exempt: case().by(SERVICE_LINKED).id(all()).scp(deny("*", "*")) => 'A';
    v18_113_key_policy_must_allow: key(aws("444455556666")).id(all()) => 'I';
    v18_114_key_policy_delegates:
        key(aws("arn:aws:iam::111122223333:root")).id(all()) => 'A';
    v18_115_trust_names_user: case().trust(trust(json!({"AWS": BOB}))) => 'A';
    v18_116_trust_names_account: case().trust(trust(json!({"AWS": ACCOUNT}))) => 'I';
    v18_117_trust_silent: case().id(allow("sts:AssumeRole", "*")).trust(trust(json!({"AWS": ROLE_ARN}))) => 'I';
    v18_118_role_created_anew:
        case().by(SESSION).resolve(ROLE_ARN, "AROAAAAAAAAAAAAAAAOLD").trust(trust(json!({"AWS": ROLE_ARN}))) => 'I';
    v18_118_role_still_there:
        case().by(SESSION).resolve(ROLE_ARN, ROLE_ID).trust(trust(json!({"AWS": ROLE_ARN}))) => 'A';
    v18_119_tagging_is_another_action:
        case().trust(trust(json!({"AWS": BOB}))).ask("sts:TagSession", "arn:aws:iam::111122223333:role/T") => 'I';
    v18_120_get_caller_identity:
        case().by(SESSION).id(deny("*", "*")).sp(deny("*", "*")).ask("sts:GetCallerIdentity", "*") => 'A';
    v18_121_revoked_session: revoked_sessions().key("aws:TokenIssueTime", "2026-01-02T03:04:04Z") => 'X';
    v18_121_later_session: revoked_sessions().key("aws:TokenIssueTime", "2026-01-02T03:04:06Z") => 'A';
    v18_122_pass_role_to_another_service: pass_role("ec2.amazonaws.com") => 'I';
    v18_122_pass_role: pass_role("lambda.amazonaws.com") => 'A';
    v18_123_session_arn_shows_no_path:
        case().by(Principal::RoleSession {
            arn: SESSION_ARN,
            role_arn: "arn:aws:iam::111122223333:role/R",
            role_id: None,
        }).rb(aws(ROLE_ARN)) => 'A';
    v18_124_no_partial_wildcard: case().rb(aws("arn:aws:iam::111122223333:user/*")) => 'I';
    v18_125_statement_without_principal:
        case().id(all()).rb(json!([deny("*", "*"), aws("arn:aws:iam::111122223333:user/eve")])) => 'A';
}

#[test]
fn v18_124_partial_wildcard_is_refused_when_written() {
    let text = document(aws("arn:aws:iam::111122223333:user/*"));
    let error = read(&text, PolicyKind::Resource).unwrap_err();
    assert!(matches!(error.complaint, Complaint::InvalidPrincipal { .. }));
}
