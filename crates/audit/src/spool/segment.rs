//! Segment files: names, creation, and what a crash left at the end of the last one.
//!
//! A segment is a header of 16 bytes and frames. Its number grows by one with each new file and is
//! never used again. Only the last segment is written to, only at its end.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::os::unix::fs::{DirBuilderExt, FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use tegata_store::SpoolPosition;

use super::frame::{self, Decoded};
use super::{SpoolError, io_error};

/// At the head of each segment: what it is, and version 1 of the format.
pub(crate) const MAGIC: [u8; 16] = *b"tegata spool\0\0\0\x01";

/// Where the first frame of a segment is.
pub(crate) const FIRST_FRAME: u64 = MAGIC.len() as u64;

/// A segment that is written to. A trait, so that tests can watch and fail each call.
pub(crate) trait SegmentFile: Send {
    /// Writes all bytes at this offset.
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Makes everything written durable (fdatasync).
    fn sync(&mut self) -> io::Result<()>;
    /// Removes everything from this offset on.
    fn cut(&mut self, len: u64) -> io::Result<()>;
}

/// Where segments are made.
pub(crate) trait Media: Send {
    /// A new segment, its header and its name durable.
    fn create(&mut self, segment: u64) -> io::Result<Box<dyn SegmentFile>>;
}

/// Segments in a directory.
pub(crate) struct Directory(pub(crate) PathBuf);

impl Media for Directory {
    fn create(&mut self, segment: u64) -> io::Result<Box<dyn SegmentFile>> {
        let path = path(&self.0, segment);
        let made = make(&path).and_then(|file| {
            File::open(&self.0)?.sync_all()?;
            Ok(file)
        });
        match made {
            Ok(file) => Ok(Box::new(file)),
            Err(error) => {
                // What is left has no frames; if it stays, the next attempt overwrites it.
                let _ = std::fs::remove_file(&path);
                Err(error)
            }
        }
    }
}

fn make(path: &Path) -> io::Result<File> {
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    file.write_all_at(&MAGIC, 0)?;
    file.sync_all()?;
    Ok(file)
}

impl SegmentFile for File {
    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_data()
    }

    fn cut(&mut self, len: u64) -> io::Result<()> {
        self.set_len(len)
    }
}

/// The file of a segment.
pub(crate) fn path(dir: &Path, segment: u64) -> PathBuf {
    dir.join(format!("{segment:012}.spool"))
}

/// The segments of a directory, ascending. Other files are ignored.
pub(crate) fn list(dir: &Path) -> io::Result<Vec<u64>> {
    let mut segments = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let name = entry?.file_name();
        let number = name.to_str().and_then(|name| name.strip_suffix(".spool"));
        segments.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    segments.sort_unstable();
    Ok(segments)
}

/// A segment ready to be written to, and where its frames end.
pub(crate) struct Opened {
    pub(crate) file: Box<dyn SegmentFile>,
    pub(crate) end: SpoolPosition,
}

/// Makes the directory if need be, cuts a torn frame off the last segment, syncs it, and opens it, or
/// opens a new one when there is none.
///
/// `stored` is where the store's copy ends. Frames that were stored, but lost here because power
/// failed before they were synced, leave a gap: writing goes on in a new segment behind it.
pub(crate) fn recover(dir: &Path, stored: SpoolPosition) -> Result<Opened, SpoolError> {
    make_directory(dir).map_err(|error| io_error(&error))?;
    let last = list(dir).map_err(|error| io_error(&error))?.pop();
    if let Some(segment) = last
        && let Some(opened) = reopen(dir, segment)?
        && opened.end >= stored
    {
        return Ok(opened);
    }
    let segment = last.unwrap_or(0).max(stored.segment) + 1;
    let file = Directory(dir.to_owned())
        .create(segment)
        .map_err(|error| io_error(&error))?;
    Ok(Opened {
        file,
        end: SpoolPosition {
            segment,
            offset: FIRST_FRAME,
        },
    })
}

/// Makes the directory, its name durable: a segment is no safer than the way to it. The name is synced
/// also when it is there already, since whoever made it may have been killed before.
fn make_directory(dir: &Path) -> io::Result<()> {
    match DirBuilder::new().mode(0o700).create(dir) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    let parent = dir.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
}

/// Opens a segment at its last whole frame; `None` when not even its header was written.
fn reopen(dir: &Path, segment: u64) -> Result<Option<Opened>, SpoolError> {
    let path = path(dir, segment);
    let file = OpenOptions::new()
        .read(true)
        .write(true)
        .open(&path)
        .map_err(|error| io_error(&error))?;
    if !has_header(&file, segment)? {
        return Ok(None);
    }
    let offset = end_of_frames(&file).map_err(|error| io_error(&error))?;
    let len = file.metadata().map_err(|error| io_error(&error))?.len();
    if offset < len {
        let bytes = len - offset;
        tracing::warn!(segment, offset, bytes, "cut a torn end off the audit spool");
    }
    // Synced even when whole: what a killed process wrote may not be on the disk yet.
    file.set_len(offset)
        .and_then(|()| file.sync_all())
        .map_err(|error| io_error(&error))?;
    Ok(Some(Opened {
        file: Box::new(file),
        end: SpoolPosition { segment, offset },
    }))
}

/// Whether the file begins as a segment; not when it was left before its header was whole.
///
/// # Errors
/// [`SpoolError::Corrupt`] when it begins as something else.
pub(crate) fn has_header(file: &File, segment: u64) -> Result<bool, SpoolError> {
    let mut header = [0; MAGIC.len()];
    match file.read_exact_at(&mut header, 0) {
        Ok(()) if header == MAGIC => Ok(true),
        // A file system may make the length durable before the bytes.
        Ok(()) if header == [0; MAGIC.len()] => Ok(false),
        Ok(()) => Err(SpoolError::Corrupt {
            position: SpoolPosition { segment, offset: 0 },
            what: "it begins like no segment of this version of tegata",
        }),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(io_error(&error)),
    }
}

/// Where the last whole frame ends.
fn end_of_frames(file: &File) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 18, file);
    io::copy(&mut reader.by_ref().take(FIRST_FRAME), &mut io::sink())?;
    let mut offset = FIRST_FRAME;
    let mut bytes = Vec::new();
    loop {
        bytes.clear();
        let mut wanted = frame::HEADER;
        let size = loop {
            let missing = (wanted - bytes.len()) as u64;
            if reader.by_ref().take(missing).read_to_end(&mut bytes)? < usize::try_from(missing).unwrap_or(0)
            {
                return Ok(offset);
            }
            match frame::decode(&bytes) {
                Decoded::Frame { size, .. } => break size,
                Decoded::Incomplete { needed } if needed > bytes.len() => wanted = needed,
                _ => return Ok(offset),
            }
        };
        offset += size as u64;
    }
}
