use proptest::prelude::*;

use super::*;
use crate::issue::{AlternativeName, Extension, Template};
use crate::testing::root;

fn subject(pairs: &[(&str, &str)]) -> Certificate {
    certificate(pairs, &[])
}

fn certificate(pairs: &[(&str, &str)], names: &[AlternativeName]) -> Certificate {
    changed(|template| {
        template.subject = Name::from_pairs(pairs).unwrap();
        if !names.is_empty() {
            template.extensions.push(Extension::alternative_names(names));
        }
    })
}

fn changed(change: impl FnOnce(&mut Template)) -> Certificate {
    root("Root").leaf_with("machine", change)
}

fn mapping(field: CertificateField, specifiers: &[&str]) -> AttributeMapping {
    AttributeMapping {
        field,
        specifiers: specifiers.iter().map(|&known| known.to_owned()).collect(),
    }
}

fn tags(session: &SessionTags) -> Vec<(&str, &str)> {
    session
        .tags
        .iter()
        .map(|tag| (tag.key.as_str(), tag.value.as_str()))
        .collect()
}

const SUBJECT: CertificateField = CertificateField::Subject;
const ISSUER: CertificateField = CertificateField::Issuer;
const SAN: CertificateField = CertificateField::San;

#[test]
fn the_default_mapping_takes_all() {
    let issuer_names = [
        ("C", "US"),
        ("O", "Example"),
        ("OU", "PKI"),
        ("ST", "WA"),
        ("L", "Seattle"),
        ("CN", "CA"),
    ];
    let ca = crate::testing::root_with("x", tegata_crypto::KeyKind::P256, |template| {
        template.subject = Name::from_pairs(&issuer_names).unwrap();
    });
    let leaf = ca.leaf_with("x", |template| {
        template.subject = Name::from_pairs(&[("CN", "Alice")]).unwrap();
        template.extensions.push(Extension::alternative_names(&[
            AlternativeName::Uri("spiffe://example.com/workload/alice".into()),
            AlternativeName::Dns("example.com".into()),
            AlternativeName::Dns("second.example.com".into()),
            AlternativeName::Directory(
                Name::from_pairs(&[("OU", "d1"), ("CN", "Alice"), ("OU", "d2")]).unwrap(),
            ),
            AlternativeName::Directory(Name::from_pairs(&[("CN", "Second")]).unwrap()),
            AlternativeName::Email("alice@example.com".into()),
            AlternativeName::Ip([10, 0, 0, 1].into()),
        ]));
    });
    let session = session_tags(&leaf, &default_mappings());
    assert_eq!(
        tags(&session),
        [
            ("x509Issuer/C", "US"),
            ("x509Issuer/O", "Example"),
            ("x509Issuer/OU", "PKI"),
            ("x509Issuer/ST", "WA"),
            ("x509Issuer/L", "Seattle"),
            ("x509Issuer/CN", "CA"),
            ("x509SAN/DNS", "example.com"),
            ("x509SAN/URI", "spiffe://example.com/workload/alice"),
            ("x509SAN/Name/OU", "d1/d2"),
            ("x509SAN/Name/CN", "Alice"),
            ("x509Subject/CN", "Alice"),
        ]
    );
    assert!(session.unmapped.is_empty());
}

