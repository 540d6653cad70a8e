//! White space as Python sees it, in bytes that need not be UTF-8.

/// What a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Leading {
    pub(crate) bytes: usize,
    pub(crate) characters: usize,
}

/// The white space at the start.
pub(crate) fn leading(text: &[u8]) -> Leading {
    let mut found = Leading {
        bytes: 0,
        characters: 0,
    };
    while let Some(length) = text.get(found.bytes..).and_then(space_at_start) {
        found.bytes += length;
        found.characters += 1;
    }
    found
}

/// Without white space at either end.
pub(crate) fn trimmed(text: &[u8]) -> &[u8] {
    trimmed_end(text.get(leading(text).bytes..).unwrap_or_default())
}

/// Without white space at the end.
pub(crate) fn trimmed_end(text: &[u8]) -> &[u8] {
    let mut rest = text;
    while let Some(length) = space_at_end(rest) {
        rest = rest.get(..rest.len() - length).unwrap_or_default();
    }
    rest
}

/// Whether Python's `str.isspace` holds.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// How many bytes the white space has that the text begins with.
fn space_at_start(text: &[u8]) -> Option<usize> {
    (1..=3).find(|length| text.get(..*length).is_some_and(is_one_space))
}

fn space_at_end(text: &[u8]) -> Option<usize> {
    (1..=3).find(|length| {
        let start = text.len().checked_sub(*length);
        start
            .and_then(|start| text.get(start..))
            .is_some_and(is_one_space)
    })
}

/// Whether the bytes are one character of white space; none has more than three.
fn is_one_space(bytes: &[u8]) -> bool {
    match bytes {
        [byte] => is_space(char::from(*byte)) && byte.is_ascii(),
        _ => std::str::from_utf8(bytes).is_ok_and(|text| {
            let mut characters = text.chars();
            characters.next().is_some_and(is_space) && characters.next().is_none()
        }),
    }
}
