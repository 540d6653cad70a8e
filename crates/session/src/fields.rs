//! The tagged fields inside a token: `tag ‖ length ‖ bytes`, tags ascending, each once.
//!
//! A length is written in groups of seven bits, the lowest first, the top bit set on all but the
//! last; three groups at most. Whatever does not read back exactly is refused, so there is one
//! encoding of each set of claims.

use crate::open::TokenError;

/// Seven-bit groups in a length. Two megabytes is beyond anything that minting lets pass.
const MAX_GROUPS: u32 = 3;

/// Appends fields.
#[derive(Default)]
pub(crate) struct Writer(pub(crate) Vec<u8>);

impl Writer {
    /// Appends a field.
    pub(crate) fn field(&mut self, tag: u8, bytes: &[u8]) {
        self.0.push(tag);
        self.bytes(bytes);
    }

    /// Appends a field when there is something to say.
    pub(crate) fn optional(&mut self, tag: u8, bytes: Option<&[u8]>) {
        if let Some(bytes) = bytes {
            self.field(tag, bytes);
        }
    }

    /// Appends `length ‖ bytes`.
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let mut length = bytes.len();
        for _ in 1..MAX_GROUPS {
            if length < 0x80 {
                break;
            }
            self.0.push(low_byte(length) | 0x80);
            length >>= 7;
        }
        self.0.push(low_byte(length) & 0x7f);
        self.0.extend_from_slice(bytes);
    }
}

/// Takes fields off the front.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    last: u8,
}

impl<'a> Reader<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, last: 0 }
    }

    /// The next field, whose tag is above the last one's.
    pub(crate) fn field(&mut self) -> Result<Option<(u8, &'a [u8])>, TokenError> {
        let Some((tag, rest)) = self.rest.split_first() else {
            return Ok(None);
        };
        if *tag <= self.last {
            return Err(TokenError::Malformed);
        }
        self.rest = rest;
        self.last = *tag;
        Ok(Some((*tag, self.bytes()?)))
    }

    /// `length ‖ bytes` without a tag.
    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], TokenError> {
        let mut length = 0;
        for group in 0..MAX_GROUPS {
            let byte = self.take(1)?.first().copied().unwrap_or_default();
            length |= usize::from(byte & 0x7f) << (7 * group);
            if byte < 0x80 {
                let padded = byte == 0 && group > 0;
                return if padded {
                    Err(TokenError::Malformed)
                } else {
                    self.take(length)
                };
            }
        }
        Err(TokenError::Malformed)
    }

    /// `length ‖ text`
    pub(crate) fn text(&mut self) -> Result<String, TokenError> {
        text(self.bytes()?)
    }

    /// Whether everything was taken.
    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], TokenError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(TokenError::Malformed)?;
        self.rest = rest;
        Ok(taken)
    }
}

pub(crate) fn text(bytes: &[u8]) -> Result<String, TokenError> {
    String::from_utf8(bytes.to_vec()).map_err(|_| TokenError::Malformed)
}

pub(crate) fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N], TokenError> {
    bytes.try_into().map_err(|_| TokenError::Malformed)
}

fn low_byte(number: usize) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low
}
