//! From the spool to the index: events are stored in batches behind the requests' backs.
//!
//! Indexing an event costs more than answering many requests, so while there is little to catch up on
//! and nobody waits, the thread leaves most of the time to the requests. Whoever looks for events waits
//! until the index has reached the spool's end as of the question.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tegata_audit::{SpoolError, SpoolReader, remove_before};
use tegata_base::uuid_v4;
use tegata_crypto::OsRng;
use tegata_store::SpoolPosition;

use crate::node::Node;

/// Events stored in one transaction; while it runs, changes wait.
const BATCH: usize = 500;
/// How often the spool is looked at when nobody asks.
const LOOK_EVERY: Duration = Duration::from_millis(200);
/// For each moment of work this many of rest, while the backlog is small.
const REST: u32 = 9;
/// Bytes of backlog from which on there is no rest.
const LARGE_BACKLOG: u64 = 2 << 30;
/// The pause after an error of the disk.
const AFTER_ERROR: Duration = Duration::from_secs(1);
/// How long a stop goes on indexing.
const STOP_WITHIN: Duration = Duration::from_secs(2);

/// How far the index has come, to wait for.
#[derive(Default)]
pub(crate) struct Indexed {
    state: Mutex<State>,
    /// Signalled when any of the state changes.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    position: SpoolPosition,
    wanted: SpoolPosition,
    stopping: bool,
}

/// The index did not get there in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the index has not caught up with the trail in time")]
pub(crate) struct NotInTime;

