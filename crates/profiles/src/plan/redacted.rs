//! Texts that may hold a secret: run as they are, shown in part.

use std::fmt;

use serde::{Serialize, Serializer};

/// A command line of a config file. Only its first word is shown, since a password may follow.
#[derive(Clone, PartialEq, Eq)]
pub struct Command(String);

/// A path, or a `pkcs11:` URI, of which the attributes that may hold a PIN are not shown.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey(String);

impl Command {
    pub(crate) const fn new(text: String) -> Self {
        Self(text)
    }

    /// All of it, to be run by a shell.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PrivateKey {
    pub(crate) const fn new(text: String) -> Self {
        Self(text)
    }

    /// All of it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut words = self.0.split_whitespace();
        f.write_str(words.next().unwrap_or_default())?;
        match words.next() {
            Some(_) => f.write_str(" …"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_uri = self
            .0
            .get(..7)
            .is_some_and(|start| start.eq_ignore_ascii_case("pkcs11:"));
        match is_uri {
            true => f.write_str("pkcs11:…"),
            false => f.write_str(&self.0),
        }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Command {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for PrivateKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
