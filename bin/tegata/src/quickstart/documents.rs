//! The policies of the story.

use serde_json::{Value, json};

use super::machine::{AUTHORITY_NAME, MACHINE_NAME, MACHINE_UNIT};

/// The language version of every document.
const VERSION: &str = "2012-10-17";

/// Who may become the role: a certificate of this subject and issuer that this anchor vouches for.
/// Without `aws:SourceArn`, any anchor of the account would do.
pub(super) fn trust_policy(unit: &str, anchor_arn: &str) -> String {
    document(&json!({
        "Effect": "Allow",
        "Principal": {"Service": "rolesanywhere.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
        "Condition": {
            "StringEquals": {
                "aws:PrincipalTag/x509Subject/CN": MACHINE_NAME,
                "aws:PrincipalTag/x509Subject/OU": unit,
                "aws:PrincipalTag/x509Issuer/CN": AUTHORITY_NAME,
            },
            "ArnEquals": {"aws:SourceArn": anchor_arn},
        },
    }))
}

/// The trust policy of the story.
pub(super) fn trust_policy_of_machine(anchor_arn: &str) -> String {
    trust_policy(MACHINE_UNIT, anchor_arn)
}

/// What the role may do.
pub(super) fn permissions() -> String {
    document(&json!({
        "Effect": "Allow",
        "Action": ["iam:GetRole", "iam:ListRoles", "rolesanywhere:ListTrustAnchors"],
        "Resource": "*",
    }))
}

/// What sessions of the profile may do at most.
pub(super) fn session_policy() -> String {
    document(&json!({
        "Effect": "Allow",
        "Action": ["iam:Get*", "iam:List*"],
        "Resource": "*",
    }))
}

/// What AWS's console writes to revoke a role's sessions, up to an instant.
pub(super) fn revoke_older_sessions(instant: &str) -> String {
    let statement = json!({
        "Effect": "Deny",
        "Action": "*",
        "Resource": "*",
        "Condition": {"DateLessThan": {"aws:TokenIssueTime": instant}},
    });
    json!({"Version": VERSION, "Statement": [statement]}).to_string()
}

fn document(statement: &Value) -> String {
    format!("{:#}\n", json!({"Version": VERSION, "Statement": [statement]}))
}
