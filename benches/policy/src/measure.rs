//! Processor time of short things: many in a batch, batches of the things to compare taking turns,
//! medians of the batches. Processor time of the one thread, so that a busy machine counts less.

use std::hint::black_box;
use std::time::Duration;

use rustix::time::ClockId;

/// Batches of each thing.
const BATCHES: usize = 41;

/// What a batch should take at least.
const BATCH: Duration = Duration::from_millis(4);

fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(
        time.tv_sec.unsigned_abs(),
        u32::try_from(time.tv_nsec).unwrap_or_default(),
    )
}

/// One of the things to compare.
pub(crate) struct Thing<'a> {
    once: Box<dyn FnMut() + 'a>,
    in_a_batch: u32,
    nanos: Vec<f64>,
}

impl<'a> Thing<'a> {
    pub(crate) fn new<T>(mut once: impl FnMut() -> T + 'a) -> Self {
        Self {
            once: Box::new(move || drop(black_box(once()))),
            in_a_batch: 1,
            nanos: Vec::new(),
        }
    }

    fn batch(&mut self) -> Duration {
        let started = thread_time();
        for _ in 0..self.in_a_batch {
            (self.once)();
        }
        thread_time().saturating_sub(started)
    }

    /// Warms up, and finds how many make a batch.
    fn prepare(&mut self) {
        while self.batch() < BATCH {
            self.in_a_batch *= 2;
        }
    }

    fn take(&mut self) {
        let taken = self.batch().as_secs_f64() * 1e9 / f64::from(self.in_a_batch);
        self.nanos.push(taken);
    }

    fn median(&mut self) -> f64 {
        self.nanos.sort_by(f64::total_cmp);
        self.nanos[self.nanos.len() / 2]
    }
}

/// Median nanoseconds of each.
pub(crate) fn medians<const N: usize>(mut things: [Thing<'_>; N]) -> [f64; N] {
    things.iter_mut().for_each(Thing::prepare);
    for _ in 0..BATCHES {
        things.iter_mut().for_each(Thing::take);
    }
    things.map(|mut thing| thing.median())
}
