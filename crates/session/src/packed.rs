//! Policies and tags, packed: the part of a token whose size the caller decides.
//!
//! They are written as fields, then, unless short, deflated against a dictionary of what such texts
//! are made of.
//! `PackedPolicySize` is the share of [`PACKED_LIMIT`] that the result takes.

use std::cell::RefCell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use tegata_base::{Tag, Tags};

use crate::dictionary::DICTIONARY;
use crate::fields::{Reader, Writer, text};
use crate::open::TokenError;
use crate::{Claims, ManagedPolicy};

/// How many packed bytes count as 100 %. With the other fields at their longest a token then still
/// stays below its 4,096 characters.
const PACKED_LIMIT: usize = 1_400;

/// The most bytes that unpacking may give, whatever the token says. More than 50 tags and a policy
/// at their longest.
const MAX_PLAIN: usize = 96 * 1024;

/// Shorter texts are stored as they are: the tags of a usual certificate take a sixth of the room,
/// and setting up the compressor would be the largest part of minting.
const DEFLATE_FROM: usize = 257;

const STORED: u8 = 0;
const DEFLATED: u8 = 1;

const TAG_KEYS_AND_VALUES: u8 = 1;
const TRANSITIVE: u8 = 2;
const POLICY: u8 = 3;
const CUSTOMER_POLICIES: u8 = 4;
const AWS_POLICIES: u8 = 5;

/// What packing holds.
#[derive(Default)]
pub(crate) struct Unpacked {
    pub(crate) tags: Tags,
    pub(crate) transitive_tag_keys: Vec<String>,
    pub(crate) policy: Option<String>,
    pub(crate) managed_policies: Vec<ManagedPolicy>,
}

/// The share of the room for policies and tags that these claims take, in percent, rounded up;
/// `None` when there are neither. Above 100 the claims cannot be minted (`PackedPolicyTooLarge`).
#[must_use]
pub fn packed_policy_size(claims: &Claims) -> Option<u32> {
    pack(claims).as_deref().map(percent)
}

pub(crate) fn percent(packed: &[u8]) -> u32 {
    u32::try_from((packed.len() * 100).div_ceil(PACKED_LIMIT)).unwrap_or(u32::MAX)
}

/// Packs tags and policies; `None` when there are none. What unpacking would refuse packs to
/// something beyond every limit.
pub(crate) fn pack(claims: &Claims) -> Option<Vec<u8>> {
    let plain = plain(claims);
    if plain.is_empty() {
        return None;
    }
    let deflated = (DEFLATE_FROM..=MAX_PLAIN)
        .contains(&plain.len())
        .then(|| deflate(&plain))
        .flatten();
    let mut out = Vec::with_capacity(plain.len() + 1);
    match deflated {
        Some(deflated) if deflated.len() + 4 < plain.len() => {
            out.push(DEFLATED);
            out.extend_from_slice(&u32::try_from(plain.len()).unwrap_or(u32::MAX).to_be_bytes());
            out.extend_from_slice(&deflated);
        }
        _ => {
            out.push(STORED);
            out.extend_from_slice(&plain);
        }
    }
    Some(out)
}

pub(crate) fn unpack(packed: &[u8]) -> Result<Unpacked, TokenError> {
    let (marker, body) = packed.split_first().ok_or(TokenError::Malformed)?;
    match *marker {
        STORED => read(body),
        DEFLATED => read(&inflate(body)?),
        _ => Err(TokenError::Malformed),
    }
}

