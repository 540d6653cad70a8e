use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use super::credentials_file::{self, CredentialsFileError};

struct OneFile {
    _dir: tempfile::TempDir,
    path: PathBuf,
}

fn file(text: &str, mode: u32) -> OneFile {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("credentials.json");
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
    OneFile { _dir: dir, path }
}

#[test]
fn credentials_are_read_as_a_credential_process_prints_them() {
    let text = r#"{"Version":1,"AccessKeyId":"ASIA1","SecretAccessKey":"s3cret","SessionToken":"t","Expiration":"x"}"#;
    let read = credentials_file::read(&file(text, 0o600).path).unwrap();
    assert_eq!(read.access_key_id, "ASIA1");
    assert_eq!(read.secret_access_key.expose(), "s3cret");
    assert_eq!(read.session_token.unwrap().expose(), "t");
    let long_term = r#"{"Version":1,"AccessKeyId":"AKIA1","SecretAccessKey":"s3cret"}"#;
    assert!(
        credentials_file::read(&file(long_term, 0o400).path)
            .unwrap()
            .session_token
            .is_none()
    );
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    let kept = file(
        r#"{"Version":1,"AccessKeyId":"A","SecretAccessKey":"s3cret"}"#,
        0o640,
    );
    let Err(error) = credentials_file::read(&kept.path) else {
        panic!("it was read");
    };
    assert!(
        error.to_string().contains("(mode 0640); run: chmod 600 "),
        "{error}"
    );
}

#[test]
fn no_message_repeats_what_a_file_holds() {
    for text in [
        "s3cret",
        r#"{"Version":2,"AccessKeyId":"A","SecretAccessKey":"s3cret"}"#,
        "",
    ] {
        let Err(error) = credentials_file::read(&file(text, 0o600).path) else {
            panic!("{text} was read");
        };
        assert!(
            matches!(error, CredentialsFileError::NotCredentials(_)),
            "{error}"
        );
        assert!(!error.to_string().contains("s3cret"), "{error}");
    }
}
