use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};
use tegata_base::{AskError, Secret};
use tegata_crypto::password::Argon2Cost;

use super::SealedStore;
use crate::testing::conformance;
use crate::{Ask, Item, ItemName, Passphrase, SecretStore as _, StoreError};

/// Little work, so that the tests are quick.
const COST: Argon2Cost = Argon2Cost {
    memory_kib: 8,
    passes: 1,
    lanes: 1,
};

/// Types the first answer, then the second for ever.
struct Typing(&'static str, &'static str);

impl Ask for Typing {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        let is_first = question.starts_with("Enter passphrase to ");
        let answer = if is_first { self.0 } else { self.1 };
        Ok(Secret::new(answer.to_owned()))
    }
}

fn with(folder: &Path, passphrase: Passphrase) -> SealedStore {
    SealedStore {
        cost: COST,
        ..SealedStore::new(folder.to_owned(), passphrase)
    }
}

fn given(folder: &Path, passphrase: &str) -> SealedStore {
    let secret = Arc::new(Secret::new(passphrase.as_bytes().to_vec()));
    with(folder, Passphrase::new(Some(secret), Arc::new(Typing("", ""))))
}

fn item(name: &str, data: &[u8]) -> Item {
    Item::new(ItemName::parse(name).unwrap(), Secret::new(data.to_vec())).unwrap()
}

fn name(text: &str) -> ItemName {
    ItemName::parse(text).unwrap()
}

fn header(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("store.json")).unwrap()).unwrap()
}

#[test]
fn it_conforms() {
    let scratch = tempfile::tempdir().unwrap();
    conformance(|| Box::new(given(&scratch.path().join("vault"), "p")));
}

#[test]
fn a_new_store_costs_what_rfc_9106_recommends() {
    let scratch = tempfile::tempdir().unwrap();
    let passphrase = Passphrase::new(
        Some(Arc::new(Secret::new(b"p".to_vec()))),
        Arc::new(Typing("", "")),
    );
    let store = SealedStore::new(scratch.path().to_owned(), passphrase);
    store.set(&item("a", b"1")).unwrap();
    let header = header(scratch.path());
    let costs = [&header["memory_kib"], &header["passes"], &header["lanes"]];
    assert_eq!(costs, [&json!(65536), &json!(3), &json!(4)]);
    assert!(store.get(&name("a")).unwrap().is_some());
}

#[test]
fn a_wrong_passphrase_opens_and_writes_nothing() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "right").set(&item("a", b"1")).unwrap();
    let wrong = given(scratch.path(), "wrong");
    let error = wrong.get(&name("a")).err().unwrap().to_string();
    let folder = scratch.path().display();
    assert_eq!(
        error,
        format!(
            "the passphrase does not open {folder}; type the one that it was made with (it is in \
             AWS_VAULT_FILE_PASSPHRASE now)"
        )
    );
    assert!(matches!(
        wrong.set(&item("b", b"2")),
        Err(StoreError::WrongPassphrase { .. })
    ));
    assert_eq!(wrong.names().unwrap(), [name("a")]);
}

#[test]
fn a_new_passphrase_is_typed_twice() {
    let scratch = tempfile::tempdir().unwrap();
    let typing = |first, second| {
        with(
            scratch.path(),
            Passphrase::new(None, Arc::new(Typing(first, second))),
        )
    };
    let error = typing("one", "two").set(&item("a", b"1")).unwrap_err();
    assert!(matches!(error, StoreError::NotConfirmed { .. }), "{error}");
    assert!(!scratch.path().join("store.json").exists());
    typing("one", "one").set(&item("a", b"1")).unwrap();
    // From then on, once.
    assert!(typing("one", "two").get(&name("a")).unwrap().is_some());
}

