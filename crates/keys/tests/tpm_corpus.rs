//! What fuzzing has collected of TPM keys, again, without a fuzzer.

#![expect(clippy::expect_used, reason = "a test fails where it cannot go on")]

#[path = "tpm_fuzz/target.rs"]
mod target;

#[test]
fn fuzz_corpus() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../fuzz/corpus/tpm");
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        target::tpm(&std::fs::read(entry.unwrap().path()).unwrap());
        count += 1;
    }
    assert!(count >= 10, "{count} inputs in {folder}");
}
