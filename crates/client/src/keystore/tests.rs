use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use clap::{Args as _, FromArgMatches as _};
use tegata_base::{AskError, Secret};
use tegata_vault::{InvalidName, ItemName, LongTermKey};

use super::*;

struct Nobody;

impl Ask for Nobody {
    fn ask(&self, _: &str) -> Result<Secret<String>, AskError> {
        Err(AskError::NoTerminal)
    }
}

fn args(flags: &[&str]) -> Result<KeystoreArgs, clap::Error> {
    let command = KeystoreArgs::augment_args(clap::Command::new("test")).no_binary_name(true);
    KeystoreArgs::from_arg_matches(&command.try_get_matches_from(flags)?)
}

fn environment(home: &Path, more: &[(&str, &str)]) -> Environment {
    let home = ("HOME".to_owned(), home.to_str().unwrap().to_owned());
    let more = more
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Environment::new(more.chain([home]))
}

fn keystore(flags: &[&str], environment: &Environment) -> Result<Keystore, KeystoreError> {
    args(flags).unwrap().open(environment, Arc::new(Nobody))
}

fn name(profile: &str) -> Result<ItemName, InvalidName> {
    ItemName::key(profile)
}

#[test]
fn a_flag_outranks_its_variable() {
    let home = tempfile::tempdir().unwrap();
    let environment = environment(
        home.path(),
        &[
            ("AWS_VAULT_BACKEND", "pass"),
            ("AWS_VAULT_FILE_DIR", "/from/variable"),
            ("AWS_VAULT_PASS_PREFIX", "prefix"),
        ],
    );
    let by_variable = keystore(&[], &environment).unwrap();
    assert_eq!(by_variable.backend().unwrap(), Backend::Pass);
    let flags = ["--backend", "file", "--file-dir", "~/keys", "--pass-prefix", ""];
    let by_flag = keystore(&flags, &environment).unwrap();
    assert_eq!(by_flag.backend().unwrap(), Backend::File);
    let place = by_flag.store().unwrap().place();
    assert!(
        place.ends_with(&format!("{}/keys", home.path().display())),
        "{place}"
    );
    assert_eq!(by_flag.options.pass_prefix, "");
}

#[test]
fn nothing_is_opened_or_made_before_it_is_needed() {
    let home = tempfile::tempdir().unwrap();
    let environment = environment(home.path(), &[("AWS_VAULT_FILE_PASSPHRASE", "p")]);
    let keystore = keystore(&["--backend", "file"], &environment).unwrap();
    assert!(keystore.opened.get().is_none());
    assert_eq!(keystore.store().unwrap().names().unwrap(), []);
    assert!(!home.path().join(".awsvault").exists());
}

#[test]
fn an_empty_passphrase_is_one() {
    let home = tempfile::tempdir().unwrap();
    let environment = environment(home.path(), &[("AWS_VAULT_FILE_PASSPHRASE", "")]);
    let keystore = keystore(&["--backend", "file"], &environment).unwrap();
    let key = LongTermKey {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".into(),
        secret: Secret::new("secret".into()),
    };
    let store = keystore.store().unwrap();
    store.set(&key.to_item("work").unwrap()).unwrap();
    assert!(store.get(&name("work").unwrap()).unwrap().is_some());
    let mode = home.path().join(".awsvault/keys/work").metadata().unwrap();
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
}

#[test]
fn what_was_chosen_unasked_is_told_once() {
    let home = tempfile::tempdir().unwrap();
    let keystore = keystore(&[], &environment(home.path(), &[])).unwrap();
    assert_eq!(keystore.note(), None);
    keystore.store().unwrap();
    let note = keystore.note().unwrap();
    assert!(note.contains("AWS_VAULT_BACKEND"), "{note}");
    assert_eq!(keystore.note(), None);
}

#[test]
fn backends_that_are_not_built_answer_in_a_sentence() {
    let home = tempfile::tempdir().unwrap();
    let by_flag = args(&["--backend", "op"]).unwrap_err().to_string();
    assert!(
        by_flag.contains("the backend op is not built into Tegata"),
        "{by_flag}"
    );
    let environment = environment(home.path(), &[("AWS_VAULT_BACKEND", "proton-pass")]);
    let by_variable = keystore(&[], &environment).err().unwrap().to_string();
    assert!(
        by_variable.starts_with("AWS_VAULT_BACKEND: the backend proton-pass is not"),
        "{by_variable}"
    );
    // A flag outranks it.
    assert!(keystore(&["--backend=file"], &environment).is_ok());
}

#[test]
fn flags_of_backends_that_are_not_built_are_taken_and_not_shown() {
    let flags = [
        "--op-timeout=15s",
        "--op-vault-id=v",
        "--op-item-title-prefix=t",
        "--op-item-tag=t",
        "--op-connect-host=h",
        "--op-desktop-account-id=a",
        "--proton-pass-share-id=s",
        "--proton-pass-item-title-prefix=t",
        "--proton-pass-api-base=b",
        "--proton-pass-timeout=30s",
        "--biometrics",
    ];
    assert!(args(&flags).unwrap().not_built.biometrics);
    let help = KeystoreArgs::augment_args(clap::Command::new("test"))
        .render_help()
        .to_string();
    assert!(help.contains("tegata-file]"), "{help}");
    assert!(help.contains("Keystore:") && help.contains("--backend"), "{help}");
    assert!(!help.contains("--op-") && !help.contains("--proton"), "{help}");
}
