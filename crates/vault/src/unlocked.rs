//! Stores that a person has unlocked for a while, and what opens them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tegata_base::Secret;

use crate::options::Options;
use crate::{Ask, Backend, FileStore, Passphrase, SealedStore, StoreError};

/// What keeps stores unlocked.
pub trait Unlocked: Send + Sync {
    /// What opens a store, as [`Backend::unlock`] told it; none where it is not unlocked, or nobody answers soon.
    fn opener(&self, backend: Backend, folder: &Path) -> Option<Secret<Vec<u8>>>;
}

/// A store, and what opens it without asking.
pub struct Opened {
    /// Its kind.
    pub backend: Backend,
    /// Where it is.
    pub folder: PathBuf,
    /// The passphrase of a `file`, since each item has a salt of its own; of a `tegata-file` the key alone.
    pub opener: Secret<Vec<u8>>,
}

impl Backend {
    /// Where a store of this kind is, if a passphrase opens it.
    ///
    /// # Errors
    /// [`StoreError::NoHome`], and [`StoreError::NoPassphraseOfItsOwn`] for every other kind.
    pub fn unlockable(self, options: &Options) -> Result<PathBuf, StoreError> {
        match self {
            Self::File => options.file_folder(),
            Self::TegataFile => options.sealed_folder(),
            other => Err(StoreError::NoPassphraseOfItsOwn {
                backend: other.name(),
            }),
        }
    }

    /// Asks for the passphrase of a store, and checks that it opens it; for that of an empty one, twice.
    /// A `tegata-file` that is not there is made.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn unlock(self, options: &Options, ask: Arc<dyn Ask>) -> Result<Opened, StoreError> {
        let folder = self.unlockable(options)?;
        let passphrase = Passphrase::new(options.file_passphrase.clone(), ask);
        let opener = match self {
            Self::TegataFile => SealedStore::new(folder.clone(), passphrase).opener()?,
            _ => FileStore::new(folder.clone(), passphrase).opener()?,
        };
        Ok(Opened {
            backend: self,
            folder,
            opener,
        })
    }
}

#[cfg(test)]
mod tests;
