//! PKCS#12 files as OpenSSL, Java, NSS and GnuTLS write them.

use std::path::PathBuf;

use tegata_base::Secret;

use super::{Files, Scripted, at, failure, load, spec, vector_file, verifies};
use crate::{IdentitySource, KeyError, Loaded, Location, Password, Selection, Selector, SourceSpec};

fn file(files: &Files, name: &str) -> PathBuf {
    files.write(&format!("{name}.p12"), vector_file(&format!("pkcs12/{name}.p12")))
}

fn open(name: &str, password: &str) -> Result<Loaded, KeyError> {
    let files = Files::new();
    load(SourceSpec {
        key_password: Password::Given(Secret::new(password.into())),
        ..spec(&file(&files, name), None)
    })
}

fn names(loaded: &Loaded) -> Vec<String> {
    let identity = &loaded.identity;
    [identity.certificate()]
        .into_iter()
        .chain(identity.chain())
        .map(|certificate| certificate.subject().to_string())
        .collect()
}

#[test]
fn every_kind_gives_the_key_its_certificate_and_the_path() {
    let path = ["leaf", "intermediate", "root"].map(|name| format!("CN={name},O=Tegata"));
    for (name, password) in [
        ("modern", "correct horse"),
        ("legacy", "correct horse"),
        ("rc2-128", "correct horse"),
        ("pbes2-des3", "correct horse"),
        ("mac-sha512", "correct horse"),
        ("no-mac", "correct horse"),
        ("clear", "correct horse"),
        ("ber", "correct horse"),
        ("keytool", "correct horse"),
        ("keytool.legacy", "correct horse"),
        ("nss", "correct horse"),
        ("unicode", "пароль🐎"),
        ("empty", ""),
        ("empty.legacy", ""),
        // The empty password opens it, whatever else is said.
        ("empty", "other"),
    ] {
        let loaded = open(name, password).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(verifies(&loaded.identity), "{name}");
        assert_eq!(names(&loaded), path, "{name}");
    }
    // These hold less.
    for (name, length) in [("gnutls", 2), ("pbmac1-sha256", 1), ("pbmac1-sha512", 1)] {
        let loaded = open(name, "correct horse").unwrap();
        assert_eq!(names(&loaded), path[..length], "{name}");
    }
}

#[test]
fn a_wrong_password_is_told() {
    for name in [
        "modern",
        "legacy",
        "rc2-128",
        "pbes2-des3",
        "mac-sha512",
        "no-mac",
        "ber",
        "keytool",
        "nss",
        "gnutls",
        "pbmac1-sha256",
    ] {
        let message = failure(open(name, "wrong"));
        assert!(
            message.starts_with("incorrect PKCS#12 password for "),
            "{name}: {message}"
        );
    }
}

#[test]
fn files_that_cannot_be_used_say_why() {
    let anew = "write it anew: `openssl pkcs12 -in FILE -out ALL.pem`, then `openssl pkcs12 -export -in ALL.pem -out \
                NEWFILE`";
    for (name, reason) in [
        (
            "iterations",
            format!(
                "what the PKCS#12 file holds cannot be decrypted: its password is stretched with more work than is \
                 taken from a file (10000001 iterations); {anew}"
            ),
        ),
        (
            "camellia",
            format!(
                "what the PKCS#12 file holds cannot be decrypted: it is encrypted with 1.2.392.200011.61.1.1.1.4, which \
                 is not taken; {anew}"
            ),
        ),
        (
            "mac-sha3",
            format!(
                "the PKCS#12 file is authenticated with 2.16.840.1.101.3.4.2.8, which is not known; {anew}"
            ),
        ),
        (
            "no-key",
            "the PKCS#12 file holds no private key; export the certificate together with its key".into(),
        ),
        (
            "no-certificate",
            "the PKCS#12 file holds no certificate that belongs to its private key; export both together".into(),
        ),
        (
            "two-keys",
            "the PKCS#12 file holds several private keys with certificates; say which with --cert-selector, or \
             export the one to use"
                .into(),
        ),
    ] {
        let message = failure(open(&format!("refused.{name}"), "correct horse"));
        assert!(
            message.starts_with("cannot read a private key from "),
            "{message}"
        );
        assert!(
            message.ends_with(&format!("refused.{name}.p12: {reason}")),
            "{message}"
        );
    }
}

