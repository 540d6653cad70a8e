//! A request as it stands on the wire, borrowed.

/// SHA-256 of nothing, in hexadecimal.
pub const EMPTY_PAYLOAD_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// What `X-Amz-Content-Sha256` says when the body is not signed.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// A request, raw: nothing decoded, nothing normalised.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The method, such as `POST`.
    pub method: &'a str,
    /// The path as it stands in the request line, percent-encoding and all, without the query.
    pub path: &'a str,
    /// The query as it stands in the request line, without the question mark; may be empty.
    pub query: &'a str,
    /// Header names in any case, and their values, in the order received. With HTTP/2 the
    /// `:authority` stands here as `host`.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The body's exact bytes.
    pub body: &'a [u8],
}

impl<'a> Request<'a> {
    /// All values of a header, by name ignoring case.
    pub(crate) fn values<'n>(&self, name: &'n str) -> impl Iterator<Item = &'a [u8]> + use<'a, 'n> {
        self.headers
            .iter()
            .filter(move |(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| *value)
    }

    /// The only value of a header: `Ok(None)` when absent.
    pub(crate) fn single(&self, name: &str) -> Result<Option<&'a [u8]>, Repeated> {
        let mut values = self.values(name);
        let first = values.next();
        match values.next() {
            Some(_) => Err(Repeated),
            None => Ok(first),
        }
    }
}

/// A header that may stand once stands more often.
pub(crate) struct Repeated;
