use proptest::prelude::*;

use super::*;
use crate::testing::{at, fixture, root, root_with};

fn parse(pem: &[u8]) -> Result<Crl, CrlError> {
    Crl::from_pem(pem)
}

#[test]
fn a_list_of_openssl() {
    let crl = parse(fixture!("crl.pem")).unwrap();
    assert_eq!(crl.issuer().to_string(), "CN=Fixture Root");
    assert_eq!(crl.number().as_deref(), Some("7"));
    assert_eq!(crl.this_update(), at("2025-01-01T00:00:00Z"));
    assert_eq!(crl.next_update(), at("2045-01-01T00:00:00Z"));
    assert_eq!(crl.len(), 1);
    assert!(crl.revoked_at(&SerialNumber::from_bytes(&[3]).unwrap()).is_some());
    assert!(crl.revoked_at(&SerialNumber::from_bytes(&[2]).unwrap()).is_none());
    crl.check_signed_by(&Certificate::from_pem(fixture!("root.pem")).unwrap())
        .unwrap();
    assert_eq!(
        Crl::from_pem(crl.to_pem().as_bytes()).unwrap().fingerprint(),
        crl.fingerprint()
    );
}

#[test]
fn lists_that_cannot_be_honoured() {
    for (pem, error) in [
        (&fixture!("crl-v1.pem")[..], CrlError::Version),
        (fixture!("crl-delta.pem"), CrlError::Delta),
        (fixture!("crl-indirect.pem"), CrlError::Indirect),
        (fixture!("crl-reasons.pem"), CrlError::Partial),
        (fixture!("crl-critical.pem"), CrlError::CriticalExtension),
        (
            fixture!("root.pem"),
            CrlError::Pem(PemError::Missing { label: "X509 CRL" }),
        ),
    ] {
        assert_eq!(parse(pem).unwrap_err(), error);
    }
    assert_eq!(Crl::from_der(&[]).unwrap_err(), CrlError::Malformed);
    assert_eq!(
        Crl::from_der(&vec![0; MAX_DER + 1]).unwrap_err(),
        CrlError::TooLong
    );
    let certificate = root("Root").certificate;
    assert!(Crl::from_der(certificate.der()).is_err());
}

#[test]
fn a_list_for_end_entities_alone_revokes_what_it_lists() {
    let crl = parse(fixture!("crl-scoped.pem")).unwrap();
    assert!(crl.revoked_at(&SerialNumber::from_bytes(&[3]).unwrap()).is_some());
}

#[test]
fn who_may_have_signed() {
    let (ca, other, namesake) = (root("Root"), root("Other"), root("Root"));
    let crl = ca.crl(&[]);
    crl.check_signed_by(&ca.certificate).unwrap();
    assert_eq!(
        crl.check_signed_by(&other.certificate).unwrap_err().to_string(),
        "the CRL is issued by `CN=Root`, not by `CN=Other`"
    );
    assert_eq!(
        crl.check_signed_by(&namesake.certificate)
            .unwrap_err()
            .to_string(),
        "the CRL of `CN=Root` is not signed by that issuer's key"
    );
    // Asked again after a good answer was kept.
    crl.check_signed_by(&ca.certificate).unwrap();
    assert!(crl.check_signed_by(&namesake.certificate).is_err());

    let mute = root_with("Root", tegata_crypto::KeyKind::P256, |template| {
        let usage = crate::issue::Extension::key_usage(x509_cert::ext::pkix::KeyUsages::KeyCertSign);
        crate::testing::replace(template, usage);
    });
    assert_eq!(
        mute.crl(&[])
            .check_signed_by(&mute.certificate)
            .unwrap_err()
            .to_string(),
        "`CN=Root` may not sign CRLs: its key usage does not include cRLSign"
    );
    let weak = parse(fixture!("crl-sha1.pem")).unwrap();
    assert_eq!(
        weak.check_signed_by(&Certificate::from_pem(fixture!("root.pem")).unwrap())
            .unwrap_err()
            .to_string(),
        "the CRL of `CN=Fixture Root` is signed with SHA-1, which is not accepted; use SHA-256 or stronger"
    );
}

#[test]
fn every_revoked_serial_is_found() {
    let ca = root("Root");
    let revoked: Vec<Certificate> = (0..50).map(|number| ca.leaf(&number.to_string())).collect();
    let crl = ca.crl(&revoked.iter().collect::<Vec<_>>());
    assert_eq!(crl.len(), 50);
    for certificate in &revoked {
        assert_eq!(
            crl.revoked_at(certificate.serial()),
            Some(at("2026-05-01T00:00:00Z"))
        );
    }
    assert_eq!(crl.revoked_at(ca.leaf("good").serial()), None);
    assert!(ca.crl(&[]).is_empty());
    assert!(!crl.is_stale(at("2026-11-30T23:59:59Z")));
    assert!(crl.is_stale(at("2026-12-01T00:00:00Z")));
}

proptest! {
    #[test]
    fn no_changed_bytes_panic_or_pass_the_signature(
        position: prop::sample::Index,
        byte: u8,
    ) {
        thread_local! {
            static ISSUED: (Crl, Certificate) = {
                let ca = root("Root");
                (ca.crl(&[&ca.leaf("revoked")]), ca.certificate)
            };
        }
        let (crl, ca) = ISSUED.with(Clone::clone);
        let mut der = crl.der().to_vec();
        let position = position.index(der.len());
        prop_assume!(der[position] != byte);
        der[position] = byte;
        if let Ok(changed) = Crl::from_der(&der) {
            prop_assert!(changed.check_signed_by(&ca).is_err());
        }
    }
}
