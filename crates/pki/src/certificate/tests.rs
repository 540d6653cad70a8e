use proptest::prelude::*;
use webpki::EndEntityCert;

use super::*;
use crate::issue::{AlternativeName, Extension};
use crate::testing::{at, fixture, root, vector};

#[test]
fn fields_of_a_vector() {
    let leaf = Certificate::from_pem(vector!("rsa2048.crt.pem")).unwrap();
    assert_eq!(leaf.subject().to_string(), "O=b,OU=a,CN=vec-rsa2048");
    assert_eq!(leaf.issuer().to_string(), "CN=Vec Int");
    assert_eq!(leaf.serial().to_decimal(), "291");
    assert_eq!(leaf.serial().to_hex(), "0123");
    assert_eq!(leaf.version(), 3);
    assert_eq!(leaf.key_kind(), Ok(KeyKind::Rsa));
    assert_eq!(leaf.rsa_bits(), Some(2048));
    assert_eq!(leaf.not_before(), at("2025-01-01T00:00:00Z"));
    assert_eq!(leaf.not_after(), at("2045-01-01T00:00:00Z"));
    assert_eq!(
        *leaf.signature_algorithm(),
        SignatureAlgorithm::Ecdsa(HashKind::Sha256)
    );
    assert_eq!(
        leaf.basic_constraints(),
        Some(BasicConstraints {
            ca: false,
            path_length: None
        })
    );
    assert_eq!(
        leaf.key_usage(),
        Some(KeyUsage {
            digital_signature: true,
            key_cert_sign: false,
            crl_sign: false
        })
    );
    assert!(leaf.extended_key_usages().is_empty());
    assert!(!leaf.is_self_issued());
    let issuer = Certificate::from_pem(vector!("intermediate.pem")).unwrap();
    assert_eq!(issuer.key_kind(), Ok(KeyKind::P384));
    assert_eq!(issuer.rsa_bits(), None);
    assert!(leaf.is_signed_by(&issuer));
    assert!(!issuer.is_signed_by(&leaf));
}

#[test]
fn alternative_names_of_every_form() {
    let directory = Name::from_pairs(&[("O", "x"), ("CN", "dir")]).unwrap();
    let leaf = root("Root").leaf_with("machine", |template| {
        template.extensions.push(Extension::alternative_names(&[
            AlternativeName::Email("a@b.example".into()),
            AlternativeName::Dns("one.example".into()),
            AlternativeName::Uri("spiffe://example.com/a".into()),
            AlternativeName::Dns("two.example".into()),
            AlternativeName::Directory(directory.clone()),
            AlternativeName::Ip([192, 0, 2, 1].into()),
        ]));
    });
    let names = leaf.alternative_names();
    assert_eq!(names.dns, ["one.example", "two.example"]);
    assert_eq!(names.uris, ["spiffe://example.com/a"]);
    assert_eq!(names.directory_names, [directory]);
    assert_eq!(names.ip_addresses, [vec![192, 0, 2, 1]]);
    // An X.400 address and a registered id hide nothing.
    let odd = root("Root").leaf_with("odd", |template| {
        let value = [
            0x30, 0x0a, 0xa3, 0x00, 0x88, 0x01, 0x2a, 0x82, 0x03, b'a', b'.', b'b',
        ];
        template
            .extensions
            .push(Extension::raw("2.5.29.17", false, &value));
    });
    assert_eq!(odd.alternative_names().dns, ["a.b"]);
}

#[test]
fn key_identifiers_link_issuer_and_subject() {
    let ca = root("Root");
    let leaf = ca.leaf("machine");
    assert_eq!(ca.certificate.subject_key_id().unwrap().len(), 20);
    assert_eq!(leaf.authority_key_id(), ca.certificate.subject_key_id());
    assert_ne!(leaf.subject_key_id(), ca.certificate.subject_key_id());
    assert_eq!(leaf.extended_key_usages(), ["1.3.6.1.5.5.7.3.2"]);
}

#[test]
fn fingerprint_is_of_the_der() {
    let leaf = Certificate::from_pem(fixture!("leaf.pem")).unwrap();
    assert_eq!(*leaf.fingerprint(), hash::sha256(leaf.der()));
    assert_eq!(leaf.fingerprint_hex().len(), 64);
    let again = Certificate::from_pem(leaf.to_pem().as_bytes()).unwrap();
    assert_eq!(again, leaf);
}

