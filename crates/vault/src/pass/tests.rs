use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use tegata_base::Secret;

use super::{PasswordManager, PasswordStore};
use crate::{Item, ItemName, SecretStore as _};

/// A store whose program is a script, to see what is asked of it.
fn store(folder: &Path, script: &str) -> PasswordStore {
    let command = folder.join("program");
    fs::write(&command, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&command, fs::Permissions::from_mode(0o700)).unwrap();
    PasswordStore {
        manager: PasswordManager::Pass,
        command: command.into(),
        folder: folder.join("tree"),
        prefix: "aws".to_owned(),
    }
}

fn name(text: &str) -> ItemName {
    ItemName::parse(text).unwrap()
}

fn item(text: &str) -> Item {
    Item::new(name(text), Secret::new(b"1".to_vec())).unwrap()
}

fn touch(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, "").unwrap();
}

#[test]
fn names_are_those_of_the_tree_below_the_prefix() {
    let scratch = tempfile::tempdir().unwrap();
    let store = store(scratch.path(), "exit 1");
    assert_eq!(store.names().unwrap(), []);
    let real = scratch.path().join("real");
    for file in [
        "aws/b.gpg",
        "aws/client/a.b.gpg",
        "other.gpg",
        "aws/note.txt",
        "aws/.git/x.gpg",
        "aws/.gpg-id",
    ] {
        touch(&real.join(file));
    }
    // Many keep the tree elsewhere and link to it.
    symlink(&real, scratch.path().join("tree")).unwrap();
    assert_eq!(store.names().unwrap(), [name("b"), name("client/a.b")]);
}

#[test]
fn the_program_gets_the_secret_on_its_input_and_the_name_after_two_dashes() {
    let scratch = tempfile::tempdir().unwrap();
    let log = scratch.path().join("log");
    let script = format!(
        "echo \"$@ in $PASSWORD_STORE_DIR\" >> {log}; cat >> {log}; mkdir -p $PASSWORD_STORE_DIR/aws; \
         touch $PASSWORD_STORE_DIR/aws/-x.gpg",
        log = log.display()
    );
    store(scratch.path(), &script).set(&item("-x")).unwrap();
    let log = fs::read_to_string(log).unwrap();
    let (line, input) = log.split_once('\n').unwrap();
    let tree = scratch.path().join("tree");
    assert_eq!(line, format!("insert -m -f -- aws/-x in {}", tree.display()));
    assert!(input.starts_with(r#"{"Key":"-x","Data":"MQ==","#), "{input}");
}

#[test]
fn what_the_program_complains_of_is_told_in_one_line() {
    let scratch = tempfile::tempdir().unwrap();
    let store = store(
        scratch.path(),
        "echo first >&2; printf 'gpg: no \\033[1msecret key\\n\\n' >&2; exit 2",
    );
    touch(&scratch.path().join("tree/aws/a.gpg"));
    let error = store.get(&name("a")).err().unwrap().to_string();
    let program = scratch.path().join("program");
    assert_eq!(
        error,
        format!(
            "{} failed (exit status: 2): gpg: no [1msecret key",
            program.display()
        )
    );
    // What is not there is not asked for.
    assert!(store.get(&name("b")).unwrap().is_none());
    assert!(!store.remove(&name("b")).unwrap());
}

#[test]
fn a_program_that_is_missing_lies_or_floods_is_told() {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path();
    touch(&path.join("tree/aws/a.gpg"));
    let mut missing = store(path, "");
    missing.command = "/nonexistent/pass".into();
    let error = missing.get(&name("a")).err().unwrap().to_string();
    assert_eq!(
        error,
        "/nonexistent/pass is not there; install it, or choose another store with --backend, such as file"
    );
    let error = store(path, "cat >/dev/null")
        .set(&item("b"))
        .unwrap_err()
        .to_string();
    assert!(
        error.ends_with("the program ended well but wrote nothing"),
        "{error}"
    );
    let error = store(path, "head -c 1000000 /dev/zero")
        .get(&name("a"))
        .err()
        .unwrap()
        .to_string();
    assert!(error.ends_with("gave more than 131072 bytes"), "{error}");
    let error = store(path, "echo hunter2")
        .get(&name("a"))
        .err()
        .unwrap()
        .to_string();
    assert!(
        error.contains("it is no item of a keyring") && !error.contains("hunter2"),
        "{error}"
    );
}

#[test]
fn a_tree_that_nobody_has_made_is_told() {
    let scratch = tempfile::tempdir().unwrap();
    // `pass` says so in three lines, the last of which is "before you may use the password store."
    let store = store(scratch.path(), "echo before you may use it. >&2; exit 1");
    let told = || store.set(&item("a")).unwrap_err().to_string();
    assert_eq!(
        told(),
        format!(
            "{} cannot be used: it is not made yet; make it with `pass init` and the id of your GnuPG key, or choose \
             another store with --backend, such as file",
            store.place()
        )
    );
    touch(&scratch.path().join("tree/.gpg-id"));
    assert!(
        told().ends_with("failed (exit status: 1): before you may use it."),
        "{}",
        told()
    );
}

#[test]
fn no_name_leads_out_of_the_store() {
    let scratch = tempfile::tempdir().unwrap();
    let store = store(scratch.path(), "touch escaped");
    for text in ["..", "../x", "a/../../x", "/etc/passwd", ".", "a/"] {
        let error = store.set(&item(text)).unwrap_err().to_string();
        assert!(error.contains(" cannot be kept in the pass store in "), "{error}");
        assert!(store.get(&name(text)).is_err());
    }
}
