//! Tags: keys and values with AWS's character set and limits.

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

/// Tags whose keys are unique ignoring case, in the order given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Tags(Vec<Tag>);

impl Tags {
    /// No tags.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Takes a list in, refusing keys that repeat ignoring case.
    ///
    /// # Errors
    /// [`TagError::Duplicate`].
    pub fn from_list(list: Vec<Tag>) -> Result<Self, TagError> {
        let mut keys: Vec<String> = list.iter().map(|tag| tag.key.to_lowercase()).collect();
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair.first() == pair.get(1)) {
            return Err(TagError::Duplicate);
        }
        Ok(Self(list))
    }

    /// Sets a tag. A tag whose key is equal ignoring case is replaced, spelling included.
    pub fn set(&mut self, tag: Tag) {
        let key = tag.key.to_lowercase();
        match self.0.iter_mut().find(|known| known.key.to_lowercase() == key) {
            Some(known) => *known = tag,
            None => self.0.push(tag),
        }
    }

    /// Removes the tag with this key, ignoring case.
    pub fn remove(&mut self, key: &str) {
        let key = key.to_lowercase();
        self.0.retain(|tag| tag.key.to_lowercase() != key);
    }

    /// The value of a tag, by key ignoring case.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        let key = key.to_lowercase();
        self.0
            .iter()
            .find(|tag| tag.key.to_lowercase() == key)
            .map(|tag| tag.value.as_str())
    }

    /// The tags in order.
    #[must_use]
    pub fn as_slice(&self) -> &[Tag] {
        &self.0
    }

    /// The tags in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Tag> {
        self.0.iter()
    }

    /// How many there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for &'a Tags {
    type Item = &'a Tag;
    type IntoIter = std::slice::Iter<'a, Tag>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}
