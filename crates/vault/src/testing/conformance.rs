//! What every backend must do, told as assertions.
#![expect(clippy::unwrap_used, reason = "a test suite: a failure is meant to panic")]

use tegata_base::Secret;

use crate::{Item, ItemName, LongTermKey, SecretStore};

/// Names that are found in real stores, and those that have made trouble in one.
const NAMES: &[&str] = &[
    "default",
    "jonsmith",
    "client/production",
    "with space, comma",
    "dotted.name",
    "100%",
    "%2F",
    "Ünïcödé-手形",
    "-dash",
    "a'b\"c\\d;e$f`g",
    "sts.GetSessionToken,am9uc21pdGg,,1700000000",
];

/// Runs the whole suite on an empty store, and leaves it empty.
///
/// `reopen` gives the same store to another process: what one wrote, the other reads.
///
/// # Panics
/// When the store breaks a promise.
pub fn conformance(reopen: impl Fn() -> Box<dyn SecretStore>) {
    begins_empty(&*reopen());
    keeps_what_it_is_given(&reopen);
    replaces(&*reopen());
    keeps_every_byte(&*reopen());
    keeps_a_key_of_aws(&reopen);
    keeps_names_that_begin_alike_apart(&*reopen());
    removes_once(&*reopen());
    assert_eq!(reopen().names().unwrap(), []);
}

fn name(text: &str) -> ItemName {
    ItemName::parse(text).unwrap()
}

fn item(text: &str, data: &[u8]) -> Item {
    Item::new(name(text), Secret::new(data.to_vec())).unwrap()
}

fn data(store: &dyn SecretStore, text: &str) -> Option<Vec<u8>> {
    let item = store.get(&name(text)).unwrap()?;
    assert_eq!(item.name, name(text));
    Some(item.data.expose().clone())
}

fn clear(store: &dyn SecretStore) {
    for name in store.names().unwrap() {
        assert!(store.remove(&name).unwrap(), "{name} is listed but not there");
    }
}

fn begins_empty(store: &dyn SecretStore) {
    assert!(!store.place().is_empty());
    assert_eq!(store.names().unwrap(), []);
    assert_eq!(data(store, "nobody"), None);
    assert!(!store.remove(&name("nobody")).unwrap());
}

fn keeps_what_it_is_given(reopen: &impl Fn() -> Box<dyn SecretStore>) {
    let store = reopen();
    for text in NAMES {
        store.set(&item(text, text.as_bytes())).unwrap();
    }
    let mut sorted: Vec<ItemName> = NAMES.iter().map(|text| name(text)).collect();
    sorted.sort();
    for store in [store, reopen()] {
        assert_eq!(store.names().unwrap(), sorted);
        for text in NAMES {
            assert_eq!(data(&*store, text).unwrap(), text.as_bytes(), "{text}");
        }
    }
    clear(&*reopen());
}

fn replaces(store: &dyn SecretStore) {
    store.set(&item("a", b"a long first value")).unwrap();
    store.set(&item("a", b"second")).unwrap();
    assert_eq!(data(store, "a").unwrap(), b"second");
    assert_eq!(store.names().unwrap(), [name("a")]);
    clear(store);
}

fn keeps_every_byte(store: &dyn SecretStore) {
    let bytes: Vec<u8> = (0..=u8::MAX).cycle().take(2000).collect();
    for bytes in [&bytes[..], b"\0", b"\n", b"{\"a\":\"<&>\"}"] {
        store.set(&item("bytes", bytes)).unwrap();
        assert_eq!(data(store, "bytes").unwrap(), bytes);
    }
    clear(store);
}

fn keeps_a_key_of_aws(reopen: &impl Fn() -> Box<dyn SecretStore>) {
    let key = LongTermKey {
        access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        secret: Secret::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".to_owned()),
    };
    let item = key.to_item("work").unwrap();
    reopen().set(&item).unwrap();
    let found = reopen().get(&item.name).unwrap().unwrap();
    let found = LongTermKey::from_item(&found).unwrap();
    assert_eq!(found.access_key_id, key.access_key_id);
    assert!(found.secret == key.secret);
    clear(&*reopen());
}

fn keeps_names_that_begin_alike_apart(store: &dyn SecretStore) {
    for text in ["a", "a.b", "ab", "A-b"] {
        store.set(&item(text, text.as_bytes())).unwrap();
    }
    assert!(store.remove(&name("a")).unwrap());
    assert_eq!(data(store, "a"), None);
    for text in ["a.b", "ab", "A-b"] {
        assert_eq!(data(store, text).unwrap(), text.as_bytes());
    }
    clear(store);
}

fn removes_once(store: &dyn SecretStore) {
    store.set(&item("gone", b"soon")).unwrap();
    assert!(store.remove(&name("gone")).unwrap());
    assert!(!store.remove(&name("gone")).unwrap());
    assert_eq!(data(store, "gone"), None);
}
