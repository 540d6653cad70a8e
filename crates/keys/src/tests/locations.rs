//! Certificates and keys from elsewhere than files.

use std::ffi::OsStr;
use std::io::Write as _;
use std::os::fd::AsRawFd as _;
use std::sync::Arc;

use super::{Files, Scripted, certificate_of, failure, load, read, spec, vector, verifies};
use crate::{IdentitySource, KeyError, Location, SourceSpec};

fn pair() -> (String, String) {
    let key = vector("p256.sec1");
    let certificate = certificate_of(&read(&key).unwrap(), "machine").to_pem();
    (certificate, String::from_utf8(key).unwrap())
}

#[test]
fn row_09_certificate_key_and_intermediates_come_from_variables() {
    let (certificate, key) = pair();
    let (other, _) = tegata_crypto::sign::PrivateKey::generate(tegata_crypto::KeyKind::P256, 0).unwrap();
    let surroundings = Arc::new(Scripted {
        variables: vec![
            ("CERTIFICATE", certificate),
            ("KEY", key),
            ("CHAIN", certificate_of(&other, "ca").to_pem()),
            ("EMPTY", String::new()),
        ],
        ..Scripted::default()
    });
    let variable = |name: &str| Location::parse(OsStr::new(&format!("env:{name}"))).unwrap();
    let with = |certificate: &str, key: &str| {
        IdentitySource::new(
            SourceSpec {
                certificate: variable(certificate),
                private_key: variable(key),
                intermediates: variable("CHAIN"),
                ..SourceSpec::default()
            },
            surroundings.clone(),
        )
        .load()
    };
    let loaded = with("CERTIFICATE", "KEY").unwrap();
    assert!(verifies(&loaded.identity));
    assert_eq!(loaded.identity.chain().len(), 1);
    assert_eq!(
        failure(with("CERTIFICATE", "OTHER")),
        "the environment variable OTHER is not set"
    );
    assert_eq!(
        failure(with("EMPTY", "KEY")),
        "cannot read a certificate from env:EMPTY: no `-----BEGIN CERTIFICATE-----` block was found"
    );
    assert!(
        failure(with("CERTIFICATE", "CHAIN"))
            .starts_with("cannot read a private key from env:CHAIN: it holds no")
    );
}

#[test]
fn row_09_what_a_pipe_gave_once_serves_every_load() {
    let (certificate, key) = pair();
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer
        .write_all(format!("{certificate}{key}").as_bytes())
        .unwrap();
    drop(writer);
    let place = Location::parse(OsStr::new(&format!("fd:{}", reader.as_raw_fd()))).unwrap();
    let spec = SourceSpec {
        certificate: place,
        ..SourceSpec::default()
    };
    let mut source = IdentitySource::new(spec, Arc::new(Scripted::default()));
    for _ in 0..3 {
        assert!(verifies(&source.load().unwrap().identity));
    }
}

#[test]
fn row_09_a_descriptor_that_is_not_open_or_gives_too_much() {
    let message = failure(load(SourceSpec {
        certificate: Some(Location::Descriptor(987_654)),
        ..SourceSpec::default()
    }));
    assert!(message.starts_with("cannot read fd:987654: "), "{message}");
    let files = Files::new();
    let path = files.write("large", vec![b'x'; (1 << 20) + 1]);
    let opened = std::fs::File::open(path).unwrap();
    let number = u32::try_from(opened.as_raw_fd()).unwrap();
    assert_eq!(
        failure(load(SourceSpec {
            certificate: Some(Location::Descriptor(number)),
            ..SourceSpec::default()
        })),
        format!("fd:{number} is larger than 1 MiB; is it the right one?")
    );
}

#[test]
fn a_dash_is_a_file_and_intermediates_are_no_token() {
    assert_eq!(
        Location::parse(OsStr::new("-")).unwrap(),
        Some(Location::File("-".into()))
    );
    let files = Files::new();
    let (certificate, key) = pair();
    let both = files.write("both.pem", certificate + &key);
    let token = Location::parse(OsStr::new("pkcs11:object=x")).unwrap();
    assert!(matches!(
        load(SourceSpec {
            intermediates: token,
            ..spec(&both, None)
        }),
        Err(KeyError::NotBytes)
    ));
}
