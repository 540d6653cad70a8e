//! Wildcards: the documented table, long inputs, and agreement with a plain definition.

use proptest::prelude::*;
use serde_json::json;

use crate::case::{allow, case, holds};

fn object_matches(pattern: &str, key: &str) -> bool {
    let pattern = format!("arn:aws:s3:::{pattern}");
    case()
        .id(allow("s3:*", pattern))
        .on(&format!("arn:aws:s3:::{key}"))
        .answer()
        == 'A'
}

#[test]
fn resource_parts() {
    for (pattern, text, expected) in [
        ("b/*/test/*", "b/1/test/o", true),
        ("b/*/test/*", "b/1///test///o", true),
        ("b/*/test/*", "b//test/o", true),
        ("b/*/test/*", "b/1/test/", true),
        ("b/*/test/*", "b/1-test/o", false),
        ("b/*/test/*", "b/test/o", false),
        ("b/*/test/*", "b/1/2/test.jpg", false),
        ("b/h?t", "b/hat", true),
        ("b/h?t", "b/ht", false),
        ("b/h?t", "b/h/t", true),
        ("bucket", "bucket/key", false),
        ("bucket*", "bucket-2/key", true),
        ("bucket/", "bucket", false),
    ] {
        assert_eq!(object_matches(pattern, text), expected, "{pattern} on {text}");
    }
}

/// 100 KB of text against as many stars as letters, which no backtracking matcher survives.
#[test]
fn many_stars_against_a_long_text() {
    let text = "a".repeat(100_000);
    let stars = "*a".repeat(2_000);
    assert!(object_matches(&format!("b/{stars}*"), &format!("b/{text}")));
    assert!(!object_matches(&format!("b/{stars}b"), &format!("b/{text}")));
    assert!(!object_matches(&format!("b/{stars}b*"), &format!("b/{text}")));
    let run = "a".repeat(50_000);
    assert!(object_matches(&format!("b/*{run}*"), &format!("b/{text}")));
    assert!(!object_matches(&format!("b/*{run}b*"), &format!("b/{text}")));
    assert!(!object_matches(&format!("b/*b{run}"), &format!("b/{text}")));
    let condition = json!({"StringLike": {"k": format!("{stars}?b")}});
    let text: &'static str = Box::leak(text.into_boxed_str());
    assert!(!holds(condition, |c| c.key("k", text)));
}

#[test]
fn a_variable_after_a_star_may_be_long() {
    let pattern = "*${aws:username}*${aws:username}z";
    let text: &'static str = Box::leak("ab".repeat(20_000).into_boxed_str());
    let condition = json!({"StringLike": {"k": pattern}});
    assert!(!holds(condition.clone(), |c| c
        .key("aws:username", "ab")
        .key("k", text)));
    let text: &'static str = Box::leak(format!("{text}z").into_boxed_str());
    assert!(holds(condition, |c| c.key("aws:username", "ab").key("k", text)));
}

#[test]
fn a_question_mark_is_one_character_of_any_length() {
    assert!(object_matches("b/?", "b/é"));
    assert!(object_matches("b/?*", "b/日本"));
    assert!(!object_matches("b/??", "b/日"));
}

#[test]
fn substituted_text_is_literal() {
    let like = |value: &'static str| {
        holds(json!({"StringLike": {"k": "${v}"}}), move |c| {
            c.key("v", value).key("k", "abc")
        })
    };
    assert!(!like("a*"));
    assert!(!like("${k}"));
    assert!(like("abc"));
}

#[test]
fn unfinished_variables_match_nothing() {
    for pattern in ["${", "${aws:username", "${}", "${k, default}", "${k, 'x}", "a${"] {
        let condition = json!({"StringLike": {"k": pattern}});
        assert!(!holds(condition, |c| c.key("k", pattern)), "{pattern}");
    }
}

