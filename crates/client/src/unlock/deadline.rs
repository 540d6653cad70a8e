//! When an agent ends: by the clock that goes on while the machine sleeps, and by the wall clock.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rustix::time::{ClockId, clock_gettime};

/// The machine's own clock. On Linux, `CLOCK_MONOTONIC` stands still while it sleeps; elsewhere it does not.
#[cfg(target_os = "linux")]
const RUNNING: ClockId = ClockId::Boottime;
#[cfg(not(target_os = "linux"))]
const RUNNING: ClockId = ClockId::Monotonic;

/// The time by both clocks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    /// Since the machine was switched on.
    running: Duration,
    wall: Timestamp,
}

impl Now {
    pub(super) fn read() -> Self {
        let running = clock_gettime(RUNNING);
        Self {
            running: Duration::try_from(running).unwrap_or_default(),
            wall: crate::edge::now(),
        }
    }
}

/// An end by both clocks; whichever is there first counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Deadline(Now);

impl Deadline {
    pub(super) fn after(lasting: Duration, now: Now) -> Self {
        let wall = SignedDuration::try_from(lasting).ok();
        Self(Now {
            running: now.running.saturating_add(lasting),
            wall: wall
                .and_then(|lasting| now.wall.checked_add(lasting).ok())
                .unwrap_or(Timestamp::MAX),
        })
    }

    /// What is left; nothing once it is over.
    pub(super) fn left(&self, now: Now) -> Duration {
        let wall = Duration::try_from(self.0.wall.duration_since(now.wall)).unwrap_or_default();
        self.0.running.saturating_sub(now.running).min(wall)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(running: u64, wall: i64) -> Now {
        Now {
            running: Duration::from_secs(running),
            wall: Timestamp::from_second(wall).unwrap(),
        }
    }

    #[test]
    fn the_clock_that_is_there_first_counts() {
        let deadline = Deadline::after(Duration::from_secs(60), at(100, 1_000_000));
        for (now, left, why) in [
            (at(100, 1_000_000), 60, "at once"),
            (at(130, 1_000_030), 30, "half way"),
            (at(160, 1_000_060), 0, "at the end"),
            (at(101, 1_000_200), 0, "slept by a clock that stood still"),
            (at(300, 1_000_001), 0, "slept, and the wall clock was set back"),
            (at(130, 900_000), 30, "the wall clock was set back"),
            (at(50, 1_000_030), 30, "no clock runs back, but if it did"),
        ] {
            assert_eq!(deadline.left(now), Duration::from_secs(left), "{why}");
        }
    }

    #[test]
    fn no_length_overflows() {
        let deadline = Deadline::after(Duration::MAX, at(1, 1));
        assert!(deadline.left(at(2, 2)) > Duration::from_secs(1));
    }

    #[test]
    fn both_clocks_go_on() {
        let before = Now::read();
        let after = Now::read();
        assert!(after.running >= before.running && before.running > Duration::ZERO);
    }
}
