//! What the fuzzer found worth keeping, and how the URI parser stands it.

#[path = "pkcs11/uri_check.rs"]
mod uri_check;

use std::fs;
use std::path::Path;

#[test]
fn the_corpus_of_uris() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/pkcs11_uri");
    let mut count = 0;
    for entry in fs::read_dir(corpus).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        uri_check::check(&String::from_utf8_lossy(&bytes));
        count += 1;
    }
    assert!(count > 5);
}
