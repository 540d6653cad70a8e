//! Certificates that others made: OpenSSL's, rcgen's, and those of the request vectors.

use super::*;

macro_rules! cert {
    ($name:literal) => {
        Certificate::from_pem(fixture!($name)).unwrap()
    };
}

#[test]
fn weak_and_foreign_certificates_of_openssl() {
    let ca = cert!("root.pem");
    assert_eq!(
        found(verify(&cert!("leaf.pem"), &[], &ca)),
        ["CN=good", "CN=Fixture Root"]
    );
    let leaf = "the end-entity certificate";
    for (certificate, reason) in [
        (
            cert!("leaf-sha1.pem"),
            format!("{leaf} `CN=sha1` is signed with the weak hash SHA-1; SHA-256 or stronger is required"),
        ),
        (
            cert!("leaf-md5.pem"),
            format!("{leaf} `CN=md5` is signed with the weak hash MD5; SHA-256 or stronger is required"),
        ),
        (
            cert!("leaf-rsa1024.pem"),
            format!("{leaf} `CN=rsa1024` has an RSA key of 1024 bits; 2048 to 8192 are accepted"),
        ),
        (
            cert!("leaf-secp256k1.pem"),
            format!(
                "{leaf} `CN=secp256k1` has a key on the elliptic curve 1.3.132.0.10 (secp256k1); P-256, P-384 and P-521 are accepted"
            ),
        ),
        (
            cert!("leaf-ed25519.pem"),
            format!(
                "{leaf} `CN=ed25519` has a key of the algorithm 1.3.101.112 (Ed25519); RSA, ECDSA and ML-DSA are accepted"
            ),
        ),
        (
            cert!("leaf-v1.pem"),
            format!("{leaf} `CN=version 1` is of X.509 version 1; version 3 is required"),
        ),
    ] {
        refused(verify(&certificate, &[], &ca), &reason, InsufficientCertificate);
    }
    refused(
        verify(&cert!("leaf-under-sha1.pem"), &[&cert!("sub-sha1.pem")], &ca),
        "the intermediate certificate `CN=Sub SHA-1` is signed with the weak hash SHA-1; SHA-256 or stronger \
         is required",
        UntrustedSigningCertificate,
    );
    refused(
        verify(
            &cert!("leaf-under-rsa1024.pem"),
            &[&cert!("sub-rsa1024.pem")],
            &ca,
        ),
        "the intermediate certificate `CN=Sub RSA 1024` has an RSA key of 1024 bits; 2048 to 8192 are \
         accepted",
        UntrustedSigningCertificate,
    );
    // As anchors, where webpki would look at no signature.
    refused(
        verify(&cert!("leaf-under-sha1.pem"), &[], &cert!("sub-sha1.pem")),
        "the trust anchor `CN=Sub SHA-1` is signed with the weak hash SHA-1; SHA-256 or stronger is required",
        UntrustedSigningCertificate,
    );
}

#[test]
fn chains_of_rcgen() {
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, KeyUsagePurpose};
    let ca_key = KeyPair::generate_for(&rcgen::PKCS_ECDSA_P384_SHA384).unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "rcgen CA");
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2027, 1, 1);
    let ca = Certificate::from_der(params.self_signed(&ca_key).unwrap().der()).unwrap();
    check_anchor(&ca).unwrap();
    let issuer = Issuer::new(params, ca_key);

    let mut params = CertificateParams::new(vec!["host.example".to_owned()]).unwrap();
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params
        .distinguished_name
        .push(rcgen::DnType::CommonName, "machine");
    params.not_before = rcgen::date_time_ymd(2026, 1, 1);
    params.not_after = rcgen::date_time_ymd(2026, 7, 1);
    let leaf = params.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
    let leaf = Certificate::from_der(leaf.der()).unwrap();
    assert_eq!(leaf.alternative_names().dns, ["host.example"]);
    let path = verify(&leaf, &[], &ca).unwrap();
    assert_eq!(path.valid_until, at("2026-07-01T00:00:00Z"));

    let entry = rcgen::RevokedCertParams {
        serial_number: rcgen::SerialNumber::from_slice(&leaf.serial().der_value()),
        revocation_time: rcgen::date_time_ymd(2026, 5, 5),
        reason_code: Some(rcgen::RevocationReason::KeyCompromise),
        invalidity_date: None,
    };
    let crl = rcgen::CertificateRevocationListParams {
        this_update: rcgen::date_time_ymd(2026, 5, 6),
        next_update: rcgen::date_time_ymd(2026, 12, 6),
        crl_number: rcgen::SerialNumber::from(9),
        issuing_distribution_point: None,
        revoked_certs: vec![entry],
        key_identifier_method: rcgen::KeyIdMethod::Sha256,
    };
    let crl = crl.signed_by(&issuer).unwrap();
    let crl = crate::Crl::from_der(crl.der()).unwrap();
    assert_eq!(crl.number().as_deref(), Some("9"));
    crl.check_signed_by(&ca).unwrap();
    let crls = CrlSet::new(vec![crl]);
    let error = verify_path(&leaf, &[], &anchors(&[&ca]), &crls, at(NOW)).unwrap_err();
    assert_eq!(error.class(), PathClass::Revoked);
}

#[test]
fn certificates_of_the_request_vectors() {
    let ca = Certificate::from_pem(vector!("root.pem")).unwrap();
    let intermediate = Certificate::from_pem(vector!("intermediate.pem")).unwrap();
    for (pem, cn, serial) in [
        (&vector!("rsa2048.crt.pem")[..], "vec-rsa2048", "291"),
        (
            vector!("p256.crt.pem"),
            "vec-p256",
            "144275199527455978550876318381448320049",
        ),
        (vector!("p384.crt.pem"), "vec-p384", "17767"),
    ] {
        let leaf = Certificate::from_pem(pem).unwrap();
        let path = found(verify(&leaf, &[&intermediate], &ca));
        assert_eq!(
            path,
            [format!("O=b,OU=a,CN={cn}").as_str(), "CN=Vec Int", "CN=Vec Root"]
        );
        assert_eq!(leaf.serial().to_decimal(), serial);
    }
}

#[test]
fn the_object_identifiers_are_those_of_the_database() {
    // A slip of a digit in a table would silently refuse or accept; const-oid's names are an independent list.
    for (text, name) in [
        ("1.2.840.113549.1.1.11", "sha256WithRSAEncryption"),
        ("1.2.840.10045.4.3.3", "ecdsa-with-SHA384"),
        ("1.3.132.0.34", "secp384r1"),
        ("1.3.132.0.35", "secp521r1"),
    ] {
        let oid = ObjectIdentifier::new_unwrap(text);
        assert_eq!(const_oid::db::DB.by_oid(&oid), Some(name));
    }
}
