//! The key-encryption key: seals the long-term secrets that are stored.
//!
//! A sealed field is `version ‖ key id ‖ nonce ‖ ciphertext ‖ tag`; the row's key and the field's
//! name are the associated data, so that a sealed value cannot be moved to another place.

use tegata_base::{Rng, Secret};
use zeroize::Zeroizing;

use crate::aead::{AeadKey, OpenError};
use crate::{hash, kdf};

const VERSION: u8 = 1;
const ID_LEN: usize = 4;

/// A key-encryption key.
pub struct Kek {
    id: [u8; ID_LEN],
    key: AeadKey,
}

/// A sealed field cannot be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnsealError {
    /// It was sealed under another key-encryption key.
    #[error("sealed under another key-encryption key; start with the one that this data was made with")]
    OtherKey,
    /// It is damaged or stands in another row's place.
    #[error("a sealed field is damaged")]
    Damaged,
}

impl Kek {
    /// From 32 secret bytes.
    #[must_use]
    pub fn new(bytes: &Secret<[u8; 32]>) -> Self {
        let derived = Zeroizing::new(kdf::hkdf_sha256(bytes.expose(), b"tegata kek", &[b"seal"]));
        let digest = hash::sha256(&kdf::hkdf_sha256(bytes.expose(), b"tegata kek", &[b"id"]));
        let mut id = [0; ID_LEN];
        for (to, from) in id.iter_mut().zip(digest) {
            *to = from;
        }
        Self {
            id,
            key: AeadKey::new(&derived),
        }
    }

    /// Seals a field of the row `place`.
    pub fn seal(&self, rng: &mut dyn Rng, place: &str, field: &str, plaintext: &[u8]) -> Vec<u8> {
        let mut out = vec![VERSION];
        out.extend_from_slice(&self.id);
        out.extend_from_slice(&self.key.seal(rng, &associated(place, field), plaintext));
        out
    }

    /// Opens a field of the row `place`.
    ///
    /// # Errors
    /// [`UnsealError`].
    pub fn open(&self, place: &str, field: &str, sealed: &[u8]) -> Result<Secret<Vec<u8>>, UnsealError> {
        let (version, rest) = sealed.split_first().ok_or(UnsealError::Damaged)?;
        let (id, body) = rest.split_at_checked(ID_LEN).ok_or(UnsealError::Damaged)?;
        if *version != VERSION {
            return Err(UnsealError::Damaged);
        }
        if id != self.id {
            return Err(UnsealError::OtherKey);
        }
        self.key
            .open(&associated(place, field), body)
            .map(Secret::new)
            .map_err(|OpenError| UnsealError::Damaged)
    }
}

fn associated(place: &str, field: &str) -> Vec<u8> {
    format!("{}:{place}:{field}", place.len()).into_bytes()
}
