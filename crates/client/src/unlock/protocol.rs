//! What is said over an agent's socket, one question and one answer a connection, each ended by closing its side.
//!
//! ```text
//! question   MAGIC ‖ 1 ‖ store            what opens this store?
//!            MAGIC ‖ 2                    what do you keep, and how long?
//!            MAGIC ‖ 3                    forget it, and end
//! answer     MAGIC ‖ 1 ‖ opener           MAGIC ‖ 2 ‖ store ‖ seconds left (8) ‖ process id (4)
//!            MAGIC ‖ 3                    it is forgotten
//!            MAGIC ‖ 4                    it is not kept here
//! handover   MAGIC ‖ store ‖ seconds (8) ‖ path of the socket ‖ opener      on the new agent's standard input
//!
//! store      backend ‖ folder;   these, opener and path: length (2, big-endian) ‖ bytes
//! ```

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tegata_base::Secret;
use tegata_vault::Backend;
use zeroize::Zeroizing;

use super::place::Store;

/// The protocol and its version.
const MAGIC: &[u8] = b"TGU1";

/// Bytes of a path, as the system has it.
const MAX_PATH: usize = 4096;

/// Bytes of a passphrase or key.
pub(super) const MAX_OPENER: usize = 4096;
const MAX_BACKEND: usize = 32;

/// Bytes of any message.
pub(super) const MAX_MESSAGE: usize = 2 * MAX_PATH + MAX_OPENER + MAX_BACKEND + 64;

const OPEN: u8 = 1;
const STATUS: u8 = 2;
const END: u8 = 3;
const NOT_KEPT: u8 = 4;

/// What an agent is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Question {
    /// What opens a store.
    Open(Store),
    /// What is kept.
    Status,
    /// To forget it.
    End,
}

/// What it says.
pub(super) enum Answer {
    /// A passphrase or key.
    Opener(Secret<Vec<u8>>),
    /// What is kept, and how long.
    Status(Status),
    /// It is forgotten.
    Ended,
    /// Another store is kept here.
    NotKept,
}

/// An unlocked store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// Which.
    pub store: Store,
    /// How long it stays unlocked, in whole seconds.
    pub left: Duration,
    /// The agent's process.
    pub process: u32,
}

/// What a new agent is started with.
pub(super) struct Handover {
    pub(super) store: Store,
    /// How long it is to last, in whole seconds.
    pub(super) lasting: Duration,
    pub(super) socket: PathBuf,
    pub(super) opener: Secret<Vec<u8>>,
}

/// No message of this protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Malformed {
    #[error("another program, or another version of Tegata, speaks there")]
    Version,
    #[error("a message breaks off")]
    Truncated,
    #[error("a message has more than it says")]
    Trailing,
    #[error("a message says what is not known")]
    Unknown,
    #[error("a message has a part that is too long")]
    TooLong,
}

type Message = Zeroizing<Vec<u8>>;

impl Question {
    pub(super) fn write(&self) -> Message {
        match self {
            Self::Open(store) => Writer::new().byte(OPEN).store(store).done(),
            Self::Status => Writer::new().byte(STATUS).done(),
            Self::End => Writer::new().byte(END).done(),
        }
    }

    pub(super) fn parse(message: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::of(message)?;
        let question = match reader.byte()? {
            OPEN => Self::Open(reader.store()?),
            STATUS => Self::Status,
            END => Self::End,
            _ => return Err(Malformed::Unknown),
        };
        reader.end(question)
    }
}

impl Answer {
    pub(super) fn write(&self) -> Message {
        match self {
            Self::Opener(opener) => Writer::new().byte(OPEN).part(opener.expose()).done(),
            Self::Status(status) => Writer::new()
                .byte(STATUS)
                .store(&status.store)
                .bytes(&status.left.as_secs().to_be_bytes())
                .bytes(&status.process.to_be_bytes())
                .done(),
            Self::Ended => Writer::new().byte(END).done(),
            Self::NotKept => Writer::new().byte(NOT_KEPT).done(),
        }
    }

