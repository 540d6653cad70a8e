//! Names of stored things: the revision, the kind and the key.

use std::fmt;
use std::str::FromStr;

use tegata_base::{AccountId, Region};

/// A point in the total order of configuration. Revision 0 is the empty store; each committed batch
/// gets the next one, with no gaps.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(transparent)]
pub struct Revision(pub u64);

impl Revision {
    /// The revision `count` batches later.
    #[must_use]
    pub const fn plus(self, count: u64) -> Self {
        Self(self.0.saturating_add(count))
    }

    /// The revision of the next batch.
    #[must_use]
    pub const fn next(self) -> Self {
        self.plus(1)
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a row is: `role`, `trust-anchor`. 1 to 31 lower-case letters, digits and hyphens, beginning
/// with a letter. Kept inline, so that it is `Copy` both from a constant and from a loaded row.
// INVARIANT: the first `len` bytes are such text and the rest are zero, so derived order is text order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    text: [u8; Self::MAX_LEN],
    len: u8,
}

/// The text cannot be a kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a kind is 1 to 31 lower-case letters, digits and hyphens, beginning with a letter")]
pub struct InvalidKind;

impl Kind {
    const MAX_LEN: usize = 31;

    /// The kind of this name, for constants: `const ROLE: Kind = Kind::of("role");`. A bad name fails
    /// the build there; text that comes from outside is parsed with [`str::parse`].
    ///
    /// # Panics
    /// When the name is not a kind.
    #[must_use]
    #[expect(
        clippy::expect_used,
        reason = "evaluated in constants, where it fails the build"
    )]
    pub const fn of(name: &'static str) -> Self {
        Self::parse(name).expect("a kind's name")
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let text = self.text.get(..usize::from(self.len)).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }

    #[expect(
        clippy::indexing_slicing,
        reason = "every index is below the length checked first"
    )]
    #[expect(clippy::cast_possible_truncation, reason = "the length is at most 31")]
    const fn parse(name: &str) -> Option<Self> {
        let bytes = name.as_bytes();
        if bytes.is_empty() || bytes.len() > Self::MAX_LEN || !bytes[0].is_ascii_lowercase() {
            return None;
        }
        let mut text = [0; Self::MAX_LEN];
        let mut at = 0;
        while at < bytes.len() {
            if !matches!(bytes[at], b'a'..=b'z' | b'0'..=b'9' | b'-') {
                return None;
            }
            text[at] = bytes[at];
            at += 1;
        }
        Some(Self {
            text,
            len: bytes.len() as u8,
        })
    }
}

impl FromStr for Kind {
    type Err = InvalidKind;

    fn from_str(text: &str) -> Result<Self, InvalidKind> {
        Self::parse(text).ok_or(InvalidKind)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where something is stored. Written `account/region/kind/id`, with `-` for the region of what is
/// global to the account: `111122223333/-/role/AROA…`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The account that owns it.
    pub account: AccountId,
    /// Its region; `None` for what is global to the account.
    pub region: Option<Region>,
    /// What it is.
    pub kind: Kind,
    /// Its id among those: 1 to 1,024 bytes without control characters. A unique id, a UUID, or such
    /// ids joined; never the name of something that can be renamed. Engines refuse another id.
    pub id: String,
}

/// The text cannot be a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a key is written account/region/kind/id, with `-` for no region")]
pub struct InvalidKey;

impl Key {
    /// The key of something global to its account.
    pub fn global(account: AccountId, kind: Kind, id: impl Into<String>) -> Self {
        Self {
            account,
            region: None,
            kind,
            id: id.into(),
        }
    }

    /// The key of something that lives in a region.
    pub fn regional(account: AccountId, region: Region, kind: Kind, id: impl Into<String>) -> Self {
        Self {
            account,
            region: Some(region),
            kind,
            id: id.into(),
        }
    }

    /// The region as stored: its name, or `-`.
    #[must_use]
    pub fn region_text(&self) -> &str {
        self.region.as_ref().map_or("-", Region::as_str)
    }

    /// Reads what [`Key::region_text`] wrote; `None` when the text is no region.
    #[must_use]
    pub fn region_from_text(text: &str) -> Option<Option<Region>> {
        match text {
            "-" => Some(None),
            text => text.parse().ok().map(Some),
        }
    }

    /// Whether the id is within its limits.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        (1..=1024).contains(&self.id.len()) && !self.id.chars().any(char::is_control)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}/{}/{}",
            self.account,
            self.region_text(),
            self.kind,
            self.id
        )
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Key {
    type Err = InvalidKey;

    fn from_str(text: &str) -> Result<Self, InvalidKey> {
        let mut parts = text.splitn(4, '/');
        let mut part = || parts.next().ok_or(InvalidKey);
        let key = Self {
            account: part()?.parse().map_err(|_| InvalidKey)?,
            region: Self::region_from_text(part()?).ok_or(InvalidKey)?,
            kind: part()?.parse().map_err(|_| InvalidKey)?,
            id: part()?.to_owned(),
        };
        key.is_valid().then_some(key).ok_or(InvalidKey)
    }
}

impl serde::Serialize for Key {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Key {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <std::borrow::Cow<'de, str>>::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}