#[test]
fn row_06_a_selector_tells_which_of_several_keys() {
    let files = Files::new();
    let load_by = |selector: Option<&str>, latest| {
        let selector = selector.map(|text| Selector::parse(text, |_| panic!("no file")).unwrap());
        load(SourceSpec {
            key_password: Password::Given(Secret::new("correct horse".into())),
            selection: Selection { selector, latest },
            ..spec(&file(&files, "refused.two-keys"), None)
        })
    };
    let all = failure(load_by(Some("Key=x509Subject,Value=CN=none"), false));
    assert!(all.starts_with("no certificate matches --cert-selector"), "{all}");
    let (leaf, root) = (
        "46883198cac518465d238545d7251044910312c1",
        "0734d35c4188fdf17da96741ea6de33f039752a6",
    );
    for serial in [leaf, root] {
        let loaded = load_by(Some(&format!("Key=x509Serial,Value={serial}")), false).unwrap();
        assert_eq!(loaded.identity.certificate().serial().to_hex(), serial);
        assert!(verifies(&loaded.identity));
    }
    assert!(failure(load_by(None, false)).contains("several private keys"));
    // A CA's is not meant beside another.
    let loaded = load_by(None, true).unwrap();
    assert_eq!(loaded.identity.certificate().serial().to_hex(), leaf);
}

#[test]
fn intermediates_are_not_given_beside_it() {
    let files = Files::new();
    let path = file(&files, "empty");
    let message = failure(load(SourceSpec {
        intermediates: at(&path),
        ..spec(&path, None)
    }));
    assert_eq!(
        message,
        format!(
            "--intermediates cannot be given with a PKCS#12 file; {} itself holds the chain",
            path.display()
        )
    );
    // As the certificate's file beside a key of its own, it is no certificate, as for `aws_signing_helper`.
    assert!(matches!(
        load(spec(&path, Some(&path))),
        Err(KeyError::Pkcs12AmongPem { .. })
    ));
}

#[test]
fn the_empty_password_is_tried_before_anyone_is_asked() {
    let files = Files::new();
    let terminal = Scripted::answering(&["wrong", "correct horse"]);
    let mut source = IdentitySource::new(spec(&file(&files, "empty.legacy"), None), terminal.clone());
    assert!(source.load().is_ok());
    assert!(terminal.asked().is_empty());
    let path = file(&files, "modern");
    let mut source = IdentitySource::new(spec(&path, None), terminal.clone());
    assert!(source.load().is_ok());
    assert!(source.load().is_ok());
    let question = format!("Password of the PKCS#12 file in {}: ", path.display());
    assert_eq!(
        terminal.asked(),
        [question.clone(), format!("Incorrect. {question}")]
    );
}

#[test]
fn others_must_not_read_it() {
    let files = Files::new();
    let path = file(&files, "modern");
    files.chmod(&path, 0o640);
    assert!(matches!(
        load(spec(&path, None)),
        Err(KeyError::Readable {
            what: "private key",
            ..
        })
    ));
}

#[test]
fn row_09_it_comes_from_a_descriptor_too() {
    use std::os::fd::AsRawFd as _;

    let files = Files::new();
    let opened = std::fs::File::open(file(&files, "empty")).unwrap();
    let number = u32::try_from(opened.as_raw_fd()).unwrap();
    let loaded = load(SourceSpec {
        certificate: Some(Location::Descriptor(number)),
        ..SourceSpec::default()
    });
    assert!(verifies(&loaded.unwrap().identity));
}
