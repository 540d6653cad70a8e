//! `tegata quickstart` as a program: its exit code, its steps, and what it leaves behind.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output};

/// What the story must contain, in this order.
const TOLD: [&str; 28] = [
    "done: arn:aws:iam::111122223333:root",
    "done: CN=Quickstart CA,O=Example, valid until ",
    "done: CN=web-01,OU=Edge,O=Example, DNS:web-01.edge.example.com",
    "done: CN=web-01,OU=Edge,O=Example, serial number ",
    "done: arn:aws:rolesanywhere:us-east-1:111122223333:trust-anchor/",
    "done: arn:aws:iam::111122223333:role/quickstart",
    "done: iam:GetRole, iam:ListRoles, rolesanywhere:ListTrustAnchors",
    "done: arn:aws:rolesanywhere:us-east-1:111122223333:profile/",
    "done: iam:Get*, iam:List*",
    "done: ASIA",
    "done: arn:aws:sts::111122223333:assumed-role/quickstart/",
    "done: arn:aws:iam::111122223333:role/quickstart",
    "refused: AccessDenied: User: arn:aws:sts::111122223333:assumed-role/quickstart/",
    "refused: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/quickstart/",
    "done: aws:PrincipalTag/x509Subject/OU must be Datacenter",
    "refused: AccessDeniedException: Unable to assume role for arn:aws:iam::111122223333:role/quickstart.",
    "done: aws:PrincipalTag/x509Subject/OU must be Edge",
    "done: arn:aws:rolesanywhere:us-east-1:111122223333:crl/",
    "done: enabled",
    "refused: AccessDeniedException: Certificate revoked",
    "done: disabled",
    "done: disabled",
    "refused: AccessDeniedException: Specified Trust Anchor is disabled.",
    "done: enabled",
    "done: arn:aws:sts::111122223333:assumed-role/quickstart/",
    "done: those issued before ",
    "refused: AccessDenied: User: arn:aws:sts::111122223333:assumed-role/quickstart/",
    "certificate  subject       CN=web-01,OU=Edge,O=Example",
];

/// Runs the program in a directory of its own, with nothing of the user's settings.
fn quickstart(home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tegata"))
        .arg("quickstart")
        .args(arguments)
        .current_dir(home)
        .env_clear()
        .env("HOME", home)
        .env("TMPDIR", home)
        // These must not reach the story.
        .env("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("HTTP_PROXY", "http://127.0.0.1:1")
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn the_story_is_told_whole_and_nothing_is_left() {
    let home = tempfile::tempdir().unwrap();
    let output = quickstart(home.path(), &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stderr), "");
    let story = text(&output.stdout);
    assert!(!story.contains('\u{1b}'), "colour where nobody looks");
    for (position, told) in TOLD.iter().enumerate() {
        let heading = format!("\n{:2}. ", position + 1);
        let (_, step) = story.split_once(&heading).unwrap();
        let mut lines = step.lines().skip(1);
        assert!(lines.next().unwrap().starts_with("    $ "), "{heading}");
        let outcome = lines.next().unwrap().trim_start();
        assert!(outcome.starts_with(told), "{heading}: {outcome}, not {told}");
    }
    assert!(story.contains("\nAll 28 steps behaved as told, in "));
    assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
}

#[test]
fn what_is_kept_is_for_its_owner_alone_and_is_not_overwritten() {
    let home = tempfile::tempdir().unwrap();
    let output = quickstart(home.path(), &["--keep", "it's kept"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let files = home.path().join("it's kept/quickstart");
    for name in [
        "config",
        "operator.json",
        "session.json",
        "machine.key",
        "ca.key",
        "begin-again.sh",
    ] {
        let mode = std::fs::metadata(files.join(name)).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{name}");
    }
    let before = std::fs::read(files.join("operator.json")).unwrap();
    let again = quickstart(home.path(), &["--keep", "it's kept"]);
    assert_eq!(again.status.code(), Some(1));
    assert_eq!(text(&again.stdout), "");
    let said = text(&again.stderr);
    assert!(
        said.contains("already holds a store") && said.lines().count() == 1,
        "{said}"
    );
    assert_eq!(std::fs::read(files.join("operator.json")).unwrap(), before);
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let home = tempfile::tempdir().unwrap();
    let output = quickstart(home.path(), &["--keep", "no/such/parent"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.starts_with("tegata quickstart: ") && said.contains("no/such/parent"),
        "{said}"
    );
}
