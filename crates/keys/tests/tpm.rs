//! TPM keys by the flags that name them, against a real software TPM.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails where it cannot go on"
)]

mod tpm_support;

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tegata_base::Secret;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::verify::PublicKey;
use tegata_crypto::{HashKind, KeyKind, OsRng, hash};
use tegata_keys::tpm::{MAX_MESSAGE, Public, ToSign, Tpm, TpmError, Transport};
use tegata_keys::{
    AskError, Identity, IdentitySource, KeyError, Location, Password, SourceSpec, Surroundings, TpmPassword,
};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, issue, self_signed};
use tegata_pki::{Certificate, Name};
use tpm_support::Swtpm;

/// The TPM's socket, without what the library does to open it.
struct Stream(UnixStream);

impl Transport for Stream {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TpmError> {
        self.0.write_all(command).unwrap();
        let mut response = vec![0; MAX_MESSAGE];
        let length = self.0.read(&mut response).unwrap();
        response.truncate(length);
        Ok(response)
    }
}

/// The environment, and somebody at the terminal who gives these answers.
#[derive(Default)]
struct Person {
    device: PathBuf,
    answers: Mutex<VecDeque<&'static str>>,
    questions: Mutex<Vec<String>>,
}

impl Surroundings for Person {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        self.questions.lock().unwrap().push(question.into());
        let answer = self.answers.lock().unwrap().pop_front();
        answer
            .map(|answer| Secret::new(answer.into()))
            .ok_or(AskError::NoTerminal)
    }

    fn variable(&self, name: &str) -> Option<Secret<String>> {
        (name == "TPM_DEVICE").then(|| Secret::new(self.device.to_str().unwrap().into()))
    }
}

fn person(tpm: &Swtpm, answers: &[&'static str]) -> Arc<Person> {
    Arc::new(Person {
        device: tpm.socket(),
        answers: Mutex::new(answers.iter().copied().collect()),
        questions: Mutex::default(),
    })
}

fn name(cn: &str) -> Name {
    Name::from_pairs(&[("CN", cn)]).unwrap()
}

/// A certificate for a public key, in a file beside the TPM's.
fn certificate(tpm: &Swtpm, spki: &[u8]) -> PathBuf {
    let validity = (
        "2026-01-01T00:00:00Z".parse().unwrap(),
        "2027-01-01T00:00:00Z".parse().unwrap(),
    );
    let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let ca = Template::ca(SerialNumber::random(&mut OsRng), name("root"), validity, None);
    let ca = self_signed(&ca, &key).unwrap();
    let leaf = Template::end_entity(SerialNumber::random(&mut OsRng), name("machine"), validity, &[]);
    let leaf: Certificate = issue(&leaf, spki, &ca, &key).unwrap();
    let path = tpm.path("certificate.pem");
    fs::write(&path, leaf.to_pem()).unwrap();
    path
}

fn spec(tpm: &Swtpm, key: impl AsRef<OsStr>) -> SourceSpec {
    SourceSpec {
        certificate: Some(Location::File(certificate(tpm, &tpm.spki()))),
        private_key: Location::parse(key.as_ref()).unwrap(),
        ..SourceSpec::default()
    }
}

fn password(text: &str) -> TpmPassword {
    TpmPassword::Given(Password::Given(Secret::new(text.into())))
}

/// A source that lasts, as that of a long-running command does.
fn source(spec: SourceSpec, person: &Arc<Person>) -> IdentitySource {
    IdentitySource::new(spec, Arc::<Person>::clone(person))
}

/// Loads and signs; the message of whatever failed.
fn try_sign(source: &mut IdentitySource) -> Result<KeyKind, String> {
    let identity = source
        .load()
        .map_err(|error: KeyError| error.to_string())?
        .identity;
    let signature = identity.sign(b"message").map_err(|error| error.to_string())?;
    assert_verifies(&identity, &signature);
    Ok(identity.key_kind())
}

fn assert_verifies(identity: &Identity, signature: &[u8]) {
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

fn assert_refused(result: &Result<KeyKind, String>, words: &str) {
    match result {
        Ok(_) => panic!("it must not sign"),
        Err(message) => assert!(message.contains(words), "no {words:?} in: {message}"),
    }
}

#[test]
fn keys_of_tpm2_tools_sign() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    for (algorithm, kind) in [
        ("rsa2048", KeyKind::Rsa),
        ("rsa2048:rsassa-sha256", KeyKind::Rsa),
        ("ecc256", KeyKind::P256),
        ("ecc256:ecdsa-sha256", KeyKind::P256),
        ("ecc256:ecdsa-sha384", KeyKind::P256),
        ("ecc384", KeyKind::P384),
        ("ecc384:ecdsa-sha256", KeyKind::P384),
        ("ecc521", KeyKind::P521),
    ] {
        tpm.create(&format!("-C 0x81000001 -G {algorithm}"));
        let spec = spec(&tpm, tpm.key_file(false));
        assert_eq!(
            try_sign(&mut source(spec, &person(&tpm, &[]))),
            Ok(kind),
            "{algorithm}"
        );
    }
    assert_eq!(tpm.loaded(), 0, "nothing may stay loaded");
}

#[test]
fn keys_of_the_openssl_provider_sign() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    for (options, password, kind) in [
        ("-algorithm RSA -pkeyopt bits:2048", None, KeyKind::Rsa),
        ("-algorithm EC -pkeyopt group:P-256", None, KeyKind::P256),
        (
            "-algorithm EC -pkeyopt group:P-384 -pkeyopt user-auth:secret",
            Some("secret"),
            KeyKind::P384,
        ),
        (
            "-algorithm EC -pkeyopt group:P-256 -pkeyopt parent:0x81000001",
            None,
            KeyKind::P256,
        ),
    ] {
        let mut spec = spec(&tpm, tpm.genpkey(options));
        spec.tpm_password = password.map_or(TpmPassword::Ask, self::password);
        assert_eq!(
            try_sign(&mut source(spec, &person(&tpm, &[]))),
            Ok(kind),
            "{options}"
        );
    }
    assert_eq!(tpm.loaded(), 0);
}

