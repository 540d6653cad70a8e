//! The flags, as `aws_signing_helper` takes them.

use clap::Parser;

use crate::args::SessionArgs;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    args: SessionArgs,
}

fn parse(words: &[&str]) -> Result<SessionArgs, clap::Error> {
    Command::try_parse_from([&["tegata"], words].concat()).map(|command| command.args)
}

#[test]
fn defaults() {
    let args = parse(&[]).unwrap();
    assert_eq!(args.session_duration, 3600);
    assert_eq!(args.role_arn, "");
    assert!(!args.no_verify_ssl && !args.with_proxy && !args.debug);
}

#[test]
fn values_stand_after_a_blank_or_an_equal_sign_and_booleans_may_be_given_one() {
    let args = parse(&[
        "--role-arn=a",
        "--profile-arn",
        "b",
        "--debug",
        "--with-proxy=true",
        "--no-verify-ssl=false",
        "--reuse-pin=false",
    ])
    .unwrap();
    assert_eq!((args.role_arn.as_str(), args.profile_arn.as_str()), ("a", "b"));
    assert!(args.debug && args.with_proxy && !args.no_verify_ssl);
    assert_eq!(args.source.reuse_pin, Some(false));
    assert!(parse(&["--session-duration", "x"]).is_err());
    assert!(parse(&["--unknown"]).is_err());
}

#[test]
fn flags_that_exclude_each_other() {
    let pairs = [
        ("--certificate=a", "--cert-selector=b"),
        ("--certificate=a", "--system-store-name=b"),
        ("--private-key=a", "--cert-selector=b"),
        ("--private-key=a", "--system-store-name=b"),
        ("--private-key=a", "--use-latest-expiring-certificate"),
        ("--use-latest-expiring-certificate", "--intermediates=a"),
        ("--use-latest-expiring-certificate", "--reuse-pin"),
        ("--cert-selector=a", "--intermediates=b"),
        ("--cert-selector=a", "--reuse-pin"),
        ("--system-store-name=a", "--reuse-pin"),
        ("--tpm-key-password=a", "--cert-selector=b"),
        ("--tpm-key-password=a", "--reuse-pin"),
        ("--tpm-key-password=a", "--no-tpm-key-password"),
        ("--tpm-key-password=a", "--pkcs8-password=b"),
        ("--no-tpm-key-password", "--cert-selector=a"),
    ];
    for (one, other) in pairs {
        assert!(parse(&[one]).is_ok(), "{one}");
        assert!(parse(&[other]).is_ok(), "{other}");
        let error = parse(&[one, other]).unwrap_err();
        assert_eq!(
            error.kind(),
            clap::error::ErrorKind::ArgumentConflict,
            "{one} {other}"
        );
    }
}
