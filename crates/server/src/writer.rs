//! The writer: the one thread that changes the configuration, in one total order.
//!
//! It takes what is queued as a batch, runs each call against a working snapshot that has the changes
//! of those before it, stores all changes with their events in one transaction, publishes the snapshot,
//! and only then releases the answers, refusals included. So uniqueness, quotas and conflicts are plain
//! ifs, and a caller reads its own writes.
//!
//! A handler that panics fails its own call. A panic of the writer itself, between applying and
//! publishing, ends the process: what the store holds is then read anew.

mod session_keys;

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tegata_audit::Event;
use tegata_base::Rng as _;
use tegata_crypto::OsRng;
use tegata_operation::{Reply, ServiceError};
use tegata_state::Snapshot;
use tegata_store::{Batch, Revision, StoreError};
use tokio::sync::oneshot;

use self::session_keys::RotateError;
use crate::call::{Call, Published};
use crate::metrics::Commit;
use crate::node::{self, Node};
use crate::{events, pipeline};

/// The most calls in one transaction.
const MAX_BATCH: usize = 256;
/// How often a transaction is tried again without the calls whose records were taken.
const MAX_TRIES: usize = 8;

/// How often the age of the session keys is looked at.
const CHECK_KEYS_EVERY: Duration = Duration::from_secs(300);

/// What became of a call, with the call itself.
pub(crate) struct Written {
    pub(crate) call: Call,
    pub(crate) result: Result<Reply, ServiceError>,
    /// The revision that it was judged at.
    pub(crate) revision: Revision,
}

/// The way to the writer.
#[derive(Clone)]
pub(crate) struct Queue {
    sender: SyncSender<Message>,
    node: Arc<Node>,
}

/// Why a call was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueueError {
    /// Too many wait.
    Full,
    /// The writer is stopping.
    Closed,
}

enum Message {
    Call(Box<Job>),
    Stop,
}

struct Job {
    call: Call,
    answer: oneshot::Sender<Written>,
}

/// The writer's thread.
pub(crate) struct Writer {
    sender: SyncSender<Message>,
    thread: JoinHandle<()>,
}

impl Queue {
    /// Queues a call; the answer comes when it is stored.
    pub(crate) fn push(&self, call: Call) -> Result<oneshot::Receiver<Written>, QueueError> {
        let (answer, answered) = oneshot::channel();
        self.node.metrics.queued_writes.inc();
        self.sender
            .try_send(Message::Call(Box::new(Job { call, answer })))
            .map_err(|error| {
                self.node.metrics.queued_writes.dec();
                match error {
                    TrySendError::Full(_) => QueueError::Full,
                    TrySendError::Disconnected(_) => QueueError::Closed,
                }
            })?;
        Ok(answered)
    }
}

impl Writer {
    /// Starts the thread; at most `queued` calls wait for it.
    pub(crate) fn start(node: Arc<Node>, queued: usize) -> std::io::Result<(Self, Queue)> {
        let (sender, receiver) = sync_channel(queued);
        let queue = Queue {
            sender: sender.clone(),
            node: Arc::clone(&node),
        };
        let run = move || {
            let _end = EndsProcess;
            Loop {
                node,
                receiver,
                suspect: false,
            }
            .run();
        };
        let thread = std::thread::Builder::new().name("writer".to_owned()).spawn(run)?;
        Ok((Self { sender, thread }, queue))
    }

    /// Stores what is queued and ends.
    pub(crate) fn stop(self) {
        // An error means that the thread is gone already.
        let _ = self.sender.send(Message::Stop);
        let _ = self.thread.join();
    }
}

/// Ends the process when the thread panics: its snapshot may not be what the store holds.
struct EndsProcess;

impl Drop for EndsProcess {
    fn drop(&mut self) {
        if std::thread::panicking() {
            tracing::error!("the writer panicked; ending the process, which loses nothing that was answered");
            std::process::abort();
        }
    }
}

struct Loop {
    node: Arc<Node>,
    receiver: Receiver<Message>,
    /// Whether the store may hold something else than the published snapshot.
    suspect: bool,
}

/// A batch of calls on its way through a transaction.
struct Attempt {
    snapshot: Snapshot,
    ring: Arc<tegata_session::KeyRing>,
    batches: Vec<Batch>,
    /// Which job each batch is of.
    jobs: Vec<usize>,
    results: Vec<(Result<Reply, ServiceError>, Revision)>,
}

