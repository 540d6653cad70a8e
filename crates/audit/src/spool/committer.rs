//! The thread behind the spool: everything queued meanwhile is one write, and one sync if anybody
//! waits for one.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tegata_store::SpoolPosition;

use super::segment::{FIRST_FRAME, Media, Opened, SegmentFile};
use super::{Done, Durability, SpoolError, SpoolOptions, io_error};

/// How long a frame that nobody waits for may stay unsynced.
const SYNC_WITHIN: Duration = Duration::from_millis(100);

/// Bytes that may wait to be written.
const MAX_QUEUED: usize = 32 << 20;

/// A group's buffer is kept for the next one up to this size.
const KEPT_BUFFER: usize = 1 << 20;

/// What callers and the thread share.
pub(crate) struct Shared {
    queue: Mutex<Queue>,
    /// Signalled when the thread sleeps and there is work.
    work: Condvar,
}

struct Queue {
    group: Group,
    asleep: bool,
    closing: bool,
    /// The thread is gone: nothing will be written any more.
    gone: bool,
    synced: SpoolPosition,
}

/// Frames in order, and who waits for which of them.
#[derive(Default)]
struct Group {
    bytes: Vec<u8>,
    waiters: Vec<Waiter>,
}

struct Waiter {
    /// Where its last frame ends among the bytes of the group.
    end: usize,
    durability: Durability,
    done: Done,
}

impl Shared {
    pub(crate) fn new(end: SpoolPosition) -> Arc<Self> {
        Arc::new(Self {
            queue: Mutex::new(Queue {
                group: Group::default(),
                asleep: false,
                closing: false,
                gone: false,
                synced: end,
            }),
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
                if queue.asleep {
                    queue.asleep = false;
                    self.work.notify_one();
                }
                return;
            }
        };
        done(Err(refused));
    }

    /// The end of what is durable.
    pub(crate) fn synced(&self) -> SpoolPosition {
        self.lock().synced
    }

    /// Asks the thread to write and sync what is queued, and to end.
    pub(crate) fn close(&self) {
        self.lock().closing = true;
        self.work.notify_one();
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // Nothing that holds the lock can panic half-way through a change.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for work, for the deadline, or for the end; `None` at the end.
    fn take(&self, deadline: Option<Instant>, spare: Vec<u8>) -> Option<Group> {
        let mut queue = self.lock();
        loop {
            let due = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if !queue.group.waiters.is_empty() || due == Some(Duration::ZERO) {
                let next = Group {
                    bytes: spare,
                    waiters: Vec::with_capacity(queue.group.waiters.len()),
                };
                return Some(std::mem::replace(&mut queue.group, next));
            }
            if queue.closing {
                return None;
            }
            queue.asleep = true;
            queue = match due {
                Some(due) => {
                    self.work
                        .wait_timeout(queue, due)
                        .unwrap_or_else(PoisonError::into_inner)
                        .0
                }
                None => self.work.wait(queue).unwrap_or_else(PoisonError::into_inner),
            };
            queue.asleep = false;
        }
    }
}

/// Marks the queue when the thread ends, in whatever way, so that nobody waits for it.
struct Ending<'a>(&'a Shared);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        let left = {
            let mut queue = self.0.lock();
            queue.gone = true;
            std::mem::take(&mut queue.group.waiters)
        };
        for waiter in left {
            (waiter.done)(Err(SpoolError::Closed));
        }
    }
}

/// The thread's own state.
pub(crate) struct Committer<M> {
    media: M,
    options: SpoolOptions,
    file: Box<dyn SegmentFile>,
    /// Where the next frame goes; everything before it is whole frames.
    end: SpoolPosition,
    /// Bytes of a failed write may lie behind `end`.
    torn: bool,
    unsynced_since: Option<Instant>,
    /// After a failed sync nobody knows what is on the disk, so nothing is promised any more.
    failed: Option<SpoolError>,
}

impl<M: Media> Committer<M> {
    pub(crate) fn new(media: M, options: SpoolOptions, opened: Opened) -> Self {
        Self {
            media,
            options,
            file: opened.file,
            end: opened.end,
            torn: false,
            unsynced_since: None,
            failed: None,
        }
    }

