use std::fs;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use tegata_base::{AskError, Secret};
use tegata_crypto::OsRng;

use super::FileStore;
use crate::jwe::tests::{DERIVED, VECTOR};
use crate::testing::conformance;
use crate::{Ask, Item, ItemName, LongTermKey, Passphrase, SecretStore as _, StoreError, jwe};

/// Answers in turn, and remembers the questions.
#[derive(Default)]
struct Person {
    answers: Mutex<Vec<&'static str>>,
    questions: Mutex<Vec<String>>,
}

impl Person {
    fn answering(answers: &[&'static str]) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.iter().rev().copied().collect()),
            questions: Mutex::default(),
        })
    }
}

impl Ask for Person {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        self.questions.lock().unwrap().push(question.to_owned());
        let answer = self.answers.lock().unwrap().pop();
        answer
            .map(|text| Secret::new(text.to_owned()))
            .ok_or(AskError::NoTerminal)
    }
}

fn given(folder: &Path, passphrase: &str) -> FileStore {
    let secret = Arc::new(Secret::new(passphrase.as_bytes().to_vec()));
    FileStore::new(
        folder.to_owned(),
        Passphrase::new(Some(secret), Person::answering(&[])),
    )
}

fn asking(folder: &Path, person: &Arc<Person>) -> FileStore {
    FileStore::new(
        folder.to_owned(),
        Passphrase::new(None, Arc::<Person>::clone(person)),
    )
}

fn item(name: &str, data: &[u8]) -> Item {
    Item::new(ItemName::parse(name).unwrap(), Secret::new(data.to_vec())).unwrap()
}

fn name(text: &str) -> ItemName {
    ItemName::parse(text).unwrap()
}

#[test]
fn it_conforms() {
    let scratch = tempfile::tempdir().unwrap();
    conformance(|| Box::new(given(&scratch.path().join("keys"), "p")));
}

#[test]
fn a_file_of_aws_vault_opens() {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("foo"), VECTOR).unwrap();
    let store = given(scratch.path(), "password");
    assert_eq!(store.names().unwrap(), [name("foo")]);
    let key = LongTermKey::from_item(&store.get(&name("foo")).unwrap().unwrap()).unwrap();
    assert_eq!(key.access_key_id, "AKIAEXAMPLE");
    assert_eq!(key.secret.expose(), "rock");
}

#[test]
fn the_passphrase_is_asked_for_once_and_only_when_needed() {
    let scratch = tempfile::tempdir().unwrap();
    let person = Person::answering(&["p", "p"]);
    let store = asking(scratch.path(), &person);
    assert!(store.names().unwrap().is_empty());
    assert!(store.get(&name("a")).unwrap().is_none());
    assert_eq!(*person.questions.lock().unwrap(), [""; 0]);
    store.set(&item("a", b"1")).unwrap();
    store.set(&item("b", b"2")).unwrap();
    store.get(&name("a")).unwrap().unwrap();
    let question = format!("Enter passphrase to unlock \"{}\": ", scratch.path().display());
    let again = "Nothing is kept there yet. Enter the same passphrase again: ".to_owned();
    assert_eq!(*person.questions.lock().unwrap(), [question.clone(), again]);
    assert!(given(scratch.path(), "p").get(&name("b")).unwrap().is_some());
    // What is there tells whether it is the right one.
    let person = Person::answering(&["p"]);
    asking(scratch.path(), &person).set(&item("c", b"3")).unwrap();
    assert_eq!(*person.questions.lock().unwrap(), [question]);
}

#[test]
fn nothing_is_kept_under_a_passphrase_that_was_mistyped_at_first() {
    let scratch = tempfile::tempdir().unwrap();
    let store = asking(scratch.path(), &Person::answering(&["mistyped", "p", "p", "p"]));
    let refused = store.set(&item("a", b"1"));
    assert!(matches!(refused, Err(StoreError::NotConfirmed { .. })));
    assert_eq!(store.names().unwrap(), []);
    store.set(&item("a", b"1")).unwrap();
    assert!(given(scratch.path(), "p").get(&name("a")).unwrap().is_some());
}

#[test]
fn an_empty_passphrase_is_given_on_purpose_alone() {
    let scratch = tempfile::tempdir().unwrap();
    let person = Person::answering(&["", "p", "p"]);
    let store = asking(scratch.path(), &person);
    let refused = store.set(&item("a", b"1")).unwrap_err().to_string();
    assert_eq!(
        refused,
        format!(
            "the encrypted files in {} were not made, since an empty passphrase keeps nobody out; type one, or set \
             AWS_VAULT_FILE_PASSPHRASE to nothing if that is meant",
            scratch.path().display()
        )
    );
    assert_eq!(person.questions.lock().unwrap().len(), 1);
    store.set(&item("a", b"1")).unwrap();
    // What aws-vault made without one opens all the same.
    let other = tempfile::tempdir().unwrap();
    given(other.path(), "").set(&item("a", b"1")).unwrap();
    let store = asking(other.path(), &Person::answering(&[""]));
    assert!(store.get(&name("a")).unwrap().is_some());
    store.set(&item("b", b"2")).unwrap();
}