    pub(super) fn parse(message: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::of(message)?;
        let answer = match reader.byte()? {
            OPEN => Self::Opener(reader.opener()?),
            STATUS => Self::Status(Status {
                store: reader.store()?,
                left: Duration::from_secs(u64::from_be_bytes(reader.array()?)),
                process: u32::from_be_bytes(reader.array()?),
            }),
            END => Self::Ended,
            NOT_KEPT => Self::NotKept,
            _ => return Err(Malformed::Unknown),
        };
        reader.end(answer)
    }
}

impl Handover {
    pub(super) fn write(&self) -> Message {
        Writer::new()
            .store(&self.store)
            .bytes(&self.lasting.as_secs().to_be_bytes())
            .part(self.socket.as_os_str().as_bytes())
            .part(self.opener.expose())
            .done()
    }

    pub(super) fn parse(message: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::of(message)?;
        let handover = Self {
            store: reader.store()?,
            lasting: Duration::from_secs(u64::from_be_bytes(reader.array()?)),
            socket: reader.path()?,
            opener: reader.opener()?,
        };
        reader.end(handover)
    }
}

/// Puts a message together in one piece of memory, which is wiped.
struct Writer(Message);

impl Writer {
    fn new() -> Self {
        let mut message = Zeroizing::new(Vec::with_capacity(MAX_MESSAGE));
        message.extend_from_slice(MAGIC);
        Self(message)
    }

    fn byte(self, byte: u8) -> Self {
        self.bytes(&[byte])
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    /// A part that is too long for its length is cut, and then refused by who reads it as what it is not;
    /// those that a person gives are measured before.
    fn part(self, bytes: &[u8]) -> Self {
        let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
        let kept = bytes.get(..usize::from(length)).unwrap_or(bytes);
        self.bytes(&length.to_be_bytes()).bytes(kept)
    }

    fn store(self, store: &Store) -> Self {
        self.part(store.backend.name().as_bytes())
            .part(store.folder.as_os_str().as_bytes())
    }

    fn done(self) -> Message {
        self.0
    }
}

/// What of a message is not read yet.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn of(message: &'a [u8]) -> Result<Self, Malformed> {
        message.strip_prefix(MAGIC).map(Self).ok_or(Malformed::Version)
    }

    fn bytes(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (bytes, rest) = self.0.split_at_checked(length).ok_or(Malformed::Truncated)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or(Malformed::Truncated)?;
        self.0 = rest;
        Ok(*bytes)
    }

    fn byte(&mut self) -> Result<u8, Malformed> {
        self.array().map(|[byte]| byte)
    }

    fn part(&mut self, most: usize) -> Result<&'a [u8], Malformed> {
        let length = usize::from(u16::from_be_bytes(self.array()?));
        match length <= most {
            true => self.bytes(length),
            false => Err(Malformed::TooLong),
        }
    }

    fn opener(&mut self) -> Result<Secret<Vec<u8>>, Malformed> {
        self.part(MAX_OPENER).map(|bytes| Secret::new(bytes.to_vec()))
    }

    fn path(&mut self) -> Result<PathBuf, Malformed> {
        self.part(MAX_PATH)
            .map(|bytes| Path::new(OsStr::from_bytes(bytes)).to_owned())
    }

    fn store(&mut self) -> Result<Store, Malformed> {
        let name = std::str::from_utf8(self.part(MAX_BACKEND)?).map_err(|_| Malformed::Unknown)?;
        let backend: Backend = name.parse().map_err(|_| Malformed::Unknown)?;
        Ok(Store {
            backend,
            folder: self.path()?,
        })
    }

    fn end<T>(&self, read: T) -> Result<T, Malformed> {
        match self.0 {
            [] => Ok(read),
            _ => Err(Malformed::Trailing),
        }
    }
}

#[cfg(test)]
mod tests;
