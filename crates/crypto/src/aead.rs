//! AES-256-GCM-SIV (RFC 8452): misuse-resistant, so that many nodes can seal without agreeing on nonces.

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use tegata_base::Rng;

/// A key that seals and opens.
pub struct AeadKey(LessSafeKey);

/// The bytes were not sealed with this key and this associated data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cannot be opened: sealed with another key, for another purpose, or damaged")]
pub struct OpenError;

/// Bytes that sealing adds: nonce and tag.
pub const OVERHEAD: usize = NONCE_LEN + 16;

impl AeadKey {
    /// A key from 32 bytes.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        #[expect(clippy::expect_used, reason = "a key of 32 bytes always fits AES-256")]
        Self(LessSafeKey::new(
            UnboundKey::new(&AES_256_GCM_SIV, key).expect("32 bytes"),
        ))
    }

    /// Seals: `nonce ‖ ciphertext ‖ tag`. `aad` must be given again to open.
    pub fn seal(&self, rng: &mut dyn Rng, aad: &[u8], plaintext: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE_LEN];
        rng.fill(&mut nonce);
        let mut out = Vec::with_capacity(plaintext.len() + OVERHEAD);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(plaintext);
        let body = out.get_mut(NONCE_LEN..).unwrap_or_default();
        let nonce = Nonce::assume_unique_for_key(nonce);
        #[expect(
            clippy::expect_used,
            reason = "sealing fails only above 64 GiB, which no caller holds"
        )]
        let tag = self
            .0
            .seal_in_place_separate_tag(nonce, Aad::from(aad), body)
            .expect("below 64 GiB");
        out.extend_from_slice(tag.as_ref());
        out
    }

    /// Opens what [`AeadKey::seal`] made.
    ///
    /// # Errors
    /// [`OpenError`] for anything else.
    pub fn open(&self, aad: &[u8], sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
        let (nonce, body) = sealed.split_at_checked(NONCE_LEN).ok_or(OpenError)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| OpenError)?;
        let mut body = body.to_vec();
        let length = self
            .0
            .open_in_place(nonce, Aad::from(aad), &mut body)
            .map_err(|_| OpenError)?
            .len();
        body.truncate(length);
        Ok(body)
    }
}
