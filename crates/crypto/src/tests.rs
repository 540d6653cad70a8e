use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use tegata_base::{Rng as _, Secret};

use crate::aead::{AeadKey, OVERHEAD};
use crate::kek::{Kek, UnsealError};
use crate::sign::{PrivateKey, SignError};
use crate::verify::PublicKey;
use crate::{HashKind, KeyKind, OsRng, hash, kdf, mac};

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn known_answers() {
    assert_eq!(
        hex(&hash::sha256(b"")),
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    );
    // RFC 4231, case 2
    assert_eq!(
        hex(&mac::hmac_sha256(b"Jefe", b"what do ya want for nothing?")),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    );
    // RFC 5869, case 1, the first 32 bytes
    let salt: Vec<u8> = (0..=0x0c).collect();
    let info: Vec<u8> = (0xf0..=0xf9).collect();
    assert_eq!(
        hex(&kdf::hkdf_sha256(&[0x0b; 22], &salt, &[&info])),
        "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"
    );
}

#[test]
fn every_kind_signs_what_it_verifies() {
    let kinds = [
        (
            KeyKind::Rsa,
            &[HashKind::Sha256, HashKind::Sha384, HashKind::Sha512][..],
        ),
        (KeyKind::P256, &[HashKind::Sha256]),
        (KeyKind::P384, &[HashKind::Sha256, HashKind::Sha384]),
        (KeyKind::P521, &[HashKind::Sha256, HashKind::Sha512]),
        (KeyKind::MlDsa44, &[HashKind::Sha256]),
        (KeyKind::MlDsa65, &[HashKind::Sha256]),
        (KeyKind::MlDsa87, &[HashKind::Sha256]),
    ];
    for (kind, hashes) in kinds {
        let (key, pkcs8) = PrivateKey::generate(kind, 2048).unwrap();
        assert_eq!(PrivateKey::from_pkcs8(kind, pkcs8.expose()).unwrap().kind(), kind);
        let spki = key.public_spki().unwrap();
        for hash in hashes {
            let public = PublicKey::from_spki(kind, *hash, &spki).unwrap();
            let signature = key.sign(*hash, b"message").unwrap();
            assert!(public.verify(b"message", &signature).is_ok(), "{kind:?} {hash:?}");
            assert!(
                public.verify(b"massage", &signature).is_err(),
                "{kind:?} {hash:?}"
            );
            let mut bent = signature.clone();
            *bent.last_mut().unwrap() ^= 1;
            assert!(public.verify(b"message", &bent).is_err(), "{kind:?} {hash:?}");
        }
    }
}

#[test]
fn a_hash_that_a_curve_cannot_use_is_an_error() {
    let (key, _) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    assert_eq!(key.sign(HashKind::Sha512, b""), Err(SignError::UnsupportedHash));
}

#[test]
fn a_key_of_another_kind_is_rejected() {
    let (key, pkcs8) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let spki = key.public_spki().unwrap();
    for kind in [KeyKind::Rsa, KeyKind::P384, KeyKind::MlDsa44] {
        assert!(PrivateKey::from_pkcs8(kind, pkcs8.expose()).is_err());
        assert!(PublicKey::from_spki(kind, HashKind::Sha256, &spki).is_err());
    }
}

#[test]
fn a_sealed_field_opens_in_its_place_alone() {
    let kek = Kek::new(&Secret::new([7; 32]));
    let sealed = kek.seal(&mut OsRng, "row", "field", b"secret");
    assert!(kek.open("row", "field", &sealed).unwrap() == Secret::new(b"secret".to_vec()));
    assert!(matches!(
        kek.open("rowf", "ield", &sealed),
        Err(UnsealError::Damaged)
    ));
    assert!(matches!(
        Kek::new(&Secret::new([8; 32])).open("row", "field", &sealed),
        Err(UnsealError::OtherKey)
    ));
    assert!(matches!(kek.open("row", "field", &[]), Err(UnsealError::Damaged)));
}

proptest! {
    #[test]
    fn sealed_bytes_open_and_flipped_bits_do_not(plain: Vec<u8>, aad: Vec<u8>, at in any::<proptest::sample::Index>()) {
        let mut key = [0; 32];
        OsRng.fill(&mut key);
        let key = AeadKey::new(&key);
        let mut sealed = key.seal(&mut OsRng, &aad, &plain);
        prop_assert_eq!(sealed.len(), plain.len() + OVERHEAD);
        prop_assert_eq!(key.open(&aad, &sealed).unwrap(), plain);
        let at = at.index(sealed.len());
        sealed[at] ^= 1;
        prop_assert!(key.open(&aad, &sealed).is_err());
    }
}
