use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use rustix::fs::{CWD, Mode, mkfifoat};
use tegata_crypto::OsRng;

use crate::Environment;
use crate::private_file::PrivateFileError;
use crate::serve::ecs::{EcsTokenError, VARIABLE, open_token};

fn token(file: &Path) -> Result<String, EcsTokenError> {
    open_token(Some(file), &Environment::default(), &mut OsRng).map(|token| token.unwrap().expose().clone())
}

#[test]
fn a_token_is_made_once_and_used_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    let first = token(&path).unwrap();
    assert_eq!(first.len(), 43);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(token(&path).unwrap(), first);
    // As secrets are mounted into containers.
    let link = folder.path().join("link");
    symlink(&path, &link).unwrap();
    assert_eq!(token(&link).unwrap(), first);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_file_that_others_can_get_at_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    fs::write(&path, "0123456789abcdef\n").unwrap();
    for (mode, fits) in [(0o600, true), (0o640, true), (0o660, false), (0o644, false)] {
        fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
        let found = token(&path);
        let too_open = matches!(found, Err(EcsTokenError::File(PrivateFileError::TooOpen { .. })));
        assert_eq!((found.is_ok(), too_open), (fits, !fits), "{mode:o}");
    }
}

#[test]
fn a_pipe_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token");
    mkfifoat(CWD, &path, Mode::from_raw_mode(0o600)).unwrap();
    let refused = token(&path);
    assert!(matches!(
        refused,
        Err(EcsTokenError::File(PrivateFileError::NotAFile(_)))
    ));
}

#[test]
fn a_link_that_leads_nowhere_is_told_and_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("token");
    symlink(folder.path().join("elsewhere"), &link).unwrap();
    let refused = token(&link).unwrap_err();
    assert!(matches!(refused, EcsTokenError::Dangling(_)), "{refused}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn nobody_is_told_to_remove_what_may_be_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("machine.key");
    fs::write(
        &path,
        "-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----\n",
    )
    .unwrap();
    fs::set_permissions(&path, Permissions::from_mode(0o600)).unwrap();
    let refused = token(&path).unwrap_err().to_string();
    assert!(!refused.contains("remove"), "{refused}");
    assert!(refused.contains("name a file that is not there"), "{refused}");
}

#[test]
fn a_variable_that_is_no_token_is_an_error() {
    use std::os::unix::ffi::OsStrExt as _;
    let given = |value: &[u8]| {
        let variable = (VARIABLE.to_owned(), std::ffi::OsStr::from_bytes(value));
        open_token(None, &Environment::new([variable]), &mut OsRng)
    };
    assert!(given(b"0123456789abcdef").unwrap().is_some());
    assert!(matches!(
        given(b"0123456789abcdef\xff"),
        Err(EcsTokenError::Invalid)
    ));
    let none = open_token(None, &Environment::default(), &mut OsRng);
    assert!(none.unwrap().is_none());
}
