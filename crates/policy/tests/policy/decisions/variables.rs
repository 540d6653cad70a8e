//! Vectors 28–43.

use serde_json::json;

use super::{conditions, vectors};
use crate::case::{Case, SESSION, allow, case, deny};

const HOME: &str = "arn:aws:s3:::b/${aws:username}/*";

fn bob() -> Case {
    case().key("aws:username", "bob").on("arn:aws:s3:::b/bob/f")
}

fn session() -> Case {
    case().by(SESSION).on("arn:aws:s3:::b/x/f")
}

/// The same statement in the older version.
fn in_2008(case: Case) -> Case {
    let text = json!({"Version": "2008-10-17", "Statement": allow("s3:*", HOME)}).to_string();
    case.id_text(&text)
}

fn by_team() -> Case {
    case()
        .id(allow(
            "s3:*",
            "arn:aws:s3:::b/${aws:PrincipalTag/team, 'common'}/*",
        ))
        .on("arn:aws:s3:::b/common/f")
}

fn literal_star() -> Case {
    case().id(allow("s3:*", "arn:aws:s3:::b/${*}"))
}

vectors! {
    v18_028_substitution: bob().id(allow("s3:*", HOME)) => 'A';
    v18_029_absent_key: session().id(allow("s3:*", HOME)) => 'I';
    v18_030_absent_key_in_deny: session().id(json!([deny("s3:*", HOME), allow("*", "*")])) => 'A';
    v18_031_not_expanded_in_2008: in_2008(bob()) => 'I';
    v18_032_plain_text_in_2008: in_2008(bob()).on("arn:aws:s3:::b/${aws:username}/f") => 'A';
    v18_033_default: by_team() => 'A';
    v18_034_value_before_default: by_team().key("aws:PrincipalTag/team", "red") => 'I';
    v18_034_value_used: by_team().key("aws:PrincipalTag/team", "red").on("arn:aws:s3:::b/red/f") => 'A';
    v18_035_escaped_star: literal_star().on("arn:aws:s3:::b/*") => 'A';
    v18_036_escaped_star_is_no_wildcard: literal_star() => 'I';
    v18_037_key_name_folds_case: bob().id(allow("s3:*", "arn:aws:s3:::b/${AWS:UserName}/*")) => 'A';
    v18_042_variable_before_the_fifth_colon:
        case().key("aws:RequestedRegion", "").id(allow("s3:*", "arn:aws:s3:${aws:RequestedRegion}::b")).on("arn:aws:s3:::b") => 'I';
    v18_042_variable_in_the_region:
        case().key("aws:RequestedRegion", "us-east-1").id(allow("sqs:*", "arn:aws:sqs:${aws:RequestedRegion}:111122223333:q"))
            .ask("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q") => 'I';
}

conditions! {
    v18_038_equals_null: {"StringEquals": {"aws:x": "${aws:username}"}}, |c| c.key("aws:x", "") => false;
    v18_039_differs_from_null: {"StringNotEquals": {"aws:x": "${aws:username}"}}, |c| c.key("aws:x", "a") => true;
    v18_040_sibling_literal_survives:
        {"StringLike": {"s3:prefix": ["", "${aws:username}/*"]}}, |c| c.by(SESSION).key("s3:prefix", "") => true;
    v18_041_no_variables_in_numbers:
        {"NumericEquals": {"k": "${aws:EpochTime}"}}, |c| c.key("aws:EpochTime", "5").key("k", "5") => false;
    v18_043_multi_valued_key_is_no_variable:
        {"StringEquals": {"aws:ResourceTag/o": "${aws:TagKeys}"}},
        |c| c.keys("aws:TagKeys", &["o"]).key("aws:ResourceTag/o", "o") => false;
}
