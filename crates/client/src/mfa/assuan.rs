//! What a server of GnuPG's Assuan protocol says: lines of at most 1000 bytes, an answer of several.
//!
//! ```text
//! S STATUS …      passed over          D DATA %-escaped    the answer, in pieces
//! # comment       passed over          OK …                done
//! INQUIRE …       refused              ERR CODE TEXT       not done
//! ```

use std::io::{self, BufRead, Read as _};

use tegata_base::Secret;
use zeroize::Zeroizing;

/// Bytes of a line, without its end.
const MAX_LINE: usize = 1000;
/// Lines of one answer.
const MAX_LINES: usize = 256;
/// Bytes of data of one answer.
const MAX_DATA: usize = 4 << 10;
/// The part of an error's number that says what it is; the rest says who made it.
const CODE: u32 = 0xffff;

/// An answer to one command.
pub(super) enum Reply {
    /// It was done; this is the data, if any.
    Done(Secret<Vec<u8>>),
    /// It was not.
    Refused {
        /// Of libgpg-error.
        code: u32,
        /// In words, without what a terminal would obey.
        text: String,
    },
}

/// This is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum AssuanError {
    /// The stream broke.
    #[error("broke off: {0}")]
    Io(#[from] io::Error),
    /// It ended.
    #[error("ended without an answer")]
    Ended,
    /// A line, an answer or its data is too long.
    #[error("said more than a pinentry says")]
    TooMuch,
    /// Something else.
    #[error("does not speak as a pinentry does")]
    Unknown,
}

enum Line {
    Nothing,
    Data(Zeroizing<Vec<u8>>),
    End(Result<(), (u32, String)>),
}

/// Reads one answer.
pub(super) fn reply(from: &mut impl BufRead) -> Result<Reply, AssuanError> {
    // As much as it may become, so that no half of it stays behind where it grew.
    let mut data = Zeroizing::new(Vec::with_capacity(MAX_DATA));
    for _ in 0..MAX_LINES {
        match parsed(&line(from)?)? {
            Line::Nothing => {}
            Line::Data(more) if data.len() + more.len() > MAX_DATA => return Err(AssuanError::TooMuch),
            Line::Data(more) => data.extend_from_slice(&more),
            Line::End(Ok(())) => return Ok(Reply::Done(Secret::new(data.to_vec()))),
            Line::End(Err((code, text))) => return Ok(Reply::Refused { code, text }),
        }
    }
    Err(AssuanError::TooMuch)
}

/// A command's argument as it is sent: without line ends, with `%` escaped, and no longer than fits into a line beside
/// its command.
pub(super) fn escaped(text: &str) -> String {
    const MOST: usize = MAX_LINE - 64;
    let mut out = String::with_capacity(text.len().min(MAX_LINE));
    for c in text.chars() {
        match c {
            _ if out.len() >= MOST => break,
            '%' => out.push_str("%25"),
            '\n' => out.push_str("%0A"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn line(from: &mut impl BufRead) -> Result<Zeroizing<Vec<u8>>, AssuanError> {
    let most = MAX_LINE + 1;
    let mut line = Zeroizing::new(Vec::with_capacity(most));
    from.by_ref().take(most as u64).read_until(b'\n', &mut line)?;
    match line.pop() {
        None => Err(AssuanError::Ended),
        Some(b'\n') => Ok(line),
        Some(_) if line.len() == MAX_LINE => Err(AssuanError::TooMuch),
        Some(_) => Err(AssuanError::Ended),
    }
}

fn parsed(line: &[u8]) -> Result<Line, AssuanError> {
    let (word, rest) = match line.iter().position(|&byte| byte == b' ') {
        Some(at) => (line.get(..at), line.get(at + 1..)),
        None => (Some(line), None),
    };
    let rest = rest.unwrap_or_default();
    match word.unwrap_or_default() {
        b"OK" => Ok(Line::End(Ok(()))),
        b"ERR" => Ok(Line::End(Err(refusal(rest)?))),
        b"D" => Ok(Line::Data(unescaped(rest)?)),
        b"S" => Ok(Line::Nothing),
        word if word.first() == Some(&b'#') || line.is_empty() => Ok(Line::Nothing),
        _ => Err(AssuanError::Unknown),
    }
}

/// `83886179 Operation cancelled <Pinentry>`.
fn refusal(rest: &[u8]) -> Result<(u32, String), AssuanError> {
    let text = String::from_utf8_lossy(rest);
    let (number, text) = text.split_once(' ').unwrap_or((&text, ""));
    let number: u32 = number.parse().map_err(|_| AssuanError::Unknown)?;
    let text = text.chars().filter(|c| !c.is_control()).collect();
    Ok((number & CODE, text))
}

fn unescaped(data: &[u8]) -> Result<Zeroizing<Vec<u8>>, AssuanError> {
    let mut out = Zeroizing::new(Vec::with_capacity(data.len()));
    let mut bytes = data.iter();
    while let Some(&byte) = bytes.next() {
        let byte = match byte {
            b'%' => match (bytes.next().and_then(digit), bytes.next().and_then(digit)) {
                (Some(high), Some(low)) => high << 4 | low,
                _ => return Err(AssuanError::Unknown),
            },
            byte => byte,
        };
        out.push(byte);
    }
    Ok(out)
}

fn digit(byte: &u8) -> Option<u8> {
    let value = char::from(*byte).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests;
