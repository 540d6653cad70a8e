use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{AlternativeName, Template, issue, self_signed};
use tegata_pki::{Certificate, Name};

use super::*;
use crate::tests::{NOW, at};

const LATER: &str = "2027-01-01T00:00:00Z";

struct Made {
    certificate: Certificate,
    key: PrivateKey,
}

fn made(
    kind: fn(SerialNumber, Name, &str) -> Template,
    cn: &str,
    until: &str,
    issuer: Option<&Made>,
) -> Made {
    let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let name = Name::from_pairs(&[("CN", cn)]).unwrap();
    let template = kind(SerialNumber::random(&mut OsRng), name, until);
    let certificate = match issuer {
        Some(issuer) => {
            let spki = key.public_spki().unwrap();
            issue(&template, &spki, &issuer.certificate, &issuer.key).unwrap()
        }
        None => self_signed(&template, &key).unwrap(),
    };
    Made { certificate, key }
}

fn validity(until: &str) -> (Timestamp, Timestamp) {
    (at("2025-01-01T00:00:00Z"), at(until))
}

fn ca(serial: SerialNumber, name: Name, until: &str) -> Template {
    Template::ca(serial, name, validity(until), None)
}

fn machine(serial: SerialNumber, name: Name, until: &str) -> Template {
    let names = [AlternativeName::Dns("*.example.com".into())];
    Template::end_entity(serial, name, validity(until), &names)
}

#[test]
fn row_13_the_chain_is_followed_as_far_as_it_leads() {
    let now = at(NOW);
    let root = made(ca, "root", LATER, None);
    let namesake = made(ca, "sub", LATER, Some(&root)).certificate;
    let sub = made(ca, "sub", LATER, Some(&root));
    let leaf = made(machine, "machine", LATER, Some(&sub)).certificate;
    let name = |cn: &str| Name::from_pairs(&[("CN", cn)]).unwrap();
    let (root, sub) = (root.certificate, sub.certificate);
    let upto = |last: &str, issuer: &str| Chain::Upto {
        last: name(last),
        issuer: name(issuer),
    };
    for (sent, found) in [
        (vec![], Chain::Missing),
        (vec![root.clone()], Chain::Missing),
        (
            vec![namesake.clone(), root.clone()],
            Chain::OfAnother(name("sub")),
        ),
        (vec![sub.clone()], upto("sub", "root")),
        (vec![root, namesake, sub], upto("root", "root")),
    ] {
        assert_eq!(Chain::of(&leaf, &sent, now), found);
    }
}

#[test]
fn row_13_an_intermediate_that_has_expired_is_named() {
    let root = made(ca, "root", LATER, None);
    let sub = made(ca, "sub", "2026-01-01T00:00:00Z", Some(&root));
    let leaf = made(machine, "machine", LATER, Some(&sub)).certificate;
    let Chain::Broken(reason) = Chain::of(&leaf, &[sub.certificate, root.certificate], at(NOW)) else {
        panic!("the intermediate has expired");
    };
    assert!(
        reason.contains("CN=sub") && reason.contains("expired at 2026-01-01T00:00:00Z"),
        "{reason}"
    );
}

#[test]
fn row_13_values_that_cannot_be_session_tags_are_named() {
    let root = made(ca, "root", LATER, None);
    let leaf = made(machine, "machine (old)", LATER, Some(&root)).certificate;
    let told = untaggable(&leaf).unwrap();
    assert!(
        told.starts_with("and conditions on x509Subject/CN, x509SAN/DNS/2 cannot be met"),
        "{told}"
    );
    assert_eq!(untaggable(&root.certificate), None);
}

#[test]
fn spans_of_time_are_never_nothing() {
    for (seconds, words) in [
        (31, "31 seconds behind"),
        (-119, "119 seconds ahead of"),
        (120, "2 minutes behind"),
        (-7200, "2 hours ahead of"),
        (200_000, "2 days behind"),
    ] {
        let told = clock_is_off(jiff::SignedDuration::from_secs(seconds));
        assert!(told.contains(words), "{told}");
    }
}
