use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt as _;
use std::path::Path;

use super::{Options, OptionsError};
use crate::pass::PasswordManager;
use crate::{KeyringScope, StoreError};

fn options(variables: &[(&str, &str)]) -> Options {
    let variable = |name: &str| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| OsString::from(value))
    };
    Options::from_environment(&variable).unwrap()
}

#[test]
fn aws_vault_s_defaults_hold() {
    let options = options(&[("HOME", "/h"), ("AWS_VAULT_KEYCHAIN_NAME", "")]);
    assert_eq!(options.keychain, "aws-vault");
    assert_eq!(options.collection, "awsvault");
    assert_eq!(options.file_folder().unwrap(), Path::new("/h/.awsvault/keys"));
    assert_eq!(
        options.sealed_folder().unwrap(),
        Path::new("/h/.local/share/tegata/vault")
    );
    let folder = |manager| options.password_folder(manager).unwrap();
    assert_eq!(folder(PasswordManager::Pass), Path::new("/h/.password-store"));
    assert_eq!(folder(PasswordManager::Passage), Path::new("/h/.passage/store"));
    assert_eq!((options.has_bus, options.has_display), (false, false));
    assert_eq!(options.keyring_scope, KeyringScope::User);
    assert!(options.file_passphrase.is_none());
}

#[test]
fn variables_choose_other_places() {
    let options = options(&[
        ("HOME", "/h"),
        ("AWS_VAULT_FILE_DIR", "~/keys/"),
        ("AWS_VAULT_FILE_PASSPHRASE", ""),
        ("XDG_DATA_HOME", "/data"),
        ("PASSWORD_STORE_DIR", "/pass"),
        ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/x"),
        ("WAYLAND_DISPLAY", "wayland-0"),
        ("TEGATA_KEYCTL_SCOPE", "session"),
    ]);
    assert_eq!(options.file_folder().unwrap(), Path::new("/h/keys"));
    assert_eq!(options.sealed_folder().unwrap(), Path::new("/data/tegata/vault"));
    assert_eq!(
        options.password_folder(PasswordManager::Pass).unwrap(),
        Path::new("/pass")
    );
    assert_eq!((options.has_bus, options.has_display), (true, true));
    assert_eq!(options.keyring_scope, KeyringScope::Session);
    // Set but empty is the empty passphrase.
    assert!(
        options
            .file_passphrase
            .is_some_and(|secret| secret.expose().is_empty())
    );
}

#[test]
fn one_folder_is_for_both_password_managers_as_with_aws_vault() {
    let options = options(&[
        ("AWS_VAULT_PASS_PASSWORD_STORE_DIR", "/both"),
        ("PASSWORD_STORE_DIR", "/pass"),
        ("PASSAGE_DIR", "/passage"),
    ]);
    for manager in [PasswordManager::Pass, PasswordManager::Passage] {
        assert_eq!(options.password_folder(manager).unwrap(), Path::new("/both"));
    }
    assert!(matches!(options.file_folder(), Err(StoreError::NoHome)));
}

#[test]
fn values_that_are_none_are_told() {
    let wrong = |name: &'static str, value: &[u8]| {
        let value = OsString::from_vec(value.to_vec());
        let found = Options::from_environment(&|asked| (asked == name).then(|| value.clone()));
        found.err().map(|error| error.to_string())
    };
    assert_eq!(
        wrong("TEGATA_KEYCTL_SCOPE", b"thread").unwrap(),
        "TEGATA_KEYCTL_SCOPE: \"thread\" is no keyring of the kernel's; say user, session or usersession"
    );
    assert_eq!(
        wrong("AWS_VAULT_PASS_PREFIX", b"\xff").unwrap(),
        OptionsError::NotUnicode {
            variable: "AWS_VAULT_PASS_PREFIX"
        }
        .to_string()
    );
    // A folder or passphrase may be any bytes.
    assert_eq!(wrong("AWS_VAULT_FILE_DIR", b"\xff"), None);
    assert_eq!(wrong("AWS_VAULT_FILE_PASSPHRASE", b"\xff"), None);
}
