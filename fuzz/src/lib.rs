//! What the targets run. It is the code of the crates' own tests (`crates/policy/tests/differential`,
//! `crates/profiles/tests/laws` and `tests/config`, `crates/keys/tests`), where `cargo test` runs it over the corpora.

#![expect(dead_code, reason = "the tests use the rest")]

#[path = "../../crates/policy/tests/differential/agreement.rs"]
mod agreement;
#[path = "../../crates/policy/tests/differential/case.rs"]
mod case;
#[path = "../../crates/policy/tests/differential/choices.rs"]
mod choices;
#[path = "../../crates/policy/tests/differential/generate/mod.rs"]
mod generate;
#[path = "../../crates/policy/tests/differential/naive/mod.rs"]
mod naive;
#[path = "../../crates/keys/tests/files/targets.rs"]
mod key_files;
#[path = "../../crates/keys/tests/pkcs11/uri_check.rs"]
mod pkcs11_uri_check;
#[path = "../../crates/keys/tests/texts/selectors.rs"]
mod selectors;
#[path = "../../crates/keys/tests/texts/spiffe_answers.rs"]
mod spiffe_answers;
#[path = "../../crates/profiles/tests/laws/check.rs"]
mod profiles_check;
#[path = "../../crates/profiles/tests/config/check.rs"]
mod profiles_config_check;
#[path = "../../crates/keys/tests/tpm_fuzz/target.rs"]
mod tpm_target;
#[path = "../../crates/policy/tests/differential/tally.rs"]
mod tally;
#[path = "../../crates/policy/tests/differential/targets.rs"]
mod targets;

/// A text, as a policy of each kind.
pub fn policy_parse(bytes: &[u8]) {
    targets::policy_parse(bytes);
}

/// The request and policies that the bytes stand for.
pub fn policy_decide(bytes: &[u8]) {
    targets::policy_decide(bytes);
}

/// A credentials file, in which one profile is edited.
pub fn profiles_edit(bytes: &[u8]) {
    profiles_check::check(bytes);
}

/// A config file.
pub fn profiles_config(bytes: &[u8]) {
    profiles_config_check::check(bytes);
}

/// A text as a `pkcs11:` URI.
pub fn pkcs11_uri(bytes: &[u8]) {
    pkcs11_uri_check::check(&String::from_utf8_lossy(bytes));
}

/// A certificate with its key, as PEM.
pub fn keys_pem(bytes: &[u8]) {
    key_files::keys_pem(bytes);
}

/// An encrypted PKCS#8 key.
pub fn keys_pkcs8(bytes: &[u8]) {
    key_files::keys_pkcs8(bytes);
}

/// A PKCS#12 file.
pub fn keys_pkcs12(bytes: &[u8]) {
    key_files::keys_pkcs12(bytes);
}

/// A certificate selector.
pub fn keys_selector(bytes: &[u8]) {
    selectors::keys_selector(bytes);
}

/// An answer of a SPIFFE agent.
pub fn keys_spiffe(bytes: &[u8]) {
    spiffe_answers::keys_spiffe(bytes);
}

/// A TPM's key file, public area, or responses.
pub fn tpm(bytes: &[u8]) {
    tpm_target::tpm(bytes);
}