impl Loop {
    fn run(mut self) {
        let mut keys_checked = None;
        loop {
            let now = Instant::now();
            if keys_checked.is_none_or(|at| now.saturating_duration_since(at) >= CHECK_KEYS_EVERY) {
                self.check_session_keys();
                keys_checked = Some(now);
            }
            let first = match self.receiver.recv_timeout(CHECK_KEYS_EVERY) {
                Ok(Message::Call(first)) => first,
                Err(RecvTimeoutError::Timeout) => continue,
                Ok(Message::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            };
            let mut jobs = vec![*first];
            let mut stopping = false;
            while jobs.len() < MAX_BATCH && !stopping {
                match self.receiver.try_recv() {
                    Ok(Message::Call(job)) => jobs.push(*job),
                    Ok(Message::Stop) => stopping = true,
                    Err(_) => break,
                }
            }
            self.node
                .metrics
                .queued_writes
                .dec_by(i64::try_from(jobs.len()).unwrap_or(i64::MAX));
            self.serve(jobs);
            if stopping {
                return;
            }
        }
    }

    fn check_session_keys(&mut self) {
        let checked = self
            .catch_up()
            .map_err(Into::into)
            .and_then(|()| self.rotate_session_keys());
        if let Err(error) = checked {
            self.suspect |= matches!(error, RotateError::Store(_));
            tracing::error!(%error, "the root keys of sessions could not be rotated; tried again soon");
        }
    }

    fn serve(&mut self, jobs: Vec<Job>) {
        let results = match self.catch_up() {
            Ok(()) => self.write(&jobs),
            Err(error) => {
                tracing::error!(%error, "writes are refused until the store can be read");
                let revision = self.node.revision();
                jobs.iter()
                    .map(|job| (Err(not_stored(&job.call, &error)), revision))
                    .collect()
            }
        };
        for (Job { call, answer }, (result, revision)) in jobs.into_iter().zip(results) {
            // Whoever asked may be gone; what was stored is stored.
            let _ = answer.send(Written {
                call,
                result,
                revision,
            });
        }
    }

    /// Runs the calls and stores what they change.
    fn write(&mut self, jobs: &[Job]) -> Vec<(Result<Reply, ServiceError>, Revision)> {
        let published = self.node.published.load_full();
        let mut conflicts: Vec<Option<ServiceError>> = jobs.iter().map(|_| None).collect();
        for _ in 0..MAX_TRIES {
            let attempt = self.attempt(jobs, &published, &conflicts);
            if attempt.batches.is_empty() {
                return attempt.results;
            }
            match self.commit(&published, &attempt) {
                Ok(()) => {
                    self.publish(attempt.snapshot, attempt.ring);
                    return attempt.results;
                }
                // A record's key was taken, which only its own call is to blame for.
                Err(StoreError::Exists { batch, key }) => {
                    let Some(job) = attempt.jobs.get(batch).copied() else {
                        break;
                    };
                    if let (Some(slot), Some(job)) = (conflicts.get_mut(job), jobs.get(job)) {
                        let cause = format!("a record exists under {key}");
                        *slot = Some(job.call.about.target.refusal.internal(cause));
                    }
                }
                Err(error) => return self.failed(jobs, published.snapshot.revision(), attempt, &error),
            }
        }
        let error = StoreError::Invalid("records collide again and again".to_owned());
        let attempt = self.attempt(jobs, &published, &conflicts);
        self.failed(jobs, published.snapshot.revision(), attempt, &error)
    }

    /// Runs every call in order, each on the changes of those before it.
    fn attempt(&self, jobs: &[Job], published: &Published, conflicts: &[Option<ServiceError>]) -> Attempt {
        let mut attempt = Attempt {
            snapshot: published.snapshot.clone(),
            ring: Arc::clone(&published.ring),
            batches: Vec::new(),
            jobs: Vec::new(),
            results: Vec::with_capacity(jobs.len()),
        };
        for (number, (job, conflict)) in jobs.iter().zip(conflicts).enumerate() {
            let revision = attempt.snapshot.revision();
            let result = match conflict {
                Some(error) => Err(error.clone()),
                None => self.one(number, &job.call, &mut attempt),
            };
            attempt.results.push((result, revision));
        }
        attempt
    }

    /// Runs one call and applies what it changes to the working snapshot.
    fn one(&self, number: usize, call: &Call, attempt: &mut Attempt) -> Result<Reply, ServiceError> {
        let node = &*self.node;
        let mut reply = call.run(node, &attempt.snapshot, &attempt.ring)?;
        let revision = attempt.snapshot.revision();
        let mut batch = Batch {
            id: [0; 16],
            changes: std::mem::take(&mut reply.changes),
            records: std::mem::take(&mut reply.records),
            events: events::of_success(&call.about, &mut reply, revision)
                .map(Event::into_row)
                .collect(),
        };
        OsRng.fill(&mut batch.id);
        let refusal = &call.about.target.refusal;
        Batch::check_group(std::slice::from_ref(&batch)).map_err(|error| refusal.internal(error))?;
        // A copy costs nothing, and one that fails half-way is dropped.
        let mut next = attempt.snapshot.clone();
        next.apply(revision.next(), &batch.changes)
            .map_err(|error| refusal.internal(error))?;
        attempt.snapshot = next;
        attempt.batches.push(batch);
        attempt.jobs.push(number);
        Ok(reply)
    }

    fn commit(&self, published: &Published, attempt: &Attempt) -> Result<(), StoreError> {
        let started = Instant::now();
        let result = self
            .node
            .store
            .commit(published.snapshot.revision(), &attempt.batches);
        let (counted, failing) = match &result {
            Ok(_) => (Commit::Stored, false),
            Err(StoreError::Exists { .. }) => (Commit::Failed, false),
            Err(_) => (Commit::Failed, true),
        };
        self.node.store_failing.store(failing, Relaxed);
        self.node
            .metrics
            .committed(counted, attempt.batches.len(), started.elapsed());
        let head = result?;
        if head == attempt.snapshot.revision() {
            Ok(())
        } else {
            Err(StoreError::Corrupt(format!(
                "the store is at revision {head} after a commit"
            )))
        }
    }

    fn publish(&self, snapshot: Snapshot, ring: Arc<tegata_session::KeyRing>) {
        self.node
            .metrics
            .revision
            .set(i64::try_from(snapshot.revision().0).unwrap_or(i64::MAX));
        self.node.published.store(Arc::new(Published { snapshot, ring }));
    }

    /// Nothing is published. A call keeps its refusal only where that was judged on what is stored: one
    /// judged on changes of this batch tells of something that never came to be.
    fn failed(
        &mut self,
        jobs: &[Job],
        stored: Revision,
        attempt: Attempt,
        error: &StoreError,
    ) -> Vec<(Result<Reply, ServiceError>, Revision)> {
        tracing::error!(%error, writes = attempt.batches.len(), "a commit failed");
        self.suspect = !matches!(error, StoreError::Full | StoreError::Busy);
        let refuse = |(job, (result, revision)): (&Job, (Result<Reply, ServiceError>, Revision))| {
            let refused = result.err().filter(|_| revision == stored);
            let error = refused.unwrap_or_else(|| not_stored(&job.call, error));
            (Err(error), stored)
        };
        jobs.iter().zip(attempt.results).map(refuse).collect()
    }

    /// After a failure that leaves the store's state unknown, reads what it holds.
    fn catch_up(&mut self) -> Result<(), StoreError> {
        if !self.suspect {
            return Ok(());
        }
        let published = self.node.published.load_full();
        let unchanged = match self.node.store.changes_since(published.snapshot.revision()) {
            Ok(changes) => changes.head == published.snapshot.revision(),
            Err(StoreError::Compacted { .. } | StoreError::Invalid(_)) => false,
            Err(error) => return Err(error),
        };
        if !unchanged {
            let loaded = node::load(&*self.node.store, &self.node.kek)
                .map_err(|error| StoreError::Corrupt(error.to_string()))?;
            tracing::warn!(revision = %loaded.snapshot.revision(), "the configuration was read again");
            self.publish(loaded.snapshot, loaded.ring);
        }
        self.suspect = false;
        Ok(())
    }
}

/// The answer to a write that was not stored.
fn not_stored(call: &Call, error: &StoreError) -> ServiceError {
    let target = &call.about.target;
    match error {
        StoreError::Busy | StoreError::Behind { .. } => pipeline::unavailable(target.service, error),
        error => target.refusal.internal(error),
    }
}

#[cfg(test)]
mod tests;