#[test]
fn every_hash_with_every_key() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    for algorithm in ["rsa2048", "ecc256", "ecc384", "ecc521"] {
        tpm.persistent_key(&format!("-G {algorithm}"));
        let stream = UnixStream::connect(tpm.socket()).unwrap();
        let mut direct = Tpm::new(Stream(stream));
        let public = Public::parse(&direct.read_public(0x8100_0002).unwrap()).unwrap();
        assert_eq!(public.spki().unwrap(), tpm.spki(), "{algorithm}");
        for kind in [HashKind::Sha256, HashKind::Sha384, HashKind::Sha512] {
            let to_sign = ToSign::new(&public, kind, &hash::digest(kind, b"message")).unwrap();
            let signature = direct.sign(0x8100_0002, b"", &to_sign, public.width()).unwrap();
            let key = PublicKey::from_spki(public.kind(), kind, &tpm.spki()).unwrap();
            assert!(key.verify(b"message", &signature).is_ok(), "{algorithm} {kind:?}");
        }
        drop(direct);
        tpm.tool("tpm2_evictcontrol -Q -C o -c 0x81000002");
        tpm.flush();
    }
}

/// The file's parent is replaced by each hierarchy that has the same primary key template.
#[test]
fn every_hierarchy_may_be_the_parent() {
    let tpm = Swtpm::start();
    for (letter, handle) in [
        ("o", "40000001"),
        ("n", "40000007"),
        ("e", "4000000B"),
        ("p", "4000000C"),
    ] {
        tpm.create_primary(&format!("-C {letter}"));
        tpm.create("-C parent.ctx -G ecc256");
        let file = tpm.path("key.pem");
        fs::write(&file, key_file(&tpm, handle)).unwrap();
        tpm.tool("chmod 600 key.pem");
        let spec = spec(&tpm, &file);
        assert_eq!(
            try_sign(&mut source(spec, &person(&tpm, &[]))),
            Ok(KeyKind::P256),
            "{handle}"
        );
    }
    assert_eq!(tpm.loaded(), 0);
}

