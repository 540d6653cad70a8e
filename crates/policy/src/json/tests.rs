use proptest::prelude::*;

use super::*;

/// The document as `serde_json` would have it.
fn rebuild(value: Value<'_, '_>) -> serde_json::Value {
    match value.kind() {
        Kind::Object => value
            .members()
            .map(|(key, value)| (key.as_str().unwrap().into_owned(), rebuild(value)))
            .collect(),
        Kind::Array => value.items().map(rebuild).collect(),
        Kind::String { .. } => value.as_str().unwrap().into(),
        Kind::Number | Kind::Bool | Kind::Null => serde_json::from_str(value.raw()).unwrap(),
    }
}

fn fault(text: &str) -> (JsonFault, u32) {
    parse(text).unwrap_err()
}

#[test]
fn values_and_their_places() {
    let text = " {\"a\": [1, \"\\u00e9\\ud83d\\ude00\"], \"b\": {}} ";
    let tree = parse(text).unwrap();
    assert_eq!(
        rebuild(tree.root()),
        serde_json::from_str::<serde_json::Value>(text).unwrap()
    );
    let (key, list) = tree.root().members().next().unwrap();
    assert_eq!(key.raw(), "\"a\"");
    assert_eq!(list.raw(), "[1, \"\\u00e9\\ud83d\\ude00\"]");
    assert_eq!(tree.root().raw(), text.trim());
}

#[test]
fn faults_and_their_places() {
    for (text, expected) in [
        ("", (JsonFault::Truncated, 0)),
        ("{\"a\"", (JsonFault::Truncated, 4)),
        ("\"a", (JsonFault::Truncated, 2)),
        ("[1,]", (JsonFault::Unexpected, 3)),
        ("{,}", (JsonFault::Unexpected, 1)),
        ("{\"a\":1,}", (JsonFault::Unexpected, 7)),
        ("[1}", (JsonFault::Unexpected, 2)),
        ("]", (JsonFault::Unexpected, 0)),
        ("tru", (JsonFault::Unexpected, 0)),
        ("{} {}", (JsonFault::Trailing, 3)),
        ("\"a\nb\"", (JsonFault::ControlCharacter, 2)),
        ("\"\\x\"", (JsonFault::Escape, 1)),
        ("\"\\u12g4\"", (JsonFault::Escape, 1)),
        ("\"\\u+123\"", (JsonFault::Escape, 1)),
        ("\"\\ud800\"", (JsonFault::Escape, 1)),
        ("\"\\ud800\\u0041\"", (JsonFault::Escape, 1)),
        ("01", (JsonFault::Number, 0)),
        ("-", (JsonFault::Number, 0)),
        ("1.", (JsonFault::Number, 0)),
        ("1e", (JsonFault::Number, 0)),
        ("{\"a\":1,\"\\u0061\":2}", (JsonFault::DuplicateKey, 7)),
    ] {
        assert_eq!(fault(text), expected, "{text}");
    }
}

#[test]
fn repeated_keys_in_a_large_object() {
    let members: Vec<String> = (0..100).map(|n| format!("\"k{n}\":0")).collect();
    assert!(parse(&format!("{{{}}}", members.join(","))).is_ok());
    let text = format!("{{{},\"k50\":1}}", members.join(","));
    assert_eq!(fault(&text).0, JsonFault::DuplicateKey);
}

#[test]
fn depth() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(fault(&nested(MAX_DEPTH + 1)).0, JsonFault::TooDeep);
}

proptest! {
    /// What we read, `serde_json` reads to the same value; what we refuse, it refuses too, or it
    /// is a repeated key.
    #[test]
    fn agrees_with_serde_json(text in "[\\[\\]{}\",:\\\\a-f0-9ntru.eE+\\- ]{0,30}") {
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        match parse(&text) {
            Ok(tree) => {
                // Numbers out of its range are all that it refuses.
                if let Ok(theirs) = theirs {
                    prop_assert_eq!(rebuild(tree.root()), theirs);
                }
            }
            Err((JsonFault::DuplicateKey, _)) => {}
            Err(_) => prop_assert!(theirs.is_err()),
        }
    }

    #[test]
    fn reads_what_serde_json_writes(keys in prop::collection::btree_map("\\PC{0,5}", "\\PC{0,8}", 0..20)) {
        let value = serde_json::to_value(&keys).unwrap();
        let text = value.to_string();
        let tree = parse(&text).unwrap();
        prop_assert_eq!(rebuild(tree.root()), value);
    }
}
