use std::collections::HashSet;

use tegata_crypto::OsRng;

use super::*;
use crate::csr::CertificateRequest;
use crate::testing::{at, ca_template, dates, key, leaf_template, root};

#[test]
fn from_a_request() {
    let ca = root("Root");
    let subject = Name::from_pairs(&[("C", "US"), ("OU", "a"), ("OU", "b"), ("CN", "machine")]).unwrap();
    let request = CertificateRequest::create(&subject, &[], &key(KeyKind::Rsa)).unwrap();
    let names = [AlternativeName::Dns("a.example".into())];
    let serial = SerialNumber::random(&mut OsRng);
    let template = Template::end_entity(serial.clone(), request.subject().clone(), dates(), &names);
    let leaf = issue(&template, request.spki(), &ca.certificate, &ca.key).unwrap();
    assert_eq!(*leaf.subject(), subject);
    assert_eq!(leaf.subject().values("OU").collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(*leaf.serial(), serial);
    assert_eq!(leaf.spki(), request.spki());
    assert_eq!((leaf.not_before(), leaf.not_after()), dates());
    assert_eq!(leaf.alternative_names().dns, ["a.example"]);
    assert!(leaf.is_signed_by(&ca.certificate));
    assert!(!leaf.is_ca());
}

#[test]
fn dates_before_and_after_2050() {
    let ca = root("Root");
    let leaf = ca.leaf_with("machine", |template| {
        template.not_before = at("2049-12-31T23:59:59Z");
        template.not_after = at("2050-01-01T00:00:00Z");
    });
    assert_eq!(leaf.not_before(), at("2049-12-31T23:59:59Z"));
    assert_eq!(leaf.not_after(), at("2050-01-01T00:00:00Z"));
    // UTCTime, then GeneralizedTime.
    let times = [&b"\x17\x0d491231235959Z\x18\x0f20500101000000Z"[..]].concat();
    assert!(leaf.der().windows(times.len()).any(|window| window == times));
    let mut early = leaf_template("early");
    early.not_before = at("1969-12-31T23:59:59Z");
    let error = issue(&early, ca.certificate.spki(), &ca.certificate, &ca.key).unwrap_err();
    assert_eq!(error, IssueError::Encoding("instant"));
}

#[test]
fn the_key_must_be_the_issuers() {
    let (ca, other) = (root("Root"), root("Other"));
    let wrong = IssueError::WrongKey {
        issuer: "CN=Root".into(),
    };
    let spki = key(KeyKind::P256).public_spki().unwrap();
    assert_eq!(
        issue(&leaf_template("x"), &spki, &ca.certificate, &other.key).unwrap_err(),
        wrong
    );
    let list = CrlTemplate {
        number: 1,
        this_update: dates().0,
        next_update: dates().1,
        revoked: vec![],
    };
    assert_eq!(issue_crl(&list, &ca.certificate, &other.key).unwrap_err(), wrong);
}

#[test]
fn what_cannot_be_read_is_not_issued() {
    let ca = root("Root");
    let error = issue(&leaf_template("x"), b"no key", &ca.certificate, &ca.key).unwrap_err();
    assert_eq!(error, IssueError::Encoding("public key"));
    let mut template = ca_template("x");
    template
        .extensions
        .push(Extension::extended_key_usage(&["not an identifier"]));
    assert_eq!(
        self_signed(&template, &ca.key).unwrap_err(),
        IssueError::Encoding("extension")
    );
    let mut template = ca_template("x");
    template
        .extensions
        .push(Extension::alternative_names(&[AlternativeName::Dns(
            "ü.example".into(),
        )]));
    assert_eq!(
        self_signed(&template, &ca.key).unwrap_err(),
        IssueError::Encoding("extension")
    );
}

#[test]
fn serials_of_every_length_can_be_revoked() {
    let ca = root("Root");
    let serials: Vec<SerialNumber> = [&[][..], &[1], &[0x80], &[0xff; 20]]
        .iter()
        .map(|bytes| SerialNumber::from_bytes(bytes).unwrap())
        .collect();
    let template = CrlTemplate {
        number: u64::MAX,
        this_update: dates().0,
        next_update: dates().1,
        revoked: serials.iter().map(|serial| (serial.clone(), dates().0)).collect(),
    };
    let crl = issue_crl(&template, &ca.certificate, &ca.key).unwrap();
    assert_eq!(crl.number(), Some(u64::MAX.to_string()));
    for serial in &serials {
        assert_eq!(crl.revoked_at(serial), Some(dates().0));
    }
}

#[test]
fn random_serials_are_positive_and_differ() {
    let serials: HashSet<SerialNumber> = (0..1000).map(|_| SerialNumber::random(&mut OsRng)).collect();
    assert_eq!(serials.len(), 1000);
    assert!(
        serials
            .iter()
            .all(|serial| serial.to_hex().len() == 32 && serial.der_value().len() == 16)
    );
}

/// A signer that fails, as a token that was pulled out would.
struct Gone;

impl CertSigner for Gone {
    fn kind(&self) -> KeyKind {
        KeyKind::P256
    }

    fn spki(&self) -> Result<Vec<u8>, SignerError> {
        Ok(key(KeyKind::P256).public_spki()?)
    }

    fn sign(&self, _: HashKind, _: &[u8]) -> Result<Vec<u8>, SignerError> {
        Err(SignerError::Failed("the token is gone".into()))
    }
}

#[test]
fn a_signer_may_fail() {
    let error = self_signed(&ca_template("x"), &Gone).unwrap_err();
    assert_eq!(error.to_string(), "the key cannot sign: the token is gone");
}