#[test]
fn specifiers() {
    let directory = Name::from_pairs(&[("CN", "dir"), ("O", "org")]).unwrap();
    let leaf = certificate(
        &[
            ("CN", "host"),
            ("OU", "a"),
            ("OU", "b"),
            ("UID", "u"),
            ("1.3.6.1.4.1.99999.7", "seven"),
        ],
        &[
            AlternativeName::Directory(directory),
            AlternativeName::Dns("a.example".into()),
        ],
    );
    for (mappings, expected) in [
        (vec![], vec![]),
        (vec![mapping(SUBJECT, &[])], vec![]),
        (vec![mapping(SUBJECT, &["CN"])], vec![("x509Subject/CN", "host")]),
        (vec![mapping(SUBJECT, &["OU"])], vec![("x509Subject/OU", "a/b")]),
        (vec![mapping(SUBJECT, &["L"])], vec![]),
        (
            vec![mapping(SUBJECT, &["1.3.6.1.4.1.99999.7", "OID.2.5.4.3"])],
            vec![
                ("x509Subject/1.3.6.1.4.1.99999.7", "seven"),
                ("x509Subject/OID.2.5.4.3", "host"),
            ],
        ),
        // All that have a short name.
        (
            vec![mapping(SUBJECT, &["*", "CN"])],
            vec![
                ("x509Subject/CN", "host"),
                ("x509Subject/OU", "a/b"),
                ("x509Subject/UID", "u"),
            ],
        ),
        (vec![mapping(ISSUER, &["CN"])], vec![("x509Issuer/CN", "Root")]),
        (vec![mapping(SAN, &["Name/CN"])], vec![("x509SAN/Name/CN", "dir")]),
        (
            vec![mapping(SAN, &["Name"])],
            vec![("x509SAN/Name/CN", "dir"), ("x509SAN/Name/O", "org")],
        ),
        (
            vec![mapping(SAN, &["Name/"])],
            vec![("x509SAN/Name/CN", "dir"), ("x509SAN/Name/O", "org")],
        ),
        (
            vec![mapping(SAN, &["Name/*"])],
            vec![("x509SAN/Name/CN", "dir"), ("x509SAN/Name/O", "org")],
        ),
        (
            vec![mapping(SAN, &["DNS", "URI"])],
            vec![("x509SAN/DNS", "a.example")],
        ),
        (vec![mapping(SAN, &["*", "IP", "NameCN"])], vec![]),
    ] {
        assert_eq!(tags(&session_tags(&leaf, &mappings)), expected, "{mappings:?}");
    }
}

#[test]
fn illegal_values_are_left_out_and_told() {
    let directory = Name::from_pairs(&[("CN", "a*b"), ("O", "fine")]).unwrap();
    let leaf = certificate(
        &[
            ("CN", "Host (one)"),
            ("OU", "fine"),
            ("OU", "not, fine"),
            ("O", "R&D"),
            ("L", "x\"y"),
        ],
        &[
            AlternativeName::Dns("*.example.com".into()),
            AlternativeName::Dns("never.example.com".into()),
            AlternativeName::Uri("https://example.com/?a=b&c".into()),
            AlternativeName::Directory(directory),
        ],
    );
    let session = session_tags(&leaf, &default_mappings());
    assert_eq!(
        tags(&session),
        [("x509Issuer/CN", "Root"), ("x509SAN/Name/O", "fine")]
    );
    assert_eq!(
        session.unmapped.to_string(),
        "Some attributes failed to be mapped into session tags. Issuer: [  ]; Subject: [ CN, OU, O, L ]; \
         SAN: [ DNS/2, URI/6, Name/CN ]"
    );
    let wildcard = certificate(&[("CN", "x")], &[AlternativeName::Dns("*.example.com".into())]);
    let session = session_tags(&wildcard, &default_mappings());
    assert_eq!(
        session.unmapped.to_string(),
        "Some attributes failed to be mapped into session tags. Issuer: [  ]; Subject: [  ]; SAN: [ DNS/2 ]"
    );
}

#[test]
fn values_are_never_cut() {
    let (fits, long) = ("x".repeat(256), "x".repeat(257));
    let session = session_tags(
        &subject(&[("CN", "x"), ("OU", &long), ("O", &fits)]),
        &default_mappings(),
    );
    assert_eq!(session.tags.get("x509Subject/O"), Some(fits.as_str()));
    assert_eq!(session.tags.get("x509Subject/OU"), None);
    assert_eq!(session.unmapped.subject, ["OU"]);
    // Characters, not bytes; joined values count together.
    let wide = "ü".repeat(200);
    let session = session_tags(
        &subject(&[("OU", &wide), ("O", &wide), ("O", &wide)]),
        &default_mappings(),
    );
    assert_eq!(session.tags.get("x509Subject/OU"), Some(wide.as_str()));
    assert_eq!(session.unmapped.subject, ["O"]);
}

