//! What the targets run. It is the code of the crates' own tests (`crates/policy/tests/differential`,
//! `crates/profiles/tests/laws`), where `cargo test` runs it over the corpora.

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
#[path = "../../crates/policy/tests/differential/tally.rs"]
mod tally;
#[path = "../../crates/policy/tests/differential/targets.rs"]
mod targets;
#[path = "../../crates/profiles/tests/laws/check.rs"]
mod profiles_check;
#[path = "../../crates/keys/tests/tpm_fuzz/target.rs"]
mod tpm_target;

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

/// A TPM's key file, public area, or responses.
pub fn tpm(bytes: &[u8]) {
    tpm_target::tpm(bytes);
}
