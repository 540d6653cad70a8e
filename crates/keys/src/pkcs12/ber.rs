//! BER (X.690) made into DER, as far as PKCS#12 files need it: macOS, NSS and old Java write them with
//! lengths that are told by an end mark, and octet strings in pieces.

use zeroize::Zeroizing;

use crate::wiped::append;

/// Deeper than any file that was ever written.
const MAX_DEPTH: usize = 32;

const OCTET_STRING: u8 = 0x04;
const CONSTRUCTED: u8 = 0x20;

/// The bytes are not BER.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct NotBer;

/// One element, with all lengths definite and shortest, and octet strings in one piece. What follows it
/// is not looked at.
pub(super) fn to_der(input: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotBer> {
    let mut out = Zeroizing::new(Vec::with_capacity(input.len() + 16));
    element(&mut Reader(input), &mut out, MAX_DEPTH)?;
    Ok(out)
}

/// The octets of a string that may be in pieces: one OCTET STRING after the other.
pub(super) fn joined(pieces: &[u8]) -> Result<Zeroizing<Vec<u8>>, NotBer> {
    let mut reader = Reader(pieces);
    let mut octets = Zeroizing::new(Vec::with_capacity(pieces.len()));
    while !reader.0.is_empty() {
        let header = reader.header()?;
        match header.length {
            Some(length) if header.tag == OCTET_STRING => octets.extend(reader.take(length)?),
            _ => return Err(NotBer),
        }
    }
    Ok(octets)
}

struct Reader<'a>(&'a [u8]);

struct Header {
    tag: u8,
    /// None when an end mark tells it.
    length: Option<usize>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], NotBer> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(NotBer)?;
        self.0 = rest;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8, NotBer> {
        let (byte, rest) = self.0.split_first().ok_or(NotBer)?;
        self.0 = rest;
        Ok(*byte)
    }

    fn header(&mut self) -> Result<Header, NotBer> {
        const LONG_TAG: u8 = 0x1f;
        let tag = self.byte()?;
        if tag & LONG_TAG == LONG_TAG {
            return Err(NotBer);
        }
        let length = match self.byte()? {
            short @ 0..=0x7f => Some(short.into()),
            0x80 => None,
            long @ 0x81..=0x84 => Some(
                self.take((long & 0x7f).into())?
                    .iter()
                    .fold(0, |length, byte| length << 8 | usize::from(*byte)),
            ),
            _ => return Err(NotBer),
        };
        Ok(Header { tag, length })
    }

    /// Takes the end mark, if it is next.
    fn at_end_mark(&mut self) -> bool {
        match self.0.strip_prefix(&[0, 0]) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }
}

fn element(reader: &mut Reader<'_>, out: &mut Zeroizing<Vec<u8>>, depth: usize) -> Result<(), NotBer> {
    let depth = depth.checked_sub(1).ok_or(NotBer)?;
    let Header { tag, length } = reader.header()?;
    if tag & CONSTRUCTED == 0 {
        write(tag, reader.take(length.ok_or(NotBer)?)?, out);
        return Ok(());
    }
    let mut content = Zeroizing::new(Vec::new());
    match length {
        Some(length) => {
            let mut inner = Reader(reader.take(length)?);
            while !inner.0.is_empty() {
                element(&mut inner, &mut content, depth)?;
            }
        }
        None => {
            while !reader.at_end_mark() {
                element(reader, &mut content, depth)?;
            }
        }
    }
    if tag == OCTET_STRING | CONSTRUCTED {
        write(OCTET_STRING, &joined(&content)?, out);
    } else {
        write(tag, &content, out);
    }
    Ok(())
}

fn write(tag: u8, content: &[u8], out: &mut Zeroizing<Vec<u8>>) {
    let length = content.len().to_be_bytes();
    let zeros = length.iter().take_while(|byte| **byte == 0).count();
    let significant = length.get(zeros..).unwrap_or_default();
    match u8::try_from(content.len()) {
        Ok(short @ 0..=0x7f) => append(out, &[tag, short]),
        _ => {
            // At most 8 bytes: the size of a usize.
            append(out, &[tag, 0x80 | significant.len() as u8]);
            append(out, significant);
        }
    }
    append(out, content);
}
