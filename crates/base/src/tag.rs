//! Tags: keys and values with AWS's character set and limits.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// One tag, not yet checked against a service's limits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Tag {
    /// 1–128 characters.
    pub key: String,
    /// 0–256 characters; may be empty.
    pub value: String,
}

/// Whether every character is allowed in a tag: `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`.
#[must_use]
pub fn is_tag_text(text: &str) -> bool {
    text.chars().all(is_tag_char)
}

fn is_tag_char(c: char) -> bool {
    match c {
        '_' | '.' | ':' | '/' | '=' | '+' | '-' | '@' | ' ' => true,
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        // \p{Z}: separators. `is_whitespace` has the space separators and U+2028/2029, but also
        // control characters, which are all ASCII or U+0085.
        '\u{85}' => false,
        _ => c.is_alphabetic() || c.is_numeric() || c.is_whitespace(),
    }
}

/// What is wrong with a list of tags.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TagError {
    /// Two keys are equal when case is ignored.
    #[error("Duplicate tag keys found. Please note that Tag keys are case insensitive.")]
    Duplicate,
}

/// Tags whose keys are unique ignoring case, in the order given. Cloning shares them.
#[derive(Clone, Default, PartialEq, Eq)]
// INVARIANT: no list is empty.
pub struct Tags(Option<Arc<Vec<Tag>>>);

impl Tags {
    /// No tags.
    #[must_use]
    pub const fn new() -> Self {
        Self(None)
    }

    /// Takes a list in, refusing keys that repeat ignoring case.
    ///
    /// # Errors
    /// [`TagError::Duplicate`].
    pub fn from_list(list: Vec<Tag>) -> Result<Self, TagError> {
        if repeats(&list) {
            return Err(TagError::Duplicate);
        }
        Ok(Self::of(list))
    }

    fn of(list: Vec<Tag>) -> Self {
        Self((!list.is_empty()).then(|| Arc::new(list)))
    }

    /// Sets a tag. A tag whose key is equal ignoring case is replaced, spelling included.
    pub fn set(&mut self, tag: Tag) {
        let list = Arc::make_mut(self.0.get_or_insert_default());
        match list.iter_mut().find(|known| is_same_key(&known.key, &tag.key)) {
            Some(known) => *known = tag,
            None => list.push(tag),
        }
    }

    /// Removes the tag with this key, ignoring case.
    pub fn remove(&mut self, key: &str) {
        let Some(list) = &mut self.0 else {
            return;
        };
        let list = Arc::make_mut(list);
        list.retain(|tag| !is_same_key(&tag.key, key));
        if list.is_empty() {
            self.0 = None;
        }
    }

    /// The value of a tag, by key ignoring case.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter()
            .find(|tag| is_same_key(&tag.key, key))
            .map(|tag| tag.value.as_str())
    }

    /// The tags in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Tag] {
        self.0.as_deref().map(Vec::as_slice).unwrap_or_default()
    }

    /// The tags in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Tag> {
        self.as_slice().iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }
}

/// Whether two keys are equal ignoring case.
fn is_same_key(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.to_lowercase() == other.to_lowercase()
}

/// Below this number comparing each with each costs less than sorting.
const FEW: usize = 64;

fn repeats(list: &[Tag]) -> bool {
    if list.len() <= FEW {
        let mut rest = list.iter();
        return std::iter::from_fn(|| rest.next().map(|tag| (tag, rest.as_slice())))
            .any(|(tag, later)| later.iter().any(|other| is_same_key(&tag.key, &other.key)));
    }
    let mut keys: Vec<String> = list.iter().map(|tag| tag.key.to_lowercase()).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| pair.first() == pair.get(1))
}

impl fmt::Debug for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Tags").field(&self.as_slice()).finish()
    }
}

impl Serialize for Tags {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_slice().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::of)
    }
}

impl<'a> IntoIterator for &'a Tags {
    type Item = &'a Tag;
    type IntoIter = std::slice::Iter<'a, Tag>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
