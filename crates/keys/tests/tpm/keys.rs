//! Keys of every kind and origin.

use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::net::UnixStream;

use tegata_crypto::hash;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::verify::PublicKey;
use tegata_crypto::{HashKind, KeyKind};
use tegata_keys::tpm::{MAX_MESSAGE, Public, ToSign, Tpm, TpmError, Transport};
use tegata_keys::{Selector, TpmPassword};

use crate::machine::{assert_refused, certificate_for, key_file, password, person, source, spec, try_sign};
use crate::swtpm::Swtpm;

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
fn row_06_a_selector_chooses_the_certificate_of_a_key() {
    let tpm = Swtpm::start();
    tpm.persistent_parent(None);
    tpm.persistent_key("-G ecc256");
    for key in [
        "handle:0x81000002".into(),
        tpm.key_file(false).display().to_string(),
    ] {
        let mut spec = spec(&tpm, &key);
        spec.tpm_password = TpmPassword::Without;
        // Another machine's stands before it.
        let own = fs::read(tpm.path("certificate.pem")).unwrap();
        let (other, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
        let other = certificate_for(&other.public_spki().unwrap(), "other").to_pem();
        fs::write(tpm.path("certificate.pem"), [other.as_bytes(), &own].concat()).unwrap();
        let selector = "Key=x509Subject,Value=CN=machine";
        spec.selection.selector = Some(Selector::parse(selector, |_| panic!("no file")).unwrap());
        assert_eq!(
            try_sign(&mut source(spec, &person(&tpm, &[]))),
            Ok(KeyKind::P256),
            "{key}"
        );
    }
}
