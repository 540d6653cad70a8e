//! ML-DSA in the three forms of RFC 9881.

use tegata_crypto::KeyKind;
use tegata_crypto::sign::PrivateKey;

use super::{Files, certificate_of, load_pair, read, vector_file, verifies};
use crate::KeyFormatError;

#[test]
fn ml_dsa_keys_sign() {
    let files = Files::new();
    for kind in [KeyKind::MlDsa44, KeyKind::MlDsa65, KeyKind::MlDsa87] {
        let (key, der) = PrivateKey::generate(kind, 0).unwrap();
        let text = data_encoding::BASE64.encode(der.expose());
        let key_file = files.write(
            "key.pem",
            format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n"),
        );
        let certificate = files.write("certificate.pem", certificate_of(&key, "machine").to_pem());
        let loaded = load_pair(&certificate, Some(&key_file)).unwrap();
        assert_eq!(loaded.identity.key_kind(), kind);
        assert!(verifies(&loaded.identity));
    }
}

#[test]
fn seed_expanded_key_and_both_are_one_key() {
    for (name, kind) in [
        ("44", KeyKind::MlDsa44),
        ("65", KeyKind::MlDsa65),
        ("87", KeyKind::MlDsa87),
    ] {
        let files = Files::new();
        let text = |form: &str| vector_file(&format!("ml-dsa/{name}.{form}.pem"));
        let seed = read(&text("seed")).unwrap();
        assert_eq!(seed.kind(), kind);
        let certificate = files.write("certificate.pem", certificate_of(&seed, "machine").to_pem());
        for form in ["seed", "expanded", "both"] {
            let key = files.write("key.pem", text(form));
            let loaded =
                load_pair(&certificate, Some(&key)).unwrap_or_else(|error| panic!("{form}: {error}"));
            assert!(verifies(&loaded.identity), "{name} {form}");
        }
    }
}

#[test]
fn halves_that_disagree_are_refused() {
    assert!(matches!(
        read(&vector_file("ml-dsa/44.disagreeing.pem")).err(),
        Some(KeyFormatError::Rejected(_))
    ));
}
