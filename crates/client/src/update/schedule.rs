//! When to make the next pass.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tegata_base::Rng;

use crate::backoff::{Backoff, share};

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
pub(super) struct Schedule {
    backoff: Backoff,
}

impl Default for Schedule {
    fn default() -> Self {
        Self {
            backoff: Backoff::new(FIRST_PAUSE, LONGEST_PAUSE),
        }
    }
}

impl Schedule {
    /// How long to wait after credentials were written.
    pub(super) fn succeeded(&mut self, now: Timestamp, expiration: Timestamp, rng: &mut dyn Rng) -> Duration {
        self.backoff.succeeded();
        let life = expiration.duration_since(now).max(SignedDuration::ZERO);
        let life = Duration::try_from(life).unwrap_or_default();
        let jitter = (life / 10).min(LONGEST_JITTER).mul_f64(share(rng));
        life.saturating_sub(LEAD).saturating_sub(jitter).max(SHORTEST)
    }

    /// How long to wait after a failure: from the half of it to all of a pause that doubles.
    pub(super) fn failed(&mut self, rng: &mut dyn Rng) -> Duration {
        self.backoff.failed(rng)
    }
}