#[test]
fn variables_work_in_every_text_operator() {
    for condition in [
        json!({"StringEquals": {"k": "x-${v}"}}),
        json!({"StringEqualsIgnoreCase": {"k": "X-${v}"}}),
        json!({"StringLike": {"k": "?-${v}*"}}),
        json!({"StringEquals": {"k": "${absent, 'x-1'}"}}),
        json!({"StringEquals": {"k": "${absent,'x-1'}"}}),
        json!({"ForAnyValue:StringEquals": {"m": ["${v}"]}}),
        json!({"Bool": {"b": "${b}"}}),
        json!({"ArnEquals": {"arn": "arn:aws:iam::111122223333:role/${v}"}}),
        json!({"ArnEquals": {"arn": "${arn}"}}),
        json!({"StringNotEquals": {"k": "y-${v}"}}),
    ] {
        let keys = |c: crate::case::Case| {
            c.key("v", "1")
                .key("k", "x-1")
                .key("b", "true")
                .key("arn", "arn:aws:iam::111122223333:role/1")
                .keys("m", &["0", "1"])
        };
        assert!(holds(condition.clone(), keys), "{condition}");
    }
}

#[test]
fn arn_wildcards_stay_in_their_part() {
    let like =
        |pattern: &str, text: &'static str| holds(json!({"ArnLike": {"k": pattern}}), |c| c.key("k", text));
    assert!(like(
        "arn:aws:s:*:111122223333:finance/*",
        "arn:aws:s:r:111122223333:finance/x"
    ));
    assert!(!like(
        "arn:aws:s:*:111122223333:finance/*",
        "arn:aws:s:r:x:111122223333:finance/x"
    ));
    assert!(!like("arn:aws:s:?111122223333:f", "arn:aws:s::111122223333:f"));
    assert!(like("arn:*:*:*:*:*", "arn:aws:s:r:a:b:c/d"));
    assert!(!like("arn:*:*:*:*:*", "arn:aws:s:r:a"));
    assert!(!like("*", "arn:aws:s:r:a:b"));
    assert!(!like("arn:aws:s:r:a:b", "not an arn"));
}

/// Wildcards by their definition, without regard to cost.
fn plainly_matches(pattern: &[char], text: &[char]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some(('*', rest)) => (0..=text.len()).any(|at| plainly_matches(rest, &text[at..])),
        Some((expected, rest)) => match text.split_first() {
            Some((found, after)) => (*expected == '?' || expected == found) && plainly_matches(rest, after),
            None => false,
        },
    }
}

fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

proptest! {
    #[test]
    fn globs_agree_with_their_definition(pattern in "[abé*?:]{0,9}", text in "[abé:]{0,9}") {
        let expected = plainly_matches(&chars(&pattern), &chars(&text));
        let text: &'static str = Box::leak(text.into_boxed_str());
        let condition = json!({"StringLike": {"k": pattern}});
        prop_assert_eq!(holds(condition, |c| c.key("k", text)), expected);
    }

    /// The same text, half of it from a variable.
    #[test]
    fn variables_agree_with_their_text(head in "[ab*?]{0,5}", value in "[ab]{0,4}", tail in "[ab*?]{0,5}", text in "[ab]{0,9}") {
        let expected = plainly_matches(&chars(&format!("{head}{value}{tail}")), &chars(&text));
        let condition = json!({"StringLike": {"k": format!("{head}${{v}}{tail}")}});
        let (value, text): (&'static str, &'static str) =
            (Box::leak(value.into_boxed_str()), Box::leak(text.into_boxed_str()));
        prop_assert_eq!(holds(condition, |c| c.key("v", value).key("k", text)), expected);
    }

    /// Six parts, each matched by itself; the sixth keeps its colons.
    #[test]
    fn arns_agree_with_their_definition(
        pattern in prop::collection::vec("[ab*?]{0,3}", 6),
        tail in "[ab*?:]{0,3}",
        text in prop::collection::vec("[ab]{0,3}", 4..8),
    ) {
        let pattern = format!("{}{tail}", pattern.join(":"));
        let text = text.join(":");
        let split = |text: &str| -> Vec<Vec<char>> { text.splitn(6, ':').map(chars).collect() };
        let (parts, found) = (split(&pattern), split(&text));
        let expected = parts.len() == 6
            && found.len() == 6
            && parts.iter().zip(&found).all(|(pattern, text)| plainly_matches(pattern, text));
        let text: &'static str = Box::leak(text.into_boxed_str());
        let condition = json!({"ArnLike": {"k": pattern}});
        prop_assert_eq!(holds(condition, |c| c.key("k", text)), expected);
    }
}