/// `key.pub` and `key.priv` as a key file, by OpenSSL's own writer of DER.
fn key_file(tpm: &Swtpm, parent: &str) -> String {
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

#[test]
fn persistent_keys_sign_by_their_handle() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    tpm.persistent_key("-G ecc256");
    for handle in ["handle:0x81000002", "handle:81000002"] {
        let mut spec = spec(&tpm, handle);
        spec.tpm_password = TpmPassword::Without;
        assert_eq!(try_sign(&mut source(spec, &person(&tpm, &[]))), Ok(KeyKind::P256));
    }
    let result = try_sign(&mut source(spec(&tpm, "handle:0x81000009"), &person(&tpm, &[])));
    assert_refused(&result, "no key under the handle 0x81000009");
    let result = try_sign(&mut source(spec(&tpm, "handle:0x81000001"), &person(&tpm, &[])));
    assert_refused(&result, "without the attribute `sign`");
}

#[test]
fn passwords_of_keys() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    tpm.persistent_key("-G ecc256 -p secret");
    let handle = "handle:0x81000002";

    let mut given = spec(&tpm, handle);
    given.tpm_password = password("secret");
    assert_eq!(
        try_sign(&mut source(given, &person(&tpm, &[]))),
        Ok(KeyKind::P256)
    );

    // Asked for once, however often it signs.
    let asked = person(&tpm, &["secret"]);
    let mut lasting = source(spec(&tpm, handle), &asked);
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
    assert_eq!(
        *asked.questions.lock().unwrap(),
        ["Password of the TPM key handle:0x81000002: "]
    );

    let result = try_sign(&mut source(spec(&tpm, handle), &person(&tpm, &[])));
    assert_refused(
        &result,
        "there is no terminal to ask for it; give it with --tpm-key-password",
    );

    // A key file whose key has a password, and one that says that it has none.
    let file = spec(&tpm, tpm.key_file(true));
    assert_eq!(
        try_sign(&mut source(file, &person(&tpm, &["secret"]))),
        Ok(KeyKind::P256)
    );
    let mut needless = spec(&tpm, tpm.key_file(false));
    needless.tpm_password = password("secret");
    let result = try_sign(&mut source(needless, &person(&tpm, &[])));
    assert_refused(&result, "the key file says that the key has no password");
}

/// A TPM counts wrong passwords, so that one is sent to it once, by however many loads.
#[test]
fn a_wrong_password_is_sent_once() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    tpm.persistent_key("-G ecc256 -p secret");
    tpm.tool("tpm2_dictionarylockout -Q --setup-parameters --max-tries=3 --recovery-time=1000 --lockout-recovery-time=1000");
    let mut wrong = spec(&tpm, "handle:0x81000002");
    wrong.tpm_password = password("guess");
    let mut lasting = source(wrong, &person(&tpm, &[]));
    for _ in 0..4 {
        assert_refused(
            &try_sign(&mut lasting),
            "the key's password is wrong; it is not tried again",
        );
    }
    let variable = tpm.tool("tpm2_getcap properties-variable");
    let counter = variable
        .lines()
        .find(|line| line.contains("LOCKOUT_COUNTER"))
        .unwrap();
    assert!(counter.ends_with("0x1"), "{counter}");

    // The person may answer again after a wrong answer.
    let asked = person(&tpm, &["guess", "secret"]);
    let mut lasting = source(spec(&tpm, "handle:0x81000002"), &asked);
    assert_refused(&try_sign(&mut lasting), "the key's password is wrong");
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));

    // Two more guesses lock it, for the right password too.
    for guess in ["one", "two", "three", "four"] {
        let mut wrong = spec(&tpm, "handle:0x81000002");
        wrong.tpm_password = password(guess);
        assert!(try_sign(&mut source(wrong, &person(&tpm, &[]))).is_err());
    }
    let mut right = spec(&tpm, "handle:0x81000002");
    right.tpm_password = password("secret");
    let result = try_sign(&mut source(right, &person(&tpm, &[])));
    assert_refused(&result, "the TPM is locked after too many wrong passwords");
    assert_refused(&result, "tpm2_dictionarylockout --clear-lockout");
}

