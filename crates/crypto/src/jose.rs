//! What a JWE needs (RFC 7518): AES-128 key wrap (RFC 3394) around the key of its content, and
//! AES-256-GCM over the content with a nonce that travels beside it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::key_wrap::{AES_128, AesKek, KeyWrap as _};
use tegata_base::Rng;
use zeroize::Zeroizing;

/// Bytes of a wrapped key: the key's 32 and the 8 that prove the wrapping key.
pub const WRAPPED_LEN: usize = 40;

/// The length of a nonce, in bytes.
pub const NONCE_LEN: usize = 12;

/// The length of a tag, in bytes.
pub const TAG_LEN: usize = 16;

/// The key did not wrap this, or it is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("wrapped with another key, or damaged")]
pub struct UnwrapError;

/// The content was not sealed with this key, nonce and associated data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed with another key, or damaged")]
pub struct ContentError;

/// A content key that a password's key wraps.
pub struct ContentKey(Zeroizing<[u8; 32]>);

/// Sealed content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// The nonce ("initialization vector").
    pub nonce: [u8; NONCE_LEN],
    /// As long as the text.
    pub ciphertext: Vec<u8>,
    /// The tag.
    pub tag: [u8; TAG_LEN],
}

impl ContentKey {
    /// A new one.
    pub fn generate(rng: &mut dyn Rng) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill(&mut *key);
        Self(key)
    }

    /// This key under a wrapping key.
    #[must_use]
    pub fn wrap(&self, wrapping: &[u8; 16]) -> [u8; WRAPPED_LEN] {
        let mut out = [0; WRAPPED_LEN];
        #[expect(
            clippy::expect_used,
            reason = "16 bytes are a key of AES-128, and 32 wrap into 40"
        )]
        AesKek::new(&AES_128, wrapping)
            .and_then(|kek| kek.wrap(&*self.0, &mut out).map(|_| ()))
            .expect("fixed lengths");
        out
    }

    /// The key that was wrapped.
    ///
    /// # Errors
    /// [`UnwrapError`] for another wrapping key, and for anything that is no wrapped key of 32 bytes.
    pub fn unwrap(wrapping: &[u8; 16], wrapped: &[u8]) -> Result<Self, UnwrapError> {
        let wrapped: &[u8; WRAPPED_LEN] = wrapped.try_into().map_err(|_| UnwrapError)?;
        let kek = AesKek::new(&AES_128, wrapping).map_err(|_| UnwrapError)?;
        // The library wants room for the eight bytes of proof, too.
        let mut room = Zeroizing::new([0; WRAPPED_LEN]);
        let key = kek.unwrap(wrapped, &mut *room).map_err(|_| UnwrapError)?;
        let key: &[u8; 32] = (&*key).try_into().map_err(|_| UnwrapError)?;
        Ok(Self(Zeroizing::new(*key)))
    }

    /// Seals a text under a nonce that is new each time.
    pub fn seal(&self, rng: &mut dyn Rng, aad: &[u8], plaintext: &[u8]) -> Content {
        let mut nonce = [0; NONCE_LEN];
        rng.fill(&mut nonce);
        let mut ciphertext = plaintext.to_vec();
        #[expect(
            clippy::expect_used,
            reason = "sealing fails only above 64 GiB, which no caller holds"
        )]
        let tag = self
            .key()
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(aad),
                &mut ciphertext,
            )
            .expect("below 64 GiB");
        let mut content = Content {
            nonce,
            ciphertext,
            tag: [0; TAG_LEN],
        };
        for (to, from) in content.tag.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        content
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// [`ContentError`].
    pub fn open(&self, aad: &[u8], content: &Content) -> Result<Zeroizing<Vec<u8>>, ContentError> {
        let mut text = Zeroizing::new(content.ciphertext.clone());
        let sealed = text.len();
        text.extend_from_slice(&content.tag);
        let nonce = Nonce::assume_unique_for_key(content.nonce);
        self.key()
            .open_in_place(nonce, Aad::from(aad), text.as_mut_slice())
            .map_err(|_| ContentError)?;
        text.truncate(sealed);
        Ok(text)
    }

    fn key(&self) -> LessSafeKey {
        #[expect(clippy::expect_used, reason = "a key of 32 bytes always fits AES-256")]
        LessSafeKey::new(UnboundKey::new(&AES_256_GCM, &*self.0).expect("32 bytes"))
    }
}
