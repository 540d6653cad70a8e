//! A cursor over one JSON text that hands out pieces of it, borrowed.
//!
//! It finds where values end without reading them: a document is read by the policy crate when it is
//! seen for the first time, and only then. Nothing recurses.

use std::borrow::Cow;

use super::error::LineError;

pub(super) struct Cursor<'t> {
    text: &'t str,
    at: usize,
    /// Whether a container was entered and nothing of it read yet.
    is_fresh: bool,
}

type Read<T> = Result<T, LineError>;

impl<'t> Cursor<'t> {
    pub(super) const fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            is_fresh: false,
        }
    }

    /// The first byte of what comes next.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let rest = self.rest();
        let blanks = rest
            .iter()
            .take_while(|b| matches!(b, b' ' | b'\t' | b'\n' | b'\r'))
            .count();
        self.at += blanks;
        rest.get(blanks).copied()
    }

    /// Goes into the object or array that begins here.
    pub(super) fn enter(&mut self, bracket: u8, what: &'static str) -> Read<()> {
        if self.peek() != Some(bracket) {
            return Err(self.fault(what));
        }
        self.at += 1;
        self.is_fresh = true;
        Ok(())
    }

    /// The next key of the object, its value ahead; `None` at the end, which is left behind.
    pub(super) fn key(&mut self) -> Read<Option<Cow<'t, str>>> {
        if !self.goes_on(b'}')? {
            return Ok(None);
        }
        let key = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.fault("a colon is missing"));
        }
        self.at += 1;
        Ok(Some(key))
    }

    /// Whether another item of the array is ahead; otherwise its end is left behind.
    pub(super) fn item(&mut self) -> Read<bool> {
        self.goes_on(b']')
    }

    fn goes_on(&mut self, end: u8) -> Read<bool> {
        let next = self.peek();
        if next == Some(end) {
            self.at += 1;
            self.is_fresh = false;
            return Ok(false);
        }
        if !std::mem::take(&mut self.is_fresh) {
            if next != Some(b',') {
                return Err(self.fault("a comma or the end of a list is missing"));
            }
            self.at += 1;
        }
        Ok(true)
    }

    /// A string, unescaped.
    pub(super) fn string(&mut self) -> Read<Cow<'t, str>> {
        if self.peek() != Some(b'"') {
            return Err(self.fault("a string is missing"));
        }
        let inside = self.rest().get(1..).unwrap_or_default();
        let end = string_end(inside).ok_or_else(|| self.fault("a string does not end"))?;
        let (from, to) = (self.at + 1, self.at + 1 + end.length);
        let plain = self.text.get(from..to).unwrap_or_default();
        if end.is_escaped {
            let quoted = self.text.get(self.at..=to).unwrap_or_default();
            let text = unquote(quoted).ok_or_else(|| self.fault("a string has an invalid escape"))?;
            self.at = to + 1;
            return Ok(Cow::Owned(text));
        }
        self.at = to + 1;
        Ok(Cow::Borrowed(plain))
    }

    /// The text of the value that begins here. Of what is in it no more is known than where it ends.
    pub(super) fn raw(&mut self) -> Read<&'t str> {
        let first = self.peek();
        let rest = self.rest();
        let length = match first {
            Some(b'"') => string_end(rest.get(1..).unwrap_or_default()).map(|end| end.length + 2),
            Some(b'{' | b'[') => container_end(rest),
            _ => {
                let is_end = |b: &u8| matches!(b, b',' | b']' | b'}' | b':' | b' ' | b'\t' | b'\n' | b'\r');
                let length = rest.iter().position(is_end).unwrap_or(rest.len());
                (length > 0).then_some(length)
            }
        };
        let length = length.ok_or_else(|| self.fault("a value is missing or does not end"))?;
        let start = self.at;
        self.at += length;
        self.text
            .get(start..self.at)
            .ok_or_else(|| self.fault("a value does not end"))
    }

    /// The text of the value that begins here, which is JSON.
    pub(super) fn checked(&mut self) -> Read<&'t str> {
        self.peek();
        let start = self.at;
        let raw = self.raw()?;
        if is_json(raw) {
            return Ok(raw);
        }
        self.at = start;
        Err(self.fault("a value is malformed"))
    }

    /// Nothing but blanks may follow.
    pub(super) fn end(&mut self) -> Read<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault("unexpected text after the object")),
        }
    }

    pub(super) const fn fault(&self, what: &'static str) -> LineError {
        LineError::Json { what, at: self.at }
    }

    fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }
}

/// The characters of a string, given with its quotes; `None` when it is no JSON string.
pub(super) fn unquote(quoted: &str) -> Option<String> {
    serde_json::from_str(quoted).ok()
}

fn is_json(raw: &str) -> bool {
    let is_index = raw.len() < 16 && !raw.starts_with('0') && raw.bytes().all(|b| b.is_ascii_digit());
    let is_plain = raw.starts_with('"') && !raw.contains('\\');
    // What is plain was checked when its end was looked for.
    is_index || is_plain || serde_json::from_str::<serde::de::IgnoredAny>(raw).is_ok()
}

/// What ends a string.
struct StringEnd {
    /// Bytes before the closing quote.
    length: usize,
    is_escaped: bool,
}

/// Looks for the closing quote; `None` when there is none, or a control character before it.
fn string_end(inside: &[u8]) -> Option<StringEnd> {
    let mut length = 0;
    let mut is_escaped = false;
    loop {
        let rest = inside.get(length..)?;
        length += special(rest)?;
        match inside.get(length)? {
            b'"' => return Some(StringEnd { length, is_escaped }),
            b'\\' => {
                is_escaped = true;
                length += 2;
            }
            _ => return None,
        }
    }
}

/// The place of the first quote, backslash or control character, looked for in eight bytes at a time.
pub(super) fn special(text: &[u8]) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = EACH << 7;
    // Sets the high bit of the first byte below `limit`, and of none before it.
    let below = |word: u64, limit: u8| word.wrapping_sub(EACH * u64::from(limit)) & !word & HIGH;
    let is = |word: u64, byte: u8| below(word ^ (EACH * u64::from(byte)), 1);
    let (words, rest) = text.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = below(word, 0x20) | is(word, b'"') | is(word, b'\\');
        if found != 0 {
            return Some(8 * number + found.trailing_zeros() as usize / 8);
        }
    }
    let at = rest.iter().position(|b| matches!(b, b'"' | b'\\' | 0..=0x1f))?;
    Some(8 * words.len() + at)
}

/// How long the object or array is that `text` begins with.
fn container_end(text: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    loop {
        let rest = text.get(at..)?;
        at += rest
            .iter()
            .position(|b| matches!(b, b'"' | b'{' | b'[' | b'}' | b']'))?;
        match text.get(at)? {
            b'"' => at += string_end(text.get(at + 1..)?)?.length + 1,
            b'{' | b'[' => depth += 1,
            _ => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
        }
        at += 1;
    }
}
