use std::ffi::OsStr;
use std::path::{Component, Path};

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

use super::{DEVICES, DRAFT, FileName, Rules, decode};
use crate::ItemName;

fn name(text: &str) -> ItemName {
    ItemName::parse(text).unwrap()
}

fn file(rules: Rules, text: &str) -> Option<String> {
    FileName::under(rules, &name(text))
        .ok()
        .map(|file| file.to_string())
}

#[test]
fn names_are_encoded_as_in_go() {
    for (text, encoded) in [
        ("jonsmith", "jonsmith"),
        ("client/production", "client%2Fproduction"),
        ("100%", "100%25"),
        ("%2F", "%252F"),
        (
            "oidc:https://d-1.awsapps.com/start",
            "oidc:https:%2F%2Fd-1.awsapps.com%2Fstart",
        ),
        ("手 形", "手 形"),
        ("con", "con"),
        ("a\\b", "a\\b"),
        ("ends in a dot.", "ends in a dot."),
    ] {
        assert_eq!(file(Rules::Unix, text).unwrap(), encoded);
        assert_eq!(decode(OsStr::new(encoded)), Some(name(text)));
    }
    // Any encoding is read.
    assert_eq!(decode(OsStr::new("%6a%6F")), ItemName::parse("jo").ok());
}

#[test]
fn what_windows_takes_otherwise_is_encoded_there() {
    for (text, encoded) in [
        ("jonsmith", "jonsmith"),
        ("with space, comma", "with space, comma"),
        ("..\\..\\evil", "..%5C..%5Cevil"),
        ("C:evil", "C%3Aevil"),
        ("prod:stream", "prod%3Astream"),
        ("a*b?c\"d<e>f|g", "a%2Ab%3Fc%22d%3Ce%3Ef%7Cg"),
        ("dot.", "dot%2E"),
        ("space ", "space%20"),
        ("...", "..%2E"),
        ("nul", "%6Eul"),
        ("Con.backup", "%43on.backup"),
        ("aux .x", "%61ux .x"),
        ("COM1", "%43OM1"),
        ("lpt³.a.b", "%6Cpt³.a.b"),
        ("com", "com"),
        ("com10", "com10"),
        ("console", "console"),
    ] {
        assert_eq!(file(Rules::Windows, text).unwrap(), encoded, "{text}");
        assert_eq!(decode(OsStr::new(encoded)), Some(name(text)));
    }
}

#[test]
fn an_item_never_has_the_name_of_a_draft() {
    for rules in [Rules::Unix, Rules::Windows] {
        let text = format!("{DRAFT}x");
        assert_eq!(file(rules, &text).unwrap(), "%2Etegata-draft-x");
        assert_eq!(decode(OsStr::new("%2Etegata-draft-x")), Some(name(&text)));
    }
}

#[test]
fn names_that_no_file_can_have_are_refused() {
    for rules in [Rules::Unix, Rules::Windows] {
        for refused in [".", "..", &"a".repeat(256), &"/".repeat(86)] {
            assert_eq!(file(rules, refused), None);
        }
        assert!(file(rules, "...").is_some() && file(rules, &"/".repeat(85)).is_some());
    }
}

proptest! {
    #[test]
    fn every_name_is_one_component_and_comes_back(text in "[^\\x00-\\x1f\\x7f-\\x9f]{1,60}") {
        for rules in [Rules::Unix, Rules::Windows] {
            let Some(file) = file(rules, &text) else { continue };
            let mut components = Path::new(&file).components();
            prop_assert_eq!(components.next(), Some(Component::Normal(OsStr::new(&file))));
            prop_assert_eq!(components.next(), None);
            prop_assert_eq!(decode(OsStr::new(&file)), Some(name(&text)));
            prop_assert!(!file.starts_with(DRAFT));
        }
    }

    #[test]
    fn no_name_means_more_than_a_file_to_windows(text in "[a-cA-C.:\\\\/ ¹%-]{1,12}", device in 0..DEVICES.len()) {
        for text in [text.clone(), format!("{}{text}", DEVICES[device])] {
            let Some(file) = file(Rules::Windows, &text) else { continue };
            prop_assert!(!file.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|']));
            prop_assert!(!file.ends_with(['.', ' ']));
            let stem = file.split('.').next().unwrap_or_default().trim_end().to_uppercase();
            prop_assert!(!DEVICES.contains(&&*stem), "{}", file);
        }
    }
}
