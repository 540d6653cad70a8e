use proptest::prelude::*;
use tegata_crypto::KeyKind;

use super::*;
use crate::testing::{fixture, key};

fn subject() -> Name {
    Name::from_pairs(&[("O", "Example"), ("OU", "a"), ("OU", "b"), ("CN", "machine")]).unwrap()
}

#[test]
fn made_and_read_with_every_kind_of_key() {
    for kind in [
        KeyKind::Rsa,
        KeyKind::P256,
        KeyKind::P384,
        KeyKind::P521,
        KeyKind::MlDsa44,
        KeyKind::MlDsa65,
        KeyKind::MlDsa87,
    ] {
        let key = key(kind);
        let names = [
            AlternativeName::Dns("a.example".into()),
            AlternativeName::Uri("spiffe://a/b".into()),
        ];
        let made = CertificateRequest::create(&subject(), &names, &key).unwrap();
        let read = CertificateRequest::from_pem(made.to_pem().as_bytes()).unwrap();
        assert_eq!(read.der(), made.der());
        assert_eq!(*read.subject(), subject());
        assert_eq!(read.spki(), key.public_spki().unwrap());
        assert_eq!(read.key_kind(), kind);
        assert_eq!(read.alternative_names().dns, ["a.example"]);
        assert_eq!(read.alternative_names().uris, ["spiffe://a/b"]);
    }
}

#[test]
fn without_alternative_names() {
    let made = CertificateRequest::create(&subject(), &[], &key(KeyKind::P256)).unwrap();
    assert_eq!(*made.alternative_names(), AlternativeNames::default());
}

#[test]
fn requests_of_openssl() {
    let read = CertificateRequest::from_pem(fixture!("csr.pem")).unwrap();
    assert_eq!(read.subject().to_string(), "CN=request");
    assert_eq!(
        CertificateRequest::from_pem(fixture!("csr-sha1.pem")).unwrap_err(),
        CsrError::Algorithm("SHA-1".into())
    );
}

#[test]
fn the_key_must_have_signed() {
    let made = CertificateRequest::create(&subject(), &[], &key(KeyKind::P256)).unwrap();
    let other = CertificateRequest::create(&subject(), &[], &key(KeyKind::P256)).unwrap();
    // The request of the one with the key of the other in its place: same length, same algorithm.
    let at = made
        .der()
        .windows(made.spki().len())
        .position(|window| window == made.spki())
        .unwrap();
    let mut forged = made.der().to_vec();
    forged[at..at + other.spki().len()].copy_from_slice(other.spki());
    assert_eq!(
        CertificateRequest::from_der(&forged).unwrap_err(),
        CsrError::Signature
    );
}

proptest! {
    #[test]
    fn no_changed_request_is_accepted(position: prop::sample::Index, byte: u8) {
        thread_local! {
            static MADE: CertificateRequest = {
                let names = [AlternativeName::Dns("a.example".into())];
                CertificateRequest::create(&subject(), &names, &key(KeyKind::P256)).unwrap()
            };
        }
        let mut der = MADE.with(|made| made.der().to_vec());
        let position = position.index(der.len());
        prop_assume!(der[position] != byte);
        der[position] = byte;
        prop_assert!(CertificateRequest::from_der(&der).is_err());
    }
}
