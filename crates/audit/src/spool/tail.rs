//! The end of the spool: the file that is written to, and who waits for its sync.
//!
//! Only whoever has taken the tail out of [`super::committer::Shared`] touches the file, so writes and
//! syncs come one after the other, whichever thread does them.

use std::time::{Duration, Instant};

use tegata_store::SpoolPosition;

use super::segment::{FIRST_FRAME, Media, Opened, SegmentFile};
use super::{Done, Durability, SpoolError, SpoolOptions, io_error};

/// How long a frame that nobody waits for may stay unsynced.
const SYNC_WITHIN: Duration = Duration::from_millis(100);

/// A write that takes longer shows a disk that makes its writers wait; a busy processor takes less.
const SLOW_WRITE: Duration = Duration::from_millis(20);

/// For this long after a slow write only the spool's thread writes.
const SLOW_FOR: Duration = Duration::from_secs(10);

/// Frames in order, and who waits for which of them.
#[derive(Default)]
pub(crate) struct Group {
    pub(crate) bytes: Vec<u8>,
    pub(crate) waiters: Vec<Waiter>,
}

pub(crate) struct Waiter {
    /// Where its last frame ends among the bytes of the group.
    pub(crate) end: usize,
    pub(crate) durability: Durability,
    pub(crate) done: Done,
}

/// What a tail was like when it was let go.
#[derive(Clone, Copy)]
pub(crate) struct Told {
    /// The end of what is durable.
    pub(crate) synced: SpoolPosition,
    /// When the next sync is due; `None` when everything is synced.
    pub(crate) sync_due: Option<Instant>,
    /// Whether somebody waits for a sync.
    pub(crate) is_awaited: bool,
    /// Whether a caller may write.
    pub(crate) is_ready: bool,
}

/// What writing and syncing needs.
pub(crate) struct Tail {
    media: Box<dyn Media>,
    options: SpoolOptions,
    file: Box<dyn SegmentFile>,
    /// Where the next frame goes; everything before it is whole frames.
    end: SpoolPosition,
    /// Everything before it is on the disk.
    synced: SpoolPosition,
    /// Bytes of a failed write may lie behind `end`.
    torn: bool,
    unsynced_since: Option<Instant>,
    /// Who waits for the next sync, and where their frames end.
    unsynced: Vec<(SpoolPosition, Done)>,
    /// After a failed sync nobody knows what is on the disk, so nothing is promised any more.
    failed: Option<SpoolError>,
    slow_until: Option<Instant>,
}

impl Tail {
    pub(crate) fn new(media: impl Media + 'static, options: SpoolOptions, opened: Opened) -> Self {
        Self {
            media: Box::new(media),
            options,
            file: opened.file,
            end: opened.end,
            synced: opened.end,
            torn: false,
            unsynced_since: None,
            unsynced: Vec::new(),
            failed: None,
            slow_until: None,
        }
    }

    /// What others may know without holding it.
    pub(crate) fn tell(&self) -> Told {
        Told {
            synced: self.synced,
            sync_due: self.sync_due(),
            is_awaited: self.is_awaited(),
            is_ready: self.is_ready(),
        }
    }

    /// When the next sync is due; `None` when everything is synced.
    pub(crate) fn sync_due(&self) -> Option<Instant> {
        self.unsynced_since.map(|since| since + SYNC_WITHIN)
    }

    /// Whether somebody waits for a sync.
    pub(crate) fn is_awaited(&self) -> bool {
        !self.unsynced.is_empty()
    }

    /// Whether a write will only copy bytes into the system's cache, as far as can be told.
    pub(crate) fn is_ready(&self) -> bool {
        !self.options.sync_all
            && self.failed.is_none()
            && !self.torn
            && !self.is_full()
            && self.slow_until.is_none_or(|until| until <= Instant::now())
    }

    /// Writes a group and answers those who wait for no more. On an error everybody is answered.
    pub(crate) fn write_group(&mut self, group: &mut Group) {
        let written = self.write(&group.bytes);
        group.bytes.clear();
        let start = match written {
            Ok(start) => start,
            Err(error) => {
                for waiter in group.waiters.drain(..) {
                    (waiter.done)(Err(error.clone()));
                }
                return;
            }
        };
        let sync_all = self.options.sync_all;
        for waiter in group.waiters.drain(..) {
            let position = SpoolPosition {
                segment: start.segment,
                offset: start.offset + waiter.end as u64,
            };
            if waiter.durability == Durability::Written && !sync_all {
                (waiter.done)(Ok(position));
            } else {
                self.unsynced.push((position, waiter.done));
            }
        }
    }

    /// Writes whole frames at the end, all or nothing, and returns where they begin.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<SpoolPosition, SpoolError> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        if bytes.is_empty() {
            return Ok(self.end);
        }
        if self.torn {
            self.cut()?;
        }
        if self.is_full() {
            self.rotate()?;
        }
        let (start, began) = (self.end, Instant::now());
        // Should the write panic, what it left is not taken for frames.
        self.torn = true;
        if let Err(error) = self.file.write_at(bytes, start.offset) {
            let refused = io_error(&error);
            tracing::error!(error = %refused, "the audit spool could not be written");
            // If this fails too, the next write tries again before it writes.
            let _ = self.cut();
            return Err(refused);
        }
        self.torn = false;
        self.end.offset += bytes.len() as u64;
        self.unsynced_since.get_or_insert(began);
        let ended = Instant::now();
        if ended.saturating_duration_since(began) > SLOW_WRITE {
            self.slow_until = Some(ended + SLOW_FOR);
        }
        Ok(start)
    }

    /// Makes everything written durable, and tells those who wait for it.
    pub(crate) fn sync(&mut self, publish: impl FnOnce(SpoolPosition)) -> Result<(), SpoolError> {
        let synced = self.sync_file();
        publish(self.synced);
        for (position, done) in self.unsynced.drain(..) {
            done(synced.clone().map(|()| position));
        }
        synced
    }

    /// Those who wait for a sync that will not come.
    pub(crate) fn abandon(&mut self) -> impl Iterator<Item = Done> {
        self.unsynced.drain(..).map(|(_, done)| done)
    }

    fn sync_file(&mut self) -> Result<(), SpoolError> {
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        if self.unsynced_since.is_none() {
            return Ok(());
        }
        if !self.options.sync_delay.is_zero() {
            std::thread::sleep(self.options.sync_delay);
        }
        self.unsynced_since = None;
        if let Err(error) = self.file.sync() {
            let failed = SpoolError::Failed(error.to_string());
            tracing::error!(error = %failed, "the audit spool is out of service");
            self.failed = Some(failed.clone());
            return Err(failed);
        }
        self.synced = self.end;
        Ok(())
    }

    fn is_full(&self) -> bool {
        self.end.offset >= self.options.segment_bytes.max(FIRST_FRAME + 1)
    }

    fn cut(&mut self) -> Result<(), SpoolError> {
        self.file.cut(self.end.offset).map_err(|error| io_error(&error))?;
        self.torn = false;
        Ok(())
    }

    /// Goes on in a new segment. The old one is synced first, so only the last can end torn.
    fn rotate(&mut self) -> Result<(), SpoolError> {
        self.sync_file()?;
        let segment = self.end.segment + 1;
        self.file = self.media.create(segment).map_err(|error| io_error(&error))?;
        self.end = SpoolPosition {
            segment,
            offset: FIRST_FRAME,
        };
        self.synced = self.end;
        Ok(())
    }
}
