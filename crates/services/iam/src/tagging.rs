//! The rules of tags. Keys of users and roles are equal ignoring case, those of policies only when
//! they are the same text; lists show them by length, then by code point.

use data_encoding::HEXLOWER;
use tegata_api_iam as api;
use tegata_base::{Tag, Tags};
use tegata_crypto::hash;

use crate::errors::IamError;
use crate::page::{self, Page};

/// Reads tags of a request for a user or role.
///
/// # Errors
/// [`IamError::ReservedTag`], [`IamError::DuplicateTags`].
pub(crate) fn folded(tags: &[api::Tag]) -> Result<Tags, IamError> {
    Tags::from_list(unreserved(tags)?).map_err(|_| IamError::DuplicateTags)
}

/// Reads tags of a request for a policy.
///
/// # Errors
/// [`IamError::ReservedTag`], [`IamError::DuplicatePolicyTags`].
pub(crate) fn exact(tags: &[api::Tag]) -> Result<Vec<Tag>, IamError> {
    let mut keys: Vec<&str> = tags.iter().map(|tag| tag.key.as_str()).collect();
    keys.sort_unstable();
    if keys.windows(2).any(|pair| pair.first() == pair.get(1)) {
        return Err(IamError::DuplicatePolicyTags);
    }
    unreserved(tags)
}

fn unreserved(tags: &[api::Tag]) -> Result<Vec<Tag>, IamError> {
    let reserved = |tag: &api::Tag| {
        tag.key
            .get(..4)
            .is_some_and(|head| head.eq_ignore_ascii_case("aws:"))
    };
    if tags.iter().any(reserved) {
        return Err(IamError::ReservedTag);
    }
    Ok(tags
        .iter()
        .map(|tag| Tag {
            key: tag.key.clone(),
            value: tag.value.clone(),
        })
        .collect())
}

/// Whether so many tags may be on one entity.
///
/// # Errors
/// [`IamError::TooManyTags`].
pub(crate) fn check_count(count: usize, limit: usize) -> Result<(), IamError> {
    if count > limit {
        Err(IamError::TooManyTags)
    } else {
        Ok(())
    }
}

/// Tags of a request for the condition keys of a check; what is wrong with them is said later.
pub(crate) fn for_conditions<'a>(tags: impl IntoIterator<Item = (&'a str, &'a str)>) -> Tags {
    let mut set = Tags::new();
    for (key, value) in tags {
        set.set(Tag {
            key: key.to_owned(),
            value: value.to_owned(),
        });
    }
    set
}

/// Tags in the order of lists.
pub(crate) fn shown(tags: &[Tag]) -> Vec<api::Tag> {
    let mut sorted: Vec<&Tag> = tags.iter().collect();
    sorted.sort_by_key(|tag| (tag.key.chars().count(), tag.key.as_str()));
    sorted.into_iter().map(wire).collect()
}

/// Tags in the order given.
pub(crate) fn as_given(tags: &[Tag]) -> Vec<api::Tag> {
    tags.iter().map(wire).collect()
}

fn wire(tag: &Tag) -> api::Tag {
    api::Tag {
        key: tag.key.clone(),
        value: tag.value.clone(),
    }
}

/// A page of tags. A key can be longer than a marker, so the marker holds its digest, and its number in
/// the list for when it was removed in between.
///
/// # Errors
/// [`IamError::InvalidMarker`].
pub(crate) fn page(
    list: &'static str,
    tags: &[Tag],
    marker: Option<&str>,
    max: Option<i32>,
) -> Result<Page<api::Tag>, IamError> {
    let tags = shown(tags);
    let start = match page::after(list, marker)? {
        None => 0,
        Some(place) => {
            let (number, digest) = place.split_once(' ').ok_or(IamError::InvalidMarker)?;
            let number: usize = number.parse().map_err(|_| IamError::InvalidMarker)?;
            tags.iter()
                .position(|tag| digest_of(&tag.key) == digest)
                .map_or(number, |at| at.saturating_add(1))
        }
    };
    let rest = tags.into_iter().enumerate().skip(start);
    let page = Page::of(list, rest, max, |(number, tag)| {
        format!("{number} {}", digest_of(&tag.key))
    });
    Ok(page.map(|(_, tag)| tag))
}

fn digest_of(key: &str) -> String {
    let digest = hash::sha256(key.as_bytes());
    HEXLOWER.encode(digest.get(..8).unwrap_or_default())
}
