//! A store in memory.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tegata_base::Secret;

use crate::{Item, ItemName, SecretStore, StoreError};

/// A store that forgets everything with its process, for tests.
#[derive(Default)]
pub struct MemoryStore(Mutex<BTreeMap<ItemName, Secret<Vec<u8>>>>);

impl MemoryStore {
    fn items(&self) -> MutexGuard<'_, BTreeMap<ItemName, Secret<Vec<u8>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn copy(data: &Secret<Vec<u8>>) -> Secret<Vec<u8>> {
    Secret::new(data.expose().clone())
}

impl SecretStore for MemoryStore {
    fn place(&self) -> String {
        "memory".to_owned()
    }

    fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        Ok(self.items().keys().cloned().collect())
    }

    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
        let found = self.items().get(name).map(copy);
        Ok(found.map(|data| Item {
            name: name.clone(),
            data,
        }))
    }

    fn set(&self, item: &Item) -> Result<(), StoreError> {
        self.items().insert(item.name.clone(), copy(&item.data));
        Ok(())
    }

    fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
        Ok(self.items().remove(name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::testing::{MemoryStore, conformance};
    use crate::{Item, ItemName, SecretStore, StoreError};

    /// The same store in other hands.
    struct Shared(Arc<MemoryStore>);

    impl SecretStore for Shared {
        fn place(&self) -> String {
            self.0.place()
        }

        fn names(&self) -> Result<Vec<ItemName>, StoreError> {
            self.0.names()
        }

        fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
            self.0.get(name)
        }

        fn set(&self, item: &Item) -> Result<(), StoreError> {
            self.0.set(item)
        }

        fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
            self.0.remove(name)
        }
    }

    #[test]
    fn it_conforms() {
        let store = Arc::new(MemoryStore::default());
        conformance(|| Box::new(Shared(Arc::clone(&store))));
    }
}
