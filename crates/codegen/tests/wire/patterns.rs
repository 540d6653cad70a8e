//! The automata against a regular-expression engine of others.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::string::string_regex;
use regex::Regex;
use tegata_codegen::compile;
use tegata_wire::Shape;
use tegata_wire::pattern::Pattern;
use tegata_wire::schema::Kind;

use crate::operations;

/// Every pattern of every service.
fn patterns() -> Vec<&'static Pattern> {
    let mut found: BTreeMap<(&str, usize), &'static Pattern> = BTreeMap::new();
    let ends = operations().into_iter();
    let mut todo: Vec<&'static Shape> = ends.flat_map(|(_, o)| [o.input, o.output]).collect();
    let mut seen: Vec<*const Shape> = Vec::new();
    while let Some(shape) = todo.pop() {
        if seen.contains(&std::ptr::from_ref(shape)) {
            continue;
        }
        seen.push(shape);
        match shape.kind {
            Kind::Structure { members, .. } => todo.extend(members.iter().map(|member| member.shape)),
            Kind::List { item, .. } => todo.push(item),
            Kind::Map { key, value, .. } => todo.extend([key, value]),
            Kind::String {
                pattern: Some(pattern),
                ..
            } => {
                found.insert((pattern.source, std::ptr::from_ref(pattern) as usize), pattern);
            }
            _ => {}
        }
    }
    found.into_values().collect()
}

/// Java's syntax as the models use it, in the other engine's: `\w` and `\d` are ASCII, `.` excludes
/// every line terminator, code points are written in braces, and a lookahead stands apart.
fn translated(source: &str) -> (bool, String) {
    let no_double_slash = source.starts_with("(?!.*//)");
    let mut text = source.trim_start_matches("(?!.*//)").to_owned();
    text = text.replace("\\w", "A-Za-z0-9_").replace("\\d", "0-9");
    text = text.replace(".*", "[^\\n\\r\\x{85}\\x{2028}\\x{2029}]*");
    let code_point = Regex::new(r"\\u([0-9A-F]{4,6})").expect("a pattern");
    text = code_point.replace_all(&text, r"\x{$1}").into_owned();
    (no_double_slash, text)
}

fn near(pattern: &'static Pattern) -> impl Strategy<Value = (&'static Pattern, String)> {
    let (_, text) = translated(pattern.source);
    let like = string_regex(&text).expect("a strategy");
    let any_text = "\\PC{0,20}|[ -~\n\r\u{85}\u{2028}]{0,20}";
    (like, any_text, any::<Index>(), any::<char>(), 0..5_u8).prop_map(move |(like, other, at, c, change)| {
        let mut letters: Vec<char> = like.chars().collect();
        let here = at.index(letters.len() + 1);
        match change {
            0 => return (pattern, like),
            1 => return (pattern, other),
            2 => letters.insert(here, c),
            3 if here < letters.len() => drop(letters.remove(here)),
            _ if here < letters.len() => letters[here] = c,
            _ => {}
        }
        (pattern, letters.into_iter().collect())
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn automata_agree_with_another_engine((pattern, text) in select(patterns()).prop_flat_map(near)) {
        let (no_double_slash, other) = translated(pattern.source);
        let regex = Regex::new(&format!("^(?:{other})$")).expect("a pattern");
        let expected = regex.is_match(&text) && !(no_double_slash && text.contains("//"));
        prop_assert_eq!(pattern.matches(&text), expected, "{:?} {:?}", pattern.source, text);
    }
}

#[test]
fn the_models_patterns_are_all_there() {
    assert!(patterns().len() >= 30, "{}", patterns().len());
}

#[test]
fn identifiers_of_roles_anywhere() {
    let profile = patterns()
        .into_iter()
        .find(|pattern| pattern.source.contains("(profile|alias/profile)"))
        .expect("a pattern");
    let uuid = "0a1b2c3d-0a1b-zzzz-9999-0123456789ab";
    for good in [
        uuid.to_owned(),
        format!("arn:aws:rolesanywhere:us-east-1:111122223333:profile/{uuid}"),
        "arn:aws-cn:rolesanywhere:cn-north-1:1:alias/profile/a/b".to_owned(),
    ] {
        assert!(profile.matches(&good), "{good}");
    }
    for bad in [
        "",
        "0a1b2c3d",
        "arn:aws:rolesanywhere:us-east-1:111122223333:crl/x",
        "arn:aws:iam:us-east-1:111122223333:profile/x",
        &format!("{uuid} "),
        &uuid.to_uppercase(),
    ] {
        assert!(!profile.matches(bad), "{bad}");
    }
}

#[test]
fn what_is_not_known_is_refused() {
    for pattern in [
        "(a",
        "a)",
        "[a",
        "[z-a]",
        "a**",
        "a+?",
        "a*+",
        "a{2",
        "a{x}",
        "a{3,2}",
        "a{129}",
        "(?=a)b",
        "a(?!b)",
        "\\1",
        "\\bword",
        "a^b",
        "a$b",
        "*",
        "(?<n>a)",
        "[a-z&&[b]]",
        "[^\\p{L}]",
        "\\p{Lu}",
        "\\uD800",
        "[a-z]{100}{2}",
        "(?!(a))b",
        "\\",
    ] {
        assert!(compile(pattern).is_err(), "{pattern}");
    }
    let long = "a".repeat(129);
    assert!(compile(&long).is_err());
    assert!(compile(&"a".repeat(128)).is_ok());
}