#[test]
fn weak_certificates_are_read_so_that_they_can_be_named() {
    let parse = |pem: &[u8]| Certificate::from_pem(pem).unwrap();
    assert_eq!(
        *parse(fixture!("leaf-sha1.pem")).signature_algorithm(),
        SignatureAlgorithm::Weak("SHA-1")
    );
    assert_eq!(
        *parse(fixture!("leaf-md5.pem")).signature_algorithm(),
        SignatureAlgorithm::Weak("MD5")
    );
    let short = parse(fixture!("leaf-rsa1024.pem"));
    assert_eq!(short.key_kind(), Err(UnsupportedKey::RsaSize { bits: 1024 }));
    assert!(short.public_key().is_err());
    assert_eq!(parse(fixture!("leaf-v1.pem")).version(), 1);
    assert!(!parse(fixture!("leaf-sha1.pem")).is_signed_by(&parse(fixture!("root.pem"))));
}

#[test]
fn serial_numbers() {
    for (bytes, decimal, hex) in [
        (&[][..], "0", "00"),
        (&[0], "0", "00"),
        (&[1], "1", "01"),
        (&[0, 0x0f], "15", "0f"),
        (&[0x80], "128", "80"),
        (&[0x01, 0x23], "291", "0123"),
        (&[0x45, 0x67], "17767", "4567"),
        (&[0x3b, 0x9a, 0xca, 0x00], "1000000000", "3b9aca00"),
        (
            &[0x0d, 0xe0, 0xb6, 0xb3, 0xa7, 0x64, 0, 0],
            "1000000000000000000",
            "0de0b6b3a7640000",
        ),
    ] {
        let serial = SerialNumber::from_bytes(bytes).unwrap();
        assert_eq!(
            (serial.to_decimal().as_str(), serial.to_hex().as_str()),
            (decimal, hex)
        );
        assert_eq!(SerialNumber::from_der_value(&serial.der_value()), Some(serial));
    }
    assert_eq!(SerialNumber::from_bytes(&[1; 21]), None);
    assert!(SerialNumber::from_bytes(&[0xff; 20]).is_some());
    assert_eq!(SerialNumber::from_der_value(&[0x80]), None);
}

proptest! {
    #[test]
    fn decimal_serials_agree_with_u128(number: u128) {
        let serial = SerialNumber::from_bytes(&number.to_be_bytes()).unwrap();
        prop_assert_eq!(serial.to_decimal(), number.to_string());
    }
}

#[test]
fn refusals_name_the_reason() {
    let ca = root("Root");
    let der = ca.certificate.der().to_vec();
    assert_eq!(Certificate::from_der(&[]), Err(CertificateError::Malformed));
    assert_eq!(
        Certificate::from_der(&vec![0x30; MAX_DER + 1]),
        Err(CertificateError::TooLong)
    );
    let longer = [&der[..], &[0]].concat();
    assert_eq!(Certificate::from_der(&longer), Err(CertificateError::Malformed));
    assert_eq!(
        Certificate::from_der(&der[..der.len() - 1]),
        Err(CertificateError::Malformed)
    );
    let issued = |extension: Extension| {
        let mut template = crate::testing::leaf_template("machine");
        template.extensions.push(extension);
        crate::issue::issue(&template, ca.certificate.spki(), &ca.certificate, &ca.key)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        issued(Extension::basic_constraints(false, None)),
        "the certificate would be unusable: the certificate has the extension 2.5.29.19 twice"
    );
    assert_eq!(
        issued(Extension::raw("2.5.29.17", false, &[1, 2, 3])),
        "the certificate would be unusable: the certificate's subject alternative name extension is malformed"
    );
    assert_eq!(
        issued(Extension::raw("2.5.29.30", true, &[0x30])),
        "the certificate would be unusable: the certificate's name constraints extension is malformed"
    );
}

#[test]
fn never_ending_validity() {
    let last = root("Root").leaf_with("machine", |template| template.not_after = Timestamp::MAX);
    assert_eq!(last.not_after().as_second(), Timestamp::MAX.as_second());
    // 99991231235959Z lies beyond what a timestamp can hold, and becomes its last second.
    let time = Time::INFINITY;
    assert_eq!(timestamp(time), Timestamp::MAX);
}

