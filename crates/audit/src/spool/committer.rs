//! How frames get from callers into the file, in one order.
//!
//! One thread at a time holds the [`Tail`]; meanwhile the others queue. Two kinds of threads hold it:
//!
//! - a caller who needs its frames only written, and finds the tail free and nothing queued, writes
//!   them itself ([`Shared::write`]), so no other thread has to wake up for them. Before it lets go it
//!   also writes what was queued meanwhile.
//! - the spool's own thread takes all that is queued as one write, syncs if anybody waits for it or it
//!   is due, and does everything else that may take long: new segments, taking back a failed write.
//!
//! Callers serve connections, so the disk must not hold them up. During a sync the tail is held and
//! they queue: a disk that hangs is met by the spool's thread first, since all that is written is
//! synced within 100 ms. A write into the system's cache can be held up too, when too much waits for
//! the disk: after one that took 20 ms, callers leave writing to the spool's thread for 10 s.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tegata_store::SpoolPosition;

use super::tail::{Group, Tail, Told, Waiter};
use super::{Done, Durability, SpoolError};

/// Bytes that may wait to be written.
const MAX_QUEUED: usize = 32 << 20;

/// A group's buffer is kept for the next one up to this size.
const KEPT_BUFFER: usize = 1 << 20;

/// How often a caller goes on with what others have queued; then the spool's thread does.
const ROUNDS: usize = 4;

/// What callers and the thread share.
pub(crate) struct Shared {
    queue: Mutex<Queue>,
    /// Locked by whoever has set [`Queue::held`], so never waited for.
    tail: Mutex<Tail>,
    /// Signalled when the thread sleeps and there is work for it.
    work: Condvar,
}

struct Queue {
    group: Group,
    /// Somebody writes or syncs, and looks here again after.
    held: bool,
    /// What the tail said when it was last let go.
    told: Told,
    asleep: bool,
    /// The thread found a sync to be due while somebody held the tail.
    overdue: bool,
    closing: bool,
    /// The thread is gone: nothing will be written any more.
    gone: bool,
}

impl Queue {
    /// Whether there is something for the thread to do now.
    fn has_work(&self) -> bool {
        !self.held
            && (!self.group.waiters.is_empty()
                || self.closing
                || self.told.is_awaited
                || self.told.sync_due.is_some_and(|due| due <= Instant::now()))
    }

    /// Whether a caller may write its own frames.
    fn is_free(&self) -> bool {
        let thread_is_next =
            self.overdue || self.told.is_awaited || !self.group.waiters.is_empty() || self.closing;
        !self.held && self.told.is_ready && !thread_is_next && !self.gone
    }
}

impl Shared {
    pub(crate) fn new(tail: Tail) -> Arc<Self> {
        Arc::new(Self {
            queue: Mutex::new(Queue {
                group: Group::default(),
                held: false,
                told: tail.tell(),
                asleep: false,
                overdue: false,
                closing: false,
                gone: false,
            }),
            tail: Mutex::new(tail),
            work: Condvar::new(),
        })
    }

    /// Queues whole frames, perhaps none.
    pub(crate) fn push(&self, frames: &[u8], durability: Durability, done: Done) {
        let refused = {
            let mut queue = self.lock();
            if queue.gone || queue.closing {
                SpoolError::Closed
            } else if queue.group.bytes.len() + frames.len() > MAX_QUEUED {
                SpoolError::Overloaded
            } else {
                queue.group.bytes.extend_from_slice(frames);
                let end = queue.group.bytes.len();
                queue.group.waiters.push(Waiter {
                    end,
                    durability,
                    done,
                });
                self.wake(&mut queue);
                return;
            }
        };
        done(Err(refused));
    }

    /// Writes whole frames on this thread and returns where they end; `None` when they have to be
    /// queued.
    pub(crate) fn write(&self, frames: &[u8]) -> Option<Result<SpoolPosition, SpoolError>> {
        let mut held = {
            let mut queue = self.lock();
            if !queue.is_free() {
                return None;
            }
            self.hold(&mut queue)
        };
        let written = held.tail.write(frames);
        for _ in 0..ROUNDS {
            let Some(mut group) = held.queued() else {
                break;
            };
            held.tail.write_group(&mut group);
        }
        Some(written.map(|start| SpoolPosition {
            offset: start.offset + frames.len() as u64,
            ..start
        }))
    }

