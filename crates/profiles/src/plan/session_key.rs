//! What a session is kept under.

use std::fmt;

/// Everything that changes the answer of a call, and of those before it: two plans whose keys are equal
/// may share a session. It is to be hashed rather than shown; commands of config files are in it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SessionKey(Vec<u8>);

impl SessionKey {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// What is hashed.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// Adds a value under a name. Lengths stand before both, so that no two lists are written alike.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        for part in [name, value] {
            self.0.extend_from_slice(&(part.len() as u64).to_be_bytes());
            self.0.extend_from_slice(part.as_bytes());
        }
    }

    /// Adds a value, if there is one.
    pub(super) fn add_some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey")
    }
}
