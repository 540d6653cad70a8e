//! PEM (RFC 7468) as it is found in the field: blocks between lines of other text, blocks of other
//! kinds beside the ones that are wanted, RFC 1421 headers, lines of any width, either line end, a byte
//! order mark, and text outside of blocks in any encoding that leaves ASCII as it is.

use std::borrow::Cow;

use data_encoding::BASE64;

/// Longest text that is read, in bytes.
pub const MAX_TEXT: usize = 8 << 20;

/// A kind of block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    /// `CERTIFICATE`, also in its older form `X509 CERTIFICATE`.
    Certificate,
    /// `X509 CRL`
    Crl,
    /// `CERTIFICATE REQUEST`, also in its older form `NEW CERTIFICATE REQUEST`.
    CertificateRequest,
}

impl Label {
    /// The name as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Certificate => "CERTIFICATE",
            Self::Crl => "X509 CRL",
            Self::CertificateRequest => "CERTIFICATE REQUEST",
        }
    }

    fn names(self, text: &str) -> bool {
        text == self.as_str()
            || match self {
                Self::Certificate => text == "X509 CERTIFICATE",
                Self::Crl => false,
                Self::CertificateRequest => text == "NEW CERTIFICATE REQUEST",
            }
    }
}

/// Why a text cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PemError {
    /// Longer than [`MAX_TEXT`].
    #[error("the PEM text is longer than {MAX_TEXT} bytes")]
    TooLong,
    /// Not text, and no block in it.
    #[error("not PEM text; what is in DER is converted with `openssl x509 -inform DER` (or `crl`, or `req`)")]
    NotText,
    /// No block of the kind that is wanted.
    #[error("no `-----BEGIN {label}-----` block was found")]
    Missing {
        /// The kind that is wanted.
        label: &'static str,
    },
    /// More blocks than are allowed.
    #[error("more than {limit} {label} blocks were found")]
    TooMany {
        /// The kind that is wanted.
        label: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// A block without its end.
    #[error("the {label} block that begins on line {line} has no `-----END {label}-----` line")]
    Unterminated {
        /// The kind of the block.
        label: &'static str,
        /// The line of its beginning, from 1.
        line: usize,
    },
    /// A block that is not Base64.
    #[error("the {label} block that begins on line {line} is not Base64")]
    NotBase64 {
        /// The kind of the block.
        label: &'static str,
        /// The line of its beginning, from 1.
        line: usize,
    },
}

/// The DER of every block of this kind, in order: at least one and at most `limit`. Blocks of other
/// kinds and text outside of blocks are passed over.
///
/// # Errors
/// [`PemError`].
pub fn decode_all(text: &[u8], label: Label, limit: usize) -> Result<Vec<Vec<u8>>, PemError> {
    if text.len() > MAX_TEXT {
        return Err(PemError::TooLong);
    }
    // A file of a system's roots is long: most are ASCII, which this looks through in words.
    let text = str::from_utf8(text).map_or_else(|_| String::from_utf8_lossy(text), Cow::Borrowed);
    let is_lossy = matches!(text, Cow::Owned(_));
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let name = label.as_str();
    let mut found = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(opened) = boundary(line, "-----BEGIN ").filter(|opened| label.names(opened)) else {
            continue;
        };
        let begin = number + 1;
        let mut body = String::new();
        loop {
            let (_, line) = lines.next().ok_or(PemError::Unterminated {
                label: name,
                line: begin,
            })?;
            match boundary(line, "-----END ") {
                Some(closed) if closed == opened => break,
                Some(_) => {
                    return Err(PemError::Unterminated {
                        label: name,
                        line: begin,
                    });
                }
                None if boundary(line, "-----BEGIN ").is_some() => {
                    return Err(PemError::Unterminated {
                        label: name,
                        line: begin,
                    });
                }
                None => body_line(&mut body, line),
            }
        }
        if found.len() == limit {
            return Err(PemError::TooMany { label: name, limit });
        }
        let der = BASE64.decode(body.as_bytes()).map_err(|_| PemError::NotBase64 {
            label: name,
            line: begin,
        })?;
        found.push(der);
    }
    match found.is_empty() {
        true if is_lossy => return Err(PemError::NotText),
        true => return Err(PemError::Missing { label: name }),
        false => {}
    }
    Ok(found)
}

/// Writes one block, in lines of 64 characters ended by LF (RFC 7468 section 3, strict form).
#[must_use]
pub fn encode(label: Label, der: &[u8]) -> String {
    let name = label.as_str();
    let mut text = String::with_capacity(der.len() * 3 / 2 + 2 * name.len() + 64);
    text.push_str("-----BEGIN ");
    text.push_str(name);
    text.push_str("-----\n");
    // 48 bytes become a line of 64 characters.
    for line in der.chunks(48) {
        BASE64.encode_append(line, &mut text);
        text.push('\n');
    }
    text.push_str("-----END ");
    text.push_str(name);
    text.push_str("-----\n");
    text
}

/// The label of a boundary line.
fn boundary<'a>(line: &'a str, start: &str) -> Option<&'a str> {
    line.strip_prefix(start)?.trim_end().strip_suffix("-----")
}

/// Takes in a line of a block: Base64 without its white space. Headers (RFC 1421 section 4.6) hold a
/// colon, which Base64 never does.
fn body_line(body: &mut String, line: &str) {
    if !line.contains(':') {
        line.split_ascii_whitespace().for_each(|part| body.push_str(part));
    }
}

#[cfg(test)]
mod tests;
