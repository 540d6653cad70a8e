use data_encoding::HEXLOWER;
use tegata_crypto::OsRng;
use tegata_crypto::verify::PublicKey;

use super::*;

/// RFC 7517, appendix A.2, in SEC1 and in PKCS#8, made by OpenSSL.
const SEC1: &str = "-----BEGIN EC PRIVATE KEY-----\n\
    MHcCAQEEIPO9DAeoH7kyeB7VJ1L2DMiaa+XlGTT+AZON21XY93gBoAoGCCqGSM49\n\
    AwEHoUQDQgAEMKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D7gS2XpJFbZ\n\
    iItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==\n\
    -----END EC PRIVATE KEY-----\n";
const PKCS8: &str = "-----BEGIN PRIVATE KEY-----\n\
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg870MB6gfuTJ4HtUn\n\
    UvYMyJpr5eUZNP4Bk43bVdj3eAGhRANCAAQwoEJM0hwpRIOKLXXJKzfnbqINnwCJ\n\
    OjtO7oo8Cq/sPuBLZekkVtmIi1Kzeb371R7oae8fD8ZbZllpW2zOCBcj\n\
    -----END PRIVATE KEY-----\n";

fn decoded(part: &str) -> serde_json::Value {
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap()).unwrap()
}

#[test]
fn a_proof_is_signed_by_the_key_that_it_names() {
    let now = "2026-01-02T03:04:05Z".parse().unwrap();
    for pem in [SEC1, PKCS8] {
        let key = ProofKey::from_pem(&Secret::new(pem.into())).unwrap();
        let proof = key
            .proof(
                "https://eu-west-1.signin.aws.amazon.com/v1/token",
                now,
                &mut OsRng,
            )
            .unwrap();
        let parts: Vec<&str> = proof.split('.').collect();
        assert_eq!(
            decoded(parts[0]),
            json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": {
                "kty": "EC",
                "crv": "P-256",
                "x": "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
                "y": "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
            }})
        );
        let payload = decoded(parts[1]);
        assert_eq!(payload["htm"], "POST");
        assert_eq!(payload["htu"], "https://eu-west-1.signin.aws.amazon.com/v1/token");
        assert_eq!(payload["iat"], 1_767_323_045);
        assert_eq!(payload["jti"].as_str().unwrap().len(), 36);
        let halves = BASE64URL_NOPAD.decode(parts[2].as_bytes()).unwrap();
        assert_eq!(halves.len(), 64);
        let spki = key.0.public_spki().unwrap();
        let public = PublicKey::from_spki(KeyKind::P256, HashKind::Sha256, &spki).unwrap();
        let signed = format!("{}.{}", parts[0], parts[1]);
        public.verify(signed.as_bytes(), &der(&halves)).unwrap();
    }
}

/// `r ‖ s` in DER.
fn der(halves: &[u8]) -> Vec<u8> {
    let mut numbers = Vec::new();
    for half in [&halves[..32], &halves[32..]] {
        let first = half.iter().position(|byte| *byte != 0).unwrap();
        let mut number = half[first..].to_vec();
        if number[0] & 0x80 != 0 {
            number.insert(0, 0);
        }
        numbers.extend([2, u8::try_from(number.len()).unwrap()]);
        numbers.extend(number);
    }
    let mut out = vec![0x30, u8::try_from(numbers.len()).unwrap()];
    out.extend(numbers);
    out
}

#[test]
fn halves_are_padded_and_nothing_else_is_taken() {
    let of = |hex: &str| halves(&HEXLOWER.decode(hex.as_bytes()).unwrap());
    let small = of("3006020101020102").unwrap();
    assert_eq!((small[31], small[63]), (1, 2));
    assert_eq!(small.iter().map(|byte| u32::from(*byte)).sum::<u32>(), 3);
    assert_eq!(of("300702020080020102").unwrap()[31], 0x80);
    for broken in [
        "",
        "30",
        "3006",
        "300602010102",
        "30060201010201",
        "3106020101020102",
        "3006030101020102",
        "300602010102010200",
        "300702010102010200",
    ] {
        assert_eq!(of(broken), None, "{broken}");
    }
    let long = format!("3026022101{}020101", "00".repeat(32));
    assert_eq!(of(&long), None);
}

#[test]
fn other_keys_are_no_proof() {
    for pem in ["", "-----BEGIN EC PRIVATE KEY-----\n!\n", "AAAA"] {
        assert!(ProofKey::from_pem(&Secret::new(pem.into())).is_none(), "{pem}");
    }
}
