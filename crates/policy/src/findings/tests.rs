mod examples;
mod laws;
mod recorded;

use super::checks::CHECKS;
use super::{Finding, FindingType, MAX_FINDINGS, OWN_CODES, REFUSED, findings};
use crate::kind::PolicyKind;

fn codes(found: &[Finding]) -> Vec<&'static str> {
    found.iter().map(|finding| finding.issue_code).collect()
}

/// The text that a finding's first location is about.
fn shown<'t>(text: &'t str, finding: &Finding) -> &'t str {
    let extent = finding.locations[0].extent;
    text.get(extent.start.offset as usize..extent.end.offset as usize)
        .unwrap()
}

#[test]
fn codes_are_unique_and_own_ones_are_named() {
    let mut codes: Vec<_> = CHECKS.iter().map(|check| check.code).collect();
    for own in OWN_CODES.iter().filter(|own| **own != REFUSED) {
        assert!(codes.contains(own), "{own}");
    }
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), CHECKS.len());
}

#[test]
fn sound_documents_have_no_findings() {
    let identity = r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"A","Effect":"Allow","Action":["s3:GetObject","s3:Put*"],"Resource":"arn:aws:s3:::b/${aws:username, 'x'}/*",
         "Condition":{"StringLike":{"aws:PrincipalTag/team":["red","blue*"]},"IpAddress":{"aws:SourceIp":"203.0.113.0/24"},
                      "Bool":{"aws:SecureTransport":true},"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"},
                      "DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"},"Null":{"aws:TagKeys":"false"},
                      "ForAllValues:StringEquals":{"aws:TagKeys":["a","b"]}}},
        {"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}},
        {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::111122223333:role/one"},
        {"Effect":"Deny","NotAction":"iam:*","NotResource":"arn:aws:sqs:*:111122223333:q*"}]}"#;
    let trust = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},
        "Action":["sts:AssumeRole","sts:TagSession"]}}"#;
    let provider = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow",
        "Principal":{"Federated":"arn:aws:iam::111122223333:oidc-provider/example.com"},
        "Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"example.com:aud":"x"}}}}"#;
    // The permissions that Roles Anywhere needs may be in several statements.
    let anywhere = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":"sts:AssumeRole"},
        {"Effect":"Allow","Principal":{"Service":["rolesanywhere.amazonaws.com"]},
         "Action":["sts:tagsession","sts:SetSourceIdentity"]}]}"#;
    let bucket = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111122223333"},
        "Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"},
        {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#;
    let scp = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    for (kind, text) in [
        (PolicyKind::Managed, identity),
        (PolicyKind::Inline, identity),
        (PolicyKind::Session, identity),
        (PolicyKind::Trust, trust),
        (PolicyKind::Trust, provider),
        (PolicyKind::Trust, anywhere),
        (PolicyKind::Resource, bucket),
        (PolicyKind::ServiceControl, scp),
    ] {
        assert_eq!(findings(text, kind), [], "{kind:?}");
    }
}

#[test]
fn one_mistake_does_not_hide_the_next() {
    let text = r#"{"Statement":[
        {"Efect":"Allow","Action":"s3:Get*","Resource":"b"},
        {"Effect":"Maybe","Action":7,"Resource":"*","Condition":{"Equals":{"a:b":"c"}}}]}"#;
    let expected = [
        (REFUSED, "Syntax errors in policy. (unknown element `Efect`)"),
        ("MISSING_VERSION", ""),
        ("MISSING_EFFECT", ""),
        ("INVALID_POLICY_ELEMENT", "The policy element Efect is not valid."),
        ("INVALID_ARN_PREFIX", ""),
        (
            "INVALID_EFFECT",
            "The effect Maybe is not valid. Use Allow or Deny.",
        ),
        (
            "DATA_TYPE_MISMATCH",
            "The text does not match the expected JSON data type String.",
        ),
        (
            "INVALID_CONDITION_OPERATOR",
            "The condition operator Equals is not valid. Use a valid condition operator.",
        ),
    ];
    let found = findings(text, PolicyKind::Managed);
    let mut left = codes(&found);
    for (code, details) in expected {
        let at = left
            .iter()
            .position(|other| *other == code)
            .unwrap_or_else(|| panic!("{code}"));
        left.remove(at);
        assert!(
            found
                .iter()
                .any(|f| f.issue_code == code && f.details.contains(details)),
            "{code}"
        );
    }
    assert_eq!(left, Vec::<&str>::new());
}

#[test]
fn findings_come_in_the_order_of_the_text() {
    let text = r#"{"Statement":[{"Effect":"allow","Action":"x","Resource":"y","Sid":""}]}"#;
    let found = findings(text, PolicyKind::Managed);
    let offsets: Vec<u32> = found.iter().map(|f| f.locations[0].extent.start.offset).collect();
    assert!(offsets.is_sorted(), "{offsets:?}");
}

#[test]
fn text_that_is_not_json_has_its_place() {
    let text = "{\"Version\": \"2012-10-17\",\n \"Statement\": [}";
    let found = findings(text, PolicyKind::Managed);
    assert_eq!(codes(&found), [REFUSED, "JSON_SYNTAX_ERROR"]);
    assert_eq!(
        found[1].details,
        "Fix the JSON syntax error at index 41 line 2 column 16."
    );
    let start = found[1].locations[0].extent.start;
    assert_eq!((start.line, start.column), (2, 16));
}

#[test]
fn there_is_an_end_to_findings() {
    let statement = r#"{"Sid":"","Effect":"Deny","Action":"s3:*","Resource":"*"}"#;
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        vec![statement; 2_000].join(",")
    );
    let found = findings(&text, PolicyKind::Managed);
    assert_eq!(found.len(), MAX_FINDINGS);
}

/// Work that grows with the square of the text would not come to an end here.
#[test]
fn the_largest_documents_come_to_an_end() {
    let many = |item: &str, count: usize| vec![item; count].join(",");
    let keys: Vec<String> = (0..30_000).map(|n| format!(r#""k:{n}":[]"#)).collect();
    let body =
        |members: &str| format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{members}}}}}"#);
    let stars = "*a".repeat(100_000);
    let texts = [
        body(&format!(
            r#""Condition":{{"ForAllValues:StringEquals":{{{}}}}}"#,
            keys.join(",")
        )),
        body(&format!(
            r#""Action":[{}],"Principal":{{"Federated":[{}]}}"#,
            many("\"sts:AssumeRole\"", 12_000),
            many("\"x.com\"", 30_000)
        )),
        body(&format!(
            r#""Action":["{stars}b","{stars}"],"Resource":[{}]"#,
            many("\"a*\"", 10_000)
        )),
        format!(
            r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
            many("{}", 150_000)
        ),
    ];
    for text in texts {
        assert!(text.len() <= crate::json::MAX_TEXT_BYTES);
        for kind in [PolicyKind::Managed, PolicyKind::Trust] {
            assert!(!findings(&text, kind).is_empty());
        }
    }
}

#[test]
fn types_are_ordered_by_weight() {
    let types = [
        FindingType::Error,
        FindingType::SecurityWarning,
        FindingType::Warning,
        FindingType::Suggestion,
    ];
    assert!(types.is_sorted());
}
