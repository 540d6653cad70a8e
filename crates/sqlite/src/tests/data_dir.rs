//! The directory: locked, private, and clear about it.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use tegata_store::testing::put;
use tegata_store::{Revision, Store};

use super::Temporary;
use crate::{DataDir, DataDirError};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn refuses_a_second_user_by_name() {
    let Temporary { store, dir } = Temporary::new();
    let refused = DataDir::open(dir.path()).unwrap_err();
    assert!(matches!(refused, DataDirError::InUse { .. }));
    assert_eq!(
        refused.to_string(),
        format!(
            "{} is in use by process {}: stop it first",
            dir.path().display(),
            std::process::id()
        )
    );
    drop(store);
    super::settled(|| DataDir::open(dir.path())).unwrap();
}

#[test]
fn keeps_the_lock_while_a_clone_lives() {
    let temporary = tempfile::tempdir().unwrap();
    let dir = DataDir::create(temporary.path()).unwrap();
    let clone = dir.clone();
    drop(dir);
    assert!(matches!(
        DataDir::create(temporary.path()),
        Err(DataDirError::InUse { .. })
    ));
    drop(clone);
    super::settled(|| DataDir::create(temporary.path())).unwrap();
}

#[test]
fn everything_is_private() {
    let parent = tempfile::tempdir().unwrap();
    let path = parent.path().join("data");
    let store = super::create(&path);
    store.commit(Revision(0), &[put(1, "a", "{}")]).unwrap();
    assert_eq!(mode(&path), 0o700);
    let mut files: Vec<_> = std::fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let names: Vec<_> = files
        .iter()
        .map(|path| path.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(names, ["lock", "tegata.db", "tegata.db-shm", "tegata.db-wal"]);
    for file in files {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn closes_an_empty_directory_and_refuses_a_shared_one() {
    let dir = tempfile::tempdir().unwrap();
    set_mode(dir.path(), 0o755);
    DataDir::create(dir.path()).unwrap();
    assert_eq!(mode(dir.path()), 0o700);
    // It holds the lock file now, so it is not empty any more.
    set_mode(dir.path(), 0o750);
    let refused = DataDir::create(dir.path()).unwrap_err().to_string();
    let shown = dir.path().display();
    assert_eq!(
        refused,
        format!("{shown} can be entered by others (mode 750): run `chmod 700 {shown}`")
    );
    assert_eq!(mode(dir.path()), 0o750, "nothing was changed");
}

#[test]
fn tells_missing_from_present() {
    let dir = tempfile::tempdir().unwrap();
    assert!(matches!(DataDir::open(dir.path()), Err(DataDirError::Missing(_))));
    assert!(matches!(
        DataDir::open(&dir.path().join("none")),
        Err(DataDirError::Missing(_))
    ));
    let deep = dir.path().join("no/parent");
    assert!(matches!(DataDir::create(&deep), Err(DataDirError::Io { .. })));
    drop(super::create(dir.path()));
    let again = super::settled(|| DataDir::create(dir.path()));
    assert!(matches!(again, Err(DataDirError::Exists(_))));
}
