//! A machine with a TPM: its flags, its certificate, and the person at its terminal.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use tegata_base::Secret;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::verify::PublicKey;
use tegata_crypto::{HashKind, KeyKind, OsRng};
use tegata_keys::{
    AskError, Identity, IdentitySource, KeyError, Location, Password, SourceSpec, Surroundings, TpmPassword,
};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, issue, self_signed};
use tegata_pki::{Certificate, Name};

use crate::swtpm::Swtpm;

/// The environment, and somebody at the terminal who gives these answers.
#[derive(Default)]
pub(crate) struct Person {
    pub(crate) device: PathBuf,
    pub(crate) answers: Mutex<VecDeque<&'static str>>,
    pub(crate) questions: Mutex<Vec<String>>,
}

impl Surroundings for Person {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        self.questions.lock().unwrap().push(question.into());
        let answer = self.answers.lock().unwrap().pop_front();
        answer
            .map(|answer| Secret::new(answer.into()))
            .ok_or(AskError::NoTerminal)
    }

    fn variable(&self, name: &str) -> Option<Secret<Vec<u8>>> {
        (name == "TPM_DEVICE").then(|| Secret::new(self.device.as_os_str().as_encoded_bytes().to_vec()))
    }
}

pub(crate) fn person(tpm: &Swtpm, answers: &[&'static str]) -> Arc<Person> {
    Arc::new(Person {
        device: tpm.socket(),
        answers: Mutex::new(answers.iter().copied().collect()),
        questions: Mutex::default(),
    })
}

fn name(cn: &str) -> Name {
    Name::from_pairs(&[("CN", cn)]).unwrap()
}

/// A certificate for a public key.
pub(crate) fn certificate_for(spki: &[u8], cn: &str) -> Certificate {
    let validity = (
        "2026-01-01T00:00:00Z".parse().unwrap(),
        "2027-01-01T00:00:00Z".parse().unwrap(),
    );
    let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let ca = Template::ca(SerialNumber::random(&mut OsRng), name("root"), validity, None);
    let ca = self_signed(&ca, &key).unwrap();
    let leaf = Template::end_entity(SerialNumber::random(&mut OsRng), name(cn), validity, &[]);
    issue(&leaf, spki, &ca, &key).unwrap()
}

/// The machine's, in a file beside the TPM's.
fn certificate(tpm: &Swtpm, spki: &[u8]) -> PathBuf {
    let path = tpm.path("certificate.pem");
    fs::write(&path, certificate_for(spki, "machine").to_pem()).unwrap();
    path
}

pub(crate) fn spec(tpm: &Swtpm, key: impl AsRef<OsStr>) -> SourceSpec {
    SourceSpec {
        certificate: Some(Location::File(certificate(tpm, &tpm.spki()))),
        private_key: Location::parse(key.as_ref()).unwrap(),
        ..SourceSpec::default()
    }
}

pub(crate) fn password(text: &str) -> TpmPassword {
    TpmPassword::Given(Password::Given(Secret::new(text.into())))
}

/// A source that lasts, as that of a long-running command does.
pub(crate) fn source(spec: SourceSpec, person: &Arc<Person>) -> IdentitySource {
    IdentitySource::new(spec, Arc::<Person>::clone(person))
}

/// Loads and signs; the message of whatever failed.
pub(crate) fn try_sign(source: &mut IdentitySource) -> Result<KeyKind, String> {
    let identity = source
        .load()
        .map_err(|error: KeyError| error.to_string())?
        .identity;
    let signature = identity.sign(b"message").map_err(|error| error.to_string())?;
    assert_verifies(&identity, &signature);
    Ok(identity.key_kind())
}

pub(crate) fn assert_verifies(identity: &Identity, signature: &[u8]) {
    let key = PublicKey::from_spki(
        identity.key_kind(),
        HashKind::Sha256,
        identity.certificate().spki(),
    );
    assert!(
        key.unwrap().verify(b"message", signature).is_ok(),
        "the signature must verify"
    );
}

pub(crate) fn assert_refused(result: &Result<KeyKind, String>, words: &str) {
    match result {
        Ok(_) => panic!("it must not sign"),
        Err(message) => assert!(message.contains(words), "no {words:?} in: {message}"),
    }
}

/// `key.pub` and `key.priv` as a key file, by OpenSSL's own writer of DER.
pub(crate) fn key_file(tpm: &Swtpm, parent: &str) -> String {
    let hex = |name: &str| {
        let bytes = fs::read(tpm.path(name)).unwrap();
        bytes.iter().map(|byte| format!("{byte:02X}")).collect::<String>()
    };
    let config = format!(
        "asn1 = SEQUENCE:key\n[key]\ntype = OID:2.23.133.10.1.3\nempty = EXPLICIT:0,BOOLEAN:TRUE\n\
         parent = INTEGER:0x{parent}\npublic = FORMAT:HEX,OCTETSTRING:{}\nprivate = FORMAT:HEX,OCTETSTRING:{}\n",
        hex("key.pub"),
        hex("key.priv"),
    );
    fs::write(tpm.path("key.cnf"), config).unwrap();
    tpm.tool("openssl asn1parse -noout -genconf key.cnf -out key.file.der");
    let base64 = tpm.tool("openssl base64 -in key.file.der");
    format!("-----BEGIN TSS2 PRIVATE KEY-----\n{base64}-----END TSS2 PRIVATE KEY-----\n")
}
