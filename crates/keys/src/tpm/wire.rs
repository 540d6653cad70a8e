//! TPM 2.0's byte form of commands and responses (TPM 2.0 Library, part 1, section 18; part 3, section 5):
//! big-endian numbers, and byte strings behind a 16-bit length (`TPM2B`).

use zeroize::Zeroizing;

use crate::wiped::append;

/// Neither a command nor a response is longer: what the Linux driver takes at once (`TPM_BUFSIZE`).
pub const MAX_MESSAGE: usize = 4096;

/// Tag, length and code.
pub(super) const HEADER: usize = 10;

const NO_SESSIONS: u16 = 0x8001;
const SESSIONS: u16 = 0x8002;
/// The handle that says that the authorization is a password (`TPM_RS_PW`).
const PASSWORD_SESSION: u32 = 0x4000_0009;

/// The bytes end early, go on too long, or hold a value that is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("its bytes are damaged")]
pub struct Malformed;

/// Writes values one after the other. The bytes are wiped, since a password may be among them.
#[derive(Default)]
pub(super) struct Writer(Zeroizing<Vec<u8>>);

impl Writer {
    pub(super) fn u8(self, value: u8) -> Self {
        self.bytes(&[value])
    }

    pub(super) fn u16(self, value: u16) -> Self {
        self.bytes(&value.to_be_bytes())
    }

    pub(super) fn u32(self, value: u32) -> Self {
        self.bytes(&value.to_be_bytes())
    }

    pub(super) fn bytes(mut self, bytes: &[u8]) -> Self {
        append(&mut self.0, bytes);
        self
    }

    /// A `TPM2B`. One that is too long for its length field makes a [`Command`] that is too long.
    pub(super) fn sized(self, bytes: &[u8]) -> Self {
        self.u16(u16::try_from(bytes.len()).unwrap_or(u16::MAX))
            .bytes(bytes)
    }

    pub(super) fn into_bytes(self) -> Zeroizing<Vec<u8>> {
        self.0
    }
}

/// A command. Those that signing takes have at most one handle, and at most one password with it.
pub(super) struct Command<'a> {
    pub(super) code: u32,
    pub(super) handle: Option<u32>,
    pub(super) password: Option<&'a [u8]>,
    pub(super) parameters: Zeroizing<Vec<u8>>,
    /// Whether the response to it holds the handle of a new object.
    pub(super) gives_handle: bool,
}

impl Command<'_> {
    /// A command without password and parameters.
    pub(super) fn new(code: u32, handle: Option<u32>) -> Self {
        Self {
            code,
            handle,
            password: None,
            parameters: Zeroizing::default(),
            gives_handle: false,
        }
    }

    /// All of it, unless it would be longer than [`MAX_MESSAGE`].
    pub(super) fn bytes(&self) -> Option<Zeroizing<Vec<u8>>> {
        let mut body = Writer::default();
        if let Some(handle) = self.handle {
            body = body.u32(handle);
        }
        if let Some(password) = self.password {
            // An empty nonce, no attributes.
            let session = Writer::default()
                .u32(PASSWORD_SESSION)
                .sized(&[])
                .u8(0)
                .sized(password);
            let session = session.into_bytes();
            body = body.u32(u32::try_from(session.len()).ok()?).bytes(&session);
        }
        let body = body.bytes(&self.parameters).into_bytes();
        let length = HEADER + body.len();
        if length > MAX_MESSAGE {
            return None;
        }
        let tag = if self.password.is_some() {
            SESSIONS
        } else {
            NO_SESSIONS
        };
        let header = Writer::default()
            .u16(tag)
            .u32(u32::try_from(length).ok()?)
            .u32(self.code);
        Some(header.bytes(&body).into_bytes())
    }
}

/// The length that a response's header gives, header included.
pub(super) fn response_length(header: &[u8]) -> Result<usize, Malformed> {
    let mut reader = Reader(header);
    reader.u16()?;
    let length = usize::try_from(reader.u32()?).map_err(|_| Malformed)?;
    if (HEADER..=MAX_MESSAGE).contains(&length) {
        Ok(length)
    } else {
        Err(Malformed)
    }
}

/// What a response says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Response<'a> {
    /// The command was done.
    Done {
        /// Of the object that it loaded.
        handle: Option<u32>,
        parameters: &'a [u8],
    },
    /// The command was refused with this code.
    Refused(u32),
}

impl<'a> Response<'a> {
    /// Reads a whole response to a command with or without sessions, which gives a handle or not.
    pub(super) fn parse(bytes: &'a [u8], sessions: bool, handle: bool) -> Result<Self, Malformed> {
        if response_length(bytes)? != bytes.len() {
            return Err(Malformed);
        }
        let mut reader = Reader(bytes);
        let tag = reader.u16()?;
        reader.u32()?;
        let code = reader.u32()?;
        if code != 0 {
            return Ok(Self::Refused(code));
        }
        if tag != if sessions { SESSIONS } else { NO_SESSIONS } {
            return Err(Malformed);
        }
        let handle = if handle { Some(reader.u32()?) } else { None };
        let parameters = if sessions {
            let length = usize::try_from(reader.u32()?).map_err(|_| Malformed)?;
            // Answers of the sessions follow; those of a password hold nothing.
            reader.take(length)?
        } else {
            reader.rest()
        };
        Ok(Self::Done { handle, parameters })
    }
}

/// Reads values one after the other.
pub(super) struct Reader<'a>(pub(super) &'a [u8]);

impl<'a> Reader<'a> {
    pub(super) fn take(&mut self, length: usize) -> Result<&'a [u8], Malformed> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Malformed)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Malformed> {
        self.take(N)?.try_into().map_err(|_| Malformed)
    }

    pub(super) fn u16(&mut self) -> Result<u16, Malformed> {
        self.array().map(u16::from_be_bytes)
    }

    pub(super) fn u32(&mut self) -> Result<u32, Malformed> {
        self.array().map(u32::from_be_bytes)
    }

    /// A `TPM2B`.
    pub(super) fn sized(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.u16()?;
        self.take(length.into())
    }

    fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    /// Nothing may be left.
    pub(super) fn finish(self) -> Result<(), Malformed> {
        if self.0.is_empty() { Ok(()) } else { Err(Malformed) }
    }
}

#[cfg(test)]
mod tests;
