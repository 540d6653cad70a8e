//! The certificate store of the operating system: what a selector chooses from when no certificate is
//! named.
//!
//! ```text
//! store ─▶ identities (certificate + handle of its key) ─Selection─▶ Identity
//! ```

#[cfg(target_os = "macos")]
mod macos;
mod place;
#[cfg(windows)]
mod windows;

pub use place::{StoreLocation, SystemStore, SystemStoreError};

use crate::selected::Selection;
use crate::{KeyError, Loaded};

/// The identity that is meant, of the keychains.
#[cfg(target_os = "macos")]
pub(crate) fn load(selection: &Selection, _: Option<&SystemStore>) -> Result<Loaded, KeyError> {
    macos::load(selection)
}

/// The identity that is meant, of this store.
#[cfg(windows)]
pub(crate) fn load(selection: &Selection, store: Option<&SystemStore>) -> Result<Loaded, KeyError> {
    windows::load(selection, &store.cloned().unwrap_or_default())
}

/// This system has none.
#[cfg(not(any(target_os = "macos", windows)))]
pub(crate) fn load(_: &Selection, _: Option<&SystemStore>) -> Result<Loaded, KeyError> {
    Err(KeyError::NoStore)
}
