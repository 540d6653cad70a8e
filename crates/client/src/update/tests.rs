use std::cell::{Cell, RefCell};

use tegata_crypto::OsRng;

use super::*;
use crate::Environment;

mod files;

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// A source of randomness that gives always the same.
struct Same(u8);

impl tegata_base::Rng for Same {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill(self.0);
    }
}

const fn earliest() -> Same {
    Same(0xff)
}

const fn latest() -> Same {
    Same(0)
}

#[test]
fn the_next_pass_is_five_minutes_and_a_random_bit_before_the_end() {
    let now = at("2026-01-02T00:00:00Z");
    let mut schedule = Schedule::default();
    for (life, longest, shortest) in [
        (900, 600, 510),
        (3600, 3300, 2940),
        (43_200, 42_900, 42_300),
        // Such a short life means that a clock is wrong.
        (300, 60, 60),
        (0, 60, 60),
        (-3600, 60, 60),
    ] {
        let expiration = now + jiff::SignedDuration::from_secs(life);
        let mut pause = |mut rng: Same| schedule.succeeded(now, expiration, &mut rng).as_secs();
        assert_eq!(
            (pause(latest()), pause(earliest())),
            (longest, shortest),
            "{life}"
        );
    }
}

#[test]
fn pauses_after_failures_double_up_to_five_minutes() {
    let pauses = |mut rng: Same| {
        let mut schedule = Schedule::default();
        (0..40)
            .map(|_| schedule.failed(&mut rng).as_millis())
            .collect::<Vec<_>>()
    };
    let (long, short) = (pauses(earliest()), pauses(latest()));
    assert_eq!(
        long[..8],
        [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]
    );
    assert!(long.iter().zip(&short).all(|(long, short)| *long == 2 * short));
    assert_eq!(long[39], 300_000);
    let mut schedule = Schedule::default();
    schedule.failed(&mut earliest());
    schedule.failed(&mut earliest());
    let now = at("2026-01-02T00:00:00Z");
    schedule.succeeded(now, now + jiff::SignedDuration::from_hours(1), &mut latest());
    assert_eq!(
        schedule.failed(&mut earliest()).as_secs(),
        5,
        "after a success it starts anew"
    );
}

/// Waits in no time, on a clock of the test's own.
struct FakeWatch<'a> {
    clock: &'a Cell<Timestamp>,
    /// How far the wall clock goes with each wait, in place of as far as was waited.
    steps: Option<jiff::SignedDuration>,
    /// After so many waits someone asks for a refresh.
    refresh_after: Option<usize>,
    waits: &'a RefCell<Vec<Duration>>,
}

impl Watch for FakeWatch<'_> {
    fn undisturbed(&mut self, work: &mut dyn FnMut()) {
        work();
    }

    fn wait(&mut self, at_most: Duration) -> Woken {
        self.waits.borrow_mut().push(at_most);
        let step = self
            .steps
            .unwrap_or_else(|| jiff::SignedDuration::try_from(at_most).unwrap());
        self.clock.set(self.clock.get() + step);
        match self.refresh_after == Some(self.waits.borrow().len()) {
            true => Woken::Refresh,
            false => Woken::Time,
        }
    }
}

/// Waits for an hour and tells how often and how long in all was waited.
fn waited(steps: Option<i64>, refresh_after: Option<usize>) -> (bool, usize, u64) {
    let (clock, waits) = (Cell::new(at("2026-01-02T00:00:00Z")), RefCell::default());
    let mut watch = FakeWatch {
        clock: &clock,
        steps: steps.map(jiff::SignedDuration::from_secs),
        refresh_after,
        waits: &waits,
    };
    let edge = Edge {
        environment: &Environment::default(),
        clock: &|| clock.get(),
        sleep: &|_| panic!("sleeps"),
        rng: &mut OsRng,
        stdout: &mut std::io::sink(),
        stderr: &mut std::io::sink(),
    };
    let refresh = wait(Duration::from_secs(3600), &edge, &mut watch);
    let all: Duration = waits.borrow().iter().sum();
    (refresh, waits.borrow().len(), all.as_secs())
}

#[test]
fn a_wait_ends_by_the_clock_that_is_first() {
    assert_eq!(waited(None, None), (false, 180, 3600));
    // The machine slept, or the clock was set forward: seen with the next look.
    assert_eq!(waited(Some(7200), None), (false, 1, 20));
    // Set back with each look: what was waited counts.
    assert_eq!(waited(Some(-7200), None), (false, 180, 3600));
    assert_eq!(waited(None, Some(3)), (true, 3, 60));
}
