//! TPM keys by the flags that name them, against a real software TPM.

#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails where it cannot go on"
)]

mod devices;
mod keys;
mod machine;
mod passwords;
mod swtpm;
