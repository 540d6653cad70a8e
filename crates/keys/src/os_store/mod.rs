//! The certificate store of the operating system: what a selector chooses from when no certificate is
//! named.
//!
//! ```text
//! store ─▶ identities (certificate + handle of its key) ─Selection─▶ Identity
//! ```

#[cfg(target_os = "macos")]
mod macos;

use crate::selected::Selection;
use crate::{KeyError, Loaded};

/// The identity that is meant, of this system's store.
#[cfg(target_os = "macos")]
pub(crate) fn load(selection: &Selection) -> Result<Loaded, KeyError> {
    macos::load(selection)
}

/// This system has none, or one that cannot be used yet.
#[cfg(not(target_os = "macos"))]
pub(crate) fn load(_: &Selection) -> Result<Loaded, KeyError> {
    Err(KeyError::NoStore)
}