#[test]
fn passwords_of_parents() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(Some("of-parent"));
    tpm.create("-C 0x81000001 -P of-parent -G ecc256");
    let file = tpm.path("key.pem");
    fs::write(&file, key_file(&tpm, "81000001")).unwrap();
    tpm.tool("chmod 600 key.pem");

    let mut given = spec(&tpm, &file);
    given.tpm_parent_password = password("of-parent");
    assert_eq!(
        try_sign(&mut source(given, &person(&tpm, &[]))),
        Ok(KeyKind::P256)
    );

    let asked = person(&tpm, &["of-parent"]);
    let mut lasting = source(spec(&tpm, &file), &asked);
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
    assert_eq!(
        *asked.questions.lock().unwrap(),
        ["Password of the parent key 0x81000001: "]
    );

    let mut lasting = source(spec(&tpm, &file), &person(&tpm, &[]));
    for _ in 0..2 {
        assert_refused(&try_sign(&mut lasting), "give it with --tpm-parent-password");
    }
    let mut wrong = spec(&tpm, &file);
    wrong.tpm_parent_password = password("guess");
    let result = try_sign(&mut source(wrong, &person(&tpm, &[])));
    assert_refused(&result, "the password of the parent key 0x81000001 is wrong");

    // That of a hierarchy.
    tpm.create_primary("-C o");
    tpm.create("-C parent.ctx -G ecc256");
    tpm.tool("tpm2_changeauth -Q -c o of-owner");
    fs::write(&file, key_file(&tpm, "40000001")).unwrap();
    let mut given = spec(&tpm, &file);
    given.tpm_parent_password = password("of-owner");
    assert_eq!(
        try_sign(&mut source(given, &person(&tpm, &[]))),
        Ok(KeyKind::P256)
    );
    let result = try_sign(&mut source(spec(&tpm, &file), &person(&tpm, &[])));
    assert_refused(&result, "the owner hierarchy needs a password");
    assert_eq!(tpm.loaded(), 0);
}

#[test]
fn a_key_that_is_kept_loaded_outlives_a_restart_of_the_tpm() {
    let mut tpm = Swtpm::start_as_managed();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256");
    let mut lasting = source(spec(&tpm, key), &person(&tpm, &[]));
    let identity = lasting.load().unwrap().identity;
    assert_verifies(&identity, &identity.sign(b"message").unwrap());
    // It holds the connection, and the key with it: one command a signature.
    assert_verifies(&identity, &identity.sign(b"message").unwrap());
    tpm.restart();
    assert_verifies(&identity, &identity.sign(b"message").unwrap());
    assert_verifies(
        &lasting.load().unwrap().identity,
        &identity.sign(b"message").unwrap(),
    );
    drop(identity);
    drop(lasting);
    assert_eq!(tpm.loaded(), 0);
}

#[test]
fn a_full_table_of_keys() {
    let tpm = Swtpm::start();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256");
    let spec = spec(&tpm, key);
    for _ in 0..3 {
        tpm.tool("tpm2_createprimary -Q -C o -c other.ctx");
    }
    let mut lasting = source(spec, &person(&tpm, &[]));
    assert_refused(&try_sign(&mut lasting), "tpm2_flushcontext -t");
    assert_eq!(tpm.loaded(), 3);
    tpm.tool("tpm2_flushcontext -t");
    // With one place only the primary key fits.
    for _ in 0..2 {
        tpm.tool("tpm2_createprimary -Q -C o -c other.ctx");
    }
    assert_refused(&try_sign(&mut lasting), "tpm2_flushcontext -t");
    assert_eq!(tpm.loaded(), 2, "the primary key was flushed");
    tpm.tool("tpm2_flushcontext -t");
    assert_eq!(try_sign(&mut lasting), Ok(KeyKind::P256));
}

