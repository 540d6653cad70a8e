//! Randomness as an argument.

/// A source of cryptographically strong random bytes. The real one is `tegata_crypto::OsRng`;
/// pure code takes `&mut dyn Rng`, so that tests can repeat a run.
pub trait Rng {
    /// Fills `bytes` with random bytes.
    fn fill(&mut self, bytes: &mut [u8]);
}

impl<R: Rng + ?Sized> Rng for &mut R {
    fn fill(&mut self, bytes: &mut [u8]) {
        (**self).fill(bytes);
    }
}
