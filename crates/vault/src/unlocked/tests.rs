use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tegata_base::{AskError, Secret};

use super::{Opened, Unlocked};
use crate::options::Options;
use crate::{Ask, Backend, Item, ItemName, SecretStore, StoreError};

/// Answers in turn; questions are counted.
struct Person(Mutex<Vec<&'static str>>);

impl Ask for Person {
    fn ask(&self, _question: &str) -> Result<Secret<String>, AskError> {
        let answer = self.0.lock().unwrap().pop();
        answer
            .map(|text| Secret::new(text.to_owned()))
            .ok_or(AskError::NoTerminal)
    }
}

fn person(answers: &[&'static str]) -> Arc<Person> {
    Arc::new(Person(Mutex::new(answers.iter().rev().copied().collect())))
}

struct Kept(Backend, PathBuf, Vec<u8>);

impl Unlocked for Kept {
    fn opener(&self, backend: Backend, folder: &Path) -> Option<Secret<Vec<u8>>> {
        ((backend, folder) == (self.0, &self.1)).then(|| Secret::new(self.2.clone()))
    }
}

fn options(home: &Path, unlocked: Option<&Opened>) -> Options {
    let variable = |name: &str| (name == "HOME").then(|| home.into());
    let mut options = Options::from_environment(&variable).unwrap();
    let kept = unlocked.map(|opened| {
        Kept(
            opened.backend,
            opened.folder.clone(),
            opened.opener.expose().clone(),
        )
    });
    options.unlocked = kept.map(|kept| Arc::new(kept) as Arc<dyn Unlocked>);
    options
}

fn item(name: &str) -> Item {
    Item::new(ItemName::parse(name).unwrap(), Secret::new(b"data".to_vec())).unwrap()
}

fn has(store: &dyn SecretStore, name: &str) -> Result<bool, StoreError> {
    Ok(store.get(&ItemName::parse(name).unwrap())?.is_some())
}

const KINDS: [Backend; 2] = [Backend::File, Backend::TegataFile];

#[test]
fn what_is_unlocked_is_not_asked_for() {
    for backend in KINDS {
        let home = tempfile::tempdir().unwrap();
        // Empty: typed twice.
        let opened = backend
            .unlock(&options(home.path(), None), person(&["p", "p"]))
            .unwrap();
        let store = backend
            .open(&options(home.path(), Some(&opened)), person(&[]))
            .unwrap();
        store.set(&item("a")).unwrap();
        assert!(has(&*store, "a").unwrap());
        // No longer empty: once.
        let again = backend
            .unlock(&options(home.path(), None), person(&["p"]))
            .unwrap();
        assert!(again.opener == opened.opener, "{backend}");
        let asked = backend.open(&options(home.path(), None), person(&["p"])).unwrap();
        assert!(has(&*asked, "a").unwrap());
    }
}

#[test]
fn only_the_key_of_sealed_files_leaves_the_store() {
    let home = tempfile::tempdir().unwrap();
    let opened = Backend::TegataFile
        .unlock(&options(home.path(), None), person(&["passphrase", "passphrase"]))
        .unwrap();
    assert_eq!(opened.opener.expose().len(), 32);
    assert!(*opened.opener.expose() != b"passphrase");
}

#[test]
fn a_passphrase_that_opens_nothing_or_is_mistyped_unlocks_nothing() {
    for backend in KINDS {
        let home = tempfile::tempdir().unwrap();
        let mistyped = backend.unlock(&options(home.path(), None), person(&["p", "q"]));
        assert!(matches!(mistyped, Err(StoreError::NotConfirmed { .. })));
        let store = backend
            .open(&options(home.path(), None), person(&["p", "p"]))
            .unwrap();
        store.set(&item("a")).unwrap();
        let wrong = backend.unlock(&options(home.path(), None), person(&["wrong"]));
        assert!(matches!(wrong, Err(StoreError::WrongPassphrase { .. })));
    }
}

#[test]
fn what_opens_no_longer_is_passed_over_and_the_person_asked() {
    for backend in KINDS {
        let home = tempfile::tempdir().unwrap();
        let old = backend
            .unlock(&options(home.path(), None), person(&["old", "old"]))
            .unwrap();
        fs::remove_dir_all(&old.folder).unwrap();
        let store = backend
            .open(&options(home.path(), None), person(&["new", "new"]))
            .unwrap();
        store.set(&item("a")).unwrap();
        let asked = backend
            .open(&options(home.path(), Some(&old)), person(&["new"]))
            .unwrap();
        assert!(has(&*asked, "a").unwrap());
        let asked = backend
            .open(&options(home.path(), Some(&old)), person(&["new"]))
            .unwrap();
        asked.set(&item("b")).unwrap();
        assert!(has(&*store, "b").unwrap());
        let nobody = backend
            .open(&options(home.path(), Some(&old)), person(&[]))
            .unwrap();
        assert!(matches!(has(&*nobody, "a"), Err(StoreError::NoPassphrase { .. })));
    }
}

#[test]
fn a_person_who_mistypes_is_told_so_where_another_store_is_unlocked() {
    for backend in KINDS {
        let (home, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let elsewhere = backend
            .unlock(&options(other.path(), None), person(&["q", "q"]))
            .unwrap();
        let store = backend
            .open(&options(home.path(), None), person(&["p", "p"]))
            .unwrap();
        store.set(&item("a")).unwrap();
        let typing = person(&["mistyped", "p"]);
        let store = backend
            .open(
                &options(home.path(), Some(&elsewhere)),
                Arc::<Person>::clone(&typing),
            )
            .unwrap();
        assert!(matches!(
            has(&*store, "a"),
            Err(StoreError::WrongPassphrase { .. })
        ));
        assert_eq!(*typing.0.lock().unwrap(), ["p"], "asked twice");
    }
}

#[test]
fn a_variable_outranks_what_is_unlocked() {
    for backend in KINDS {
        let home = tempfile::tempdir().unwrap();
        let opened = backend
            .unlock(&options(home.path(), None), person(&["p", "p"]))
            .unwrap();
        let mut options = options(home.path(), Some(&opened));
        backend
            .open(&options, person(&[]))
            .unwrap()
            .set(&item("a"))
            .unwrap();
        options.file_passphrase = Some(Arc::new(Secret::new(b"wrong".to_vec())));
        let store = backend.open(&options, person(&[])).unwrap();
        assert!(matches!(
            has(&*store, "a"),
            Err(StoreError::WrongPassphrase { .. })
        ));
    }
}

#[test]
fn other_keystores_have_no_passphrase_of_their_own() {
    let home = tempfile::tempdir().unwrap();
    let refused = Backend::Pass.unlock(&options(home.path(), None), person(&[]));
    assert!(matches!(
        refused,
        Err(StoreError::NoPassphraseOfItsOwn { backend: "pass" })
    ));
}
