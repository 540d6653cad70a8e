use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Folder, expanded, namesake_among};
use crate::ItemName;
use crate::file_name::FileName;

fn folder() -> (tempfile::TempDir, Folder) {
    let scratch = tempfile::tempdir().unwrap();
    let folder = Folder::new(scratch.path().join("above/keys"));
    (scratch, folder)
}

fn file(name: &str) -> FileName {
    FileName::of(&ItemName::parse(name).unwrap()).unwrap()
}

fn read(folder: &Folder, name: &str) -> Option<Vec<u8>> {
    let bytes = folder.read(&file(name), 100).unwrap()?;
    Some(bytes.expose().clone())
}

#[test]
fn folders_and_files_are_for_their_owner_alone() {
    let (scratch, folder) = folder();
    assert_eq!(folder.names().unwrap(), []);
    folder.replace(&file("a"), b"x").unwrap();
    assert!(folder.create(&file("b"), b"x").unwrap());
    for (path, mode) in [
        ("above", 0o700),
        ("above/keys", 0o700),
        ("above/keys/a", 0o600),
        ("above/keys/b", 0o600),
    ] {
        let found = fs::metadata(scratch.path().join(path)).unwrap().mode() & 0o777;
        assert_eq!(found, mode, "{path}");
    }
    // A file that others could read is replaced by one that they cannot.
    fs::set_permissions(folder.path().join("a"), fs::Permissions::from_mode(0o644)).unwrap();
    folder.replace(&file("a"), b"y").unwrap();
    assert_eq!(
        fs::metadata(folder.path().join("a")).unwrap().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_file_is_whole_or_as_it_was() {
    let (_scratch, folder) = folder();
    folder.replace(&file("a"), b"old").unwrap();
    // A reader that has opened the old file keeps reading the old bytes.
    let open = fs::File::open(folder.path().join("a")).unwrap();
    folder.replace(&file("a"), b"new").unwrap();
    assert_eq!(std::io::read_to_string(open).unwrap(), "old");
    assert_eq!(read(&folder, "a").unwrap(), b"new");
    assert!(!folder.create(&file("a"), b"other").unwrap());
    assert_eq!(read(&folder, "a").unwrap(), b"new");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "a draft is left");
}

#[test]
fn a_write_that_fails_leaves_nothing_behind() {
    let (_scratch, folder) = folder();
    folder.replace(&file("a"), b"old").unwrap();
    fs::create_dir(folder.path().join("taken")).unwrap();
    let error = folder.replace(&file("taken"), b"new").unwrap_err().to_string();
    assert!(error.starts_with("cannot replace "), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn what_is_no_item_is_not_listed() {
    let (_scratch, folder) = folder();
    folder.replace(&file("b/c"), b"x").unwrap();
    folder.replace(&file("a"), b"x").unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    fs::write(folder.path().join(".tegata-draft-1"), "").unwrap();
    fs::write(folder.path().join("two\nlines"), "").unwrap();
    symlink("a", folder.path().join("linked")).unwrap();
    let names = ["a", "b/c", "linked"].map(|name| ItemName::parse(name).unwrap());
    assert_eq!(folder.names().unwrap(), names);
}

#[test]
fn drafts_that_were_left_are_tidied_and_nothing_else() {
    let (_scratch, folder) = folder();
    folder.replace(&file("a"), b"x").unwrap();
    let hour_ago =
        fs::metadata(folder.path().join("a")).unwrap().modified().unwrap() - Duration::from_secs(3700);
    let (old, fresh) = (".tegata-draft-0123456789abcdef", ".tegata-draft-fedcba9876543210");
    let others = [
        fresh,
        ".tegata-draft-x",
        ".tegata-draft-0123456789abcdef0",
        "0123456789abcdef",
    ];
    for name in [&[old][..], &others].concat() {
        fs::write(folder.path().join(name), "").unwrap();
    }
    symlink("a", folder.path().join(".tegata-draft-0000000000000000")).unwrap();
    for name in [&[old, "a"], &others[1..]].concat() {
        let file = fs::File::options()
            .write(true)
            .open(folder.path().join(name))
            .unwrap();
        file.set_modified(hour_ago).unwrap();
    }
    folder.replace(&file("b"), b"x").unwrap();
    let mut left: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    let mut expected = [&["a", "b", ".tegata-draft-0000000000000000"], &others[..]].concat();
    expected.sort();
    assert_eq!(left, expected);
}

#[test]
fn upper_and_lower_case_are_two_names_where_the_file_system_has_them_for_one() {
    let listed = |names: &[&str]| names.iter().map(OsString::from).collect::<Vec<_>>();
    for (names, wanted, other) in [
        (&["prod", "dev"][..], "Prod", Some("prod")),
        (&["Ünï"], "ünÏ", Some("Ünï")),
        (&["straße"], "STRASSE", Some("straße")),
        // On a file system that keeps both apart, both are listed.
        (&["prod", "Prod"], "Prod", None),
        // One that composes letters anew lists them as it likes.
        (&["e\u{301}"], "\u{e9}", None),
        (&[], "gone since", None),
    ] {
        let found = namesake_among(listed(names), &file(wanted));
        assert_eq!(found, other.map(OsString::from), "{wanted}");
    }
}

#[test]
fn pipes_folders_and_huge_files_are_refused() {
    let (scratch, folder) = folder();
    folder.replace(&file("large"), &[0; 101]).unwrap();
    fs::create_dir(folder.path().join("folder")).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path().join("pipe"))
        .status();
    assert!(made.unwrap().success());
    for (name, why) in [
        ("large", "it is too large for an item"),
        ("folder", "it is not a regular file"),
        ("pipe", "it is not a regular file"),
    ] {
        let error = folder.read(&file(name), 100).err().unwrap().to_string();
        assert!(error.contains(why), "{error}");
    }
    drop(scratch);
    assert!(read(&folder, "a").is_none());
}

#[test]
fn a_tilde_is_the_home() {
    let home = Path::new("/home/ada");
    for (path, expected) in [
        ("~/.awsvault/keys/", "/home/ada/.awsvault/keys"),
        ("~", "/home/ada"),
        ("~bob/keys", "~bob/keys"),
        ("/a/~", "/a/~"),
    ] {
        assert_eq!(expanded(OsStr::new(path), Some(home)), PathBuf::from(expected));
    }
    assert_eq!(expanded(OsStr::new("~/a"), None), PathBuf::from("~/a"));
}
