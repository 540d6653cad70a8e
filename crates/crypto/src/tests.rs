use std::num::NonZeroU32;

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use tegata_base::{Rng as _, Secret};

use crate::aead::{AeadKey, OVERHEAD};
use crate::cbc::Cipher;
use crate::jose::{ContentError, ContentKey, UnwrapError};
use crate::kek::{Kek, UnsealError};
use crate::password::{
    Argon2Cost, Argon2Refused, PasswordHash, Pkcs12Purpose, ScryptCost, argon2id, argon2id_in, pbkdf2,
    pkcs12, scrypt,
};
use crate::sign::PrivateKey;
use crate::verify::PublicKey;
use crate::{HashKind, KeyKind, OsRng, hash, kdf, mac, totp};

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
fn passwords_give_the_keys_that_others_derive() {
    let iterations = |number| NonZeroU32::new(number).unwrap();
    // RFC 6070, and RFC 7914 section 11
    let mut out = [0; 25];
    let salt = b"saltSALTsaltSALTsaltSALTsaltSALTsalt";
    pbkdf2(
        PasswordHash::Sha1,
        b"passwordPASSWORDpassword",
        salt,
        iterations(4096),
        &mut out,
    );
    assert_eq!(hex(&out), "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038");
    let mut out = [0; 64];
    pbkdf2(PasswordHash::Sha256, b"passwd", b"salt", iterations(1), &mut out);
    assert!(hex(&out).starts_with("55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc"));
    // RFC 7914 section 12
    let cost = |log_n, r, p| ScryptCost { log_n, r, p };
    scrypt(b"password", b"NaCl", cost(10, 8, 16), &mut out).unwrap();
    assert!(hex(&out).starts_with("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"));
    for refused in [
        cost(4, 0, 1),
        cost(4, 1, 0),
        cost(64, 1, 1),
        cost(63, u32::MAX, 1),
    ] {
        assert!(scrypt(b"", b"", refused, &mut out).is_err(), "{refused:?}");
    }
    // As OpenSSL derives them; SHA-1 needs a second block for the first, which carries.
    let salt = [0x0a, 0x58, 0xcf, 0x64, 0x53, 0x0d, 0x82, 0x3f];
    let smeg: Vec<u8> = "smeg\0".encode_utf16().flat_map(u16::to_be_bytes).collect();
    let mut key = [0; 24];
    pkcs12(
        PasswordHash::Sha1,
        Pkcs12Purpose::Key,
        &smeg,
        &salt,
        iterations(1),
        &mut key,
    );
    assert_eq!(hex(&key), "8aaae6297b6cb04642ab5b077851284eb7128f1a2a7fbca3");
    let mut iv = [0; 8];
    pkcs12(
        PasswordHash::Sha1,
        Pkcs12Purpose::Iv,
        &smeg,
        &salt,
        iterations(1),
        &mut iv,
    );
    assert_eq!(hex(&iv), "79993dfe048d3b76");
}

#[test]
fn ciphers_open_what_openssl_closed() {
    // openssl enc -CIPHER -K 000102… -iv 000102…
    let table = [
        (
            Cipher::Aes128,
            "733af7b2f13b75cce879392c07108217d850ee7100c29897a70b5a22c777ac02",
        ),
        (
            Cipher::Aes192,
            "09417fbfda68e2b8038e7b98c78cd4746d30318ef40188f093da7e3696a65ef5",
        ),
        (
            Cipher::Aes256,
            "253ea4f7c8128f245b80d10606a5d4c91f977aed17b4f44e9dfe87c718f99c82",
        ),
        (
            Cipher::TripleDes,
            "ce421f08da3d88a9fbd95a82833a378625d5260fe677c1e5b96f85c1d2598b64",
        ),
        (
            Cipher::Rc2Of40,
            "526358495b0c3b38fcbc07e7cc0f59b39ec0bb70a604ccdbd287a9a22b622314",
        ),
        (
            Cipher::Rc2Of128,
            "db274ab779d2f031d59965cfe1bb3b58b6fbd53554e96103f7f0e6282dbe6201",
        ),
    ];
    let bytes: Vec<u8> = (0..32).collect();
    for (cipher, ciphertext) in table {
        let ciphertext: Vec<u8> = ciphertext
            .as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect();
        let (key, iv) = (&bytes[..cipher.key_len()], &bytes[..cipher.block_len()]);
        let plain = cipher.decrypt(key, iv, &ciphertext).unwrap();
        assert_eq!(&plain[..], b"what do ya want for nothing?", "{cipher:?}");
        assert!(cipher.decrypt(&bytes[1..], iv, &ciphertext).is_err());
        assert!(cipher.decrypt(key, &iv[1..], &ciphertext).is_err());
        assert!(cipher.decrypt(key, iv, &ciphertext[1..]).is_err());
        assert!(cipher.decrypt(key, iv, b"").is_err());
    }
}

