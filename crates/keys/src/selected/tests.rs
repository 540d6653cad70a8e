use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;

use tegata_crypto::KeyKind;
use tegata_crypto::sign::PrivateKey;
use tegata_pki::Name;
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, issue, self_signed};

use super::*;
use crate::IdentitySource;
use crate::surroundings::testing::Unattended;

struct Made {
    certificate: Certificate,
    key: PrivateKey,
    key_pem: String,
}

fn made(cn: &str, until: &str, issuer: Option<&Made>) -> Made {
    let (key, der) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let serial = SerialNumber::random(&mut tegata_crypto::OsRng);
    let subject = Name::from_pairs(&[("CN", cn)]).unwrap();
    let validity = ("2025-01-01T00:00:00Z".parse().unwrap(), until.parse().unwrap());
    let certificate = match issuer {
        Some(issuer) => {
            let template = Template::end_entity(serial, subject, validity, &[]);
            let spki = crate::Signer::spki(&key).unwrap();
            issue(&template, &spki, &issuer.certificate, &issuer.key).unwrap()
        }
        None => self_signed(&Template::ca(serial, subject, validity, None), &key).unwrap(),
    };
    let base64 = data_encoding::BASE64.encode(der.expose());
    let key_pem = format!("-----BEGIN PRIVATE KEY-----\n{base64}\n-----END PRIVATE KEY-----\n");
    Made {
        certificate,
        key,
        key_pem,
    }
}

struct Place {
    directory: tempfile::TempDir,
    first: Made,
    second: Made,
    later: Made,
}

/// A directory with a bundle of all certificates, each one's own file with its key, and other things.
fn place() -> Place {
    let authority = made("ca", "2030-01-01T00:00:00Z", None);
    let first = made("first", "2026-01-01T00:00:00Z", Some(&authority));
    let second = made("second", "2026-06-01T00:00:00Z", Some(&authority));
    let later = made("second", "2027-01-01T00:00:00Z", Some(&authority));
    let directory = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = directory.path().join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    };
    let pem = |made: &Made| made.certificate.to_pem();
    write(
        "bundle.crt",
        &[pem(&first), pem(&second), pem(&later), pem(&authority)].concat(),
    );
    write(
        "first.pem",
        &[pem(&first), pem(&authority), first.key_pem.clone()].concat(),
    );
    write("second.pem", &[second.key_pem.clone(), pem(&second)].concat());
    write(
        "later.pem",
        &[later.key_pem.clone(), pem(&later), pem(&authority)].concat(),
    );
    write("later.key", &later.key_pem);
    write("notes.txt", "nothing");
    write(
        "damaged.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    );
    fs::create_dir(directory.path().join("sub")).unwrap();
    Place {
        directory,
        first,
        second,
        later,
    }
}

impl Place {
    fn load(
        &self,
        certificate: &str,
        key: Option<&str>,
        selector: Option<&str>,
        latest: bool,
    ) -> Result<Loaded, KeyError> {
        let at = |name: &str| Location::File(self.directory.path().join(name));
        let spec = SourceSpec {
            certificate: Some(at(certificate)),
            private_key: key.map(at),
            selection: Selection {
                selector: selector.map(|text| Selector::parse(text, |_| panic!("reads")).unwrap()),
                latest,
            },
            ..SourceSpec::default()
        };
        IdentitySource::new(spec, Arc::new(Unattended::default())).load()
    }
}

#[test]
fn one_of_a_directory_with_its_key_and_chain() {
    let place = place();
    let loaded = place
        .load("", None, Some("Key=x509Subject,Value=CN=First"), false)
        .unwrap();
    assert_eq!(*loaded.identity.certificate(), place.first.certificate);
    assert_eq!(loaded.identity.chain().len(), 1, "the CA, and not the others");
    let loaded = place
        .load("", None, Some("Key=x509Subject,Value=CN=second"), true)
        .unwrap();
    assert_eq!(*loaded.identity.certificate(), place.later.certificate);
    let error = place
        .load("", None, Some("Key=x509Subject,Value=CN=second"), false)
        .err()
        .unwrap();
    assert!(
        error
            .to_string()
            .starts_with("multiple matching identities: `CN=second`"),
        "{error}"
    );
    let error = place
        .load("sub", None, Some("Key=x509Subject,Value=CN=second"), false)
        .err()
        .unwrap();
    assert!(error.to_string().contains("there are none at all"), "{error}");
}

