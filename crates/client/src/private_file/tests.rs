use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::time::Duration;

use rustix::fs::{CWD, Mode, mkfifoat};
use tegata_crypto::OsRng;

use super::*;

fn fifo(path: &Path) {
    mkfifoat(CWD, path, Mode::from_raw_mode(0o600)).unwrap();
}

fn take(path: &Path) -> Result<Lock, PrivateFileError> {
    Lock::take(path, Duration::from_millis(60), &std::thread::sleep)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fifo(&at("pipe"));
    fs::create_dir(at("directory")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    for name in ["pipe", "directory", "socket"] {
        let opened = PrivateFile::open(&at(name), Links::Follow).err();
        assert!(
            matches!(opened, Some(PrivateFileError::NotAFile(_))),
            "{name}: {opened:?}"
        );
        let locked = take(&at(name)).err();
        assert!(
            matches!(locked, Some(PrivateFileError::NotAFile(_))),
            "{name}: {locked:?}"
        );
    }
    assert!(PrivateFile::open(&at("none"), Links::Refuse).unwrap().is_none());
}

#[test]
fn links_are_followed_where_that_is_asked_for_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file"), folder.path().join("link"));
    fs::write(&file, "x").unwrap();
    symlink(&file, &link).unwrap();
    let followed = PrivateFile::open(&link, Links::Follow).unwrap().unwrap();
    assert_eq!(*followed.read(1).unwrap(), b"x");
    for refused in [PrivateFile::open(&link, Links::Refuse).err(), take(&link).err()] {
        assert!(
            matches!(refused, Some(PrivateFileError::NotAFile(_))),
            "{refused:?}"
        );
    }
}

#[test]
fn owner_mode_and_size() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "four").unwrap();
    let open = || PrivateFile::open(&path, Links::Refuse).unwrap().unwrap();
    for (mode, owner, group) in [
        (0o600, true, true),
        (0o640, false, true),
        (0o644, false, false),
        (0o660, false, false),
        (0o602, false, false),
    ] {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(open().check_mode(Readers::Owner).is_ok(), owner, "{mode:o}");
        assert_eq!(open().check_mode(Readers::Group).is_ok(), group, "{mode:o}");
    }
    assert!(open().check_owner().is_ok());
    let metadata = fs::metadata(&path).unwrap();
    let others = check_owner(&path, &metadata, &[metadata.uid() + 1]).unwrap_err();
    assert!(others.to_string().contains("belongs to another user"), "{others}");
    assert_eq!(*open().read(4).unwrap(), b"four");
    assert!(matches!(open().read(3), Err(PrivateFileError::TooLarge { .. })));
}

#[test]
fn what_a_person_is_told_to_run_is_quoted() {
    let path = PathBuf::from("/home/x y/$(file)");
    let told = PrivateFileError::TooOpen {
        path: path.clone(),
        mode: 0o644,
    };
    assert!(
        told.to_string().ends_with("run: chmod 600 '/home/x y/$(file)'"),
        "{told}"
    );
    let told = PrivateFileError::Locked { path, seconds: 1 };
    assert!(
        told.to_string().ends_with("with: fuser '/home/x y/$(file)'"),
        "{told}"
    );
}

#[test]
fn one_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let held = take(&path).unwrap();
    assert!(!held.waited());
    assert!(matches!(take(&path), Err(PrivateFileError::Locked { .. })));
    // Tidied away: who comes then has a lock of its own, on the file that is there.
    fs::remove_file(&path).unwrap();
    assert!(take(&path).is_ok());
    drop(held);
    assert!(!take(&path).unwrap().waited());
}

#[test]
fn who_waited_knows_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.lock");
    let held = std::cell::Cell::new(Some(take(&path).unwrap()));
    let lock = Lock::take(&path, Duration::from_secs(1), &|_| drop(held.take())).unwrap();
    assert!(lock.waited());
}

#[test]
fn a_file_is_replaced_whole_and_nothing_but_our_own_leftover_is_removed() {
    let folder = tempfile::tempdir().unwrap();
    let (path, draft) = (folder.path().join("f"), folder.path().join(".f.tegata-new"));
    let held = take(&folder.path().join("f.lock")).unwrap();
    fs::write(&draft, "half").unwrap();
    replace(&held, &path, b"new", Attributes::PRIVATE).unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    assert_eq!(names(folder.path()), ["f", "f.lock"]);
    fifo(&draft);
    let refused = replace(&held, &path, b"newer", Attributes::PRIVATE).unwrap_err();
    assert!(matches!(refused, PrivateFileError::NotAFile(_)), "{refused}");
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert!(draft.symlink_metadata().is_ok());
}

#[test]
fn a_new_file_never_takes_the_place_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    assert!(create(&path, b"first", &mut OsRng).unwrap());
    assert!(!create(&path, b"second", &mut OsRng).unwrap());
    assert_eq!(fs::read(&path).unwrap(), b"first");
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o600);
    symlink("nowhere", folder.path().join("link")).unwrap();
    assert!(!create(&folder.path().join("link"), b"x", &mut OsRng).unwrap());
    assert_eq!(names(folder.path()), ["link", "token"]);
}
