//! A full disk refuses writes, breaks nothing, and is forgotten once there is space.

use std::path::Path;
use std::process::Command;

use tegata_store::testing::{event, put};
use tegata_store::{Batch, EventQuery, Revision, SpoolPosition, Store, StoreError};

use super::{Temporary, create, reopen, rows};

/// Writes until there is no space, and checks that what was refused left no trace.
fn fill(store: &dyn Store, mut head: Revision) -> Revision {
    let document = "x".repeat(20_000);
    for number in 1_000.. {
        assert!(number < 2_000, "the disk never filled");
        let id = number.to_string();
        let batch = Batch {
            events: vec![event(&id, 1)],
            ..put(number, &id, &document)
        };
        match store.commit(head, &[batch]) {
            Ok(next) => head = next,
            Err(error) => {
                assert_eq!(error, StoreError::Full);
                break;
            }
        }
    }
    let stored = rows(store).len() as u64;
    assert_eq!(stored, head.0, "a row was half applied");
    let told = store.events(&EventQuery::all(10_000)).unwrap().events.len() as u64;
    assert_eq!(told, head.0, "an event was half applied");
    let position = SpoolPosition {
        segment: 1,
        offset: 1,
    };
    let events: Vec<_> = (0..2_000).map(|n| event(&format!("spool-{n}"), 1)).collect();
    assert_eq!(store.append_events(position, &events), Err(StoreError::Full));
    assert_eq!(store.spool_position().unwrap(), SpoolPosition::default());
    head
}

#[test]
fn a_limit_of_pages() {
    let Temporary { store, dir: _dir } = Temporary::new();
    let set_limit = |pages: i64| {
        store
            .writer()
            .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
            .unwrap();
    };
    let pages: i64 = store
        .writer()
        .pragma_query_value(None, "page_count", |row| row.get(0))
        .unwrap();
    set_limit(pages + 50);
    let head = fill(&store, Revision(0));
    set_limit(i64::from(u32::MAX - 1));
    assert_eq!(store.commit(head, &[put(1, "after", "{}")]).unwrap(), head.next());
    assert_eq!(store.changes_since(head).unwrap().changes.len(), 1);
}

/// A file system of 2 MiB, where the process may mount one: the real thing.
#[test]
fn a_full_file_system() {
    let dir = tempfile::tempdir().unwrap();
    let Some(_mounted) = Mounted::tmpfs(dir.path(), "2m") else {
        // Without the right to mount, a limit of pages stands in for the full disk.
        return a_limit_of_pages();
    };
    let path = dir.path().join("data");
    let ballast = dir.path().join("ballast");
    std::fs::write(&ballast, vec![0; 1 << 20]).unwrap();
    let store = create(&path);
    let head = fill(&store, Revision(0));
    // It can be closed and opened while full, and read.
    drop(store);
    let store = reopen(&path);
    assert_eq!(rows(&store).len() as u64, head.0);
    std::fs::remove_file(&ballast).unwrap();
    assert_eq!(store.commit(head, &[put(1, "after", "{}")]).unwrap(), head.next());
    drop(store);
    assert_eq!(rows(&reopen(&path)).len() as u64, head.next().0);
}

struct Mounted<'a>(&'a Path);

impl<'a> Mounted<'a> {
    fn tmpfs(at: &'a Path, size: &str) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size},mode=0700"), "tmpfs"])
            .arg(at)
            .output()
            .is_ok_and(|output| output.status.success());
        mounted.then_some(Self(at))
    }
}

impl Drop for Mounted<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0).status();
    }
}
