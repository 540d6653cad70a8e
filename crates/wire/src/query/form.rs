//! Form parameters as a tree: `Tags.member.1.Key` is a leaf under four branches.
//!
//! Everything is limited: how many parameters, how deep a name goes, how long it is. A value is
//! limited by the body's size alone.

use std::borrow::Cow;
use std::collections::BTreeMap;

use percent_encoding::percent_decode;

use crate::message::{DecodeError, Request};

/// The most parameters in one request. AWS's largest lists have a few hundred items.
const MAX_PARAMETERS: usize = 4_000;
/// The most bytes in a name, encoded.
const MAX_NAME: usize = 512;
/// The most parts in a name.
const MAX_DEPTH: usize = 16;

/// One branch: its own value, and what is below.
#[derive(Debug, Default)]
pub(super) struct Parameters<'a> {
    /// The value given for this very name.
    pub(super) value: Option<Cow<'a, str>>,
    /// What follows the next dot.
    pub(super) below: BTreeMap<Cow<'a, str>, Parameters<'a>>,
}

impl<'a> Parameters<'a> {
    /// Reads the query string, and the body of a `POST`.
    ///
    /// # Errors
    /// A limit is exceeded, a byte sequence is not UTF-8, or a name appears twice.
    pub(super) fn of(request: &Request<'a>) -> Result<Self, DecodeError> {
        let mut root = Self::default();
        let body = if request.method == "POST" {
            request.body
        } else {
            &[]
        };
        let pairs = request.query.as_bytes().split(|b| *b == b'&');
        let pairs = pairs
            .chain(body.split(|b| *b == b'&'))
            .filter(|pair| !pair.is_empty());
        for (count, pair) in pairs.enumerate() {
            if count == MAX_PARAMETERS {
                return Err(DecodeError::TooMany {
                    limit: MAX_PARAMETERS,
                    what: "parameters",
                });
            }
            root.insert(pair)?;
        }
        Ok(root)
    }

    /// The branch of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.below.get(name)
    }

    fn insert(&mut self, pair: &'a [u8]) -> Result<(), DecodeError> {
        let mut halves = pair.splitn(2, |b| *b == b'=');
        let name = halves.next().unwrap_or_default();
        if name.len() > MAX_NAME {
            return Err(DecodeError::TooMany {
                limit: MAX_NAME,
                what: "bytes in the name of a parameter",
            });
        }
        let name = decoded(name)?;
        let value = decoded(halves.next().unwrap_or_default())?;
        let mut branch = self;
        for (depth, part) in parts(&name).enumerate() {
            if depth == MAX_DEPTH {
                return Err(DecodeError::TooMany {
                    limit: MAX_DEPTH,
                    what: "parts in the name of a parameter",
                });
            }
            branch = branch.below.entry(part).or_default();
        }
        if branch.value.as_ref().is_some_and(|known| *known != value) {
            return Err(DecodeError::Repeated(name.into_owned()));
        }
        branch.value = Some(value);
        Ok(())
    }
}

fn parts<'n, 'a: 'n>(name: &'n Cow<'a, str>) -> Box<dyn Iterator<Item = Cow<'a, str>> + 'n> {
    match name {
        Cow::Borrowed(name) => Box::new(name.split('.').map(Cow::Borrowed)),
        Cow::Owned(name) => Box::new(name.split('.').map(|part| Cow::Owned(part.to_owned()))),
    }
}

/// Undoes `application/x-www-form-urlencoded`; a stray `%` stands for itself.
fn decoded(raw: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    const NOT_UTF8: DecodeError = DecodeError::Syntax("a parameter is not valid UTF-8");
    if !raw.contains(&b'+') {
        return percent_decode(raw).decode_utf8().map_err(|_| NOT_UTF8);
    }
    let spaced: Vec<u8> = raw.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    let bytes: Vec<u8> = percent_decode(&spaced).collect();
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| NOT_UTF8)
}