#[test]
fn every_kind_signs_what_it_verifies() {
    let all = &[HashKind::Sha256, HashKind::Sha384, HashKind::Sha512][..];
    let kinds = [
        (KeyKind::Rsa, all),
        (KeyKind::P256, all),
        (KeyKind::P384, all),
        (KeyKind::P521, all),
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
fn a_key_of_another_kind_is_rejected() {
    let (key, pkcs8) = PrivateKey::generate(KeyKind::P256, 0).unwrap();
    let spki = key.public_spki().unwrap();
    for kind in [KeyKind::Rsa, KeyKind::P384, KeyKind::MlDsa44] {
        assert!(PrivateKey::from_pkcs8(kind, pkcs8.expose()).is_err());
        assert!(PublicKey::from_spki(kind, HashKind::Sha256, &spki).is_err());
    }
}

#[test]
fn the_memory_of_argon2id_is_wiped() {
    let cost = Argon2Cost {
        memory_kib: 64,
        passes: 1,
        lanes: 2,
    };
    // What was there before is no part of the answer.
    let mut memory = vec![argon2::Block::new(); 8];
    memory.iter_mut().for_each(|block| block.as_mut().fill(7));
    let (mut here, mut usual) = ([0; 32], [0; 32]);
    argon2id_in(&mut memory, b"password", b"somesalt", cost, &mut here).unwrap();
    argon2id(b"password", b"somesalt", cost, &mut usual).unwrap();
    assert_eq!(here, usual);
    assert_eq!(memory.len(), 64);
    assert!(
        memory
            .iter()
            .all(|block| block.as_ref().iter().all(|word| *word == 0))
    );
}

#[test]
fn argon2id_agrees_with_the_reference_implementation() {
    // From the reference implementation's tests: version 0x13, 64 MiB, "password", "somesalt".
    let cost = |memory_kib, passes, lanes| Argon2Cost {
        memory_kib,
        passes,
        lanes,
    };
    for (cost, expected) in [
        (
            cost(256, 2, 1),
            "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        ),
        (
            cost(256, 2, 2),
            "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
        ),
    ] {
        let mut out = [0; 32];
        argon2id(b"password", b"somesalt", cost, &mut out).unwrap();
        assert_eq!(hex(&out), expected);
    }
    assert_eq!(
        argon2id(b"", b"somesalt", cost(7, 1, 1), &mut [0; 32]),
        Err(Argon2Refused)
    );
}

#[test]
fn a_key_wraps_as_rfc_3394_says() {
    // Section 4.3 has a KEK of 256 bits; this vector is of the specification of aws-vault's files.
    let kek = 0xe0b9_0561_acb4_a145_3535_b0ad_a91e_fe14_u128.to_be_bytes();
    let wrapped: [u8; 40] = [
        0x30, 0x06, 0xf7, 0x5d, 0xad, 0x61, 0x25, 0x23, 0xd7, 0xa8, 0x81, 0xb9, 0x05, 0x6b, 0x40, 0xf7, 0x17,
        0x95, 0x31, 0x6a, 0xe8, 0x37, 0xe1, 0x3e, 0x15, 0xde, 0x67, 0xb9, 0x3d, 0xbe, 0x1f, 0xd1, 0x2b, 0x00,
        0xc7, 0x36, 0x6b, 0xa0, 0x3f, 0xe3,
    ];
    let key = ContentKey::unwrap(&kek, &wrapped).unwrap();
    assert_eq!(key.wrap(&kek), wrapped);
    let content = key.seal(&mut OsRng, b"aad", b"text");
    assert_eq!(key.open(b"aad", &content).unwrap().as_slice(), b"text");
    assert_eq!(key.open(b"add", &content), Err(ContentError));
    for wrong in [wrapped.get(..32).unwrap(), &[0; 40], &[]] {
        assert_eq!(ContentKey::unwrap(&kek, wrong).err(), Some(UnwrapError));
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

/// RFC 4226, appendix D, and RFC 6238, appendix B, of which six digits are the last of the eight.
#[test]
fn one_time_passwords() {
    let seed = totp::Seed::new(b"12345678901234567890");
    let counted = [
        "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
    ];
    for (step, code) in counted.into_iter().enumerate() {
        let step = u64::try_from(step).unwrap();
        assert_eq!(seed.code(step).expose(), code.as_bytes());
        assert!(seed.is_code(step, code) && !seed.is_code(step + 1, code));
    }
    let timed = [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ];
    for (seconds, code) in timed {
        let step = u64::try_from(totp::step_at(seconds)).unwrap();
        assert_eq!(seed.code(step).expose(), code.as_bytes(), "{seconds}");
    }
    assert!(!seed.is_code(0, "75522") && !seed.is_code(0, "7552240") && !seed.is_code(0, ""));
    assert_eq!(
        (totp::step_at(29), totp::step_at(30), totp::step_at(-1)),
        (0, 1, -1)
    );
}
