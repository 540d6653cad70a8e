//! The lines of a credentials file and what each of them is, without a byte lost.

/// A line: content and ending are the text.
pub(super) struct Line<'a> {
    /// From 0.
    pub(super) number: usize,
    pub(super) content: &'a [u8],
    /// `\n`, `\r\n`, or nothing at the end of the text.
    pub(super) ending: &'a [u8],
    pub(super) kind: Kind<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    Blank,
    Comment,
    /// A comment of the form `# key = value`.
    Note {
        key: &'a [u8],
        value_at: usize,
    },
    /// What stands between the brackets.
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

impl Kind<'_> {
    /// Whether it is more than blank or a comment.
    pub(super) const fn says_something(&self) -> bool {
        !matches!(self, Self::Blank | Self::Comment | Self::Note { .. })
    }
}

impl<'a> Line<'a> {
    /// Where in the content the value begins.
    pub(super) const fn value_at(&self) -> usize {
        match self.kind {
            Kind::Property { value_at, .. } | Kind::Note { value_at, .. } => value_at,
            _ => self.content.len(),
        }
    }

    /// The white space that the line begins with.
    pub(super) fn indent(&self) -> &'a [u8] {
        self.content.get(..indent(self.content)).unwrap_or_default()
    }
}

/// Splits a text into lines. What an indented line is depends on what stands above it, by the rule of
/// Python's `configparser`, which is also that of the AWS SDKs where files are written as documented:
/// below a property and deeper than it, the line goes on with that property's value.
pub(super) fn lines(text: &[u8]) -> Vec<Line<'_>> {
    let mut property_at: Option<usize> = None;
    let mut found = Vec::new();
    for (number, whole) in text.split_inclusive(|byte| *byte == b'\n').enumerate() {
        let open = whole.strip_suffix(b"\n").unwrap_or(whole);
        let content = match whole.len() == open.len() {
            true => open,
            false => open.strip_suffix(b"\r").unwrap_or(open),
        };
        let kind = kind(content, number, property_at);
        match kind {
            Kind::Header(_) => property_at = None,
            Kind::Property { .. } | Kind::Unknown => property_at = Some(indent(content)),
            Kind::Blank | Kind::Comment | Kind::Note { .. } | Kind::Continuation => {}
        }
        found.push(Line {
            number,
            content,
            ending: whole.get(content.len()..).unwrap_or_default(),
            kind,
        });
    }
    found
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
        _ if property_at.is_some_and(|property| indent(content) > property) => Kind::Continuation,
        Some(b'[') => header(text).map_or(Kind::Unknown, Kind::Header),
        _ => match property(content, b"=:", content.len() - indent_cut(read).len()) {
            Some((key, value_at)) => Kind::Property { key, value_at },
            None => Kind::Unknown,
        },
    }
}

fn header(text: &[u8]) -> Option<&[u8]> {
    let name = text.strip_prefix(b"[")?;
    let end = name.iter().position(|byte| *byte == b']')?;
    name.get(..end)
}

fn note(content: &[u8]) -> Kind<'_> {
    let after_mark = indent_cut(content).get(1..).unwrap_or_default();
    match property(content, b"=", content.len() - after_mark.len()) {
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
    let spaces = indent(value);
    (!key.is_empty()).then_some((key, start + delimiter + 1 + spaces))
}

/// How many bytes of white space stand at the start.
fn indent(content: &[u8]) -> usize {
    content.len() - indent_cut(content).len()
}

fn indent_cut(content: &[u8]) -> &[u8] {
    let spaces = content.iter().take_while(|byte| is_space(**byte)).count();
    content.get(spaces..).unwrap_or_default()
}

/// Without white space at either end.
pub(super) fn trimmed(text: &[u8]) -> &[u8] {
    let cut = indent_cut(text);
    let spaces = cut.iter().rev().take_while(|byte| is_space(**byte)).count();
    cut.get(..cut.len() - spaces).unwrap_or_default()
}

/// As Python sees it, of ASCII.
const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0b | 0x0c | b'\r' | 0x1c..=0x1f)
}
