//! Form parameters, flat for routing and as a tree for decoding: `Tags.member.1.Key` is a leaf
//! under four branches.
//!
//! Everything is limited: how many parameters, how deep a name goes, how long it is, how many branches
//! the tree has. A value is limited by the body's size alone.
//!
//! Strangers stay cheap: before a request is authenticated its parameters are only walked ([`find`]), which
//! takes less than the hash of the body that the signature needs. The tree grows for known callers.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use percent_encoding::percent_decode;

use crate::message::{DecodeError, Request};

/// The most parameters in one request. A simulation of policies may name every action that there is, more than
/// ten thousand; other lists have a few hundred items. What a parameter costs is bounded by
/// [`MAX_BRANCHES`] and by the body's size.
pub(super) const MAX_PARAMETERS: usize = 20_000;
/// The most bytes in a name, encoded.
pub(super) const MAX_NAME: usize = 512;
/// The most parts in a name.
pub(super) const MAX_DEPTH: usize = 16;

/// The most branches of the tree: an item of a list is one, and so is each of its members. They cost memory
/// that the body's size does not show: a map of its own for each, though its name is one letter.
pub(super) const MAX_BRANCHES: usize = 2 * MAX_PARAMETERS;

const NOT_UTF8: DecodeError = DecodeError::Syntax("a parameter is not valid UTF-8");

/// The parameters of the query string and of the body of a `POST`, in order; values still encoded.
fn pairs<'a>(request: &Request<'a>) -> impl Iterator<Item = Result<(Cow<'a, str>, &'a [u8]), DecodeError>> {
    let body = if request.method == "POST" {
        request.body
    } else {
        &[]
    };
    let query = request.query.as_bytes().split(|b| *b == b'&');
    let pairs = query.chain(body.split(|b| *b == b'&'));
    let pairs = pairs.filter(|pair| !pair.is_empty()).enumerate();
    pairs.map(|(count, pair)| {
        if count >= MAX_PARAMETERS {
            return Err(DecodeError::TooMany {
                limit: MAX_PARAMETERS,
                what: "parameters",
            });
        }
        let mut halves = pair.splitn(2, |b| *b == b'=');
        let name = halves.next().unwrap_or_default();
        if name.len() > MAX_NAME {
            return Err(DecodeError::TooMany {
                limit: MAX_NAME,
                what: "bytes in the name of a parameter",
            });
        }
        Ok((decoded(name)?, halves.next().unwrap_or_default()))
    })
}

/// The values of a few parameters of a query string and of the form in a `POST`'s body, in the order of `names`.
///
/// # Errors
/// A limit is exceeded, a byte sequence is not UTF-8, or a name has two values.
pub fn find<'a, const N: usize>(
    request: &Request<'a>,
    names: [&str; N],
) -> Result<[Option<Cow<'a, str>>; N], DecodeError> {
    let mut found = [const { None }; N];
    for pair in pairs(request) {
        let (name, value) = pair?;
        for (slot, wanted) in found.iter_mut().zip(names) {
            if name == wanted {
                set(slot, decoded(value)?, &name)?;
            }
        }
    }
    Ok(found)
}

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
    /// A limit is exceeded, a byte sequence is not UTF-8, or a name has two values.
    pub(super) fn of(request: &Request<'a>) -> Result<Self, DecodeError> {
        let mut root = Self::default();
        let mut branches = 0;
        for pair in pairs(request) {
            let (name, value) = pair?;
            root.insert(name, value, &mut branches)?;
        }
        Ok(root)
    }

    /// The branch of this name.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        self.below.get(name)
    }

    fn insert(
        &mut self,
        name: Cow<'a, str>,
        value: &'a [u8],
        branches: &mut usize,
    ) -> Result<(), DecodeError> {
        let mut branch = self;
        for (depth, part) in parts(&name).into_iter().enumerate() {
            if depth == MAX_DEPTH {
                return Err(DecodeError::TooMany {
                    limit: MAX_DEPTH,
                    what: "parts in the name of a parameter",
                });
            }
            branch = match branch.below.entry(part) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(_) if *branches == MAX_BRANCHES => {
                    return Err(DecodeError::TooMany {
                        limit: MAX_BRANCHES,
                        what: "different parts in the names of all parameters",
                    });
                }
                Entry::Vacant(new) => {
                    *branches += 1;
                    new.insert(Self::default())
                }
            };
        }
        set(&mut branch.value, decoded(value)?, &name)
    }
}

/// Sets a value once. The same value again is no harm; another one would leave it to chance which
/// of the two a reader sees.
fn set<'a>(slot: &mut Option<Cow<'a, str>>, value: Cow<'a, str>, name: &str) -> Result<(), DecodeError> {
    if slot.as_ref().is_some_and(|known| *known != value) {
        return Err(DecodeError::Repeated(name.to_owned()));
    }
    *slot = Some(value);
    Ok(())
}

/// One part more than the depth allowed is enough to see that there are too many.
fn parts<'a>(name: &Cow<'a, str>) -> Vec<Cow<'a, str>> {
    match name {
        Cow::Borrowed(name) => name.split('.').take(MAX_DEPTH + 1).map(Cow::Borrowed).collect(),
        Cow::Owned(name) => {
            let parts = name.split('.').take(MAX_DEPTH + 1);
            parts.map(|part| Cow::Owned(part.to_owned())).collect()
        }
    }
}

/// Undoes `application/x-www-form-urlencoded`; a stray `%` stands for itself.
fn decoded(raw: &[u8]) -> Result<Cow<'_, str>, DecodeError> {
    if !raw.contains(&b'+') {
        return percent_decode(raw).decode_utf8().map_err(|_| NOT_UTF8);
    }
    let spaced: Vec<u8> = raw.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
    let bytes: Vec<u8> = percent_decode(&spaced).collect();
    String::from_utf8(bytes).map(Cow::Owned).map_err(|_| NOT_UTF8)
}