impl Indexed {
    /// Blocks until the index has reached a position.
    pub(crate) fn wait_for(&self, position: SpoolPosition, within: Duration) -> Result<(), NotInTime> {
        let deadline = Instant::now() + within;
        let mut state = self.lock();
        while state.position < position {
            state.wanted = state.wanted.max(position);
            self.changed.notify_all();
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.stopping {
                return Err(NotInTime);
            }
            state = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
        Ok(())
    }

    fn reached(&self, position: SpoolPosition) {
        self.lock().position = position;
        self.changed.notify_all();
    }

    fn stop(&self) {
        self.lock().stopping = true;
        self.changed.notify_all();
    }

    /// Rests this long, or until somebody waits if that may cut it short; whether to go on.
    fn rest(&self, rest: Duration, cut_short: bool) -> bool {
        let deadline = Instant::now() + rest;
        let mut state = self.lock();
        loop {
            if state.stopping {
                return false;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || (cut_short && state.wanted > state.position) {
                return true;
            }
            state = self
                .changed
                .wait_timeout(state, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn is_wanted(&self) -> bool {
        let state = self.lock();
        state.wanted > state.position
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The thread that indexes.
pub(crate) struct Indexer {
    indexed: Arc<Indexed>,
    thread: JoinHandle<()>,
}

impl Indexer {
    /// Starts the thread, which first takes what the last process left.
    pub(crate) fn start(node: Arc<Node>, spool: PathBuf, from: SpoolPosition) -> std::io::Result<Self> {
        let indexed = Arc::new(Indexed::default());
        indexed.lock().position = from;
        let work = Work {
            node,
            indexed: Arc::clone(&indexed),
            reader: SpoolReader::new(&spool, from),
            spool,
        };
        let thread = std::thread::Builder::new()
            .name("indexer".to_owned())
            .spawn(move || work.run())?;
        Ok(Self { indexed, thread })
    }

    pub(crate) fn indexed(&self) -> Arc<Indexed> {
        Arc::clone(&self.indexed)
    }

    /// Indexes what there is, for a moment, and ends; the rest is taken at the next start.
    pub(crate) fn stop(self) {
        self.indexed.stop();
        let _ = self.thread.join();
    }
}

struct Work {
    node: Arc<Node>,
    indexed: Arc<Indexed>,
    reader: SpoolReader,
    spool: PathBuf,
}

impl Work {
    fn run(mut self) {
        loop {
            let started = Instant::now();
            let step = self.step();
            // Whoever waits cannot make a failing disk work, only be asked and complained about without end.
            let cut_short = step.is_ok();
            let rest = match step {
                Ok(Step::Caught) => LOOK_EVERY,
                Ok(Step::More { backlog }) if backlog < LARGE_BACKLOG && !self.indexed.is_wanted() => {
                    started.elapsed() * REST
                }
                Ok(Step::More { .. }) => Duration::ZERO,
                Err(error) => {
                    tracing::error!(%error, "the index of events is behind and is tried again");
                    AFTER_ERROR
                }
            };
            self.tell_refusals(false);
            if !self.indexed.rest(rest, cut_short) {
                break;
            }
        }
        self.tell_refusals(true);
        self.finish();
    }

    /// Stores the next events, if there are any.
    fn step(&mut self) -> Result<Step, IndexError> {
        let end = self.node.journal.synced();
        let before = self.reader.position();
        if before >= end {
            self.node.metrics.spool_backlog.set(0);
            return Ok(Step::Caught);
        }
        let events = match self.reader.read(end, BATCH) {
            Ok(events) => events,
            Err(SpoolError::Corrupt { position, what }) => {
                let bytes = self.reader.skip_segment()?;
                tracing::error!(%position, what, bytes, "a part of the audit spool is damaged and was passed over");
                Vec::new()
            }
            Err(error) => return Err(error.into()),
        };
        let after = self.reader.position();
        if let Err(error) = self.node.store.append_events(after, &events) {
            // Nothing was stored: read the same again.
            self.reader = SpoolReader::new(&self.spool, before);
            return Err(error.into());
        }
        self.node.metrics.events_indexed.inc_by(events.len() as u64);
        if after.segment > before.segment {
            remove_stored(&self.spool, after);
        }
        self.indexed.reached(after);
        let backlog = distance(after, end);
        self.node
            .metrics
            .spool_backlog
            .set(i64::try_from(backlog).unwrap_or(i64::MAX));
        Ok(if after >= end {
            Step::Caught
        } else {
            Step::More { backlog }
        })
    }

    /// Refusals that were only counted leave one event an interval.
    fn tell_refusals(&self, at_end: bool) {
        let node = &self.node;
        if let Some(summary) = node.journal.counted_refusals(node.clock.now(), at_end) {
            let mut event = summary.into_event(uuid_v4(&mut OsRng), (node.account, node.region.clone()));
            event.request_id = Some(uuid_v4(&mut OsRng));
            node.journal.append_later(event);
        }
    }

    fn finish(&mut self) {
        let deadline = Instant::now() + STOP_WITHIN;
        if let Err(error) = self.node.journal.flush() {
            tracing::error!(%error, "the audit spool could not be synced at the end");
            return;
        }
        while Instant::now() < deadline {
            match self.step() {
                Ok(Step::More { .. }) => {}
                Ok(Step::Caught) => return,
                Err(error) => {
                    return tracing::error!(%error, "events are left to be indexed at the next start");
                }
            }
        }
    }
}

enum Step {
    /// Everything durable is in the index.
    Caught,
    /// There is more, about this many bytes.
    More { backlog: u64 },
}

/// Why the index stands still.
#[derive(Debug, thiserror::Error)]
enum IndexError {
    #[error(transparent)]
    Spool(#[from] SpoolError),
    #[error(transparent)]
    Store(#[from] tegata_store::StoreError),
}

/// Bytes between two positions, as far as can be told without looking at the files.
fn distance(from: SpoolPosition, to: SpoolPosition) -> u64 {
    let segments = to.segment.saturating_sub(from.segment);
    let segment_bytes = tegata_audit::SpoolOptions::default().segment_bytes;
    (segments * segment_bytes + to.offset).saturating_sub(from.offset)
}

fn remove_stored(spool: &Path, position: SpoolPosition) {
    if let Err(error) = remove_before(spool, position) {
        tracing::warn!(%error, "an indexed segment of the audit spool could not be removed");
    }
}

#[cfg(test)]
mod tests;
