//! When to make the next pass.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tegata_base::Rng;

/// AWS's helper refreshes this long before the credentials expire; a program that reads the file just
/// before that still has time to use them.
const LEAD: Duration = Duration::from_secs(5 * 60);
/// So much earlier at most, and no more than a tenth of their life, so that machines which were started
/// together spread out.
const LONGEST_JITTER: Duration = Duration::from_secs(10 * 60);
/// A clock that is wrong does not make one pass follow on another.
const SHORTEST: Duration = Duration::from_secs(60);
const FIRST_PAUSE: Duration = Duration::from_secs(5);
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);

/// Knows how many passes have failed in a row.
#[derive(Default)]
pub(super) struct Schedule {
    failures: u32,
}

impl Schedule {
    /// How long to wait after credentials were written.
    pub(super) fn succeeded(&mut self, now: Timestamp, expiration: Timestamp, rng: &mut dyn Rng) -> Duration {
        self.failures = 0;
        let life = expiration.duration_since(now).max(SignedDuration::ZERO);
        let life = Duration::try_from(life).unwrap_or_default();
        let jitter = (life / 10).min(LONGEST_JITTER).mul_f64(share(rng));
        life.saturating_sub(LEAD).saturating_sub(jitter).max(SHORTEST)
    }

    /// How long to wait after a failure: from the half of it to all of a pause that doubles.
    pub(super) fn failed(&mut self, rng: &mut dyn Rng) -> Duration {
        let longest = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(self.failures));
        self.failures = self.failures.saturating_add(1);
        longest.min(LONGEST_PAUSE).mul_f64(0.5 + 0.5 * share(rng))
    }
}

/// Anything from 0 to 1.
fn share(rng: &mut dyn Rng) -> f64 {
    let mut bytes = [0; 4];
    rng.fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX)
}