    /// The end of what is durable.
    pub(crate) fn synced(&self) -> SpoolPosition {
        self.lock().told.synced
    }

    /// Asks the thread to write and sync what is queued, and to end.
    pub(crate) fn close(&self) {
        let mut queue = self.lock();
        queue.closing = true;
        self.wake(&mut queue);
    }

    /// Serves until the spool is closed.
    pub(crate) fn run(&self) {
        let _ending = Ending(self);
        let mut spare = Group::default();
        while let Some((mut held, mut group)) = self.take(spare) {
            held.tail.write_group(&mut group);
            held.sync_if_due();
            drop(held);
            group.bytes.shrink_to(KEPT_BUFFER);
            spare = group;
        }
        let mut held = {
            let mut queue = self.lock();
            self.hold(&mut queue)
        };
        if let Err(error) = held.sync() {
            tracing::error!(%error, "the audit spool could not be synced at its end");
        }
    }

    /// Waits until there is work, and takes it with the tail; `None` at the end.
    fn take(&self, spare: Group) -> Option<(Held<'_>, Group)> {
        let mut queue = self.lock();
        while !queue.has_work() {
            let due = queue.told.sync_due;
            let left = due.map(|due| due.saturating_duration_since(Instant::now()));
            queue.overdue = left.is_some_and(|left| left.is_zero());
            // Whoever holds the tail then sees that it is due.
            let left = left.filter(|left| !left.is_zero());
            queue.asleep = true;
            queue = self.wait(queue, left);
            queue.asleep = false;
        }
        if queue.closing && queue.group.waiters.is_empty() {
            return None;
        }
        queue.overdue = false;
        let group = std::mem::replace(&mut queue.group, spare);
        Some((self.hold(&mut queue), group))
    }

    fn wait<'q>(&self, queue: MutexGuard<'q, Queue>, left: Option<Duration>) -> MutexGuard<'q, Queue> {
        match left {
            Some(left) => {
                self.work
                    .wait_timeout(queue, left)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0
            }
            None => self.work.wait(queue).unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Takes the tail, which nobody holds.
    fn hold(&self, queue: &mut Queue) -> Held<'_> {
        queue.held = true;
        Held {
            shared: self,
            tail: self.tail.lock().unwrap_or_else(PoisonError::into_inner),
        }
    }

    /// Wakes the thread, unless somebody holds the tail, who will do it if need be.
    fn wake(&self, queue: &mut Queue) {
        if queue.asleep && !queue.held {
            queue.asleep = false;
            self.work.notify_one();
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // Nothing that holds the lock can panic half-way through a change.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The tail, while one thread holds it.
struct Held<'s> {
    shared: &'s Shared,
    tail: MutexGuard<'s, Tail>,
}

impl Held<'_> {
    /// What was queued meanwhile, if a caller may write it.
    fn queued(&self) -> Option<Group> {
        let mut queue = self.shared.lock();
        let goes_on = self.tail.is_ready() && !queue.gone && !queue.group.waiters.is_empty();
        goes_on.then(|| std::mem::take(&mut queue.group))
    }

    fn sync_if_due(&mut self) {
        let overdue = || self.tail.sync_due().is_some_and(|due| due <= Instant::now());
        if self.tail.is_awaited() || overdue() {
            // Those who wait have been told, and the next to write will be.
            let _ = self.sync();
        }
    }

    fn sync(&mut self) -> Result<(), SpoolError> {
        let shared = self.shared;
        self.tail.sync(|synced| shared.lock().told.synced = synced)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        let told = self.tail.tell();
        let mut queue = self.shared.lock();
        let due_before = queue.told.sync_due;
        queue.told = told;
        queue.held = false;
        // The thread sleeps as long as it was told last.
        if due_before != told.sync_due || queue.has_work() {
            self.shared.wake(&mut queue);
        }
    }
}

/// Marks the queue when the thread ends, in whatever way, so that nobody waits for it.
struct Ending<'s>(&'s Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let left = {
            let mut queue = self.0.lock();
            queue.gone = true;
            std::mem::take(&mut queue.group.waiters)
        };
        let mut tail = self.0.tail.lock().unwrap_or_else(PoisonError::into_inner);
        let left = left.into_iter().map(|waiter| waiter.done);
        for done in left.chain(tail.abandon()) {
            done(Err(SpoolError::Closed));
        }
    }
}
