//! How much a file may cost whoever opens it.

use std::num::NonZeroU32;

use tegata_crypto::password::{PasswordHash, ScryptCost};

use super::EncryptionError;

/// The work that one file may still cost. One unit is an iteration of a hash for one block of output,
/// or a block of scrypt's memory written: some 0.1 to 1 µs.
#[derive(Debug)]
pub(crate) struct Work(u64);

impl Work {
    /// Ten times what careful people ask for today.
    pub(crate) const LIMIT: u64 = 10_000_000;
    /// Each of scrypt's two areas of memory, in blocks of 128 bytes: 128 MiB.
    const MEMORY: u64 = 1 << 20;

    pub(crate) const fn new() -> Self {
        Self(Self::LIMIT)
    }

    /// Takes what deriving `length` bytes will cost.
    pub(crate) fn iterations(
        &mut self,
        hash: PasswordHash,
        iterations: u64,
        length: usize,
    ) -> Result<NonZeroU32, EncryptionError> {
        let blocks = length.div_ceil(hash.output_len()).max(1) as u64;
        let count = u32::try_from(iterations)
            .ok()
            .filter(|_| self.take(iterations.saturating_mul(blocks)))
            .ok_or_else(|| EncryptionError::TooCostly {
                what: format!("{iterations} iterations"),
            })?;
        NonZeroU32::new(count).ok_or(EncryptionError::Damaged)
    }

    pub(super) fn scrypt(&mut self, n: u64, r: u32, p: u32) -> Result<ScryptCost, EncryptionError> {
        if !n.is_power_of_two() || n < 2 || r == 0 || p == 0 {
            return Err(EncryptionError::Damaged);
        }
        let memory = n.max(p.into()).saturating_mul(r.into());
        let time = n.saturating_mul(r.into()).saturating_mul(p.into());
        if memory > Self::MEMORY || !self.take(time) {
            return Err(EncryptionError::TooCostly {
                what: format!("scrypt with N = {n}, r = {r}, p = {p}"),
            });
        }
        // At most 63: the logarithm of a u64.
        let log_n = u8::try_from(n.trailing_zeros()).map_err(|_| EncryptionError::Damaged)?;
        Ok(ScryptCost { log_n, r, p })
    }

    fn take(&mut self, units: u64) -> bool {
        match self.0.checked_sub(units) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests;