#[test]
fn source_identities() {
    let (at_61, at_62, at_64, at_65) = ("x".repeat(61), "x".repeat(62), "ü".repeat(64), "x".repeat(65));
    for (pairs, expected) in [
        (vec![("CN", "Alice")], "CN=Alice".to_owned()),
        (
            vec![("O", "x"), ("CN", "a b@c.d/e:f=g+h-i_j")],
            "CN=a b@c.d/e:f=g+h-i_j".to_owned(),
        ),
        (vec![("CN", &at_61)], format!("CN={at_61}")),
        (vec![("CN", &at_62)], at_62.clone()),
        (vec![("CN", &at_64)], at_64.clone()),
        (vec![("CN", &at_65)], "ID=0123".to_owned()),
        (vec![("O", "nobody")], "ID=0123".to_owned()),
        (vec![("CN", "a"), ("CN", "b")], "CN=a/b".to_owned()),
        (vec![("CN", "a (b)")], "ID=0123".to_owned()),
        (vec![("CN", "")], "ID=0123".to_owned()),
    ] {
        let leaf = changed(|template| {
            template.subject = Name::from_pairs(&pairs).unwrap();
            template.serial = SerialNumber::from_bytes(&[0x01, 0x23]).unwrap();
        });
        assert_eq!(source_identity(&leaf), expected);
        assert!((2..=64).contains(&source_identity(&leaf).chars().count()));
    }
}

#[test]
fn session_names_are_even_hex() {
    for (bytes, name) in [
        (&[1][..], "01"),
        (&[0x10, 0], "1000"),
        (&[0x0a, 0xbc], "0abc"),
        (&[], "00"),
    ] {
        assert_eq!(
            default_session_name(&SerialNumber::from_bytes(bytes).unwrap()),
            name
        );
    }
    let longest = SerialNumber::from_bytes(&[0xff; 20]).unwrap();
    assert_eq!(default_session_name(&longest).len(), 40);
}

#[test]
fn fields_go_by_their_api_names() {
    for field in [SUBJECT, ISSUER, SAN] {
        assert_eq!(field.as_str().parse(), Ok(field));
    }
    assert_eq!("x509subject".parse::<CertificateField>(), Err(UnknownField));
    let shown: Vec<String> = default_mappings()
        .iter()
        .map(|mapping| format!("{} {}", mapping.field, mapping.specifiers.join(",")))
        .collect();
    assert_eq!(shown, ["x509Issuer *", "x509SAN DNS,URI,Name/*", "x509Subject *"]);
}

#[test]
fn specifiers_have_one_form() {
    let kept = |field, specifier: &str| canonical_specifier(field, specifier);
    for spelling in ["Name", "Name/", "Name/*"] {
        assert_eq!(kept(SAN, spelling).as_deref(), Some("Name/*"));
    }
    for (field, same) in [
        (SAN, "DNS"),
        (SAN, "URI"),
        (SAN, "Name/CN"),
        (SAN, "Name/2.5.4.3"),
        (SUBJECT, "*"),
        (SUBJECT, "OU"),
        (ISSUER, "1.2.3.4"),
        (ISSUER, "OID.2.5.4.3"),
    ] {
        assert_eq!(kept(field, same).as_deref(), Some(same));
    }
    for (field, none) in [
        (SAN, "*"),
        (SAN, "IP"),
        (SAN, "CN"),
        (SAN, "Name/Nonsense"),
        (SAN, "NameCN"),
        (SUBJECT, ""),
        (SUBJECT, "Nonsense"),
        (SUBJECT, "DNS"),
        (ISSUER, "Name/*"),
    ] {
        assert_eq!(kept(field, none), None, "{field} {none}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Every attribute becomes a legal tag, or is told to have been left out; none is altered.
    #[test]
    fn each_attribute_is_mapped_or_told(cn in "\\PC{1,20}", ou in "\\PC{1,300}") {
        let leaf = subject(&[("CN", &cn), ("OU", &ou)]);
        let session = session_tags(&leaf, &default_mappings());
        for (short, value) in [("CN", &cn), ("OU", &ou)] {
            let told = session.unmapped.subject.iter().any(|known| known == short);
            match session.tags.get(&format!("x509Subject/{short}")) {
                Some(tag) => prop_assert!(tag == value && !told && is_tag_text(tag) && tag.chars().count() <= 256),
                None => prop_assert!(told),
            }
        }
    }
}