#[test]
fn one_of_a_bundle_that_the_key_belongs_to() {
    let place = place();
    for selector in ["Key=x509Subject,Value=CN=second", "Key=x509Issuer,Value=CN=ca"] {
        let loaded = place
            .load("bundle.crt", Some("later.key"), Some(selector), false)
            .unwrap();
        assert_eq!(*loaded.identity.certificate(), place.later.certificate);
        assert_eq!(loaded.identity.chain().len(), 1);
    }
    let loaded = place
        .load("", Some("later.key"), Some("Key=x509Issuer,Value=CN=ca"), false)
        .unwrap();
    assert_eq!(*loaded.identity.certificate(), place.later.certificate);
    let error = place.load(
        "bundle.crt",
        Some("later.key"),
        Some("Key=x509Subject,Value=CN=first"),
        false,
    );
    let error = error.err().unwrap();
    assert!(matches!(error, KeyError::Mismatch { .. }), "{error}");
    let serial = place.second.certificate.serial().to_hex();
    let error = place.load(
        "bundle.crt",
        Some("later.key"),
        Some(&format!("Key=x509Serial,Value={serial}")),
        false,
    );
    assert!(matches!(error.err().unwrap(), KeyError::Mismatch { .. }));
    let error = place.load(
        "bundle.crt",
        Some("later.key"),
        Some("Key=x509Subject,Value=CN=x"),
        false,
    );
    let error = error.err().unwrap().to_string();
    assert!(
        error.contains("CN=x") && error.contains("`CN=first`") && error.contains("`CN=ca`"),
        "{error}"
    );
}

#[test]
fn without_a_place_there_is_the_store_of_the_system() {
    let spec = SourceSpec {
        selection: Selection {
            selector: Some(Selector::default()),
            latest: false,
        },
        ..SourceSpec::default()
    };
    let error = IdentitySource::new(spec, Arc::new(Unattended::default()))
        .load()
        .err()
        .unwrap();
    assert!(
        error
            .to_string()
            .starts_with("unable to use cert store signer on linux"),
        "{error}"
    );
}

/// The one that is wanted may be among those that would be passed over.
#[test]
fn too_many_files_are_not_looked_into_in_part() {
    let directory = tempfile::tempdir().unwrap();
    for number in 0..=MAX_FILES {
        fs::write(directory.path().join(number.to_string()), "").unwrap();
    }
    let spec = SourceSpec {
        certificate: Some(Location::File(directory.path().into())),
        selection: Selection {
            selector: Some(Selector::default()),
            latest: false,
        },
        ..SourceSpec::default()
    };
    let mut source = IdentitySource::new(spec, Arc::new(Unattended::default()));
    let error = source.load().err().unwrap();
    assert!(matches!(error, KeyError::TooManyFiles { .. }), "{error}");
}

#[test]
fn a_program_signs_for_the_certificate_that_is_meant() {
    let place = place();
    let spec = SourceSpec {
        certificate: Some(Location::File(place.directory.path().join("bundle.crt"))),
        signer_process: Some("false".parse().unwrap()),
        selection: Selection {
            selector: Some(Selector::parse("Key=x509Subject,Value=CN=second", |_| panic!("reads")).unwrap()),
            latest: true,
        },
        ..SourceSpec::default()
    };
    let mut source = IdentitySource::new(spec, Arc::new(Unattended::default()));
    let loaded = source.load().unwrap();
    assert_eq!(*loaded.identity.certificate(), place.later.certificate);
    assert_eq!(loaded.identity.chain().len(), 1, "the CA, and not the others");
}
