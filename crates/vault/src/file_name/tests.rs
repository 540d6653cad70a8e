use std::ffi::OsStr;

use proptest::prelude::{prop_assert_eq, proptest};

use super::{decode, encode};
use crate::ItemName;

#[test]
fn names_are_encoded_as_in_go() {
    for (name, file) in [
        ("jonsmith", "jonsmith"),
        ("client/production", "client%2Fproduction"),
        ("100%", "100%25"),
        ("%2F", "%252F"),
        (
            "oidc:https://d-1.awsapps.com/start",
            "oidc:https:%2F%2Fd-1.awsapps.com%2Fstart",
        ),
        ("手 形", "手 形"),
    ] {
        let name = ItemName::parse(name).unwrap();
        assert_eq!(encode(&name).unwrap(), file);
        assert_eq!(decode(OsStr::new(file)), Some(name));
    }
    // Any encoding is read.
    assert_eq!(decode(OsStr::new("%6a%6F")), ItemName::parse("jo").ok());
}

#[test]
fn names_that_no_file_can_have_are_refused() {
    let refused = |text: &str| encode(&ItemName::parse(text).unwrap()).is_err();
    assert!(refused(".") && refused("..") && refused(&"a".repeat(256)) && refused(&"/".repeat(86)));
    assert!(!refused("...") && !refused(&"/".repeat(85)));
}

proptest! {
    #[test]
    fn every_name_comes_back(text in "[^\\x00-\\x1f\\x7f-\\x9f]{1,60}") {
        let name = ItemName::parse(&text).unwrap();
        if let Ok(file) = encode(&name) {
            prop_assert_eq!(file.contains('/'), false);
            prop_assert_eq!(decode(OsStr::new(&file)), Some(name));
        }
    }
}
