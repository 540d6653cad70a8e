//! Pauses between attempts, and the randomness that spreads machines out which were started together.

use std::time::Duration;

use tegata_base::Rng;

/// Pauses that double with each failure in a row.
pub(crate) struct Backoff {
    first: Duration,
    longest: Duration,
    failures: u32,
}

impl Backoff {
    /// No failure yet. `first` is the longest pause after the first one, `longest` after many.
    pub(crate) const fn new(first: Duration, longest: Duration) -> Self {
        Self {
            first,
            longest,
            failures: 0,
        }
    }

    /// The next failure is the first again.
    pub(crate) const fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// How long to wait after one more failure: from the half of a pause to all of it.
    pub(crate) fn failed(&mut self, rng: &mut dyn Rng) -> Duration {
        let longest = self.first.saturating_mul(2_u32.saturating_pow(self.failures));
        self.failures = self.failures.saturating_add(1);
        longest.min(self.longest).mul_f64(0.5 + 0.5 * share(rng))
    }

    /// One more failure, after which there is no pause, since nothing is tried again. Returns how many there
    /// were in a row.
    pub(crate) const fn failed_for_good(&mut self) -> u32 {
        self.failures = self.failures.saturating_add(1);
        self.failures
    }

    /// How many failures there were in a row.
    pub(crate) const fn failures(&self) -> u32 {
        self.failures
    }
}

/// Anything from 0 to 1.
pub(crate) fn share(rng: &mut dyn Rng) -> f64 {
    let mut bytes = [0; 4];
    rng.fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}
