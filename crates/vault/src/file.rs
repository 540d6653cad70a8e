//! aws-vault's encrypted files: one JWE an item, each under the same passphrase by custom alone.
//!
//! Nothing ties the files together: a key typed in under another passphrase by mistake would be found out
//! only when it is needed. So before the first item is written, the passphrase must open one that is there; where
//! there is none, who types it types it twice.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tegata_base::Secret;
use tegata_crypto::OsRng;

use crate::file_name::FileName;
use crate::folder::Folder;
use crate::item::MAX_WRAPPED;
use crate::jwe::{self, JweError};
use crate::{Backend, Item, ItemName, Passphrase, SecretStore, StoreError};

/// Bytes of a file: the item's JSON in base64, with room.
const MAX_FILE: usize = 2 * MAX_WRAPPED;

/// Files that are tried before a passphrase is taken for wrong: one may have been mistyped long ago.
const TRIED: usize = 4;

/// The store that aws-vault calls `file`.
pub struct FileStore {
    folder: Folder,
    passphrase: Passphrase,
    /// Whether the passphrase has opened an item, or made one that it will open.
    is_proven: AtomicBool,
}

impl FileStore {
    /// The store in a folder, `~/.awsvault/keys` with aws-vault. The folder need not be there.
    #[must_use]
    pub const fn new(folder: PathBuf, passphrase: Passphrase) -> Self {
        Self {
            folder: Folder::new(folder),
            passphrase,
            is_proven: AtomicBool::new(false),
        }
    }

    /// The passphrase, as it opens what is there; of an empty store, typed twice.
    pub(crate) fn opener(&self) -> Result<Secret<Vec<u8>>, StoreError> {
        let passphrase = self.passphrase()?;
        self.check(&passphrase)?;
        self.confirm(&passphrase)?;
        // So that its path is one that is there.
        self.folder.make()?;
        Ok(Secret::new(passphrase.expose().clone()))
    }

    /// The passphrase of a store that is unlocked, or else the person's.
    fn passphrase(&self) -> Result<Arc<Secret<Vec<u8>>>, StoreError> {
        if let Some(known) = self.passphrase.known() {
            return Ok(known);
        }
        if let Some(kept) = self.passphrase.opener(Backend::File, self.folder.path()) {
            self.passphrase.keep(&kept);
            return Ok(kept);
        }
        let question = format!(
            "Enter passphrase to unlock \"{}\": ",
            self.folder.path().display()
        );
        self.passphrase.get(&self.place(), &question)
    }

    /// Whether to try once more: the passphrase that opened nothing was that of an unlocked store, which may have
    /// been made anew since.
    fn can_ask_anew(&self) -> bool {
        // One that has opened a file is right: another file is under another passphrase.
        let is_unlocked = !self.is_proven.load(Ordering::Relaxed) && self.passphrase.pass_over_unlocked();
        if is_unlocked {
            self.passphrase.forget();
        }
        is_unlocked
    }

    fn file_of(&self, name: &ItemName) -> Result<FileName, StoreError> {
        FileName::of(name).map_err(|why| StoreError::Name {
            name: name.to_string(),
            place: self.place(),
            why,
        })
    }

    fn wrong_passphrase(&self, file: &FileName) -> StoreError {
        if !self.is_proven.load(Ordering::Relaxed) {
            self.passphrase.forget();
        }
        StoreError::WrongPassphrase {
            path: self.folder.path().join(file.as_str()),
            variable: self.passphrase.variable(),
        }
    }

    /// Refuses a passphrase that opens nothing of what is there, unless it has opened something already.
    fn check(&self, passphrase: &Secret<Vec<u8>>) -> Result<(), StoreError> {
        if self.is_proven.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut refused_by = None;
        for name in self.folder.names()?.iter().take(TRIED) {
            let file = self.file_of(name)?;
            let token = self.folder.read(&file, MAX_FILE)?;
            match token.map(|token| jwe::open(passphrase, token.expose())) {
                Some(Ok(_)) => {
                    self.is_proven.store(true, Ordering::Relaxed);
                    return Ok(());
                }
                Some(Err(JweError::WrongPassphrase)) => refused_by = refused_by.or(Some(file)),
                // Removed since, or no file of a keyring: it says nothing.
                None | Some(Err(_)) => {}
            }
        }
        refused_by.map_or(Ok(()), |file| Err(self.wrong_passphrase(&file)))
    }

    /// Has a passphrase typed again that nothing there tells to be the right one: a key under a mistyped one is lost.
    fn confirm(&self, passphrase: &Secret<Vec<u8>>) -> Result<(), StoreError> {
        let again = "Nothing is kept there yet. Enter the same passphrase again: ";
        if self.is_proven.load(Ordering::Relaxed)
            || self.passphrase.is_confirmed(&self.place(), again, passphrase)?
        {
            return Ok(());
        }
        self.passphrase.forget();
        Err(StoreError::NotConfirmed { place: self.place() })
    }

    /// As many iterations as the file had, if that is more than is usual.
    fn iterations(&self, file: &FileName) -> std::num::NonZeroU32 {
        let found = self.folder.read(file, MAX_FILE).ok().flatten();
        found
            .and_then(|token| jwe::iterations(token.expose()).ok())
            .map_or(jwe::ITERATIONS, |found| found.max(jwe::ITERATIONS))
    }
}

impl SecretStore for FileStore {
    fn place(&self) -> String {
        format!("the encrypted files in {}", self.folder.path().display())
    }

    fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        self.folder.names()
    }

    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
        let file = self.file_of(name)?;
        let Some(token) = self.folder.read(&file, MAX_FILE)? else {
            return Ok(None);
        };
        let json = match jwe::open(&*self.passphrase()?, token.expose()) {
            Err(JweError::WrongPassphrase) if self.can_ask_anew() => return self.get(name),
            Err(JweError::WrongPassphrase) => return Err(self.wrong_passphrase(&file)),
            opened => opened.map_err(|error| StoreError::unreadable(name, self.place(), error))?,
        };
        self.is_proven.store(true, Ordering::Relaxed);
        Item::unwrap(name, &json)
            .map(Some)
            .map_err(StoreError::invalid(name, self.place()))
    }

    fn set(&self, item: &Item) -> Result<(), StoreError> {
        let file = self.file_of(&item.name)?;
        let passphrase = self.passphrase()?;
        match self.check(&passphrase) {
            Err(StoreError::WrongPassphrase { .. }) if self.can_ask_anew() => return self.set(item),
            checked => checked?,
        }
        self.confirm(&passphrase)?;
        let json = item.wrap();
        let token = jwe::seal(&mut OsRng, &passphrase, self.iterations(&file), json.expose());
        self.folder.replace(&file, token.as_bytes())?;
        self.is_proven.store(true, Ordering::Relaxed);
        Ok(())
    }

    fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
        self.folder.remove(&self.file_of(name)?)
    }
}

#[cfg(test)]
mod tests;
