//! The corpora of the fuzz targets for files of keys, played back.

mod targets;

use std::fs;

type Target = fn(&[u8]);

#[test]
fn the_corpora_hold() {
    let table: [(&str, Target); 3] = [
        ("keys_pem", targets::keys_pem),
        ("keys_pkcs8", targets::keys_pkcs8),
        ("keys_pkcs12", targets::keys_pkcs12),
    ];
    for (name, target) in table {
        let folder = format!("{}/../../fuzz/corpus/{name}", env!("CARGO_MANIFEST_DIR"));
        let mut played = 0;
        for entry in fs::read_dir(folder).unwrap() {
            target(&fs::read(entry.unwrap().path()).unwrap());
            played += 1;
        }
        assert!(played >= 5, "{name}: {played}");
    }
}

#[test]
fn files_torn_anywhere_are_answered() {
    let vector = |name: &str| {
        let path = format!("{}/../../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"));
        fs::read(path).unwrap()
    };
    for name in ["pkcs12/clear.p12", "pkcs12/ber.p12"] {
        let whole = vector(name);
        for length in (0..whole.len()).step_by(7) {
            targets::keys_pkcs12(&whole[..length]);
        }
    }
    let text = vector("../rolesanywhere/p256.crt.pem");
    let both = [text, vector("../rolesanywhere/p256.key.pem")].concat();
    for length in 0..both.len() {
        targets::keys_pem(&both[..length]);
    }
}
