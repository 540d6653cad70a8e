//! Certificates and keys from elsewhere than files.

use std::ffi::OsStr;
use std::io::Write as _;
use std::os::fd::AsRawFd as _;
use std::sync::Arc;

use super::{Files, Scripted, certificate_of, failure, load, read, spec, vector, vector_file, verifies};
use crate::{IdentitySource, KeyError, Location, LocationError, Password, SourceSpec};

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

#[test]
fn schemes_are_known_in_capitals() {
    let parsed = |text: &str| Location::parse(OsStr::new(text)).unwrap();
    for (text, same) in [
        ("PKCS11:token=a", "pkcs11:token=a"),
        ("Env:NAME", "env:NAME"),
        ("FD:3", "fd:3"),
        ("SPIFFE://a/b", "spiffe://a/b"),
        ("Handle:81000001", "handle:0x81000001"),
    ] {
        assert_eq!(parsed(text), parsed(same), "{text}");
        assert!(!matches!(parsed(text), Some(Location::File(_))), "{text}");
    }
    for file in ["C:\\keys\\machine.pem", "./pkcs11:a", "/run/pin-value", "a b.pem"] {
        assert_eq!(parsed(file), Some(Location::File(file.into())));
    }
}

#[test]
fn places_are_shown_as_flags_name_them() {
    for (text, shown) in [
        ("/a b.pem", "/a b.pem"),
        ("ENV:NAME", "env:NAME"),
        ("fd:3", "fd:3"),
        ("pkcs11:token=a?pin-source=/p&module-path=/m", "pkcs11:token=a"),
        ("handle:81000001", "handle:0x81000001"),
        ("spiffe:", "spiffe:"),
        ("spiffe://a/b", "spiffe://a/b"),
    ] {
        let place = Location::parse(OsStr::new(text)).unwrap().unwrap();
        assert_eq!(place.to_string(), shown);
    }
}

#[test]
fn a_handle_is_of_a_key() {
    let error = |text: &str| Location::parse(OsStr::new(text)).unwrap_err().to_string();
    for other in [
        "0x40000001",
        "0x01c00002",
        "0x00000000",
        "0x02000000",
        "0x90000000",
    ] {
        assert_eq!(
            error(&format!("handle:{other}")),
            format!(
                "{other} is the handle of something other than a key in a TPM; those of keys begin with 0x81, and \
                 `tpm2_getcap handles-persistent` lists them"
            )
        );
    }
    for digits in ["0x1810000010", "81zz", "", "+81000001"] {
        assert!(error(&format!("handle:{digits}")).ends_with("write handle:0x81000001"));
    }
    assert!(Location::parse(OsStr::new("handle:0x80000000")).is_ok());
}

/// However a location with a PIN or password in it is misspelt, no message shows it.
#[test]
fn no_misspelling_shows_a_pin() {
    use std::os::unix::ffi::OsStrExt as _;

    const PIN: &str = "hunter2";
    let texts: [&[u8]; 23] = [
        b"PKCS11:token=a?pin-value=hunter2",
        b" pkcs11:token=a?pin-value=hunter2",
        b"\tPKCS11:token=a;object=hunter2",
        b"'pkcs11:token=a?pin-value=hunter2'",
        b"\"pkcs11:token=a;hunter2",
        b"pkcs11 :token=a;hunter2",
        b"pkcs11:token=\xff?pin-value=hunter2",
        b"pkcs11:token=a&pin-value=hunter2",
        b"pkcs11:token=a;pin-value=hunter2",
        b"pkcs11:token=a&PIN%2Dvalue=hunter2",
        b"pkcs11:pin-source=x;hunter2",
        b"pkcs11%3Atoken%3Da%3Fpin-value%3Dhunter2",
        b"pkcs11%253Atoken%253Da%253Fx%253Dhunter2",
        b"pksc11:token=a?pin-value=hunter2",
        b"pkcs11;token=a?pin-value=hunter2",
        b"token=a;object=b?Pin-Value=hunter2",
        b"handle:0x81000001?password=hunter2",
        b"spiffe://a/b?pin=hunter2",
        b"fd:3?pin=hunter2",
        b"env:PASSWORD=hunter2",
        b"pass:hunter2",
        b"pkcs11:token=a?pin-source=env:hunter2",
        b"pkcs11:token=a?pin-source=hunter2",
    ];
    for text in texts {
        let text = OsStr::from_bytes(text);
        let error = match Location::parse(text) {
            Err(error) => format!("{error} {error:?}"),
            Ok(place) => {
                let spec = SourceSpec {
                    certificate: place,
                    ..SourceSpec::default()
                };
                failure(load(spec))
            }
        };
        assert!(!error.contains(PIN), "{}: {error}", text.display());
    }
}

/// What is there is no typing error.
#[test]
fn a_file_that_is_there_may_have_any_name() {
    let files = Files::new();
    let path = files.write("shopping=prod.pem", "");
    assert_eq!(
        Location::parse(path.as_os_str()).unwrap(),
        Some(Location::File(path.clone()))
    );
    std::fs::remove_file(&path).unwrap();
    assert_eq!(Location::parse(path.as_os_str()), Err(LocationError::Withheld));
}

#[test]
fn a_password_given_as_its_place_is_not_shown() {
    for place in ["hunter2", "env:hunter2", "a/hunter2", "/dev/null/hunter2"] {
        let files = Files::new();
        let certificate = files.write("certificate.pem", pair().0);
        let key = files.write("key.pem", vector_file("encrypted/scrypt.aes-256.pem"));
        let message = failure(load(SourceSpec {
            key_password: Password::In(Location::parse(OsStr::new(place)).unwrap().unwrap()),
            ..spec(&certificate, Some(&key))
        }));
        assert!(message.contains("where the password should be"), "{message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
}
