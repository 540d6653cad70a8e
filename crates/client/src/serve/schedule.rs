//! When to ask for the next session.
//!
//! In good times a point between 50 and 60 % of the session's life, by the wall clock, since that is
//! what the expiration is written in: SDKs begin to ask again some fifteen minutes before the end of a
//! session, and many machines that were started together spread out. After a failure a pause that
//! doubles, by the monotonic clock.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use tegata_base::Rng;

use crate::backoff::{Backoff, share};

/// The pause after the first failure, at the most.
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// The longest pause between failures.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// What clients ask for does not lead to attempts closer together than this.
pub(super) const MIN_INTERVAL: Duration = Duration::from_secs(5);
/// A difference between the wall clock and the monotonic one that is no drift: the clock was set, or
/// the machine slept.
const JUMP: SignedDuration = SignedDuration::from_secs(10);

/// What comes next.
pub(super) struct Schedule {
    next: Next,
    backoff: Backoff,
    last_attempt: Option<Instant>,
}

enum Next {
    At(Timestamp),
    After(Instant),
    /// When someone has changed something.
    Never,
}

impl Schedule {
    /// The first session is due at once.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            next: Next::After(now),
            backoff: Backoff::new(FIRST_PAUSE, LONGEST_PAUSE),
            last_attempt: None,
        }
    }

    /// A session came. Returns when the next is due.
    pub(super) fn succeeded(
        &mut self,
        expiration: Timestamp,
        (wall, mono): (Timestamp, Instant),
        rng: &mut dyn Rng,
    ) -> Timestamp {
        self.backoff.succeeded();
        self.last_attempt = Some(mono);
        let life = expiration.duration_since(wall).max(SignedDuration::ZERO);
        let at = wall + life.mul_f64(0.5 + 0.1 * share(rng));
        self.next = if life.is_zero() {
            // Expired on arrival: a clock is wrong. Not at once again.
            Next::After(mono + MIN_INTERVAL)
        } else {
            Next::At(at)
        };
        at
    }

    /// An attempt failed. Returns how many have in a row, and the pause before the next.
    pub(super) fn failed(&mut self, mono: Instant, rng: &mut dyn Rng) -> (u32, Duration) {
        let pause = self.backoff.failed(rng);
        self.last_attempt = Some(mono);
        self.next = Next::After(mono + pause);
        (self.backoff.failures(), pause)
    }

    /// An attempt failed, and another would, too, or do harm. Returns how many have failed in a row.
    pub(super) fn gave_up(&mut self, mono: Instant) -> u32 {
        self.last_attempt = Some(mono);
        self.next = Next::Never;
        self.backoff.failed_for_good()
    }

    /// Whether nothing but a change is to bring the next attempt.
    pub(super) const fn has_given_up(&self) -> bool {
        matches!(self.next, Next::Never)
    }

    /// Whether it is time.
    pub(super) fn is_due(&self, wall: Timestamp, mono: Instant) -> bool {
        match self.next {
            Next::At(at) => wall >= at,
            Next::After(at) => mono >= at,
            Next::Never => false,
        }
    }

    /// Whether an attempt that a client waits for may be made already.
    pub(super) fn may_hurry(&self, mono: Instant) -> bool {
        self.last_attempt
            .is_none_or(|last| mono.saturating_duration_since(last) >= MIN_INTERVAL)
    }
}

/// Notices that the wall clock did not go with the monotonic one.
pub(super) struct ClockWatch {
    wall: Timestamp,
    mono: Instant,
}

impl ClockWatch {
    pub(super) const fn new(wall: Timestamp, mono: Instant) -> Self {
        Self { wall, mono }
    }

    /// How far the wall clock jumped since the last look, forward or back; `None` when it did not.
    pub(super) fn jumped(&mut self, wall: Timestamp, mono: Instant) -> Option<SignedDuration> {
        let by_wall = wall.duration_since(self.wall);
        let elapsed = mono.saturating_duration_since(self.mono);
        (self.wall, self.mono) = (wall, mono);
        let by_mono = SignedDuration::try_from(elapsed).unwrap_or(SignedDuration::MAX);
        let jump = by_wall.checked_sub(by_mono)?;
        (jump.abs() > JUMP).then_some(jump)
    }
}
