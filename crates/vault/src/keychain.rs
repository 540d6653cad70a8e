//! A keychain of macOS: the file of its own that aws-vault keeps its items in.
//!
//! Items are generic passwords of the service `aws-vault` whose account is the item's name; the data is as it
//! is. The system asks before another program than the item's creator reads it.

use std::path::PathBuf;

use security_framework::base::Error;
use security_framework::item::{ItemClass, ItemSearchOptions, Limit};
use security_framework::os::macos::keychain::{CreateOptions, SecKeychain};
use tegata_base::Secret;

use crate::{Item, ItemName, SecretStore, StoreError};

const SERVICE: &str = "aws-vault";

/// The attribute that the account is in.
const ACCOUNT: &str = "acct";

/// `errSecItemNotFound`
const NOT_FOUND: i32 = -25300;
/// `errSecNoSuchKeychain`
const NO_SUCH_KEYCHAIN: i32 = -25294;

/// The store that aws-vault calls `keychain`.
pub struct KeychainStore {
    /// The name of the keychain, without `.keychain`.
    name: String,
    /// The file: `~/Library/Keychains/NAME.keychain-db`.
    path: PathBuf,
}

impl KeychainStore {
    /// The keychain of this name in a home directory. It need not be there.
    #[must_use]
    pub fn new(name: &str, home: &std::path::Path) -> Self {
        Self {
            name: name.to_owned(),
            path: home.join(format!("Library/Keychains/{name}.keychain-db")),
        }
    }

    /// The keychain, if there is one.
    fn open(&self) -> Result<Option<SecKeychain>, StoreError> {
        if !self.path.exists() {
            return Ok(None);
        }
        SecKeychain::open(&self.path)
            .map(Some)
            .map_err(|error| self.failed(error))
    }

    /// The keychain; the system asks for the password of a new one.
    fn open_or_make(&self) -> Result<SecKeychain, StoreError> {
        match self.open()? {
            Some(keychain) => Ok(keychain),
            None => CreateOptions::new()
                .prompt_user(true)
                .create(&self.path)
                .map_err(|error| self.failed(error)),
        }
    }

    fn failed(&self, error: Error) -> StoreError {
        StoreError::Unavailable {
            place: self.place(),
            why: format!("the keychain refuses: {error}"),
            advice: "unlock it in Keychain Access, or choose another store with --backend, such as file",
        }
    }
}

/// Nothing there is no failure.
fn found<T>(result: Result<T, Error>) -> Result<Option<T>, Error> {
    match result {
        Err(error) if [NOT_FOUND, NO_SUCH_KEYCHAIN].contains(&error.code()) => Ok(None),
        result => result.map(Some),
    }
}

impl SecretStore for KeychainStore {
    fn place(&self) -> String {
        format!("the keychain {}", self.name)
    }

    fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        let Some(keychain) = self.open()? else {
            return Ok(Vec::new());
        };
        let mut options = ItemSearchOptions::new();
        options
            .keychains(&[keychain])
            .class(ItemClass::generic_password())
            .service(SERVICE)
            .load_attributes(true)
            .limit(Limit::All);
        let items = found(options.search()).map_err(|error| self.failed(error))?;
        let attributes = items.unwrap_or_default();
        let accounts = attributes
            .iter()
            .filter_map(|item| item.simplify_dict()?.remove(ACCOUNT));
        let mut names: Vec<ItemName> = accounts.filter_map(|name| ItemName::parse(&name).ok()).collect();
        names.sort();
        Ok(names)
    }

    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
        let Some(keychain) = self.open()? else {
            return Ok(None);
        };
        let item = found(keychain.find_generic_password(SERVICE, name.as_str()));
        let Some((data, _)) = item.map_err(|error| self.failed(error))? else {
            return Ok(None);
        };
        Item::new(name.clone(), Secret::new(data.to_vec()))
            .map(Some)
            .map_err(StoreError::invalid(name, self.place()))
    }

    fn set(&self, item: &Item) -> Result<(), StoreError> {
        self.open_or_make()?
            .set_generic_password(SERVICE, item.name.as_str(), item.data.expose())
            .map_err(|error| self.failed(error))
    }

    fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
        let Some(keychain) = self.open()? else {
            return Ok(false);
        };
        let item = found(keychain.find_generic_password(SERVICE, name.as_str()));
        let Some((_, item)) = item.map_err(|error| self.failed(error))? else {
            return Ok(false);
        };
        item.delete();
        // The call says nothing of its success.
        let left = found(keychain.find_generic_password(SERVICE, name.as_str()));
        match left.map_err(|error| self.failed(error))? {
            None => Ok(true),
            Some(_) => Err(StoreError::unreadable(
                name,
                self.place(),
                "the keychain did not remove it",
            )),
        }
    }
}