/// Lists are one field of `length ‖ bytes` after another.
fn plain(claims: &Claims) -> Vec<u8> {
    let list = |items: &mut dyn Iterator<Item = &str>| {
        let mut list = Writer::default();
        for item in items {
            list.bytes(item.as_bytes());
        }
        Some(list.0).filter(|list| !list.is_empty())
    };
    let tags = list(
        &mut claims
            .tags
            .iter()
            .flat_map(|tag| [tag.key.as_str(), tag.value.as_str()]),
    );
    let transitive = list(&mut claims.transitive_tag_keys.iter().map(String::as_str));
    let customer = list(
        &mut claims.managed_policies.iter().filter_map(|policy| match policy {
            ManagedPolicy::Customer(id) => Some(id.as_str()),
            ManagedPolicy::Aws(_) => None,
        }),
    );
    let aws = list(
        &mut claims.managed_policies.iter().filter_map(|policy| match policy {
            ManagedPolicy::Aws(name) => Some(name.as_str()),
            ManagedPolicy::Customer(_) => None,
        }),
    );
    let mut out = Writer::default();
    out.optional(TAG_KEYS_AND_VALUES, tags.as_deref());
    out.optional(TRANSITIVE, transitive.as_deref());
    out.optional(POLICY, claims.policy.as_deref().map(str::as_bytes));
    out.optional(CUSTOMER_POLICIES, customer.as_deref());
    out.optional(AWS_POLICIES, aws.as_deref());
    out.0
}

fn read(plain: &[u8]) -> Result<Unpacked, TokenError> {
    let mut found = Unpacked::default();
    let mut fields = Reader::new(plain);
    while let Some((tag, bytes)) = fields.field()? {
        let mut items = Reader::new(bytes);
        match tag {
            TAG_KEYS_AND_VALUES => {
                let mut tags = Vec::new();
                while !items.is_empty() {
                    tags.push(Tag {
                        key: items.text()?,
                        value: items.text()?,
                    });
                }
                found.tags = Tags::from_list(tags).map_err(|_| TokenError::Malformed)?;
            }
            TRANSITIVE => {
                while !items.is_empty() {
                    found.transitive_tag_keys.push(items.text()?);
                }
            }
            POLICY => found.policy = Some(text(bytes)?),
            CUSTOMER_POLICIES => {
                while !items.is_empty() {
                    let id = items.text()?.parse().map_err(|_| TokenError::Malformed)?;
                    found.managed_policies.push(ManagedPolicy::Customer(id));
                }
            }
            AWS_POLICIES => {
                while !items.is_empty() {
                    found.managed_policies.push(ManagedPolicy::Aws(items.text()?));
                }
            }
            _ => return Err(TokenError::Malformed),
        }
    }
    Ok(found)
}

thread_local! {
    /// Setting up a compressor costs more than using it, so each thread keeps one.
    static COMPRESS: RefCell<Compress> = RefCell::new(Compress::new(Compression::best(), false));
    static DECOMPRESS: RefCell<Decompress> = RefCell::new(Decompress::new(false));
}

/// `None` only if the library fails or the result would not be shorter.
fn deflate(plain: &[u8]) -> Option<Vec<u8>> {
    COMPRESS.with_borrow_mut(|compress| {
        compress.reset();
        compress.set_dictionary(DICTIONARY.as_bytes()).ok()?;
        let mut out = Vec::with_capacity(plain.len() + 64);
        let status = compress
            .compress_vec(plain, &mut out, FlushCompress::Finish)
            .ok()?;
        (status == Status::StreamEnd).then_some(out)
    })
}

/// Inflates to exactly the length that the token states, which is bounded.
fn inflate(body: &[u8]) -> Result<Vec<u8>, TokenError> {
    let (length, deflated) = body.split_first_chunk::<4>().ok_or(TokenError::Malformed)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > MAX_PLAIN {
        return Err(TokenError::Malformed);
    }
    DECOMPRESS.with_borrow_mut(|decompress| {
        decompress.reset(false);
        decompress
            .set_dictionary(DICTIONARY.as_bytes())
            .map_err(|_| TokenError::Malformed)?;
        // One byte to spare lets the decoder see the end of the stream, and too long a stream fail.
        let mut out = Vec::with_capacity(length + 1);
        let status = decompress
            .decompress_vec(deflated, &mut out, FlushDecompress::Finish)
            .map_err(|_| TokenError::Malformed)?;
        let whole = usize::try_from(decompress.total_in()) == Ok(deflated.len());
        if status == Status::StreamEnd && out.len() == length && whole {
            Ok(out)
        } else {
            Err(TokenError::Malformed)
        }
    })
}