    /// Serves until the spool is closed.
    pub(crate) fn run(mut self, shared: &Shared) {
        let _ending = Ending(shared);
        let mut spare = Vec::new();
        while let Some(group) = shared.take(self.sync_due(), spare) {
            spare = self.serve(shared, group);
        }
        if let Err(error) = self.sync(shared) {
            tracing::error!(%error, "the audit spool could not be synced at its end");
        }
    }

    /// Writes a group, syncs if it must, answers everybody, and hands the buffer back.
    fn serve(&mut self, shared: &Shared, group: Group) -> Vec<u8> {
        let Group {
            mut bytes,
            mut waiters,
        } = group;
        match self.write(shared, &bytes) {
            Err(error) => answer(waiters, |_| Err(error.clone())),
            Ok(start) => {
                let position = |waiter: &Waiter| SpoolPosition {
                    segment: start.segment,
                    offset: start.offset + waiter.end as u64,
                };
                if !self.options.sync_all {
                    let written = |waiter: &mut Waiter| waiter.durability == Durability::Written;
                    let written: Vec<Waiter> = waiters.extract_if(.., written).collect();
                    answer(written, |waiter| Ok(position(waiter)));
                }
                let overdue = self.sync_due().is_some_and(|due| due <= Instant::now());
                if !waiters.is_empty() || overdue {
                    let synced = self.sync(shared);
                    answer(waiters, |waiter| synced.clone().map(|()| position(waiter)));
                }
            }
        }
        bytes.clear();
        bytes.shrink_to(KEPT_BUFFER);
        bytes
    }

    fn sync_due(&self) -> Option<Instant> {
        self.unsynced_since.map(|since| since + SYNC_WITHIN)
    }

    /// Writes whole frames at the end, all or nothing, and returns where they begin.
    fn write(&mut self, shared: &Shared, bytes: &[u8]) -> Result<SpoolPosition, SpoolError> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        if bytes.is_empty() {
            return Ok(self.end);
        }
        if self.torn {
            self.cut()?;
        }
        if self.end.offset >= self.options.segment_bytes.max(FIRST_FRAME + 1) {
            self.rotate(shared)?;
        }
        let start = self.end;
        if let Err(error) = self.file.write_at(bytes, start.offset) {
            self.torn = true;
            let refused = io_error(&error);
            tracing::error!(error = %refused, "the audit spool could not be written");
            // If this fails too, the next write tries again before it writes.
            let _ = self.cut();
            return Err(refused);
        }
        self.end.offset += bytes.len() as u64;
        self.unsynced_since.get_or_insert_with(Instant::now);
        Ok(start)
    }

    fn cut(&mut self) -> Result<(), SpoolError> {
        self.file.cut(self.end.offset).map_err(|error| io_error(&error))?;
        self.torn = false;
        Ok(())
    }

    /// Goes on in a new segment. The old one is synced first, so only the last can end torn.
    fn rotate(&mut self, shared: &Shared) -> Result<(), SpoolError> {
        self.sync(shared)?;
        let segment = self.end.segment + 1;
        self.file = self.media.create(segment).map_err(|error| io_error(&error))?;
        self.end = SpoolPosition {
            segment,
            offset: FIRST_FRAME,
        };
        shared.lock().synced = self.end;
        Ok(())
    }

    /// Makes everything written durable.
    fn sync(&mut self, shared: &Shared) -> Result<(), SpoolError> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        if self.unsynced_since.is_none() {
            return Ok(());
        }
        if !self.options.sync_delay.is_zero() {
            std::thread::sleep(self.options.sync_delay);
        }
        if let Err(error) = self.file.sync() {
            let failed = SpoolError::Failed(error.to_string());
            tracing::error!(error = %failed, "the audit spool is out of service");
            self.failed = Some(failed.clone());
            self.unsynced_since = None;
            return Err(failed);
        }
        self.unsynced_since = None;
        shared.lock().synced = self.end;
        Ok(())
    }
}

fn answer(waiters: Vec<Waiter>, result: impl Fn(&Waiter) -> Result<SpoolPosition, SpoolError>) {
    for waiter in waiters {
        let result = result(&waiter);
        (waiter.done)(result);
    }
}
