//! Reading the spool from a position on, for the store.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use tegata_store::{EventRow, SpoolPosition};

use crate::spool::frame::{self, Decoded};
use crate::spool::segment::{self, FIRST_FRAME};
use crate::spool::{SpoolError, io_error};

/// Bytes read at once.
const CHUNK: usize = 256 << 10;

/// Reads events in order. It keeps up with a [`crate::Spool`] that writes beside it.
pub struct SpoolReader {
    dir: PathBuf,
    position: SpoolPosition,
    file: Option<File>,
    /// Bytes of the segment from `position` on.
    buffer: Vec<u8>,
    /// Where in the buffer `position` is.
    used: usize,
}

impl SpoolReader {
    /// A reader that begins at a position that a spool or a reader gave, or at the default one.
    #[must_use]
    pub fn new(dir: &Path, from: SpoolPosition) -> Self {
        Self {
            dir: dir.to_owned(),
            position: from,
            file: None,
            buffer: Vec::new(),
            used: 0,
        }
    }

    /// Where the next read begins: behind the last event handed out.
    #[must_use]
    pub const fn position(&self) -> SpoolPosition {
        self.position
    }

    /// The next events, at most `limit`, none beyond `until` (usually [`crate::Spool::synced`]). With
    /// fewer than `limit`, the position has reached `until`; it can move without an event, and is to be
    /// stored even so.
    ///
    /// # Errors
    /// [`SpoolError::Corrupt`] when a frame before `until` cannot be read, and then the position is
    /// that frame's; [`SpoolReader::skip_segment`] goes on behind it.
    pub fn read(&mut self, until: SpoolPosition, limit: usize) -> Result<Vec<EventRow>, SpoolError> {
        let mut events = Vec::new();
        while events.len() < limit && self.position < until {
            if self.file.is_none() {
                self.open(until)?;
                continue;
            }
            match self.next_frame(until) {
                Ok(Some(event)) => events.push(event),
                Ok(None) if self.buffer.len() == self.used && self.position.segment < until.segment => {
                    self.go_to(self.position.segment + 1);
                }
                Ok(None) => return self.stop(events, self.corrupt("the segment ends too early")),
                Err(error) => return self.stop(events, error),
            }
        }
        Ok(events)
    }

    /// What was read before an error is handed out first; the next read meets the error again.
    fn stop(&self, events: Vec<EventRow>, error: SpoolError) -> Result<Vec<EventRow>, SpoolError> {
        if events.is_empty() { Err(error) } else { Ok(events) }
    }

    /// Gives up the rest of a damaged segment and returns how many bytes that is. The events in it are
    /// lost to the store; the file stays until [`remove_before`].
    ///
    /// # Errors
    /// As the disk says.
    pub fn skip_segment(&mut self) -> Result<u64, SpoolError> {
        let path = segment::path(&self.dir, self.position.segment);
        let len = match std::fs::metadata(path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => 0,
            Err(error) => return Err(io_error(&error)),
        };
        let skipped = len.saturating_sub(self.position.offset);
        self.go_to(self.position.segment + 1);
        Ok(skipped)
    }

    fn go_to(&mut self, segment: u64) {
        self.position = SpoolPosition { segment, offset: 0 };
        self.file = None;
        self.buffer.clear();
        self.used = 0;
    }

    /// Opens the segment of the position, or the next that there is; without one, all is read.
    fn open(&mut self, until: SpoolPosition) -> Result<(), SpoolError> {
        let segments = segment::list(&self.dir).map_err(|error| io_error(&error))?;
        let wanted = self.position.segment;
        let Some(found) = segments
            .into_iter()
            .find(|number| (wanted..=until.segment).contains(number))
        else {
            self.position = until;
            return Ok(());
        };
        if found != wanted {
            self.go_to(found);
        }
        let file = File::open(segment::path(&self.dir, found)).map_err(|error| io_error(&error))?;
        if segment::has_header(&file, found)? {
            self.position.offset = self.position.offset.max(FIRST_FRAME);
            self.file = Some(file);
        } else {
            self.go_to(found + 1);
        }
        Ok(())
    }

    /// The frame at the position; `None` at the end of the segment or of what may be read.
    fn next_frame(&mut self, until: SpoolPosition) -> Result<Option<EventRow>, SpoolError> {
        loop {
            let bytes = self.buffer.get(self.used..).unwrap_or_default();
            match frame::decode(bytes) {
                Decoded::Frame { payload, size } => {
                    let event = frame::event(payload)
                        .ok_or_else(|| self.corrupt("a frame does not hold an event"))?;
                    self.used += size;
                    self.position.offset += size as u64;
                    return Ok(Some(event));
                }
                Decoded::Bad => return Err(self.corrupt("a frame has another checksum")),
                Decoded::Incomplete { needed } => {
                    if !self.fill(needed, until)? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Reads on until `needed` bytes are at hand; whether they are. Never reads beyond `until`: what
    /// lies there may still be taken back and written anew.
    fn fill(&mut self, needed: usize, until: SpoolPosition) -> Result<bool, SpoolError> {
        let Some(file) = &self.file else { return Ok(false) };
        let allowed = match until.segment == self.position.segment {
            true => usize::try_from(until.offset - self.position.offset).unwrap_or(usize::MAX),
            false => usize::MAX,
        };
        self.buffer.drain(..self.used);
        self.used = 0;
        while self.buffer.len() < needed {
            let have = self.buffer.len();
            self.buffer.resize(needed.max(CHUNK).min(allowed), 0);
            let space = self.buffer.get_mut(have..).unwrap_or_default();
            let read = file.read_at(space, self.position.offset + have as u64);
            self.buffer.truncate(have + *read.as_ref().unwrap_or(&0));
            if read.map_err(|error| io_error(&error))? == 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    const fn corrupt(&self, what: &'static str) -> SpoolError {
        SpoolError::Corrupt {
            position: self.position,
            what,
        }
    }
}

/// Removes the segments that lie wholly before a position, which must be the one that the store
/// remembers, and returns how many there were.
///
/// # Errors
/// As the disk says; what was removed stays removed.
pub fn remove_before(dir: &Path, position: SpoolPosition) -> Result<usize, SpoolError> {
    let segments = segment::list(dir).map_err(|error| io_error(&error))?;
    let done = segments.into_iter().filter(|number| *number < position.segment);
    done.map(|number| std::fs::remove_file(segment::path(dir, number)).map_err(|error| io_error(&error)))
        .try_fold(0, |count, removed| removed.map(|()| count + 1))
}
