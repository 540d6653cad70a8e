//! Keys on PKCS#11 tokens.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use crate::{KeyError, Loaded, SourceSpec, Surroundings};

/// A `pkcs11:` URI (RFC 7512).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uri(String);

/// The text is not a `pkcs11:` URI.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UriError {
    /// It does not begin with `pkcs11:`.
    #[error("a PKCS#11 URI begins with pkcs11:")]
    Scheme,
}

/// How tokens are reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The library to load; p11-kit's proxy without one.
    pub module: Option<PathBuf>,
    /// Whether the user PIN serves for each signature too.
    pub reuse_pin: bool,
}

impl FromStr for Uri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.strip_prefix("pkcs11:")
            .map(|rest| Self(rest.into()))
            .ok_or(UriError::Scheme)
    }
}

pub(crate) fn load(_: &Uri, _: &SourceSpec, _: &Arc<dyn Surroundings>) -> Result<Loaded, KeyError> {
    Err(KeyError::NotBuilt {
        what: "PKCS#11 tokens",
    })
}
