//! The file on a real disk.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use tegata_profiles::{Change, ProfileName};

use super::super::credentials_file::CredentialsFile;
use super::super::replace::Directory;
use super::CredentialsFileError;
use crate::Environment;

fn file(path: &Path) -> CredentialsFile {
    let variable = (
        "AWS_SHARED_CREDENTIALS_FILE".to_owned(),
        path.display().to_string(),
    );
    CredentialsFile::locate(&Environment::new([variable])).unwrap()
}

fn set(
    file: &mut CredentialsFile,
    profile: &str,
    value: &str,
) -> Result<Option<String>, CredentialsFileError> {
    let changes = [
        Change::set("aws_access_key_id", value).unwrap(),
        Change::set("aws_secret_access_key", value).unwrap(),
        Change::set("aws_session_token", value).unwrap(),
    ];
    file.change(&ProfileName::new(profile).unwrap(), &changes)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

fn names(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn where_it_is() {
    let located = |variables: &[(&str, &str)]| {
        let variables = variables
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        CredentialsFile::locate(&Environment::new(variables)).map(|file| file.path().to_owned())
    };
    for (variables, path) in [
        (&[("HOME", "/h")][..], "/h/.aws/credentials"),
        (&[("HOME", "/h"), ("AWS_SHARED_CREDENTIALS_FILE", "/c")], "/c"),
        (&[("HOME", "/h"), ("AWS_SHARED_CREDENTIALS_FILE", "~/c")], "/h/c"),
        (&[("AWS_SHARED_CREDENTIALS_FILE", "c")], "c"),
    ] {
        assert_eq!(located(variables).unwrap(), Path::new(path));
    }
    assert!(matches!(located(&[]), Err(CredentialsFileError::NoHome)));
    let unknown = located(&[("AWS_SHARED_CREDENTIALS_FILE", "~/c")]);
    assert!(matches!(unknown, Err(CredentialsFileError::NoHome)));
}

#[test]
fn what_is_missing_is_made_for_the_owner_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(".aws/credentials");
    assert_eq!(set(&mut file(&path), "default", "A").unwrap(), None);
    assert_eq!((mode(&home.path().join(".aws")), mode(&path)), (0o700, 0o600));
    assert_eq!(
        names(&home.path().join(".aws")),
        ["credentials", "credentials.lock"]
    );
    assert_eq!(mode(&home.path().join(".aws/credentials.lock")), 0o600);
}

#[test]
fn modes_stay_and_those_that_let_others_in_are_told_once() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("credentials");
    for (bits, told) in [
        (0o600, false),
        (0o400, false),
        (0o640, true),
        (0o644, true),
        (0o620, true),
    ] {
        fs::write(&path, "# mine\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(bits)).unwrap();
        let mut file = file(&path);
        let warning = set(&mut file, "default", "A").unwrap();
        assert_eq!(
            warning.is_some_and(|text| text.contains("chmod 600")),
            told,
            "{bits:o}"
        );
        assert_eq!(set(&mut file, "default", "B").unwrap(), None, "not again");
        assert_eq!(mode(&path), bits);
        fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_link_stays_a_link() {
    let home = tempfile::tempdir().unwrap();
    let (link, middle, real) = (
        home.path().join("link"),
        home.path().join("middle"),
        home.path().join("d/real"),
    );
    fs::create_dir(home.path().join("d")).unwrap();
    symlink("middle", &link).unwrap();
    symlink(&real, &middle).unwrap();
    set(&mut file(&link), "default", "A").unwrap();
    set(&mut file(&link), "default", "B").unwrap();
    assert!(link.is_symlink() && middle.is_symlink() && !real.is_symlink());
    assert!(
        fs::read_to_string(&real)
            .unwrap()
            .contains("aws_access_key_id = B\n")
    );
    assert_eq!(names(&home.path().join("d")), ["real", "real.lock"]);

    symlink("loop", home.path().join("loop")).unwrap();
    let error = set(&mut file(&home.path().join("loop")), "default", "A").unwrap_err();
    assert!(error.to_string().contains("leads to itself"), "{error}");
}

#[test]
fn what_is_no_file_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let error = set(&mut file(home.path()), "default", "A").unwrap_err();
    assert!(matches!(error, CredentialsFileError::NotAFile(_)), "{error}");
    let pipe = home.path().join("pipe");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
    let error = set(&mut file(&pipe), "default", "A").unwrap_err();
    assert!(matches!(error, CredentialsFileError::NotAFile(_)), "{error}");
    let large = home.path().join("large");
    fs::File::create(&large).unwrap().set_len((16 << 20) + 1).unwrap();
    let error = set(&mut file(&large), "default", "A").unwrap_err();
    assert!(matches!(error, CredentialsFileError::TooLarge(_)), "{error}");
}

#[test]
fn what_a_killed_process_left_is_cleared_away() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("credentials");
    fs::write(home.path().join(".credentials.tegata-new"), "half").unwrap();
    set(&mut file(&path), "default", "A").unwrap();
    assert_eq!(names(home.path()), ["credentials", "credentials.lock"]);
}

/// Threads that each keep a profile, and readers that must see whole files only.
#[test]
fn nothing_is_lost_and_nothing_half_is_seen() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("credentials");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut reads = 0;
            while !done.load(Ordering::Relaxed) {
                let text = fs::read_to_string(&path).unwrap_or_default();
                let count = |what: &str| text.lines().filter(|line| line.starts_with(what)).count();
                assert!(text.is_empty() || text.ends_with('\n'), "{text:?}");
                assert_eq!(count("["), count("aws_session_token = "), "{text}");
                reads += 1;
            }
            reads
        });
        let writers: Vec<_> = (0..8)
            .map(|profile| {
                let path = &path;
                scope.spawn(move || {
                    for round in 0..10 {
                        let (name, value) = (format!("p{profile}"), format!("{profile}-{round}"));
                        set(&mut file(path), &name, &value).unwrap();
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.join().unwrap();
        }
        done.store(true, Ordering::Relaxed);
        assert!(reader.join().unwrap() > 0);
    });
    let text = fs::read_to_string(&path).unwrap();
    for profile in 0..8 {
        let section = format!(
            "[p{profile}]\naws_access_key_id = {profile}-9\naws_secret_access_key = {profile}-9\n\
             aws_session_token = {profile}-9\n"
        );
        assert!(text.contains(&section), "{text}");
    }
}

#[test]
fn a_lock_that_is_held_is_waited_for() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("credentials");
    let lock = Directory::of(&path).unwrap().lock().unwrap();
    let written = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            set(&mut file(&path), "default", "A").unwrap();
            written.store(true, Ordering::SeqCst);
        });
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!written.load(Ordering::SeqCst));
        drop(lock);
        writer.join().unwrap();
    });
    assert!(path.exists());
}
