//! Vectors 44–90.

use serde_json::json;

use super::{conditions, vectors};
use crate::case::{Case, allow, case, deny, with};

const TOPIC: &str = "arn:aws:sns:us-east-1:111122223333:t";

/// Everything is allowed but what this denies.
fn denied_if(condition: serde_json::Value) -> Case {
    let denial = with(deny("*", "*"), json!({"Condition": condition}));
    case().id(json!([allow("*", "*"), denial]))
}

fn other_organization() -> Case {
    let denial = with(
        deny("*", ""),
        json!({
            "Resource": null,
            "NotResource": ["arn:aws:s3:::r1"],
            "Condition": {"StringNotEqualsIfExists": {"aws:ResourceOrgID": "o-1"}},
        }),
    );
    case().id(json!([allow("*", "*"), denial]))
}

conditions! {
    v18_044_values_are_alternatives: {"StringEquals": {"k": ["a", "b"]}}, |c| c.key("k", "b") => true;
    v18_045_negated_values_must_all_differ: {"StringNotEquals": {"k": ["a", "b"]}}, |c| c.key("k", "b") => false;
    v18_046_negated_missing: {"StringNotEquals": {"k": ["a", "b"]}}, |c| c => true;
    v18_047_positive_missing: {"StringEquals": {"k": "a"}}, |c| c => false;
    v18_048_if_exists_missing: {"StringEqualsIfExists": {"k": "a"}}, |c| c => true;
    v18_049_if_exists_present: {"StringEqualsIfExists": {"k": "a"}}, |c| c.key("k", "b") => false;
    v18_050_star_is_literal: {"StringEquals": {"k": "a*"}}, |c| c.key("k", "abc") => false;
    v18_051_like_globs: {"StringLike": {"k": "a*"}}, |c| c.key("k", "abc") => true;
    v18_052_question_mark_needs_one: {"StringLike": {"k": "a?c"}}, |c| c.key("k", "ac") => false;
    v18_053_ignore_case: {"StringEqualsIgnoreCase": {"k": "ABC"}}, |c| c.key("k", "abc") => true;
    v18_054_key_name_folds:
        {"StringEquals": {"AWS:principalarn": "arn:aws:iam::111122223333:user/bob"}},
        |c| c.key("aws:PrincipalArn", "arn:aws:iam::111122223333:user/bob") => true;
    v18_055_null_true_missing: {"Null": {"k": "true"}}, |c| c => true;
    v18_056_null_false_empty: {"Null": {"k": "false"}}, |c| c.key("k", "") => true;
    v18_057_null_both: {"Null": {"k": ["true", "false"]}}, |c| c.key("k", "x") => true;
    v18_057_null_both_missing: {"Null": {"k": ["true", "false"]}}, |c| c => true;
    v18_058_bool_folds: {"Bool": {"aws:SecureTransport": "FALSE"}}, |c| c.key("aws:SecureTransport", "false") => true;
    v18_061_decimal: {"NumericLessThan": {"k": "10"}}, |c| c.key("k", "9.5") => true;
    v18_062_numeric_not_text: {"NumericEquals": {"k": "10"}}, |c| c.key("k", "10.0") => true;
    v18_063_not_a_number: {"NumericNotEquals": {"k": "10"}}, |c| c.key("k", "abc") => false;
    v18_064_date_less:
        {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}},
        |c| c.key("aws:CurrentTime", "2029-06-01T00:00:00Z") => true;
    v18_065_epoch_text:
        {"DateGreaterThan": {"aws:EpochTime": "1700000000"}}, |c| c.key("aws:EpochTime", "1800000000") => true;
    v18_066_token_issue_time_absent:
        {"DateLessThan": {"aws:TokenIssueTime": "2030-01-01T00:00:00Z"}}, |c| c => false;
    v18_067_cidr: {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, |c| c.key("aws:SourceIp", "203.0.113.7") => true;
    v18_068_host_route: {"IpAddress": {"aws:SourceIp": "203.0.113.7"}}, |c| c.key("aws:SourceIp", "203.0.113.7") => true;
    v18_069_other_family: {"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, |c| c.key("aws:SourceIp", "2001:db8::1") => false;
    v18_069_other_family_negated:
        {"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}, |c| c.key("aws:SourceIp", "2001:db8::1") => true;
    v18_070_not_ip_missing: {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}, |c| c => true;
    v18_071_arn_segment_glob:
        {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:t"}}, |c| c.key("aws:SourceArn", TOPIC) => true;
    v18_072_arn_equals_globs:
        {"ArnEquals": {"aws:SourceArn": "arn:aws:sns:*:111122223333:t"}}, |c| c.key("aws:SourceArn", TOPIC) => true;
    v18_073_arn_part_count: {"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:t"}}, |c| c.key("aws:SourceArn", TOPIC) => false;
    v18_074_arn_not_like_missing:
        {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}, |c| c => true;
    v18_075_binary: {"BinaryEquals": {"k": "QmluYXJ5"}}, |c| c.key("k", "QmluYXJ5") => true;
    v18_076_for_all_subset:
        {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}, |c| c.keys("aws:TagKeys", &["a"]) => true;
    v18_077_for_all_outside:
        {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}, |c| c.keys("aws:TagKeys", &["a", "c"]) => false;
    v18_078_for_all_vacuous: {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}}, |c| c => true;
    v18_079_for_all_guarded:
        {"ForAllValues:StringEquals": {"aws:TagKeys": ["a", "b"]}, "Null": {"aws:TagKeys": "false"}}, |c| c => false;
    v18_080_for_any_overlap:
        {"ForAnyValue:StringEquals": {"aws:TagKeys": ["a"]}}, |c| c.keys("aws:TagKeys", &["x", "a"]) => true;
    v18_081_for_any_missing: {"ForAnyValue:StringEquals": {"aws:TagKeys": ["a"]}}, |c| c => false;
    v18_082_for_all_negated:
        {"ForAllValues:StringNotEquals": {"aws:TagKeys": ["a"]}}, |c| c.keys("aws:TagKeys", &["a", "b"]) => false;
    v18_083_for_any_negated:
        {"ForAnyValue:StringNotEquals": {"aws:TagKeys": ["a"]}}, |c| c.keys("aws:TagKeys", &["a", "b"]) => true;
    v18_084_multi_valued_needs_set_operator:
        {"StringEquals": {"aws:TagKeys": "a"}}, |c| c.keys("aws:TagKeys", &["a"]) => false;
    v18_085_set_operator_on_single_value: {"ForAllValues:StringEquals": {"k": "a"}}, |c| c.key("k", "a") => true;
    v18_085_set_operator_on_other_single_value: {"ForAllValues:StringEquals": {"k": "a"}}, |c| c.key("k", "b") => false;
    v18_086_operators_are_anded:
        {"StringEquals": {"k": "a"}, "StringLike": {"k": "b*"}}, |c| c.key("k", "a") => false;
    v18_087_keys_are_anded: {"StringEquals": {"k": "a", "l": "b"}}, |c| c.key("k", "a") => false;
    v18_088_tag_key_folds:
        {"StringEquals": {"aws:ResourceTag/Env": "x"}}, |c| c.key("aws:ResourceTag/env", "x") => true;
}

vectors! {
    v18_059_bool_on_an_absent_key: denied_if(json!({"Bool": {"aws:MultiFactorAuthPresent": "false"}})) => 'A';
    v18_060_bool_if_exists_on_an_absent_key:
        denied_if(json!({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})) => 'X';
    v18_089_not_resource_and_if_exists: other_organization().on("arn:aws:s3:::r2") => 'X';
    v18_090_not_resource_excludes: other_organization().on("arn:aws:s3:::r1") => 'A';
}
