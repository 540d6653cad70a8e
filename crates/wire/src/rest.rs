//! restJson1: the operation by method and path, members in the path, the query string, headers
//! and a JSON body.
//!
//! Paths are matched as received and decoded afterwards: an ARN in a label holds `%2F` and `%3A`.

mod decode;
mod encode;
mod route;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};

pub(crate) use decode::{decode_request, decode_response};
pub(crate) use encode::{encode_error, encode_request, encode_response};
pub(crate) use route::route;

/// What is escaped in labels, query strings and forms: all but RFC 3986's unreserved characters.
pub(crate) const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[cfg(test)]
mod tests;