#[test]
fn a_wrong_passphrase_is_one_sentence_and_is_asked_for_again() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "right").set(&item("a", b"1")).unwrap();
    let store = asking(scratch.path(), &Person::answering(&["wrong", "right"]));
    let error = store.get(&name("a")).err().unwrap();
    let path = scratch.path().join("a");
    assert_eq!(
        error.to_string(),
        format!(
            "the passphrase does not open {}; type the one that it was made with",
            path.display()
        )
    );
    assert!(store.get(&name("a")).unwrap().is_some());
    let error = given(scratch.path(), "wrong").get(&name("a")).err().unwrap();
    assert!(
        error
            .to_string()
            .ends_with("(it is in AWS_VAULT_FILE_PASSPHRASE now)"),
        "{error}"
    );
}

#[test]
fn without_a_terminal_it_says_what_to_set() {
    let scratch = tempfile::tempdir().unwrap();
    let store = asking(scratch.path(), &Person::answering(&[]));
    let error = store.set(&item("a", b"1")).unwrap_err().to_string();
    let folder = scratch.path().display();
    assert_eq!(
        error,
        format!(
            "the encrypted files in {folder} need their passphrase, but there is no terminal to ask for it; run \
             this at a terminal or set AWS_VAULT_FILE_PASSPHRASE"
        )
    );
}

#[test]
fn an_item_is_not_written_under_a_passphrase_that_opens_no_other() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "right").set(&item("a", b"1")).unwrap();
    let refused = given(scratch.path(), "mistyped").set(&item("b", b"2"));
    assert!(matches!(refused, Err(StoreError::WrongPassphrase { .. })));
    assert_eq!(given(scratch.path(), "right").names().unwrap(), [name("a")]);
    // What cannot be opened for another reason says nothing about the passphrase.
    fs::write(scratch.path().join("a"), "stray").unwrap();
    given(scratch.path(), "other").set(&item("b", b"2")).unwrap();
}

#[test]
fn no_key_is_derived_that_is_not_needed() {
    let scratch = tempfile::tempdir().unwrap();
    let derived = |work: &dyn Fn()| {
        let before = DERIVED.get();
        work();
        DERIVED.get() - before
    };
    let first = given(scratch.path(), "p");
    assert_eq!(derived(&|| first.set(&item("a", b"1")).unwrap()), 1);
    assert_eq!(derived(&|| first.set(&item("b", b"2")).unwrap()), 1);
    // The passphrase of another process must open one that is there, and then no more.
    let second = given(scratch.path(), "p");
    assert_eq!(derived(&|| drop(second.names().unwrap())), 0);
    assert_eq!(derived(&|| drop(second.get(&name("none")).unwrap())), 0);
    assert_eq!(derived(&|| second.set(&item("c", b"3")).unwrap()), 2);
    assert_eq!(derived(&|| second.set(&item("c", b"4")).unwrap()), 1);
    let third = given(scratch.path(), "p");
    assert_eq!(derived(&|| drop(third.get(&name("c")).unwrap().unwrap())), 1);
    assert_eq!(derived(&|| third.set(&item("d", b"5")).unwrap()), 1);
    assert_eq!(derived(&|| assert!(third.remove(&name("d")).unwrap())), 0);
}

#[test]
fn a_passphrase_that_opened_one_is_kept_where_another_is_under_another() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "right").set(&item("a", b"1")).unwrap();
    let store = asking(scratch.path(), &Person::answering(&["right", "mistyped"]));
    store.get(&name("a")).unwrap().unwrap();
    let other = Secret::new(b"other".to_vec());
    let token = jwe::seal(
        &mut OsRng,
        &other,
        jwe::ITERATIONS,
        item("z", b"1").wrap().expose(),
    );
    fs::write(scratch.path().join("z"), token).unwrap();
    assert!(matches!(
        store.get(&name("z")),
        Err(StoreError::WrongPassphrase { .. })
    ));
    store.set(&item("b", b"2")).unwrap();
    assert!(given(scratch.path(), "right").get(&name("b")).unwrap().is_some());
}

#[test]
fn the_empty_passphrase_is_one() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "").set(&item("a", b"1")).unwrap();
    assert!(given(scratch.path(), "").get(&name("a")).unwrap().is_some());
}

#[test]
fn a_stronger_derivation_is_kept_when_an_item_is_replaced() {
    let scratch = tempfile::tempdir().unwrap();
    let passphrase = Secret::new(b"p".to_vec());
    let path = scratch.path().join("a");
    for (found, kept) in [(20_000, 20_000), (1, 8192)] {
        let count = NonZeroU32::new(found).unwrap();
        let token = jwe::seal(&mut OsRng, &passphrase, count, item("a", b"1").wrap().expose());
        fs::write(&path, token).unwrap();
        given(scratch.path(), "p").set(&item("a", b"2")).unwrap();
        let count = jwe::iterations(&fs::read(&path).unwrap()).unwrap().get();
        assert_eq!(count, kept);
    }
}

#[test]
fn strays_are_one_sentence_and_do_not_hide_the_rest() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "p").set(&item("a", b"1")).unwrap();
    fs::write(scratch.path().join("stray"), "text").unwrap();
    fs::copy(scratch.path().join("a"), scratch.path().join("copy")).unwrap();
    let store = given(scratch.path(), "p");
    assert_eq!(store.names().unwrap().len(), 3);
    for (file, why) in [
        ("stray", "it is no JWE in compact form"),
        (
            "copy",
            "it is the item of another name; was a file renamed or copied?",
        ),
    ] {
        let error = store.get(&name(file)).err().unwrap().to_string();
        let folder = scratch.path().display();
        assert_eq!(
            error,
            format!("{file} in the encrypted files in {folder} cannot be read: {why}")
        );
    }
    assert!(store.get(&name("a")).unwrap().is_some());
}
