use proptest::prelude::*;
use tegata_crypto::sign::PrivateKey;

use super::testing::{area, public};
use super::*;

const USABLE: u32 = SIGN | USER_WITH_AUTH;

#[test]
fn what_a_key_may_do_decides() {
    let p256 = |attributes| Public::parse(&area(TPM_ALG_ECC, attributes, None, 3, &[1; 32]));
    assert!(p256(USABLE).is_ok());
    assert_eq!(p256(USER_WITH_AUTH), Err(UnusableKey::NotForSigning));
    assert_eq!(p256(USABLE | RESTRICTED), Err(UnusableKey::Restricted));
    assert_eq!(p256(SIGN), Err(UnusableKey::PolicyOnly));
    let table = [
        (area(0x0008, USABLE, None, 3, &[1]), UnusableKey::Type(8)),
        (
            area(TPM_ALG_ECC, USABLE, None, 0x10, &[1; 32]),
            UnusableKey::Curve(0x10),
        ),
        (
            area(TPM_ALG_ECC, USABLE, Some((0x001b, 0x000b)), 3, &[1; 32]),
            UnusableKey::Scheme(0x001b),
        ),
        (
            area(TPM_ALG_ECC, USABLE, Some((TPM_ALG_ECDSA, 0x0004)), 3, &[1; 32]),
            UnusableKey::Hash(4),
        ),
        (
            area(TPM_ALG_RSA, USABLE, Some((0x0016, 0x000b)), 0, &[0xff; 256]),
            UnusableKey::Scheme(0x0016),
        ),
        (area(TPM_ALG_ECC, USABLE, None, 3, &[1; 33]), Malformed.into()),
        (
            area(TPM_ALG_RSA, USABLE, None, 0, &[0xff; 128]),
            UnusableKey::Short(1024),
        ),
        (area(TPM_ALG_RSA, USABLE, None, 0, &[0x7f; 256]), Malformed.into()),
        (area(TPM_ALG_RSA, USABLE, None, 0, &[0xff; 513]), Malformed.into()),
    ];
    for (bytes, expected) in table {
        assert_eq!(Public::parse(&bytes), Err(expected));
    }
}

/// One key may be written in several ways, and another key in none of them.
#[test]
fn a_certificate_names_its_key_however_it_writes_it() {
    let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let spki = key.public_spki().unwrap();
    let point = &spki[spki.len() - 64..];
    let own = Public {
        point: Point::Ec {
            curve: 0,
            x: point[..32].to_vec(),
            y: point[32..].to_vec(),
        },
        fixed_hash: None,
    };
    assert_eq!(own.spki().unwrap(), spki);
    assert!(own.is_named_by(&spki));
    let compressed = |parity: u8| {
        let point = [&[parity], &point[..32]].concat();
        super::spki(EC_PUBLIC_KEY, AnyRef::from(&CURVES[0].1), &point).unwrap()
    };
    let parity = 2 + (point[63] & 1);
    assert!(own.is_named_by(&compressed(parity)));
    assert!(!own.is_named_by(&compressed(5 - parity)));
    let (other, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    assert!(!own.is_named_by(&other.public_spki().unwrap()));
    assert!(!own.is_named_by(b"not DER"));

    let (key, _) = PrivateKey::generate(KeyKind::Rsa, 2048).unwrap();
    let spki = key.public_spki().unwrap();
    let info = parsed(&spki).unwrap();
    let numbers = RsaPublicKey::from_der(info.subject_public_key.raw_bytes()).unwrap();
    let own = public(TPM_ALG_RSA, None, 0, numbers.modulus.as_bytes());
    assert_eq!(own.spki().unwrap(), spki);
    let without_parameters = SubjectPublicKeyInfo::<AnyRef<'_>, _> {
        algorithm: AlgorithmIdentifier {
            oid: RSA_ENCRYPTION,
            parameters: None,
        },
        subject_public_key: info.subject_public_key,
    };
    assert!(own.is_named_by(&without_parameters.to_der().unwrap()));
    assert!(!own.is_named_by(&other.public_spki().unwrap()));
}

proptest! {
    #[test]
    fn hostile_areas_never_panic(bytes in any::<Vec<u8>>()) {
        let _ = Public::parse(&bytes);
    }

    #[test]
    fn damaged_areas_never_panic(at in 0usize..80, byte in any::<u8>(), end in 0usize..100) {
        let mut bytes = area(TPM_ALG_ECC, USABLE, Some((TPM_ALG_ECDSA, 0x000b)), 3, &[1; 32]);
        if let Some(old) = bytes.get_mut(at) {
            *old = byte;
        }
        bytes.truncate(end);
        if let Ok(public) = Public::parse(&bytes) {
            prop_assert!(public.spki().is_ok());
        }
    }
}