/// The seeds of the mutations below: what we issue and what OpenSSL issued.
fn seeds() -> Vec<Vec<u8>> {
    let ca = root("Root");
    let names = [
        AlternativeName::Dns("a.example".into()),
        AlternativeName::Directory(Name::from_pairs(&[("CN", "d")]).unwrap()),
    ];
    let leaf = ca.leaf_with("machine", |template| {
        template.extensions.push(Extension::alternative_names(&names));
    });
    let openssl = [
        &fixture!("leaf.pem")[..],
        fixture!("leaf-v1.pem"),
        fixture!("root.pem"),
        vector!("p256.crt.pem"),
    ];
    let mut seeds = vec![ca.certificate.der().to_vec(), leaf.der().to_vec()];
    seeds.extend(
        openssl
            .iter()
            .map(|pem| Certificate::from_pem(pem).unwrap().der().to_vec()),
    );
    seeds
}

/// Whenever `webpki` reads a certificate and this crate does too, they read the same one. That is what a
/// decision made by the one about names shown by the other rests on.
fn agrees(der: &[u8]) {
    let parsed = Certificate::from_der(der);
    let wrapped = CertificateDer::from(der);
    let Ok(other) = EndEntityCert::try_from(&wrapped) else {
        return;
    };
    let parsed = match parsed {
        Ok(parsed) => parsed,
        // Stricter here, by these rules.
        Err(
            CertificateError::SerialNumber
            | CertificateError::RepeatedExtension(_)
            | CertificateError::Extension(_)
            | CertificateError::Name { .. }
            | CertificateError::Malformed,
        ) => return,
        Err(other) => panic!("webpki reads what is refused here: {other}"),
    };
    let content = |der: &[u8]| sequence(AnyRef::from_der(der).unwrap()).unwrap().to_vec();
    assert_eq!(other.serial(), parsed.serial().der_value());
    assert_eq!(other.subject(), content(parsed.subject().der()));
    assert_eq!(other.issuer(), content(parsed.issuer().der()));
    assert_eq!(*other.subject_public_key_info(), *parsed.spki());
    let names = parsed.alternative_names();
    assert_eq!(other.valid_uri_names().collect::<Vec<_>>(), names.uris);
    for dns in other.valid_dns_names() {
        assert!(names.dns.iter().any(|known| known == dns));
    }
    // And x509-cert, a third reader, on the same bytes.
    if let Ok(third) = x509_cert::Certificate::from_der(der) {
        let tbs = third.tbs_certificate();
        assert_eq!(tbs.serial_number().as_bytes(), parsed.serial().der_value());
        assert_eq!(tbs.subject().iter().count(), parsed.subject().attributes().len());
        assert_eq!(timestamp(tbs.validity().not_after), parsed.not_after());
    }
}

#[test]
fn the_seeds_are_read_by_all() {
    for der in seeds() {
        agrees(&der);
        assert!(x509_cert::Certificate::from_der(&der).is_ok());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn readers_agree_on_changed_certificates(
        seed in 0..6_usize,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        thread_local! {
            static SEEDS: Vec<Vec<u8>> = seeds();
        }
        let mut der = SEEDS.with(|seeds| seeds[seed].clone());
        for (position, byte) in &changes {
            let position = position.index(der.len());
            der[position] = *byte;
        }
        agrees(&der);
    }

    #[test]
    fn no_bytes_panic(der in proptest::collection::vec(any::<u8>(), 0..256)) {
        agrees(&der);
    }

    #[test]
    fn a_single_flipped_bit_is_never_the_same_certificate(position: prop::sample::Index, bit in 0..8_u8) {
        thread_local! {
            static ISSUED: (Certificate, Certificate) = {
                let ca = root("Root");
                (ca.leaf("machine"), ca.certificate)
            };
        }
        let (leaf, ca) = ISSUED.with(Clone::clone);
        let mut der = leaf.der().to_vec();
        let position = position.index(der.len());
        der[position] ^= 1 << bit;
        if let Ok(changed) = Certificate::from_der(&der) {
            prop_assert!(!changed.is_signed_by(&ca));
        }
    }
}
