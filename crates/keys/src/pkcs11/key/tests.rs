use cryptoki_sys::CK_OBJECT_HANDLE;
use jiff::Timestamp;
use tegata_crypto::sign::PrivateKey;
use tegata_crypto::{KeyKind, OsRng};
use tegata_pki::certificate::SerialNumber;
use tegata_pki::issue::{Template, self_signed};
use tegata_pki::{Certificate, Name};

use super::{Choice, KeyObject, KeyType, PublicHalf, choose};

fn certificate(kind: KeyKind) -> Certificate {
    let (key, _) = PrivateKey::generate(kind, 2048).unwrap();
    let validity: (Timestamp, Timestamp) = (
        "2026-01-01T00:00:00Z".parse().unwrap(),
        "2027-01-01T00:00:00Z".parse().unwrap(),
    );
    let name = Name::from_pairs(&[("CN", "machine")]).unwrap();
    let template = Template::end_entity(SerialNumber::random(&mut OsRng), name, validity, &[]);
    self_signed(&template, &key).unwrap()
}

fn key(handle: CK_OBJECT_HANDLE, public: Option<PublicHalf>, id: &[u8]) -> KeyObject {
    KeyObject {
        handle,
        key_type: Some(KeyType::Ec),
        public,
        always_authenticate: false,
        id: Some(id.into()),
        label: None,
    }
}

#[test]
fn points_are_compared_however_they_are_written() {
    let spki = certificate(KeyKind::P256).spki().to_vec();
    let half = PublicHalf::from_spki(&spki).unwrap();
    let point = &spki[spki.len() - 65..];
    let (x, y) = point[1..].split_at(32);
    let form = 2 + (y[31] & 1);
    let compressed = [&[form], x].concat();
    let wrapped = [&[4, 65], point].concat();
    for written in [
        point,
        &compressed,
        &wrapped,
        &[&[4, 33], &compressed[..]].concat(),
    ] {
        assert_eq!(PublicHalf::from_attribute(written), Some(half.clone()));
    }
    let other = [&[form ^ 1], x].concat();
    assert_ne!(PublicHalf::from_attribute(&other), Some(half));
    for wrong in [&[][..], &[4], &[5, 1, 2], &[4, 1, 2, 3], &[0x30, 0]] {
        assert_eq!(PublicHalf::from_attribute(wrong), None);
    }
}

#[test]
fn moduli_are_compared_without_zeros() {
    let spki = certificate(KeyKind::Rsa).spki().to_vec();
    let half = PublicHalf::from_spki(&spki).unwrap();
    let PublicHalf::Rsa { modulus, exponent } = &half else {
        panic!("it is RSA");
    };
    assert_eq!((modulus.len(), &exponent[..]), (256, &[1, 0, 1][..]));
    let padded = [&[0, 0], &modulus[..]].concat();
    assert_eq!(PublicHalf::rsa(&padded, &[0, 1, 0, 1]), half);
}

#[test]
fn the_key_is_chosen_by_public_half_then_by_id() {
    let leaf = certificate(KeyKind::P256);
    let own = PublicHalf::from_spki(leaf.spki());
    let other = PublicHalf::from_spki(certificate(KeyKind::P256).spki());
    let id = b"1".to_vec();
    let chosen = |keys: Vec<KeyObject>| match choose(keys, &leaf, Some(&id)) {
        Choice::Proven(key) => format!("proven {}", key.handle),
        Choice::Unproven(key) => format!("unproven {}", key.handle),
        Choice::Other => "other".into(),
        Choice::Several => "several".into(),
        Choice::Unsupported => "unsupported".into(),
    };
    let unsupported = || KeyObject {
        key_type: None,
        ..key(9, None, b"9")
    };
    let table = [
        (
            vec![key(1, other.clone(), b"1"), key(2, own.clone(), b"2")],
            "proven 2",
        ),
        (vec![key(1, None, b"1"), key(2, own, b"2")], "proven 2"),
        (
            vec![key(1, other.clone(), b"1"), key(2, None, b"2")],
            "unproven 2",
        ),
        (vec![key(1, None, b"1"), key(2, None, b"2")], "unproven 1"),
        (vec![key(2, None, b"2"), key(3, None, b"3")], "several"),
        (vec![key(1, other, b"1")], "other"),
        (vec![unsupported()], "unsupported"),
        (vec![unsupported(), key(1, None, b"1")], "unproven 1"),
    ];
    for (keys, expected) in table {
        assert_eq!(chosen(keys), expected);
    }
}
