//! The file on a real disk.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use tegata_profiles::{Change, ProfileName};

use super::super::credentials_file::{CredentialsFile, not_changed};
use super::{CredentialsFileError, FileMode};
use crate::Environment;
use crate::NotChanged;
use crate::private_file::PrivateFileError;

fn private() -> FileMode {
    "0600".parse().unwrap()
}

fn file(path: &Path) -> CredentialsFile {
    file_of_mode(path, "0600")
}

fn file_of_mode(path: &Path, mode: &str) -> CredentialsFile {
    let variable = ("AWS_SHARED_CREDENTIALS_FILE".to_owned(), path);
    CredentialsFile::locate(&Environment::new([variable]), mode.parse().unwrap()).unwrap()
}

fn set(file: &CredentialsFile, profile: &str, value: &str) -> Result<Option<String>, CredentialsFileError> {
    let changes = [
        Change::set("aws_access_key_id", value).unwrap(),
        Change::set("aws_secret_access_key", value).unwrap(),
        Change::set("aws_session_token", value).unwrap(),
    ];
    file.lock()?.change(&ProfileName::new(profile).unwrap(), &changes)
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
fn advice_is_for_what_went_wrong() {
    let path = || Path::new("/home/x y/credentials").to_owned();
    let told = |error: PrivateFileError| CredentialsFileError::from(not_changed(error)).to_string();
    let refused = || std::io::Error::from_raw_os_error(rustix::io::Errno::PERM.raw_os_error());
    let immutable = told(PrivateFileError::System {
        doing: "replace",
        path: path(),
        error: refused(),
    });
    assert!(
        immutable.contains("lsattr -d '/home/x y/credentials' '/home/x y'"),
        "{immutable}"
    );
    assert!(!immutable.contains("group"), "{immutable}");
    let foreign = told(PrivateFileError::Owner {
        path: path(),
        owner: 7,
        error: refused(),
    });
    assert!(
        foreign.contains("(id 7)") && foreign.contains("run this as that user"),
        "{foreign}"
    );
    let grouped = told(PrivateFileError::Group {
        path: path(),
        group: 8,
        error: refused(),
    });
    assert!(
        grouped.contains("(id 8)") && grouped.contains("a member of that group"),
        "{grouped}"
    );
}

#[test]
fn where_it_is() {
    let located = |variables: &[(&str, &str)]| {
        let variables = variables.iter().map(|(name, value)| ((*name).into(), *value));
        CredentialsFile::locate(&Environment::new(variables), private()).map(|file| file.path().to_owned())
    };
    for (variables, path) in [
        (&[("HOME", "/h")][..], "/h/.aws/credentials"),
        (&[("HOME", "/h"), ("AWS_SHARED_CREDENTIALS_FILE", "/c")], "/c"),
        (&[("HOME", "/h"), ("AWS_SHARED_CREDENTIALS_FILE", "~/c")], "/h/c"),
        (&[("AWS_SHARED_CREDENTIALS_FILE", "c")], "c"),
    ] {
        assert_eq!(located(variables).unwrap(), Path::new(path));
    }
    let latin1 = std::ffi::OsStr::from_bytes(b"/c\xff");
    let variables = [("HOME", "/h".as_ref()), ("AWS_SHARED_CREDENTIALS_FILE", latin1)];
    let environment = Environment::new(variables.map(|(name, value)| (name.to_owned(), value)));
    let located_there = CredentialsFile::locate(&environment, private()).unwrap();
    assert_eq!(located_there.path(), Path::new(latin1));
    assert!(matches!(located(&[]), Err(CredentialsFileError::NoHome)));
    let unknown = located(&[("AWS_SHARED_CREDENTIALS_FILE", "~/c")]);
    assert!(matches!(unknown, Err(CredentialsFileError::NoHome)));
}

#[test]
fn what_is_missing_is_made_for_the_owner_alone() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join(".aws/credentials");
    assert_eq!(set(&file(&path), "default", "A").unwrap(), None);
    assert_eq!((mode(&home.path().join(".aws")), mode(&path)), (0o700, 0o600));
    assert_eq!(
        names(&home.path().join(".aws")),
        ["credentials", "credentials.lock"]
    );
    assert_eq!(mode(&home.path().join(".aws/credentials.lock")), 0o600);
}

