use std::collections::VecDeque;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::verify::PublicKey;
use tegata_crypto::{HashKind, KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, issue, self_signed};
use tegata_pki::{Certificate, Name};
use tempfile::TempDir;

use crate::private_key::{PemKey, holds_private_key};
use crate::{
    AskError, Identity, IdentitySource, KeyError, KeyFormatError, Loaded, Location, Permissions, Signer as _,
    SourceSpec, Surroundings,
};

mod chains;
mod encrypted;
mod hostile;
mod locations;
mod ml_dsa;
mod pkcs12;

fn vector_file(name: &str) -> Vec<u8> {
    let path = format!("{}/../../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn vector(name: &str) -> Vec<u8> {
    vector_file(&format!("{name}.pem"))
}

/// The key of a text that is not encrypted.
fn read(text: &[u8]) -> Result<PrivateKey, KeyFormatError> {
    crate::private_key::read(text).map(|key| match key {
        PemKey::Open(key) => key,
        PemKey::Encrypted(_) => panic!("the key is encrypted"),
    })
}

fn name(cn: &str) -> Name {
    Name::from_pairs(&[("CN", cn)]).unwrap()
}

fn validity() -> (Timestamp, Timestamp) {
    (
        "2026-01-01T00:00:00Z".parse().unwrap(),
        "2027-01-01T00:00:00Z".parse().unwrap(),
    )
}

fn certificate_of(key: &PrivateKey, cn: &str) -> Certificate {
    let template = Template::end_entity(SerialNumber::random(&mut OsRng), name(cn), validity(), &[]);
    self_signed(&template, key).unwrap()
}

/// A directory to put files in, readable by their owner alone unless a test says otherwise.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, text).unwrap();
        self.chmod(&path, 0o600);
        path
    }

    fn chmod(&self, path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
}

