//! Signers: where a private key lives and how it signs.
#![forbid(unsafe_code)]
