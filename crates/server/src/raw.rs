//! A request as it came: nothing decoded, nothing believed.

use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, Uri, header};

/// A request whose head and body are within their limits.
#[derive(Debug)]
pub(crate) struct Raw {
    /// The method.
    pub(crate) method: Method,
    /// Path and query as they stood in the request line.
    pub(crate) uri: Uri,
    /// The headers; with HTTP/2 the authority stands here as `host`.
    pub(crate) headers: HeaderMap,
    /// The body's exact bytes.
    pub(crate) body: Bytes,
    /// The peer's address.
    pub(crate) peer: IpAddr,
    /// Whether it came over the control socket, which is the server's own user's alone.
    pub(crate) control: bool,
    /// What was negotiated, when it came over TLS.
    pub(crate) tls: Option<Arc<Tls>>,
}

/// A TLS connection, as events tell it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tls {
    /// `TLSv1.3`
    pub(crate) version: &'static str,
    /// `TLS_AES_128_GCM_SHA256`
    pub(crate) cipher_suite: String,
}

/// The headers of a request as the codecs and the signature want them: names in lower case.
pub(crate) struct Headers<'a> {
    bytes: Vec<(&'a str, &'a [u8])>,
    text: Vec<(&'a str, &'a str)>,
}

impl Raw {
    /// The path, percent-encoding kept.
    pub(crate) fn path(&self) -> &str {
        self.uri.path()
    }

    /// The query, without `?`; may be empty.
    pub(crate) fn query(&self) -> &str {
        self.uri.query().unwrap_or_default()
    }

    /// The first header of this name, where it is text.
    pub(crate) fn header(&self, name: impl header::AsHeaderName) -> Option<&str> {
        self.headers
            .get(name)
            .and_then(|value| std::str::from_utf8(value.as_bytes()).ok())
    }

    /// The headers, borrowed.
    pub(crate) fn header_lists(&self) -> Headers<'_> {
        let bytes: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_bytes()))
            .collect();
        let text = bytes
            .iter()
            .filter_map(|(name, value)| Some((*name, std::str::from_utf8(value).ok()?)));
        Headers {
            text: text.collect(),
            bytes,
        }
    }

    /// As the signature is checked over.
    pub(crate) fn signed<'a>(&'a self, headers: &'a Headers<'a>) -> tegata_sigv4::Request<'a> {
        tegata_sigv4::Request {
            method: self.method.as_str(),
            path: self.path(),
            query: self.query(),
            headers: &headers.bytes,
            body: &self.body,
        }
    }

    /// As the codecs read it.
    pub(crate) fn wire<'a>(&'a self, headers: &'a Headers<'a>) -> tegata_wire::Request<'a> {
        tegata_wire::Request {
            method: self.method.as_str(),
            path: self.path(),
            query: self.query(),
            headers: &headers.text,
            body: &self.body,
        }
    }
}
