//! The blocks of a PEM text, private ones included, in memory that is wiped.

use data_encoding::BASE64;
use zeroize::Zeroizing;

use crate::KeyFormatError;

/// One block between its boundary lines.
pub(crate) struct Block<'a> {
    pub(crate) label: &'a str,
    body: Vec<&'a str>,
    /// Encrypted in the way of RFC 1421, with a `Proc-Type` header.
    pub(crate) encrypted: bool,
}

impl Block<'_> {
    /// The DER inside.
    pub(crate) fn der(&self) -> Result<Zeroizing<Vec<u8>>, KeyFormatError> {
        let length = self.body.iter().map(|line| line.len()).sum();
        let mut text = Zeroizing::new(Vec::with_capacity(length));
        for line in &self.body {
            text.extend(line.bytes().filter(|byte| !byte.is_ascii_whitespace()));
        }
        BASE64
            .decode(&text)
            .map(Zeroizing::new)
            .map_err(|_| KeyFormatError::Damaged)
    }
}

/// The blocks whose label ends in `PRIVATE KEY`, in order. Text outside of blocks, in whatever encoding, and
/// blocks that do not end are passed over.
pub(crate) fn private_blocks(text: &[u8]) -> Vec<Block<'_>> {
    let mut found = Vec::new();
    let mut open: Option<Block<'_>> = None;
    for line in lines(text) {
        if let Some(label) = boundary(line, "-----BEGIN ") {
            open = Some(Block {
                label,
                body: Vec::new(),
                encrypted: false,
            });
        } else if let Some(label) = boundary(line, "-----END ") {
            found.extend(open.take().filter(|block| block.label == label));
        } else if let Some(block) = &mut open {
            // Headers hold a colon, which base64 never does.
            if line.contains(':') {
                block.encrypted |= line.starts_with("Proc-Type:") && line.contains("ENCRYPTED");
            } else {
                block.body.push(line);
            }
        }
    }
    found.retain(|block| block.label.ends_with("PRIVATE KEY"));
    found
}

/// Whether such a block begins, be it ended or not.
pub(crate) fn begins_private_block(text: &[u8]) -> bool {
    lines(text)
        .filter_map(|line| boundary(line, "-----BEGIN "))
        .any(|label| label.ends_with("PRIVATE KEY"))
}

/// A line that is not UTF-8 is shown as one that is no base64 either.
fn lines(text: &[u8]) -> impl Iterator<Item = &str> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    text.split(|byte| *byte == b'\n')
        .map(|line| str::from_utf8(line).unwrap_or("\u{fffd}").trim_end())
}

fn boundary<'a>(line: &'a str, start: &str) -> Option<&'a str> {
    line.strip_prefix(start)?.strip_suffix("-----")
}
