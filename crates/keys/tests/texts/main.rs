//! The corpora of the fuzz targets for certificate selectors and for answers of SPIFFE agents, played back.

#![expect(clippy::expect_used, reason = "a test fails where it cannot go on")]

mod selectors;
mod spiffe_answers;

use std::fs;

#[test]
fn the_corpora_hold() {
    type Target = fn(&[u8]);
    let table: [(&str, Target); 2] = [
        ("keys_selector", selectors::keys_selector),
        ("keys_spiffe", spiffe_answers::keys_spiffe),
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

/// The seed is an answer that gives an identity, or the target would show little.
#[test]
fn an_answer_torn_anywhere_is_answered() {
    let path = format!(
        "{}/../../fuzz/corpus/keys_spiffe/seed-whole",
        env!("CARGO_MANIFEST_DIR")
    );
    let whole = fs::read(path).unwrap();
    assert!(spiffe_answers::keys_spiffe_loads(&whole));
    for length in 0..whole.len() {
        assert!(!spiffe_answers::keys_spiffe_loads(&whole[..length]), "{length}");
    }
}
