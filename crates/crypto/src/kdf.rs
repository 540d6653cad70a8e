//! Key derivation: HKDF-SHA-256 (RFC 5869) and PBKDF2-HMAC-SHA-256 (RFC 8018).

use std::num::NonZeroU32;

use aws_lc_rs::hkdf;

use crate::password::{PasswordHash, pbkdf2};

/// Derives 32 bytes from a strong secret. `info` names the purpose.
#[must_use]
pub fn hkdf_sha256(secret: &[u8], salt: &[u8], info: &[&[u8]]) -> [u8; 32] {
    let mut out = [0; 32];
    let prk = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    // INVARIANT: 32 bytes is below HKDF's limit of 255 blocks, so neither step can fail.
    if let Ok(okm) = prk.expand(info, hkdf::HKDF_SHA256) {
        let _ = okm.fill(&mut out);
    }
    out
}

/// Derives 32 bytes from a passphrase.
#[must_use]
pub fn pbkdf2_sha256(passphrase: &[u8], salt: &[u8], iterations: NonZeroU32) -> [u8; 32] {
    let mut out = [0; 32];
    pbkdf2(PasswordHash::Sha256, passphrase, salt, iterations, &mut out);
    out
}
