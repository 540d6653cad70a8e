//! The lines of a shared config or credentials file and what each of them is, without a byte lost.
//!
//! The rules are those of Python's `configparser`, and so of botocore and the AWS CLI; they are also
//! those of the other AWS SDKs where files are written as documented.

use crate::space::{leading, trimmed};

/// A line: content and ending are the text.
pub(crate) struct Line<'a> {
    /// From 0.
    pub(crate) number: usize,
    pub(crate) content: &'a [u8],
    /// `\n`, `\r\n`, `\r`, or nothing at the end of the text.
    pub(crate) ending: &'a [u8],
    pub(crate) kind: Kind<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind<'a> {
    Blank,
    Comment,
    /// A comment of the form `# key = value`.
    Note {
        key: &'a [u8],
        value_at: usize,
    },
    /// What stands between the first bracket and the last.
    Header(&'a [u8]),
    Property {
        key: &'a [u8],
        value_at: usize,
    },
    /// An indented line below a property.
    Continuation,
    /// Neither; the AWS SDKs pass over it and `configparser` refuses the file.
    Unknown,
}

/// What ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// `\n`, with or without `\r` before it: what all readers agree on.
    Newline,
    /// A `\r` alone, too: what Python takes for the end of a line.
    Universal,
}

impl Kind<'_> {
    /// Whether it is more than blank or a comment.
    pub(crate) const fn says_something(&self) -> bool {
        !matches!(self, Self::Blank | Self::Comment | Self::Note { .. })
    }
}

impl<'a> Line<'a> {
    /// Where in the content the value begins.
    pub(crate) const fn value_at(&self) -> usize {
        match self.kind {
            Kind::Property { value_at, .. } | Kind::Note { value_at, .. } => value_at,
            _ => self.content.len(),
        }
    }

    /// The white space that the line begins with.
    pub(crate) fn indent(&self) -> &'a [u8] {
        self.content
            .get(..leading(self.content).bytes)
            .unwrap_or_default()
    }
}

/// Splits a text into lines. What an indented line is depends on what stands above it: below a
/// property and deeper than it, the line goes on with that property's value.
pub(crate) fn lines(text: &[u8], breaks: Breaks) -> impl Iterator<Item = Line<'_>> {
    let mut property_at: Option<usize> = None;
    split(text, breaks)
        .enumerate()
        .map(move |(number, (content, ending))| {
            let kind = kind(content, number, property_at);
            match kind {
                Kind::Header(_) => property_at = None,
                Kind::Property { .. } | Kind::Unknown => property_at = Some(leading(content).characters),
                Kind::Blank | Kind::Comment | Kind::Note { .. } | Kind::Continuation => {}
            }
            Line {
                number,
                content,
                ending,
                kind,
            }
        })
}

/// Contents of lines with their endings.
fn split(text: &[u8], breaks: Breaks) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let is_break = |byte: &u8| *byte == b'\n' || (breaks == Breaks::Universal && *byte == b'\r');
        let end = rest.iter().position(is_break).unwrap_or(rest.len());
        let (mut content, tail) = rest.split_at(end);
        let mut length = match tail {
            [b'\r', b'\n', ..] => 2,
            [] => 0,
            _ => 1,
        };
        if let (Some(bare), [b'\n', ..]) = (content.strip_suffix(b"\r"), tail) {
            content = bare;
            length = 2;
        }
        let whole = content.len() + length;
        let ending = rest.get(content.len()..whole).unwrap_or_default();
        rest = rest.get(whole..).unwrap_or_default();
        Some((content, ending))
    })
}

fn kind(content: &[u8], number: usize, property_at: Option<usize>) -> Kind<'_> {
    const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";
    let read = match number {
        0 => content.strip_prefix(BYTE_ORDER_MARK).unwrap_or(content),
        _ => content,
    };
    let text = trimmed(read);
    match text.first() {
        None => Kind::Blank,
        Some(b'#' | b';') => note(content),
        _ if property_at.is_some_and(|property| leading(content).characters > property) => Kind::Continuation,
        _ => match header(text) {
            Some(name) => Kind::Header(name),
            None => {
                let start = content.len() - read.len() + leading(read).bytes;
                match property(content, b"=:", start) {
                    Some((key, value_at)) => Kind::Property { key, value_at },
                    None => Kind::Unknown,
                }
            }
        },
    }
}

fn header(text: &[u8]) -> Option<&[u8]> {
    let name = text.strip_prefix(b"[")?;
    let end = name.iter().rposition(|byte| *byte == b']')?;
    name.get(..end).filter(|name| !name.is_empty())
}

fn note(content: &[u8]) -> Kind<'_> {
    match property(content, b"=", leading(content).bytes + 1) {
        Some((key, value_at)) => Kind::Note { key, value_at },
        None => Kind::Comment,
    }
}

/// The key that stands from `start` on, and where its value begins.
fn property<'a>(content: &'a [u8], delimiters: &[u8], start: usize) -> Option<(&'a [u8], usize)> {
    let text = content.get(start..)?;
    let delimiter = text.iter().position(|byte| delimiters.contains(byte))?;
    let key = trimmed(text.get(..delimiter)?);
    let value = text.get(delimiter + 1..)?;
    (!key.is_empty()).then_some((key, start + delimiter + 1 + leading(value).bytes))
}
