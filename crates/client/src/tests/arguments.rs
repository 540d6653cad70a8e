//! The flags, as `aws_signing_helper` takes them.

use clap::{Args as _, Command, FromArgMatches as _};

use crate::args::{EXCLUSIONS, SessionArgs, ValueError, boolean, excluded, integer};

fn command() -> Command {
    SessionArgs::augment_args(Command::new("credential-process").no_binary_name(true))
}

fn parse(words: &[&str]) -> Result<SessionArgs, clap::Error> {
    let matches = command().try_get_matches_from(words)?;
    SessionArgs::from_arg_matches(&matches)
}

/// The two flags that a command line may not have together.
fn refused(words: &[&str], ours: bool) -> Option<[&'static str; 2]> {
    let matches = command().try_get_matches_from(words).unwrap();
    excluded("credential-process", &matches, ours).map(|exclusion| exclusion.flags)
}

#[test]
fn defaults() {
    let args = parse(&[]).unwrap();
    assert_eq!(args.session_duration, 3600);
    assert_eq!(args.role_arn, "");
    assert!(!args.service.no_verify_ssl && !args.service.with_proxy && !args.debug);
}

#[test]
fn values_stand_after_a_blank_or_an_equal_sign_and_booleans_may_be_given_one() {
    let args = parse(&[
        "--role-arn=a",
        "--profile-arn",
        "b",
        "--debug",
        "--with-proxy=T",
        "--no-verify-ssl=0",
        "--reuse-pin=false",
        "--session-duration=0x384",
        "--certificate=",
    ])
    .unwrap();
    assert_eq!((args.role_arn.as_str(), args.profile_arn.as_str()), ("a", "b"));
    assert!(args.debug && args.service.with_proxy && !args.service.no_verify_ssl);
    assert!(!args.source.reuse_pin);
    assert_eq!(args.session_duration, 900);
    assert_eq!(args.source.certificate.certificate, Some("".into()));
    assert!(parse(&["--session-duration", "x"]).is_err());
    assert!(parse(&["--debug=yes"]).is_err());
    assert!(parse(&["--unknown"]).is_err());
}

#[test]
fn passwords_are_not_shown_with_the_flags() {
    let args = parse(&[
        "--pkcs8-password=hunter2",
        "--tpm-key-password=hunter2",
        "--tpm-parent-password",
        "hunter2",
    ])
    .unwrap();
    let shown = format!("{:?} {:?}", args, args.clone());
    assert!(
        !shown.contains("hunter2") && shown.contains("GivenSecret(…)"),
        "{shown}"
    );
    let password = args.source.secrets.pkcs8_password.unwrap().if_any();
    assert!(password == Some(tegata_base::Secret::new("hunter2".into())));
    assert!(
        parse(&["--pkcs8-password="])
            .unwrap()
            .source
            .secrets
            .pkcs8_password
            .unwrap()
            .if_any()
            .is_none()
    );
}

#[test]
fn switches_are_read_as_go_reads_them() {
    for text in ["1", "t", "T", "TRUE", "true", "True"] {
        assert_eq!(boolean(text), Ok(true), "{text}");
    }
    for text in ["0", "f", "F", "FALSE", "false", "False"] {
        assert_eq!(boolean(text), Ok(false), "{text}");
    }
    for text in ["", "yes", "tRUE", " true", "on"] {
        let error = boolean(text).unwrap_err();
        let go = format!("strconv.ParseBool: parsing {text:?}: invalid syntax");
        assert_eq!(error.in_words_of_go(), go);
        assert_eq!(error.to_string(), "it must be true or false");
    }
}

#[test]
fn numbers_are_read_as_go_reads_them() {
    let table = [
        ("900", Some(900)),
        ("+900", Some(900)),
        ("-1", Some(-1)),
        ("0", Some(0)),
        ("0x384", Some(900)),
        ("-0X384", Some(-900)),
        ("01604", Some(900)),
        ("0o1604", Some(900)),
        ("0b11", Some(3)),
        ("3_600", Some(3600)),
        ("0_7", Some(7)),
        ("0x_384", Some(900)),
        ("2147483647", Some(i32::MAX)),
        ("", None),
        ("+", None),
        ("-", None),
        ("--1", None),
        ("0x-1", None),
        ("0x", None),
        ("08", None),
        ("_1", None),
        ("1_", None),
        ("1__0", None),
        ("1.5", None),
        (" 1", None),
        ("٣", None),
    ];
    for (text, value) in table {
        assert_eq!(integer::<i32>(text).ok(), value, "{text:?}");
    }
    let error = integer::<i32>("1h").unwrap_err();
    assert_eq!(error.to_string(), "it must be a whole number");
    assert_eq!(
        error.in_words_of_go(),
        r#"strconv.ParseInt: parsing "1h": invalid syntax"#
    );
    let out_of_range = |error: ValueError| {
        assert_eq!(error.to_string(), "the number is out of range");
        error.in_words_of_go().ends_with("value out of range")
    };
    assert!(out_of_range(integer::<i32>("2147483648").unwrap_err()));
    assert!(out_of_range(integer::<i64>("9223372036854775808").unwrap_err()));
    assert_eq!(integer::<i64>("-9223372036854775808"), Ok(i64::MIN));
    assert!(out_of_range(integer::<u16>("-1").unwrap_err()));
}

#[test]
fn flags_that_exclude_each_other() {
    let known = command();
    let has = |flag: &str| known.get_arguments().any(|arg| arg.get_long() == Some(flag));
    let value = |flag: &str| {
        let arg = known
            .get_arguments()
            .find(|arg| arg.get_long() == Some(flag))
            .unwrap();
        // Off is given, too.
        let off = if arg.is_require_equals_set() { "false" } else { "" };
        format!("--{flag}={off}")
    };
    for exclusion in EXCLUSIONS.iter().filter(|exclusion| exclusion.only.is_none()) {
        let [one, other] = exclusion.flags;
        assert!(has(one) && has(other), "{exclusion:?}");
        let words = [value(one), value(other)];
        let words = [words[0].as_str(), words[1].as_str()];
        assert_eq!(refused(&words[..1], false), None, "{one}");
        assert_eq!(refused(&words[1..], false), None, "{other}");
        assert_eq!(refused(&words, false), Some(exclusion.flags));
        assert_eq!(refused(&words, true).is_some(), exclusion.ours, "{exclusion:?}");
    }
    // Of several, the first in the order of their names.
    let words = [
        "--tpm-key-password=x",
        "--cert-selector=y",
        "--intermediates=z",
        "--reuse-pin",
    ];
    assert_eq!(refused(&words, false), Some(["cert-selector", "intermediates"]));
    assert!(EXCLUSIONS.is_sorted_by_key(|exclusion| exclusion.flags.join(" ")));
    // Only sign-string has this one.
    assert_eq!(refused(&["--no-tpm-key-password", "--reuse-pin"], false), None);
}

#[test]
fn nothing_is_abbreviated() {
    assert!(parse(&["--role", "x"]).is_err());
    assert!(parse(&["-d"]).is_err());
}
