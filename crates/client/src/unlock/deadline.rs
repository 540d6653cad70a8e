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
mod tests;