/// A terminal with a person who gives these answers, one after the other, and an environment.
#[derive(Default)]
struct Scripted {
    answers: Mutex<VecDeque<&'static str>>,
    asked: Mutex<Vec<String>>,
    variables: Vec<(&'static str, String)>,
}

impl Scripted {
    fn answering(answers: &[&'static str]) -> Arc<Self> {
        Arc::new(Self {
            answers: Mutex::new(answers.iter().copied().collect()),
            ..Self::default()
        })
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Surroundings for Scripted {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        let answer = self
            .answers
            .lock()
            .unwrap()
            .pop_front()
            .ok_or(AskError::NoTerminal)?;
        self.asked.lock().unwrap().push(question.into());
        Ok(Secret::new(answer.into()))
    }

    fn variable(&self, name: &str) -> Option<Secret<Vec<u8>>> {
        let (_, value) = self.variables.iter().find(|(known, _)| *known == name)?;
        Some(Secret::new(value.clone().into_bytes()))
    }
}

fn at(path: &Path) -> Option<Location> {
    Some(Location::File(path.into()))
}

fn spec(certificate: &Path, private_key: Option<&Path>) -> SourceSpec {
    SourceSpec {
        certificate: at(certificate),
        private_key: private_key.and_then(at),
        ..SourceSpec::default()
    }
}

fn load(spec: SourceSpec) -> Result<Loaded, KeyError> {
    IdentitySource::new(spec, Scripted::answering(&[])).load()
}

fn load_pair(certificate: &Path, key: Option<&Path>) -> Result<Loaded, KeyError> {
    load(spec(certificate, key))
}

fn failure(result: Result<Loaded, KeyError>) -> String {
    match result {
        Ok(_) => panic!("the files must not load"),
        Err(error) => error.to_string(),
    }
}

fn verifies(identity: &Identity) -> bool {
    let signature = identity.sign(b"message").unwrap();
    let key = PublicKey::from_spki(
        identity.key_kind(),
        HashKind::Sha256,
        identity.certificate().spki(),
    );
    key.unwrap().verify(b"message", &signature).is_ok()
}

#[test]
fn every_encoding_of_every_kind_signs() {
    let files = Files::new();
    for (file, kind) in [
        ("p256.pkcs8", KeyKind::P256),
        ("p256.sec1", KeyKind::P256),
        ("p256.sec1.no-public", KeyKind::P256),
        ("p384.pkcs8", KeyKind::P384),
        ("p384.sec1", KeyKind::P384),
        ("p521.pkcs8", KeyKind::P521),
        ("p521.sec1", KeyKind::P521),
        ("rsa.pkcs8", KeyKind::Rsa),
        ("rsa.pkcs1", KeyKind::Rsa),
    ] {
        let text = vector(file);
        let certificate = certificate_of(&read(&text).unwrap(), "machine").to_pem();
        let certificate = files.write("certificate.pem", certificate);
        let key = files.write("key.pem", &text);
        let loaded = load_pair(&certificate, Some(&key)).unwrap();
        assert_eq!(loaded.identity.key_kind(), kind, "{file}");
        assert!(loaded.warnings.is_empty());
        assert!(verifies(&loaded.identity), "{file}");
    }
}

#[test]
fn keys_that_cannot_be_used_say_why() {
    let table = [
        ("rsa.pkcs1.encrypted", KeyFormatError::OldEncryption),
        ("p256.openssh", KeyFormatError::OpenSsh),
        ("ed25519.pkcs8", KeyFormatError::Algorithm("1.3.101.112".into())),
        ("secp256k1.pkcs8", KeyFormatError::Curve("1.3.132.0.10".into())),
    ];
    for (file, expected) in table {
        assert!(holds_private_key(&vector(file)), "{file}");
        assert_eq!(read(&vector(file)).err(), Some(expected), "{file}");
    }
    for (file, name) in [
        ("ed25519.pkcs8", "algorithm 1.3.101.112 (Ed25519);"),
        ("secp256k1.pkcs8", "elliptic curve 1.3.132.0.10 (secp256k1);"),
    ] {
        let message = read(&vector(file)).err().unwrap().to_string();
        assert!(message.contains(name), "{message}");
    }
    assert!(matches!(
        read(&vector("rsa1024.pkcs1")).err(),
        Some(KeyFormatError::Rejected(_))
    ));
    assert!(read(&vector("p256.sec1.explicit")).is_err());
    assert_eq!(read(b"\x30\x82\xff").err(), Some(KeyFormatError::NotPem));
    assert_eq!(read(b"nothing").err(), Some(KeyFormatError::NotPem));
    assert_eq!(read(b"").err(), Some(KeyFormatError::Empty));
    let pem = vector("p256.pkcs8");
    let cut = pem.get(..pem.len() / 2).unwrap();
    assert_eq!(read(cut).err(), Some(KeyFormatError::CutOff));
    for before in [&b"\xef\xbb\xbf"[..], b"friendlyName: Z\xfcrich\n"] {
        let marked = [before, &pem].concat();
        assert!(read(&marked).is_ok(), "{before:?}");
        assert!(holds_private_key(&marked), "{before:?}");
    }
    assert_eq!(
        read(b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----").err(),
        Some(KeyFormatError::Missing)
    );
    let tss = b"-----BEGIN TSS2 PRIVATE KEY-----\nAAAA\n-----END TSS2 PRIVATE KEY-----";
    assert_eq!(read(tss).err(), Some(KeyFormatError::Tpm));
    let dsa = b"-----BEGIN DSA PRIVATE KEY-----\nAAAA\n-----END DSA PRIVATE KEY-----";
    assert_eq!(read(dsa).err(), Some(KeyFormatError::Algorithm("DSA".into())));
    let torn = b"-----BEGIN PRIVATE KEY-----\nAA*A\n-----END PRIVATE KEY-----";
    assert_eq!(read(torn).err(), Some(KeyFormatError::Damaged));
}

#[test]
fn one_file_may_hold_everything() {
    let files = Files::new();
    let (root_key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let root_template = Template::ca(SerialNumber::random(&mut OsRng), name("root"), validity(), None);
    let root = self_signed(&root_template, &root_key).unwrap();
    let key_text = vector("p256.sec1");
    let key = read(&key_text).unwrap();
    let template = Template::end_entity(SerialNumber::random(&mut OsRng), name("machine"), validity(), &[]);
    let leaf = issue(&template, &key.spki().unwrap(), &root, &root_key).unwrap();

    let all = [
        leaf.to_pem().into_bytes(),
        root.to_pem().into_bytes(),
        key_text.clone(),
        leaf.to_pem().into_bytes(),
    ]
    .concat();
    let path = files.write("all.pem", all);
    let loaded = load_pair(&path, None).unwrap();
    assert_eq!(*loaded.identity.certificate(), leaf);
    assert_eq!(loaded.identity.chain(), std::slice::from_ref(&root));
    assert!(verifies(&loaded.identity));

    // With the root first, the error tells which certificate the key belongs to.
    let wrong = [root.to_pem(), leaf.to_pem()].concat();
    let wrong = files.write("wrong.pem", wrong);
    let key = files.write("key.pem", key_text);
    assert_eq!(
        failure(load_pair(&wrong, Some(&key))),
        format!(
            "the private key in {} does not belong to the certificate `CN=root` in {}; it belongs to \
             certificate 2 of that file, which must come first",
            key.display(),
            wrong.display()
        )
    );
}

#[test]
fn a_key_of_another_certificate_is_refused() {
    let files = Files::new();
    let certificate = certificate_of(&read(&vector("p256.sec1")).unwrap(), "machine").to_pem();
    let certificate = files.write("certificate.pem", certificate);
    for other in ["p384.sec1", "rsa.pkcs1"] {
        let key = files.write("key.pem", vector(other));
        let message = failure(load_pair(&certificate, Some(&key)));
        assert!(
            message.ends_with("; give the key that the certificate was issued for"),
            "{message}"
        );
    }
    let (other, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let certificate = files.write("other.pem", certificate_of(&other, "other").to_pem());
    let key = files.write("key.pem", vector("p256.sec1"));
    assert!(matches!(
        load_pair(&certificate, Some(&key)),
        Err(KeyError::Mismatch { belongs_to: None, .. })
    ));
}

#[test]
fn private_keys_that_others_can_read() {
    let files = Files::new();
    let certificate = certificate_of(&read(&vector("p256.sec1")).unwrap(), "machine").to_pem();
    let certificate = files.write("certificate.pem", certificate);
    files.chmod(&certificate, 0o644);
    let key = files.write("a key.pem", vector("p256.sec1"));
    for mode in [0o640, 0o604, 0o620, 0o644] {
        files.chmod(&key, mode);
        let message = failure(load_pair(&certificate, Some(&key)));
        let path = key.display();
        assert_eq!(
            message,
            format!(
                "{path} holds a private key that others can read (mode {mode:04o}); run: chmod 600 '{path}'"
            )
        );
    }
    let loaded = load(SourceSpec {
        permissions: Permissions::Lenient,
        ..spec(&certificate, Some(&key))
    })
    .unwrap();
    assert_eq!(loaded.warnings.len(), 1);
    assert!(
        loaded.warnings[0].starts_with("warning: "),
        "{:?}",
        loaded.warnings
    );
    for mode in [0o600, 0o400, 0o700] {
        files.chmod(&key, mode);
        assert!(load_pair(&certificate, Some(&key)).is_ok(), "{mode:o}");
    }
    // A key that lies about in the certificate's file counts, even when another one signs.
    let both = files.write(
        "both.pem",
        [fs::read(&certificate).unwrap(), vector("rsa.pkcs1")].concat(),
    );
    files.chmod(&both, 0o644);
    assert!(matches!(
        load_pair(&both, Some(&key)),
        Err(KeyError::Readable { .. })
    ));
}

#[test]
fn files_that_are_not_there_or_not_what_they_should_be() {
    let files = Files::new();
    let missing = files.0.path().join("missing.pem");
    assert!(failure(load_pair(&missing, None)).starts_with("cannot read "));
    let directory = failure(load_pair(files.0.path(), None));
    assert!(
        directory.contains("is a directory") && directory.contains("--cert-selector"),
        "{directory}"
    );
    let large = files.write("large.pem", vec![b'a'; (1 << 20) + 1]);
    assert!(matches!(load_pair(&large, None), Err(KeyError::TooLarge { .. })));
    let der = files.write("machine.der", [0x30, 0x82, 0xff, 0xff]);
    assert!(failure(load_pair(&der, None)).contains("openssl pkey -inform DER"));
    let certificate = certificate_of(&read(&vector("p256.sec1")).unwrap(), "machine").to_pem();
    let certificate = files.write("certificate.pem", certificate);
    assert!(
        failure(load_pair(&certificate, None))
            .ends_with("no `PRIVATE KEY` block; name the file of the key with --private-key")
    );
}
