//! Vectors 1–27.

use serde_json::json;
use tegata_policy::{Complaint, PolicyKind, read};

use super::vectors;
use crate::case::{Case, allow, case, deny, document, with};

const COMMA_TEXT: &str = "s3:GetObject,s3:PutObject";
const NOT_IAM: &str = "iam:*";
const BUCKET: &str = "arn:aws:s3:::b";

fn all_but_iam() -> Case {
    case().id(with(
        allow("*", "*"),
        json!({"Action": null, "NotAction": NOT_IAM}),
    ))
}

fn under_test_folder() -> Case {
    case().id(allow("s3:*", "arn:aws:s3:::b/*/test/*"))
}

fn list_all(statements: serde_json::Value) -> Case {
    case().id(statements).ask("s3:ListAllMyBuckets", "*")
}

vectors! {
    v18_001_action_folds_case: case().id(allow("S3:getOBJECT", "*")) => 'A';
    v18_002_glob_in_action_name: case().id(allow("s3:Get*", "arn:aws:s3:::b/*")) => 'A';
    v18_003_resource_is_case_sensitive:
        case().id(allow("s3:Get*", "arn:aws:s3:::b/*")).on("arn:aws:s3:::B/x") => 'I';
    v18_004_comma_text_is_one_dead_name: case().id(allow(COMMA_TEXT, "*")) => 'I';
    v18_005_dead_deny_does_nothing: case().id(json!([deny(COMMA_TEXT, "*"), allow("*", "*")])) => 'A';
    v18_006_not_action_with_blanks_excludes_nothing:
        case().id(with(allow("", "*"), json!({"Action": null, "NotAction": "s3:Get Object "}))) => 'A';
    v18_007_empty_action_name: case().id(allow("s3:", "*")) => 'I';
    v18_008_not_action_spans_services: all_but_iam().ask("ec2:RunInstances", "*") => 'A';
    v18_009_not_action_excludes: all_but_iam().ask("iam:GetUser", "*") => 'I';
    v18_010_not_action_is_no_deny: all_but_iam().id(allow("iam:GetUser", "*")).ask("iam:GetUser", "*") => 'A';
    v18_011_bucket_is_not_its_objects: case().id(allow("s3:*", BUCKET)).on("arn:aws:s3:::b/k") => 'I';
    v18_012_star_crosses_slash: case().id(allow("s3:*", "arn:aws:s3:::b*")).on("arn:aws:s3:::b2/k") => 'A';
    v18_013_empty_runs_count: under_test_folder().on("arn:aws:s3:::b/1///test///o") => 'A';
    v18_014_literal_part_is_needed: under_test_folder().on("arn:aws:s3:::b/1/2/test.jpg") => 'I';
    v18_015_no_wildcard_resource_type:
        case().id(allow("ec2:*", "arn:aws:ec2:*:*:*/i-1"))
            .ask("ec2:StopInstances", "arn:aws:ec2:us-east-1:111122223333:instance/i-1") => 'I';
    v18_016_region_glob:
        case().id(allow("ec2:*", "arn:aws:ec2:us-*:111122223333:instance/*"))
            .ask("ec2:StopInstances", "arn:aws:ec2:us-east-1:111122223333:instance/i-1") => 'A';
    v18_017_short_arn_is_filled_at_its_end:
        case().id(allow("sqs:*", "arn:aws:sqs:*:q1"))
            .ask("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q1") => 'I';
    v18_018_wildcard_service_matches_nothing:
        case().id(allow("s3:*", "arn:aws:s3*")).on("arn:aws:s3:::b/x") => 'I';
    v18_019_action_without_resource_needs_star: list_all(allow("s3:ListAllMyBuckets", BUCKET)) => 'I';
    v18_020_star_in_a_list: list_all(allow("s3:ListAllMyBuckets", json!([BUCKET, "*"]))) => 'A';
    v18_021_not_resource_with_allow:
        list_all(with(allow("*", ""), json!({"Resource": null, "NotResource": BUCKET}))) => 'A';
    v18_022_not_resource_with_deny:
        list_all(json!([
            with(deny("*", ""), json!({"Resource": null, "NotResource": BUCKET})),
            allow("*", "*"),
        ])) => 'X';
    v18_023_deny_of_another_resource: list_all(json!([deny("*", BUCKET), allow("*", "*")])) => 'A';
    v18_024_not_resource_star:
        case().id(with(allow("*", ""), json!({"Resource": null, "NotResource": "*"}))) => 'I';
    v18_025_deny_wins:
        case().id(json!([
            allow("s3:GetObject", "arn:aws:s3:::b/*"),
            deny("s3:GetObject", "arn:aws:s3:::b/secret/*"),
        ])).on("arn:aws:s3:::b/secret/x") => 'X';
    v18_025_deny_wins_in_the_other_order:
        case().id(json!([
            deny("s3:GetObject", "arn:aws:s3:::b/secret/*"),
            allow("s3:GetObject", "arn:aws:s3:::b/*"),
        ])).on("arn:aws:s3:::b/secret/x") => 'X';
    v18_026_user_name_is_case_sensitive:
        case().id(allow("iam:*", "arn:aws:iam::111122223333:user/Bob"))
            .ask("iam:GetUser", "arn:aws:iam::111122223333:user/bob") => 'I';
    v18_027_star_crosses_colon_in_the_tail:
        case().id(allow("logs:*", "arn:aws:logs:*:111122223333:log-group:/x:*"))
            .ask("logs:PutLogEvents", "arn:aws:logs:us-east-1:111122223333:log-group:/x:log-stream:s") => 'A';
}

#[test]
fn v18_018_wildcard_service_is_refused_when_written() {
    let text = document(allow("s3:*", "arn:aws:s3*"));
    let error = read(&text, PolicyKind::Managed).unwrap_err();
    assert_eq!(error.complaint, Complaint::ResourceVendor);
}
