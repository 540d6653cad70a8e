//! One data directory, one server; and what is there is not overwritten.

use std::process::Output;

use crate::caller::{Caller, Request};
use crate::process::{Home, init, run, text};

/// The one sentence with which a command is refused.
fn refusal(done: &Output) -> String {
    assert_eq!(done.status.code(), Some(1), "{done:?}");
    assert_eq!(text(&done.stdout), "");
    let lines: Vec<_> = text(&done.stderr)
        .lines()
        .filter(|line| line.starts_with("tegata server: "))
        .collect();
    assert_eq!(lines.len(), 1, "{}", text(&done.stderr));
    lines[0].to_owned()
}

#[test]
fn two_servers_on_one_directory() {
    let home = Home::new();
    let server = home.start();
    let said = refusal(&run(&mut home.serve()));
    assert!(said.contains("is in use by process "), "{said}");
    assert!(said.ends_with("stop it first"), "{said}");
    // The first one did not notice.
    let mut root = Caller::new(server.connection(), home.root.clone());
    root.call(&Request::iam("CreateUser", &[("UserName", "still")]));
    server.stop();
    let server = home.start();
    let mut root = Caller::new(server.connection(), home.root.clone());
    root.call(&Request::iam("GetUser", &[("UserName", "still")]));
}

#[test]
fn a_used_directory_is_not_made_again() {
    let home = Home::new();
    let again = || refusal(&run(&mut init(home.path(), home.data())));
    let said = again();
    assert!(said.contains("already holds a store"), "{said}");
    let server = home.start();
    let said = again();
    assert!(said.contains("is in use by process "), "{said}");
    // The root user's key is still the first one.
    Caller::new(server.connection(), home.root.clone()).call(&Request::sts("GetCallerIdentity", &[]));
}

#[test]
fn a_directory_that_others_can_enter() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = Home::new();
    std::fs::set_permissions(home.data(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let said = refusal(&run(&mut home.serve()));
    assert!(said.contains("chmod 700"), "{said}");
}