#[test]
fn an_item_is_of_use_under_its_own_name_in_its_own_store() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    given(one.path(), "p").set(&item("a", b"1")).unwrap();
    given(other.path(), "p").set(&item("b", b"2")).unwrap();
    fs::copy(one.path().join("items/a"), one.path().join("items/c")).unwrap();
    fs::copy(one.path().join("items/a"), other.path().join("items/a")).unwrap();
    for (folder, text) in [(&one, "c"), (&other, "a")] {
        let error = given(folder.path(), "p")
            .get(&name(text))
            .err()
            .unwrap()
            .to_string();
        assert!(
            error.ends_with("it is damaged, or the item of another name or store"),
            "{error}"
        );
    }
}

#[test]
fn every_changed_byte_is_found() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "p").set(&item("a", b"data")).unwrap();
    let path = scratch.path().join("items/a");
    let whole = fs::read(&path).unwrap();
    for at in 0..whole.len() {
        let mut bent = whole.clone();
        bent[at] ^= 1;
        fs::write(&path, bent).unwrap();
        assert!(given(scratch.path(), "p").get(&name("a")).is_err(), "byte {at}");
    }
    for length in 0..whole.len() {
        fs::write(&path, &whole[..length]).unwrap();
        assert!(
            given(scratch.path(), "p").get(&name("a")).is_err(),
            "length {length}"
        );
    }
}

#[test]
fn hostile_headers_are_refused_before_any_work() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "p").set(&item("a", b"1")).unwrap();
    let sound = header(scratch.path());
    for (member, value, why) in [
        ("memory_kib", json!(u32::MAX), "it asks for more work"),
        ("passes", json!(0), "it asks for more work"),
        ("lanes", json!(17), "it asks for more work"),
        ("memory_kib", json!(7), "its costs are none"),
        ("version", json!(2), "it is of a version"),
        ("kdf", json!("scrypt"), "it is of a version"),
        ("salt", json!(""), "its salt or check is damaged"),
        ("check", json!("?"), "its salt or check is damaged"),
        ("passes", json!("3"), "it is not the JSON"),
    ] {
        let mut bent = sound.clone();
        bent[member] = value;
        fs::write(scratch.path().join("store.json"), bent.to_string()).unwrap();
        let error = given(scratch.path(), "p")
            .get(&name("a"))
            .err()
            .unwrap()
            .to_string();
        assert!(error.contains(why), "{member}: {error}");
    }
    fs::remove_file(scratch.path().join("store.json")).unwrap();
    let error = given(scratch.path(), "p")
        .get(&name("a"))
        .err()
        .unwrap()
        .to_string();
    assert!(error.contains("store.json is gone"), "{error}");
}

#[test]
fn a_lost_header_is_not_made_anew_over_items() {
    let scratch = tempfile::tempdir().unwrap();
    given(scratch.path(), "p").set(&item("a", b"1")).unwrap();
    let kept = fs::read(scratch.path().join("store.json")).unwrap();
    fs::remove_file(scratch.path().join("store.json")).unwrap();
    let error = given(scratch.path(), "p")
        .set(&item("b", b"2"))
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("store.json in ") && error.contains("it is gone, and only it opens"),
        "{error}"
    );
    assert!(!scratch.path().join("store.json").exists());
    fs::write(scratch.path().join("store.json"), kept).unwrap();
    assert!(given(scratch.path(), "p").get(&name("a")).unwrap().is_some());
    // An empty store is made anew.
    given(scratch.path(), "p").remove(&name("a")).unwrap();
    fs::remove_file(scratch.path().join("store.json")).unwrap();
    given(scratch.path(), "q").set(&item("b", b"2")).unwrap();
}

#[test]
fn of_two_that_make_the_store_at_once_both_use_one() {
    let scratch = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for text in ["a", "b", "c", "d"] {
            let store = given(scratch.path(), "p");
            scope.spawn(move || store.set(&item(text, text.as_bytes())).unwrap());
        }
    });
    let store = given(scratch.path(), "p");
    for text in ["a", "b", "c", "d"] {
        assert!(store.get(&name(text)).unwrap().is_some());
    }
}
