//! Data directories, and the keys that open them.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_crypto::OsRng;
use tegata_sqlite::{DataDir, SqliteStore};

use super::{Init, InitError, RootCredential, init};
use crate::config::KekSource;
use crate::kek;
use crate::node::{self, LoadError};

fn make(data_dir: &Path, kek: KekSource) -> Result<RootCredential, InitError> {
    let account = crate::testing::ACCOUNT.parse().unwrap();
    let region = "eu-central-1".parse().unwrap();
    init(
        &Init {
            data_dir: data_dir.to_owned(),
            account,
            region,
            kek,
        },
        Timestamp::UNIX_EPOCH,
        &mut OsRng,
    )
}

fn load(data_dir: &Path, kek: &KekSource) -> Result<crate::call::Published, LoadError> {
    let dir = DataDir::open(data_dir).unwrap();
    let kek = kek::open(kek, data_dir).unwrap();
    node::load(&SqliteStore::open(&dir).unwrap(), &kek)
}

#[test]
fn a_first_run_makes_everything_and_a_second_refuses() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let credential = make(&data, KekSource::BesideData).unwrap();
    assert_eq!(credential.secret_access_key.expose().len(), 40);
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&data), mode(&data.join("kek"))), (0o700, 0o600));
    let published = load(&data, &KekSource::BesideData).unwrap();
    let key = published.snapshot.access_key(&credential.access_key_id).unwrap();
    assert!(key.active);
    assert_eq!(
        published.snapshot.accounts().next().unwrap().region.as_str(),
        "eu-central-1"
    );
    let again = make(&data, KekSource::BesideData).err().unwrap().to_string();
    assert!(again.contains("already holds a store"), "{again}");
}

#[test]
fn a_passphrase_opens_what_it_closed() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let passphrase = |text: &str| KekSource::Passphrase(Secret::new(text.to_owned()));
    make(&data, passphrase("correct horse")).unwrap();
    assert!(!data.join("kek").exists());
    load(&data, &passphrase("correct horse")).unwrap();
    assert!(matches!(
        load(&data, &passphrase("battery staple")),
        Err(LoadError::Unseal(_))
    ));
    assert!(make(&dir.path().join("other"), passphrase("")).is_err());
}

#[test]
fn keys_from_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let file = dir.path().join("key");
    make(&data, KekSource::File(file.clone())).unwrap();
    load(&data, &KekSource::File(file.clone())).unwrap();
    assert!(kek::beside_data(&KekSource::File(file.clone()), &data).is_none());
    assert!(kek::beside_data(&KekSource::File(data.join("k")), &data).is_some());
    let credential = KekSource::SystemdCredential {
        directory: dir.path().to_owned(),
        name: "key".into(),
    };
    load(&data, &credential).unwrap();
    // A file that others can read, or that is no key, is refused by name.
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    let refused = kek::open(&KekSource::File(file.clone()), &data)
        .err()
        .unwrap()
        .to_string();
    assert!(refused.contains("chmod 600"), "{refused}");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    std::fs::write(&file, "short").unwrap();
    assert!(kek::open(&KekSource::File(file), &data).is_err());
}

#[test]
fn a_key_that_is_there_already_is_used() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (dir.path().join("first"), dir.path().join("second"));
    make(&first, KekSource::BesideData).unwrap();
    std::fs::create_dir(&second).unwrap();
    std::fs::set_permissions(&second, std::fs::Permissions::from_mode(0o700)).unwrap();
    std::fs::copy(first.join("kek"), second.join("kek")).unwrap();
    make(&second, KekSource::BesideData).unwrap();
    load(&second, &KekSource::File(first.join("kek"))).unwrap();
}
