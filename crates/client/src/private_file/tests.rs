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

/// systemd opens a credential to a service's user by a list of access, under which 0400 looks like 0440.
#[cfg(target_os = "linux")]
#[test]
fn a_list_that_names_this_user_opens_a_file_to_nobody_else() {
    use rustix::fs::{XattrFlags, setxattr};

    const NOBODY: u32 = u32::MAX;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    fs::write(&path, "secret").unwrap();
    let checked = |user: u32| {
        // Owner, this user, group, mask, others.
        let entries = [
            (0x01, 4, NOBODY),
            (0x02, 4, user),
            (0x04, 0, NOBODY),
            (0x10, 4, NOBODY),
            (0x20, 0, NOBODY),
        ];
        let mut list = 2_u32.to_le_bytes().to_vec();
        for (tag, permissions, id) in entries {
            list.extend(u16::to_le_bytes(tag));
            list.extend(u16::to_le_bytes(permissions));
            list.extend(id.to_le_bytes());
        }
        setxattr(&path, "system.posix_acl_access", &list, XattrFlags::empty()).unwrap();
        let file = PrivateFile::open(&path, Links::Follow).unwrap().unwrap();
        assert_eq!(file.metadata.mode() & 0o777, 0o440);
        file.check_mode(Readers::Owner)
    };
    checked(this_user()).unwrap();
    assert!(matches!(
        checked(61_234),
        Err(PrivateFileError::TooOpen { mode: 0o440, .. })
    ));
}
