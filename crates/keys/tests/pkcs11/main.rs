//! Tokens of SoftHSM 2, as a user has them: keys and certificates put there by its own tools.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails where it cannot go on"
)]

mod authority;
mod modules;
mod pins;
mod searching;
mod softhsm;

/// A URI with the PIN of every token here.
fn uri(rest: &str) -> String {
    format!("pkcs11:{rest}?pin-value={}", softhsm::PIN)
}
