//! The canonical request and the string to sign: the one place where both sides turn a request
//! into bytes.
//!
//! Method, path, query, signed headers with their values, the signed names, and the payload's hash,
//! one below the other (AWS documentation, *Create a signed AWS API request*).

use std::ops::Range;

use data_encoding::HEXLOWER;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode_byte};
use tegata_crypto::hash::sha256;

use crate::{Algorithm, Request, Scope};

/// The query parameter that carries the signature, and so cannot be part of what is signed.
pub(crate) const SIGNATURE_PARAMETER: &[u8] = b"X-Amz-Signature";

/// RFC 3986 unreserved characters stay, everything else is encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// How the query enters the canonical request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueryForm {
    /// As it is.
    Plain,
    /// Without the signature that it carries.
    Presigned,
    /// With `=` inside values encoded twice, as the Roles Anywhere guide tells it.
    DoubledEquals,
}

/// The canonical request over the headers named in `signed` (lower case, sorted, `;` between).
/// A name that the request does not hold gives an empty value.
pub(crate) fn canonical_request(
    request: &Request<'_>,
    form: QueryForm,
    signed: &str,
    payload_hash: &[u8],
) -> Vec<u8> {
    let mut out = Vec::with_capacity(size_hint(request, signed));
    out.extend_from_slice(request.method.as_bytes());
    out.push(b'\n');
    write_path(&mut out, request.path);
    out.push(b'\n');
    write_query(&mut out, request.query, form);
    out.push(b'\n');
    for name in signed.split(';') {
        out.extend_from_slice(name.as_bytes());
        out.push(b':');
        for (at, value) in request.values(name).enumerate() {
            if at > 0 {
                out.push(b',');
            }
            write_header_value(&mut out, value);
        }
        out.push(b'\n');
    }
    out.push(b'\n');
    out.extend_from_slice(signed.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(payload_hash);
    out
}

/// Algorithm, date (`YYYYMMDDTHHMMSSZ`), scope and the hash of the canonical request.
pub(crate) fn string_to_sign(
    algorithm: Algorithm,
    date: &str,
    scope: &Scope<'_>,
    canonical_request: &[u8],
) -> Vec<u8> {
    let hash = hex_sha256(canonical_request);
    let mut out = Vec::with_capacity(192);
    for part in [algorithm.name(), "\n", date, "\n"] {
        out.extend_from_slice(part.as_bytes());
    }
    for part in [scope.date, scope.region, scope.service] {
        out.extend_from_slice(part.as_bytes());
        out.push(b'/');
    }
    out.extend_from_slice(crate::credential::TERMINATOR.as_bytes());
    out.push(b'\n');
    out.extend_from_slice(&hash);
    out
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn hex_sha256(data: &[u8]) -> [u8; 64] {
    let mut out = [0; 64];
    HEXLOWER.encode_mut(&sha256(data), &mut out);
    out
}

/// Appends bytes percent-encoded.
pub(crate) fn write_encoded(out: &mut Vec<u8>, bytes: impl IntoIterator<Item = u8>) {
    for byte in bytes {
        if is_unreserved(byte) {
            out.push(byte);
        } else {
            out.extend_from_slice(percent_encode_byte(byte).as_bytes());
        }
    }
}

/// Text percent-encoded, for a query or a path segment.
pub(crate) fn encode(text: &str) -> percent_encoding::PercentEncode<'_> {
    percent_encoding::utf8_percent_encode(text, RESERVED)
}

/// The bytes of a query name or value: `+` is a blank, as in a form.
pub(crate) fn decode_query(raw: &str) -> impl Iterator<Item = u8> {
    raw.split('+').enumerate().flat_map(|(at, part)| {
        (at > 0)
            .then_some(b' ')
            .into_iter()
            .chain(percent_decode(part.as_bytes()))
    })
}

fn size_hint(request: &Request<'_>, signed: &str) -> usize {
    let headers: usize = request
        .headers
        .iter()
        .map(|(name, value)| name.len() + value.len() + 2)
        .sum();
    128 + request.path.len() + request.query.len() * 2 + headers + signed.len()
}

/// Dot segments and empty segments go, and what is left is encoded as it stands: a `%2F` of the
/// request line becomes `%252F`.
fn write_path(out: &mut Vec<u8>, path: &str) {
    let start = out.len();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                let kept = out
                    .iter()
                    .skip(start)
                    .rposition(|byte| *byte == b'/')
                    .unwrap_or_default();
                out.truncate(start + kept);
            }
            segment => {
                out.push(b'/');
                write_encoded(out, segment.bytes());
            }
        }
    }
    if out.len() == start || path.ends_with('/') {
        out.push(b'/');
    }
}

/// Pairs decoded, encoded anew, and sorted by name and then value.
fn write_query(out: &mut Vec<u8>, query: &str, form: QueryForm) {
    if query.is_empty() {
        return;
    }
    let mut text = Vec::with_capacity(query.len() + query.len() / 2);
    let mut pairs: Vec<(Range<usize>, Range<usize>)> = Vec::with_capacity(8);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let start = text.len();
        write_encoded(&mut text, decode_query(name));
        let middle = text.len();
        if form == QueryForm::Presigned && text.get(start..middle) == Some(SIGNATURE_PARAMETER) {
            text.truncate(start);
            continue;
        }
        match form {
            QueryForm::DoubledEquals => write_doubled_equals(&mut text, value),
            QueryForm::Plain | QueryForm::Presigned => write_encoded(&mut text, decode_query(value)),
        }
        pairs.push((start..middle, middle..text.len()));
    }
    let part = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    pairs.sort_unstable_by(|(a, x), (b, y)| (part(a), part(x)).cmp(&(part(b), part(y))));
    for (at, (name, value)) in pairs.iter().enumerate() {
        if at > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(part(name));
        out.push(b'=');
        out.extend_from_slice(part(value));
    }
}

fn write_doubled_equals(out: &mut Vec<u8>, value: &str) {
    for byte in decode_query(value) {
        if byte == b'=' {
            out.extend_from_slice(b"%253D");
        } else {
            write_encoded(out, [byte]);
        }
    }
}

/// Blanks at both ends go, runs of blanks become one.
fn write_header_value(out: &mut Vec<u8>, value: &[u8]) {
    let value = value.trim_ascii();
    if !value.windows(2).any(|pair| pair == b"  ") {
        out.extend_from_slice(value);
        return;
    }
    let mut after_blank = false;
    for byte in value {
        if *byte != b' ' || !after_blank {
            out.push(*byte);
        }
        after_blank = *byte == b' ';
    }
}

const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')
}
