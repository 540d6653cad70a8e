//! The durable spool: events in append-only files, answered once they are as safe as was asked.

pub(crate) mod committer;
pub(crate) mod frame;
pub(crate) mod frames;
pub(crate) mod segment;
mod tail;

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use tegata_store::SpoolPosition;

pub use frames::Frames;

use committer::Shared;
use segment::{Directory, Media, Opened};
use tail::Tail;

/// How safe an event must be before its caller is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Durability {
    /// On the disk: survives power loss. For changes, sessions and reads of secrets.
    Synced,
    /// With the operating system: survives kill -9, and is on the disk within 100 ms. For other reads
    /// and for refusals.
    Written,
}

/// How a spool works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpoolOptions {
    /// A new segment is begun once the last has this many bytes.
    pub segment_bytes: u64,
    /// Every event is synced before it is answered (`--audit-sync=all`).
    pub sync_all: bool,
    /// Added to each sync, to measure as if on a slower disk.
    pub sync_delay: Duration,
}

impl Default for SpoolOptions {
    fn default() -> Self {
        Self {
            segment_bytes: 64 << 20,
            sync_all: false,
            sync_delay: Duration::ZERO,
        }
    }
}

/// Why an event is not in the spool, or cannot be read from it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpoolError {
    /// No space is left; the next append tries again.
    #[error("no space is left for the audit spool: free some and try again")]
    Full,
    /// More waits to be written than is allowed.
    #[error("too many events wait for the disk: try again")]
    Overloaded,
    /// The spool has been closed.
    #[error("the audit spool is closed")]
    Closed,
    /// An event is longer than a frame may be.
    #[error("an event of {size} bytes is too large for the audit spool: 1 MiB is the most")]
    TooLarge {
        /// Bytes of its JSON.
        size: usize,
    },
    /// The event could not be read back, or not stored: a bug of its maker.
    #[error("the event cannot be kept: {0}")]
    Invalid(String),
    /// A sync failed, after which nothing more can be promised.
    #[error("the audit spool could not be synced and is out of service until a restart: {0}")]
    Failed(String),
    /// A segment holds something else than frames.
    #[error("the audit spool is damaged at {position}: {what}")]
    Corrupt {
        /// Where.
        position: SpoolPosition,
        /// What is wrong there.
        what: &'static str,
    },
    /// The operating system refused.
    #[error("the audit spool cannot be used: {0}")]
    Io(String),
}

/// Called once, on a thread that writes, with the end of the frames or why they are not there. It must
/// be quick and must not block. It is dropped without a call only if
/// that thread panics.
pub type Done = Box<dyn FnOnce(Result<SpoolPosition, SpoolError>) + Send>;

/// The spool of a directory that its caller has locked. Dropping it writes and syncs what is queued.
pub struct Spool {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Spool {
    /// Opens the spool, makes its directory if need be, and cuts off what a crash left half written.
    /// `stored` is the position that the store remembers.
    ///
    /// # Errors
    /// [`SpoolError::Corrupt`] when the last file is no segment of this version; else as the disk says.
    pub fn open(dir: &Path, options: SpoolOptions, stored: SpoolPosition) -> Result<Self, SpoolError> {
        let opened = segment::recover(dir, stored)?;
        Self::start(Directory(dir.to_owned()), options, opened)
    }

    pub(crate) fn start(
        media: impl Media + 'static,
        options: SpoolOptions,
        opened: Opened,
    ) -> Result<Self, SpoolError> {
        let shared = Shared::new(Tail::new(media, options, opened));
        let thread = std::thread::Builder::new()
            .name("audit-spool".to_owned())
            .spawn({
                let shared = Arc::clone(&shared);
                move || shared.run()
            })
            .map_err(|error| io_error(&error))?;
        Ok(Self {
            shared,
            thread: Some(thread),
        })
    }

    /// Appends frames, one after the other, and calls `done` when they are all as safe as asked. When
    /// they are refused before they are queued, `done` is called at once, on this thread.
    pub fn append(&self, frames: &Frames, durability: Durability, done: Done) {
        self.shared.push(&frames.0, durability, done);
    }

    /// Appends frames that need only be [`Durability::Written`], on this thread, where that is a matter
    /// of copying them into the system's cache, and returns their end. `None` when it is not, as while
    /// another thread writes: then nothing was done, and [`Spool::append`] does it.
    #[must_use]
    pub fn write(&self, frames: &Frames) -> Option<Result<SpoolPosition, SpoolError>> {
        self.shared.write(&frames.0)
    }

    /// Calls `done` with the end of the spool when everything appended before is on the disk.
    pub fn flush(&self, done: Done) {
        self.shared.push(&[], Durability::Synced, done);
    }

    /// The end of what is on the disk. A reader that goes no further never sees a frame that is taken
    /// back, or lost with the power.
    #[must_use]
    pub fn synced(&self) -> SpoolPosition {
        self.shared.synced()
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        self.shared.close();
        // A panic of the thread has answered everybody who waited; there is nobody left to tell.
        let _ = self.thread.take().map(JoinHandle::join);
    }
}

pub(crate) fn io_error(error: &io::Error) -> SpoolError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => SpoolError::Full,
        _ => SpoolError::Io(error.to_string()),
    }
}
