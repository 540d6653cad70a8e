//! What every backend does.

use crate::{Item, ItemName, StoreError};

/// A place that keeps secrets for one person.
///
/// Every call is complete when it returns: nothing is kept back to be written later, and what another
/// program wrote before the call is seen. Calls may ask the person (through [`Ask`](crate::Ask), or a dialog
/// of the system's own) and block as long as that takes, but never for ever.
pub trait SecretStore: Send + Sync {
    /// The place, for messages: "the encrypted files in /home/ada/.awsvault/keys".
    fn place(&self) -> String;

    /// The names of all items, sorted. Asks for no passphrase where names are not secret.
    ///
    /// # Errors
    /// [`StoreError`] when the place cannot be read. A place that was never written to is empty.
    fn names(&self) -> Result<Vec<ItemName>, StoreError>;

    /// The item of that name, if there is one.
    ///
    /// # Errors
    /// [`StoreError`] when there may be one but it cannot be read.
    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError>;

    /// Keeps an item, in place of one of the same name. Makes the place if it is missing.
    ///
    /// # Errors
    /// [`StoreError`]; what was kept before is as it was.
    fn set(&self, item: &Item) -> Result<(), StoreError>;

    /// Removes the item of that name, and says whether there was one.
    ///
    /// # Errors
    /// [`StoreError`] when it may still be there.
    fn remove(&self, name: &ItemName) -> Result<bool, StoreError>;
}
