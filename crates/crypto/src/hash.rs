//! SHA-2.

use aws_lc_rs::digest;

use crate::HashKind;

/// SHA-256 of the whole input.
#[must_use]
pub fn sha256(data: &[u8]) -> [u8; 32] {
    copy(&digest::digest(&digest::SHA256, data))
}

/// The digest of the whole input: 32, 48 or 64 bytes.
#[must_use]
pub fn digest(kind: HashKind, data: &[u8]) -> Vec<u8> {
    let algorithm = match kind {
        HashKind::Sha256 => &digest::SHA256,
        HashKind::Sha384 => &digest::SHA384,
        HashKind::Sha512 => &digest::SHA512,
    };
    digest::digest(algorithm, data).as_ref().to_vec()
}

/// SHA-1 of the whole input: for names that old tools give to certificates. Nothing is trusted for it.
#[must_use]
pub fn sha1_for_display(data: &[u8]) -> [u8; 20] {
    let mut out = [0; 20];
    let digest = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, data);
    out.copy_from_slice(digest.as_ref());
    out
}

/// SHA-256 fed in pieces.
pub struct Sha256(digest::Context);

impl Default for Sha256 {
    fn default() -> Self {
        Self(digest::Context::new(&digest::SHA256))
    }
}

impl Sha256 {
    /// Takes the next piece.
    pub fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    /// The digest of everything taken.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        copy(&self.0.finish())
    }
}

fn copy(digest: &digest::Digest) -> [u8; 32] {
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(digest.as_ref()) {
        *to = *from;
    }
    out
}
