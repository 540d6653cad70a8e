use std::ffi::OsStr;
use std::path::Path;

use super::*;

fn environment() -> Environment {
    let latin1 = OsStr::from_bytes(b"/gr\xfcn");
    Environment::new([
        ("TEXT".to_owned(), "hunter2".as_ref()),
        ("EMPTY".to_owned(), "".as_ref()),
        ("LATIN1".to_owned(), latin1),
        ("YES".to_owned(), "True".as_ref()),
    ])
}

#[test]
fn a_value_that_is_not_unicode_is_never_as_good_as_unset() {
    let environment = environment();
    let wrong = Err(NotUnicode("LATIN1".into()));
    assert_eq!(environment.text("LATIN1"), wrong);
    assert_eq!(environment.first(&["EMPTY", "LATIN1", "TEXT"]), wrong);
    assert_eq!(environment.first(&["TEXT", "LATIN1"]), Ok(Some("hunter2")));
    assert!(environment.is_true("LATIN1").is_err());
    assert_eq!(environment.is_true("YES"), Ok(true));
    let path = environment.path("LATIN1");
    assert_eq!(path, Some(Path::new(OsStr::from_bytes(b"/gr\xfcn"))));
    assert_eq!(
        (environment.text("EMPTY"), environment.os("NONE")),
        (Ok(None), None)
    );
    assert_eq!(environment.set_or_empty("EMPTY"), Some(OsStr::new("")));
    assert_eq!(environment.set_or_empty("NONE"), None);
}

#[test]
fn values_are_not_shown() {
    assert_eq!(
        format!("{:?}", environment()),
        r#"{"EMPTY", "LATIN1", "TEXT", "YES"}"#
    );
}
