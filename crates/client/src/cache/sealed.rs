//! Secrets in sealed files of the cache, for whoever names them by a hash.

use tegata_crypto::aead::AeadKey;
use zeroize::Zeroizing;

use super::{CacheError, Directory, MAGIC, key};
use crate::private_file::{Lock, PrivateFileError};
use crate::{Edge, Environment};

/// Files sealed with the user's key, for the life of a session.
pub(crate) struct SealedFiles {
    key: AeadKey,
}

impl SealedFiles {
    /// Finds the key, or makes it.
    pub(crate) fn open(directory: &Directory, edge: &mut Edge<'_>) -> Result<Self, CacheError> {
        let key = key::find_or_make(directory, edge)?;
        Ok(Self { key })
    }

    /// The same for who only looks: none where nothing was ever kept.
    pub(crate) fn find(directory: &Directory, environment: &Environment) -> Option<Self> {
        let key = key::find(directory, environment)?;
        Some(Self { key })
    }

    /// What is kept under a name of 64 hexadecimal digits; what does not open is as good as not there.
    pub(crate) fn read(&self, directory: &Directory, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let file = directory.read(&file(name))?;
        let sealed = file.strip_prefix(MAGIC)?;
        self.key.open(name.as_bytes(), sealed).ok().map(Zeroizing::new)
    }

    /// Keeps it, while the lock of its name is held.
    pub(crate) fn write(
        &self,
        directory: &Directory,
        held: &Lock,
        name: &str,
        plain: &[u8],
        edge: &mut Edge<'_>,
    ) -> Result<(), PrivateFileError> {
        let sealed = self.key.seal(edge.rng, name.as_bytes(), plain);
        directory.write(held, &file(name), &[MAGIC, &sealed].concat())?;
        directory.tidy();
        Ok(())
    }
}

fn file(name: &str) -> String {
    format!("{name}.session")
}
