use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use tegata_base::{AskError, Secret};

use super::{Backend, choose};
use crate::{Ask, Item, ItemName, Options};

struct Nobody;

impl Ask for Nobody {
    fn ask(&self, _: &str) -> Result<Secret<String>, AskError> {
        Err(AskError::NoTerminal)
    }
}

/// A machine without a desktop, whose user's home this is.
fn headless(home: &Path) -> Options {
    let variable = |name: &str| match name {
        "HOME" => Some(home.into()),
        "AWS_VAULT_FILE_PASSPHRASE" => Some(OsString::from("p")),
        _ => None,
    };
    Options::from_environment(&variable).unwrap()
}

fn item(name: &str) -> Item {
    Item::new(ItemName::parse(name).unwrap(), Secret::new(b"1".to_vec())).unwrap()
}

#[test]
fn every_name_of_aws_vault_is_known() {
    for name in [
        "wincred",
        "keychain",
        "secret-service",
        "keyctl",
        "pass",
        "passage",
        "file",
    ] {
        assert_eq!(name.parse::<Backend>().unwrap().name(), name);
    }
    for name in [
        "winhello",
        "kwallet",
        "op-connect",
        "op",
        "op-desktop",
        "proton-pass",
    ] {
        let error = name.parse::<Backend>().unwrap_err().to_string();
        assert!(
            error.starts_with(&format!("the backend {name} is not built into Tegata; ")),
            "{error}"
        );
    }
    assert_eq!(
        "Keychain".parse::<Backend>().unwrap_err().to_string(),
        "\"Keychain\" is no backend; use one of secret-service, keyctl, pass, passage, file, tegata-file"
    );
}

#[test]
fn backends_of_other_systems_say_so() {
    let scratch = tempfile::tempdir().unwrap();
    let error = Backend::WinCred
        .open(&headless(scratch.path()), Arc::new(Nobody))
        .err()
        .unwrap();
    assert_eq!(
        error.to_string(),
        "the backend wincred cannot be used: it is of another operating system; choose another with --backend, \
         such as file"
    );
}

#[test]
fn without_a_desktop_keys_are_kept_in_files_and_it_is_said() {
    let scratch = tempfile::tempdir().unwrap();
    let chosen = choose(&headless(scratch.path()), Arc::new(Nobody)).unwrap();
    assert_eq!(chosen.backend, Backend::File);
    assert_eq!(
        chosen.note.unwrap(),
        format!(
            "there is no session bus, and so no Secret Service; keys are kept in the encrypted files in \
             {}/.awsvault/keys (choose another place with --backend or AWS_VAULT_BACKEND)",
            scratch.path().display()
        )
    );
    chosen.store.set(&item("a")).unwrap();
    // Once there are items it is no news.
    let again = choose(&headless(scratch.path()), Arc::new(Nobody)).unwrap();
    assert_eq!((again.backend, again.note), (Backend::File, None));
    assert_eq!(again.store.names().unwrap(), [item("a").name]);
}

#[test]
fn files_that_have_items_are_chosen_again() {
    let scratch = tempfile::tempdir().unwrap();
    let options = headless(scratch.path());
    let sealed = Backend::TegataFile.open(&options, Arc::new(Nobody)).unwrap();
    sealed.set(&item("a")).unwrap();
    assert_eq!(
        choose(&options, Arc::new(Nobody)).unwrap().backend,
        Backend::TegataFile
    );
    let file = Backend::File.open(&options, Arc::new(Nobody)).unwrap();
    file.set(&item("b")).unwrap();
    assert_eq!(choose(&options, Arc::new(Nobody)).unwrap().backend, Backend::File);
}
