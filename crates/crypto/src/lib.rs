//! The only crate that names aws-lc-rs: hash, mac, aead, kdf, rng, sign, verify, TLS provider.
#![forbid(unsafe_code)]
