//! The answer that AWS documents for a trust policy (AWS CLI reference, `accessanalyzer
//! validate-policy`). Its third finding needs a catalogue of actions and keys.

use super::super::{FindingType, PathElement, findings};
use crate::kind::PolicyKind;

const TEXT: &str = r#"{
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "",
            "Effect": "Allow",
            "Principal": {
                "Federated": "cognito-identity.amazonaws.com"
            },
            "Action": [
                "sts:AssumeRole",
                "sts:TagSession"
            ],
            "Condition": {
                "StringEquals": {
                    "cognito-identity.amazonaws.com:aud": "us-west-2_EXAMPLE"
                }
            }
        }
    ]
}
"#;

/// Line from 1, column from 0 and offset, as Access Analyzer counts.
type Position = (u32, u32, u32);

#[test]
fn the_documented_answer() {
    let found = findings(TEXT, PolicyKind::Trust);
    let told: Vec<_> = found
        .iter()
        .map(|finding| {
            let spans: Vec<(Position, Position)> = finding
                .locations
                .iter()
                .map(|location| {
                    let position = |at: crate::location::Location| (at.line, at.column - 1, at.offset);
                    (position(location.extent.start), position(location.extent.end))
                })
                .collect();
            (
                finding.finding_type,
                finding.issue_code,
                finding.details.as_str(),
                spans,
            )
        })
        .collect();
    let mismatch = "The sts:AssumeRole action is invalid with the following principal(s): \
        cognito-identity.amazonaws.com. Use a SAML provider principal with the sts:AssumeRoleWithSAML action \
        or use an OIDC provider principal with the sts:AssumeRoleWithWebIdentity action. Ensure the provider \
        is Federated if you use either of the two options.";
    let expected = [
        (
            FindingType::Suggestion,
            "EMPTY_SID_VALUE",
            "Add a value to the empty string in the Sid element.",
            vec![((5, 19, 79), (5, 21, 81))],
        ),
        (
            FindingType::Error,
            "MISMATCHED_ACTION_FOR_PRINCIPAL",
            mismatch,
            vec![((11, 16, 258), (11, 32, 274)), ((8, 29, 170), (8, 61, 202))],
        ),
    ];
    assert_eq!(told, expected);

    let value = |key: &str| PathElement::Value(key.into());
    let statement = [value("Statement"), PathElement::Index(0)];
    let below = |rest: &[PathElement]| [&statement, rest].concat();
    let paths: Vec<_> = found
        .iter()
        .flat_map(|f| &f.locations)
        .map(|l| l.path.clone())
        .collect();
    assert_eq!(
        paths,
        [
            below(&[value("Sid")]),
            below(&[value("Action"), PathElement::Index(0)]),
            below(&[value("Principal"), value("Federated")]),
        ]
    );
}
