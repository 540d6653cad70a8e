//! Which certificate store of Windows is meant.

use std::fmt;

/// The names that Windows gives its own stores, as it spells them.
const KNOWN: [&str; 4] = ["MY", "Root", "Trust", "CA"];

/// A certificate store of Windows; the user's `MY` when nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemStore {
    location: StoreLocation,
    name: String,
}

/// Whose stores.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub enum StoreLocation {
    /// The user's who runs this program.
    #[default]
    CurrentUser,
    /// The computer's.
    LocalMachine,
}

/// There is no such store. Each message says what there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SystemStoreError {
    /// Neither the user nor the computer.
    #[error("--system-store-location: the stores are those of CurrentUser or LocalMachine")]
    Location,
    /// A name that Windows would cut.
    #[error("--system-store-name: a store's name holds no NUL; the frequent ones are MY, Root, Trust and CA")]
    Name,
}

impl SystemStore {
    /// Reads both flags; an empty one is as good as none. Names of Windows' own stores are known in any
    /// case, others are kept as they are.
    ///
    /// # Errors
    /// [`SystemStoreError`].
    pub fn parse(name: Option<&str>, location: Option<&str>) -> Result<Self, SystemStoreError> {
        let location = match location.unwrap_or_default() {
            "" => StoreLocation::default(),
            text if text.eq_ignore_ascii_case("CurrentUser") => StoreLocation::CurrentUser,
            text if text.eq_ignore_ascii_case("LocalMachine") => StoreLocation::LocalMachine,
            _ => return Err(SystemStoreError::Location),
        };
        let name = match name.unwrap_or_default() {
            "" => "MY",
            text if text.contains('\0') => return Err(SystemStoreError::Name),
            text => KNOWN
                .into_iter()
                .find(|known| known.eq_ignore_ascii_case(text))
                .unwrap_or(text),
        };
        Ok(Self {
            location,
            name: name.into(),
        })
    }

    /// Whose store it is.
    #[must_use]
    pub const fn location(&self) -> StoreLocation {
        self.location
    }

    /// Its name, without NUL.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Default for SystemStore {
    fn default() -> Self {
        Self {
            location: StoreLocation::default(),
            name: "MY".into(),
        }
    }
}

impl fmt::Display for SystemStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let location = match self.location {
            StoreLocation::CurrentUser => "CurrentUser",
            StoreLocation::LocalMachine => "LocalMachine",
        };
        write!(f, r"{location}\{}", self.name)
    }
}

#[cfg(test)]
mod tests;
