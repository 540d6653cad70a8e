//! The only crate that names aws-lc-rs: hash, mac, one-time passwords, key derivation, authenticated encryption,
//! randomness, signing, verifying, and the TLS provider, with what private-key files need of old ciphers
//! beside it. Everything above takes these few functions
//! and types, so that the library behind them can change in one place.
#![forbid(unsafe_code)]

pub mod aead;
pub mod cbc;
pub mod hash;
pub mod jose;
pub mod kdf;
pub mod kek;
pub mod mac;
pub mod password;
mod rng;
pub mod sign;
pub mod tls;
pub mod totp;
pub mod verify;

pub use rng::OsRng;

/// The kinds of public keys that Tegata signs and verifies with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// RSA, 2048 to 8192 bits.
    Rsa,
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// ML-DSA-44 (FIPS 204).
    MlDsa44,
    /// ML-DSA-65 (FIPS 204).
    MlDsa65,
    /// ML-DSA-87 (FIPS 204).
    MlDsa87,
}

/// The hash of an RSA PKCS#1 v1.5 or ECDSA signature. ML-DSA signs the message itself and ignores it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HashKind {
    /// SHA-256
    Sha256,
    /// SHA-384
    Sha384,
    /// SHA-512
    Sha512,
}

#[cfg(test)]
mod tests;
