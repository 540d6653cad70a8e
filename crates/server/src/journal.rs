//! The way of events into the trail: the spool, and what is kept of refusals.
//!
//! Events of changes go into their transactions and do not pass here.

use std::cell::Cell;
use std::net::IpAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use jiff::Timestamp;
use tegata_audit::{
    Durability, Event, Frames, RefusalLimits, RefusalSummary, Refusals, Spool, SpoolError, SpoolOptions,
    Verdict,
};
use tegata_authz::{Caller, Identity};
use tegata_operation::ServiceError;
use tegata_store::SpoolPosition;
use tokio::sync::oneshot;

use crate::metrics::Metrics;

/// The spool with its limits.
pub(crate) struct Journal {
    spool: Spool,
    refusals: Mutex<Refusals>,
    /// Whether the last append failed.
    failing: AtomicBool,
}

impl Journal {
    /// Opens the spool in a directory.
    pub(crate) fn open(
        dir: &Path,
        options: SpoolOptions,
        stored: SpoolPosition,
        now: Timestamp,
    ) -> Result<Self, SpoolError> {
        Ok(Self {
            spool: Spool::open(dir, options, stored)?,
            refusals: Mutex::new(Refusals::new(RefusalLimits::default(), now)),
            failing: AtomicBool::new(false),
        })
    }

    /// Appends events and returns once they are as safe as asked.
    pub(crate) async fn append(
        &self,
        events: impl IntoIterator<Item = Event>,
        durability: Durability,
        metrics: &Metrics,
    ) -> Result<(), SpoolError> {
        let mut count = 0;
        let handed = encoded(events, |frames, events| {
            count = events;
            self.hand_over(frames, durability)
        });
        let result = match handed {
            Ok(Handed::Done(result)) => result,
            Ok(Handed::Waiting { appended, since }) => {
                let result = appended.await.unwrap_or(Err(SpoolError::Closed));
                if result.is_ok() && durability == Durability::Synced {
                    metrics.event_synced(since.elapsed());
                }
                result
            }
            Err(error) => Err(error),
        };
        if self.failing.load(Relaxed) != result.is_err() {
            self.failing.store(result.is_err(), Relaxed);
        }
        if result.is_ok() {
            metrics.events.inc_by(count);
        }
        result.map(drop)
    }

    fn hand_over(&self, frames: &Frames, durability: Durability) -> Handed {
        if durability == Durability::Written
            && let Some(result) = self.spool.write(frames)
        {
            return Handed::Done(result);
        }
        let since = Instant::now();
        let (done, appended) = oneshot::channel();
        let done = Box::new(move |result| drop(done.send(result)));
        self.spool.append(frames, durability, done);
        Handed::Waiting { appended, since }
    }

    /// Whether the last event could not be kept.
    pub(crate) fn is_failing(&self) -> bool {
        self.failing.load(Relaxed)
    }

    /// Appends an event that nobody waits for.
    pub(crate) fn append_later(&self, event: Event) {
        let report = |result: Result<SpoolPosition, SpoolError>| {
            if let Err(error) = result {
                tracing::error!(%error, "an event is lost");
            }
        };
        let appended = encoded([event], |frames, _| {
            self.spool.append(frames, Durability::Written, Box::new(report));
        });
        if let Err(error) = appended {
            report(Err(error));
        }
    }

    /// Makes everything appended so far durable, blocking, and returns where it ends.
    pub(crate) fn flush(&self) -> Result<SpoolPosition, SpoolError> {
        let (done, flushed) = std::sync::mpsc::sync_channel(1);
        self.spool.flush(Box::new(move |result| drop(done.send(result))));
        flushed.recv().unwrap_or(Err(SpoolError::Closed))
    }

    /// The end of what is durable.
    pub(crate) fn synced(&self) -> SpoolPosition {
        self.spool.synced()
    }

    /// Whether a refusal leaves an event of its own.
    pub(crate) fn keeps_refusal(&self, caller: &Caller, error: &ServiceError) -> bool {
        let principal = match &caller.identity {
            // Anybody can make a certificate; one that an anchor vouches for comes with facts.
            Identity::Certificate(possession) => {
                error.event.as_ref().map(|_| possession.leaf.fingerprint_hex())
            }
            _ => caller.principal_id(),
        };
        let request = &caller.request;
        let verdict =
            self.refusals()
                .admit(principal.as_deref(), request.source_ip, &error.code, request.now);
        verdict == Verdict::Keep
    }

    /// Counts a refusal whose caller could not be told.
    pub(crate) fn count_stranger(&self, source: IpAddr, code: &str, now: Timestamp) {
        self.refusals().admit(None, source, code, now);
    }

    /// What was counted instead of kept, when it is time to tell, or at the end.
    pub(crate) fn counted_refusals(&self, now: Timestamp, at_end: bool) -> Option<RefusalSummary> {
        let mut refusals = self.refusals();
        if at_end {
            refusals.finish(now)
        } else {
            refusals.aggregate(now)
        }
    }

    fn refusals(&self) -> std::sync::MutexGuard<'_, Refusals> {
        self.refusals.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What became of events that the spool was given.
enum Handed {
    Done(Result<SpoolPosition, SpoolError>),
    Waiting {
        appended: oneshot::Receiver<Result<SpoolPosition, SpoolError>>,
        since: Instant,
    },
}

thread_local! {
    /// Kept from one request to the next.
    static FRAMES: Cell<Frames> = Cell::default();
}

/// Encodes events and hands them to `take`, with their number.
fn encoded<T>(
    events: impl IntoIterator<Item = Event>,
    take: impl FnOnce(&Frames, u64) -> T,
) -> Result<T, SpoolError> {
    let mut frames = FRAMES.take();
    frames.clear();
    let mut count = 0;
    for event in events {
        frames.push(event)?;
        count += 1;
    }
    let taken = take(&frames, count);
    FRAMES.set(frames);
    Ok(taken)
}
