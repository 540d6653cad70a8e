//! The suite, and what is SQLite's own: settings, migrations, the directory, a full disk, query plans.

mod data_dir;
mod full_disk;
mod migrations;
mod model;
mod queries;

use std::path::Path;
use std::time::Duration;

use tegata_store::testing::{self, put};
use tegata_store::{Revision, Store};

use crate::{DataDir, DataDirError, SqliteStore};

/// A store in a new directory, which is removed with it.
struct Temporary {
    store: SqliteStore,
    dir: tempfile::TempDir,
}

impl Temporary {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = create(dir.path());
        Self { store, dir }
    }
}

fn create(path: &Path) -> SqliteStore {
    SqliteStore::open(&DataDir::create(path).unwrap()).unwrap()
}

fn reopen(path: &Path) -> SqliteStore {
    SqliteStore::open(&settled(|| DataDir::open(path)).unwrap()).unwrap()
}

/// Tries until a lock that was let go is free: a process that another test is just starting holds a copy
/// of it until it runs its program.
fn settled(lock: impl Fn() -> Result<DataDir, DataDirError>) -> Result<DataDir, DataDirError> {
    for _ in 0..1000 {
        match lock() {
            Err(DataDirError::InUse { .. }) => std::thread::sleep(Duration::from_millis(10)),
            settled => return settled,
        }
    }
    lock()
}

fn rows(store: &dyn Store) -> Vec<(String, String)> {
    let mut rows = Vec::new();
    store
        .load(&mut |row| rows.push((row.key.id, row.document)))
        .unwrap();
    rows
}

#[test]
fn passes_the_suite() {
    let dirs = std::cell::RefCell::new(Vec::new());
    testing::conformance(|| {
        let temporary = Temporary::new();
        dirs.borrow_mut().push(temporary.dir);
        Box::new(temporary.store)
    });
}

#[test]
fn every_commit_is_synced() {
    let Temporary { store, dir: _dir } = Temporary::new();
    let pragma = |name| -> String {
        let value: rusqlite::types::Value = store
            .writer()
            .pragma_query_value(None, name, |row| row.get(0))
            .unwrap();
        match value {
            rusqlite::types::Value::Integer(number) => number.to_string(),
            rusqlite::types::Value::Text(text) => text,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(pragma("synchronous"), "2", "FULL");
    assert_eq!(pragma("journal_mode"), "wal");
}

#[test]
fn survives_reopening() {
    let Temporary { store, dir } = Temporary::new();
    store.commit(Revision(0), &[put(1, "a", "kept")]).unwrap();
    let position = tegata_store::SpoolPosition {
        segment: 3,
        offset: 1_000_000_000_000,
    };
    store.append_events(position, &[testing::event("e1", 1)]).unwrap();
    drop(store);
    let store = reopen(dir.path());
    assert_eq!(rows(&store), [("a".to_owned(), "kept".to_owned())]);
    assert_eq!(store.spool_position().unwrap(), position);
    assert_eq!(
        store.commit(Revision(1), &[put(2, "b", "{}")]).unwrap(),
        Revision(2)
    );
}

/// A panic in the middle of a load or a write leaves the store usable.
#[test]
fn survives_a_panic_of_its_caller() {
    let Temporary { store, dir: _dir } = Temporary::new();
    store.commit(Revision(0), &[put(1, "a", "{}")]).unwrap();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.load(&mut |_| panic!("in the callback")).unwrap();
    }));
    panicked.unwrap_err();
    assert_eq!(rows(&store).len(), 1);
    assert_eq!(
        store.commit(Revision(1), &[put(2, "b", "{}")]).unwrap(),
        Revision(2)
    );
}