#[test]
fn keys_that_cannot_be_used_say_why() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    let restricted = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|restricted|sign";
    let policy_only = "fixedtpm|fixedparent|sensitivedataorigin|adminwithpolicy|sign";
    for (options, words) in [
        (
            format!("-G ecc256:ecdsa-sha256:null -a {restricted}"),
            "it is restricted",
        ),
        (format!("-G ecc256 -a {policy_only}"), "only a policy opens it"),
        (
            "-G rsa2048:rsapss-sha256:null".into(),
            "its signing scheme is fixed to 0x0016",
        ),
        (
            "-G ecc256 -a fixedtpm|fixedparent|sensitivedataorigin|userwithauth|decrypt".into(),
            "without the attribute `sign`",
        ),
    ] {
        tpm.create(&format!("-C 0x81000001 {options}"));
        let spec = spec(&tpm, tpm.key_file(false));
        assert_refused(&try_sign(&mut source(spec, &person(&tpm, &[]))), words);
    }
    // Its scheme is fixed to another hash than Roles Anywhere signs with.
    tpm.create("-C 0x81000001 -G rsa2048:rsassa-sha384");
    let fixed = spec(&tpm, tpm.key_file(false));
    let result = try_sign(&mut source(fixed, &person(&tpm, &[])));
    assert_refused(&result, "signs with Sha384 alone");
}

#[test]
fn keys_of_other_parents_and_tpms() {
    let tpm = Swtpm::start();
    let other = Swtpm::start();
    let key = other.genpkey("-algorithm EC -pkeyopt group:P-256");
    fs::copy(other.path("key.der"), tpm.path("key.der")).unwrap();
    let result = try_sign(&mut source(spec(&tpm, key), &person(&tpm, &[])));
    assert_refused(&result, "the TPM cannot open the key under the owner hierarchy");
    assert_eq!(tpm.loaded(), 0);

    other.persistent_parent(None);
    other.create("-C 0x81000001 -G ecc256");
    fs::copy(other.path("key.der"), tpm.path("key.der")).unwrap();
    let result = try_sign(&mut source(spec(&tpm, other.key_file(false)), &person(&tpm, &[])));
    assert_refused(&result, "no parent key under the handle 0x81000001");
}

/// Nothing is sent, nobody is asked.
#[test]
fn a_certificate_of_another_key() {
    let tpm = Swtpm::start();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256 -pkeyopt user-auth:secret");
    let (other, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    fs::write(tpm.path("key.der"), other.public_spki().unwrap()).unwrap();
    let asked = person(&tpm, &["secret"]);
    let result = try_sign(&mut source(spec(&tpm, &key), &asked));
    assert_refused(
        &result,
        &format!(
            "the private key in {} does not belong to the certificate",
            key.display()
        ),
    );
    assert!(asked.questions.lock().unwrap().is_empty());
}

#[test]
fn devices_that_cannot_be_used_say_why() {
    let mut tpm = Swtpm::start();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256");
    tpm.stop();
    let with = |device: &Path| {
        let person = Arc::new(Person {
            device: device.into(),
            ..Person::default()
        });
        try_sign(&mut source(spec(&tpm, &key), &person))
    };
    assert_refused(&with(&tpm.socket()), "is not there; TPM_DEVICE names");
    assert_refused(
        &with(&tpm.path("certificate.pem")),
        "is neither a TPM device nor a Unix socket",
    );
    assert_refused(
        &with(Path::new("/dev/null")),
        "the TPM's answer cannot be understood",
    );
    assert_refused(
        &with(Path::new("/dev/zero")),
        "the TPM's answer cannot be understood",
    );
    drop(std::os::unix::net::UnixListener::bind(tpm.socket()).unwrap());
    assert_refused(&with(&tpm.socket()), "nobody listens at the TPM's socket");
}

/// swtpm serves one client at a time, and the next waits.
#[test]
fn another_client_holds_the_socket_for_a_while() {
    let tpm = Swtpm::start();
    let key = tpm.genpkey("-algorithm EC -pkeyopt group:P-256");
    let spec = spec(&tpm, key);
    let other = std::os::unix::net::UnixStream::connect(tpm.socket()).unwrap();
    let holder = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(300));
        drop(other);
    });
    assert_eq!(try_sign(&mut source(spec, &person(&tpm, &[]))), Ok(KeyKind::P256));
    holder.join().unwrap();
}
