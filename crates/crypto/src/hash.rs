//! SHA-2.

use aws_lc_rs::digest;

/// SHA-256 of the whole input.
#[must_use]
pub fn sha256(data: &[u8]) -> [u8; 32] {
    copy(&digest::digest(&digest::SHA256, data))
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