#[test]
fn the_mode_becomes_the_one_that_is_asked_for_and_that_is_told_once() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("credentials");
    for (bits, asked, told) in [
        (0o600, "0600", false),
        (0o400, "0600", false),
        (0o640, "0600", true),
        (0o644, "0600", true),
        (0o620, "0600", true),
        (0o600, "0640", false),
        (0o640, "640", false),
        (0o644, "0640", true),
        (0o666, "0640", true),
    ] {
        fs::write(&path, "# mine\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(bits)).unwrap();
        let file = file_of_mode(&path, asked);
        let warning = set(&file, "default", "A").unwrap();
        let expected = format!("had the mode {bits:04o}");
        assert_eq!(
            warning.is_some_and(|text| text.contains(&expected)),
            told,
            "{bits:o} {asked}"
        );
        assert_eq!(set(&file, "default", "B").unwrap(), None, "not again");
        assert_eq!(mode(&path), u32::from_str_radix(asked, 8).unwrap(), "{bits:o}");
        fs::remove_file(&path).unwrap();
    }
    for wrong in ["", "0644", "0660", "0400", "0700", "rw"] {
        assert!(wrong.parse::<FileMode>().is_err(), "{wrong}");
    }
}

/// The values may be the same already, as after a pass that was broken off.
#[test]
fn a_mode_is_narrowed_where_nothing_else_changes() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("credentials");
    set(&file(&path), "default", "A").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(set(&file(&path), "default", "A").unwrap().is_some());
    assert_eq!(mode(&path), 0o600);
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
    set(&file(&link), "default", "A").unwrap();
    set(&file(&link), "default", "B").unwrap();
    assert!(link.is_symlink() && middle.is_symlink() && !real.is_symlink());
    assert!(
        fs::read_to_string(&real)
            .unwrap()
            .contains("aws_access_key_id = B\n")
    );
    assert_eq!(names(&home.path().join("d")), ["real", "real.lock"]);

    symlink("loop", home.path().join("loop")).unwrap();
    let error = set(&file(&home.path().join("loop")), "default", "A").unwrap_err();
    assert!(error.to_string().contains("leads to itself"), "{error}");
}

#[test]
fn what_is_no_file_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let error = set(&file(home.path()), "default", "A").unwrap_err();
    assert!(is_no_file(&error), "{error}");
    let pipe = home.path().join("pipe");
    rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
    let error = set(&file(&pipe), "default", "A").unwrap_err();
    assert!(is_no_file(&error), "{error}");
    let large = home.path().join("large");
    fs::File::create(&large).unwrap().set_len((16 << 20) + 1).unwrap();
    let error = set(&file(&large), "default", "A").unwrap_err();
    let too_large = matches!(
        error,
        CredentialsFileError::File(NotChanged {
            error: PrivateFileError::TooLarge { .. },
            ..
        })
    );
    assert!(too_large, "{error}");
}

fn is_no_file(error: &CredentialsFileError) -> bool {
    matches!(
        error,
        CredentialsFileError::File(NotChanged {
            error: PrivateFileError::NotAFile(_),
            ..
        })
    )
}

/// A pipe would keep who opens it waiting for its other end, for ever.
#[test]
fn a_lock_that_is_no_file_is_refused_at_once() {
    let home = tempfile::tempdir().unwrap();
    let lock = home.path().join("credentials.lock");
    let path = home.path().join("credentials");
    rustix::fs::mkfifoat(rustix::fs::CWD, &lock, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
    let error = set(&file(&path), "default", "A").unwrap_err();
    assert!(is_no_file(&error), "{error}");
    fs::remove_file(&lock).unwrap();
    symlink(home.path().join("elsewhere"), &lock).unwrap();
    let error = set(&file(&path), "default", "A").unwrap_err();
    assert!(is_no_file(&error), "{error}");
    assert_eq!(names(home.path()), ["credentials.lock"]);
}

#[test]
fn what_a_killed_process_left_is_cleared_away() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("credentials");
    fs::write(home.path().join(".credentials.tegata-new"), "half").unwrap();
    set(&file(&path), "default", "A").unwrap();
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
                        set(&file(path), &name, &value).unwrap();
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
    let lock = file(&path).lock().unwrap();
    let written = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let writer = scope.spawn(|| {
            set(&file(&path), "default", "A").unwrap();
            written.store(true, Ordering::SeqCst);
        });
        std::thread::sleep(std::time::Duration::from_millis(100));
        assert!(!written.load(Ordering::SeqCst));
        drop(lock);
        writer.join().unwrap();
    });
    assert!(path.exists());
}
