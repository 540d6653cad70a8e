//! One event in a segment file: length ‖ checksum ‖ payload.
//!
//! The payload is what the event is found by, as JSON, a line feed, and the record as it is: JSON within
//! JSON would have to be escaped. The length is 4 bytes, little endian, of the payload alone; the checksum
//! is the first 8 bytes of the SHA-256 of length and payload. It tells a frame that was written whole
//! from one that was not.

use tegata_crypto::hash::Sha256;
use tegata_store::EventRow;

use super::SpoolError;

const LENGTH: usize = 4;
const CHECKSUM: usize = 8;

/// Bytes before the payload.
pub(crate) const HEADER: usize = LENGTH + CHECKSUM;

/// The longest payload, in bytes.
pub(crate) const MAX_PAYLOAD: usize = 1 << 20;

/// What stands at the beginning of some bytes of a segment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Decoded<'a> {
    /// A whole frame.
    Frame {
        payload: &'a [u8],
        /// Bytes of the frame in all.
        size: usize,
    },
    /// The beginning of a frame of this many bytes, as far as can be told.
    Incomplete { needed: usize },
    /// No frame.
    Bad,
}

/// Appends a frame whose payload `write` appends. On an error nothing is appended.
pub(crate) fn encode(
    out: &mut Vec<u8>,
    write: impl FnOnce(&mut Vec<u8>) -> Result<(), SpoolError>,
) -> Result<(), SpoolError> {
    let start = out.len();
    out.extend_from_slice(&[0; HEADER]);
    let written = write(out).and_then(|()| seal(out, start));
    if written.is_err() {
        out.truncate(start);
    }
    written
}

/// The event of a payload.
pub(crate) fn event(payload: &[u8]) -> Option<EventRow> {
    // INVARIANT: compact JSON holds no line feed.
    let end = payload.iter().position(|byte| *byte == b'\n')?;
    let (found_by, record) = payload.split_at_checked(end)?;
    let mut event: EventRow = serde_json::from_slice(found_by).ok()?;
    event.record = String::from_utf8(record.get(1..)?.to_vec()).ok()?;
    Some(event)
}

/// Fills in the header of the frame that begins at `start` and ends with the bytes.
fn seal(out: &mut [u8], start: usize) -> Result<(), SpoolError> {
    let frame = out.get_mut(start..).unwrap_or_default();
    let Some((header, payload)) = frame.split_at_mut_checked(HEADER) else {
        return Err(SpoolError::Invalid("a frame without a header".to_owned()));
    };
    let size = payload.len();
    let length = match u32::try_from(size) {
        Ok(length) if size <= MAX_PAYLOAD => length.to_le_bytes(),
        _ => return Err(SpoolError::TooLarge { size }),
    };
    let checksum = checksum(length, payload);
    for (to, from) in header.iter_mut().zip(length.iter().chain(&checksum)) {
        *to = *from;
    }
    Ok(())
}

/// Reads the frame at the beginning of `bytes`.
pub(crate) fn decode(bytes: &[u8]) -> Decoded<'_> {
    let Some((length, rest)) = bytes.split_first_chunk::<LENGTH>() else {
        return Decoded::Incomplete { needed: HEADER };
    };
    let payload_len = u32::from_le_bytes(*length) as usize;
    if payload_len > MAX_PAYLOAD {
        return Decoded::Bad;
    }
    let size = HEADER + payload_len;
    let Some((stored, rest)) = rest.split_first_chunk::<CHECKSUM>() else {
        return Decoded::Incomplete { needed: size };
    };
    match rest.get(..payload_len) {
        None => Decoded::Incomplete { needed: size },
        Some(payload) if checksum(*length, payload) == *stored => Decoded::Frame { payload, size },
        Some(_) => Decoded::Bad,
    }
}

fn checksum(length: [u8; LENGTH], payload: &[u8]) -> [u8; CHECKSUM] {
    let mut hash = Sha256::default();
    hash.update(&length);
    hash.update(payload);
    let digest = hash.finish();
    *digest.first_chunk().unwrap_or(&[0; CHECKSUM])
}
