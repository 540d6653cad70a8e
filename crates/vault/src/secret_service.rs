//! The Secret Service of desktops (GNOME Keyring, KWallet, KeePassXC), over the session's D-Bus.
//!
//! Items are where go-libsecret puts them: in the collection whose object path ends in its name, each with the
//! attribute `profile`. Secrets cross the bus encrypted. Every call has a limit: a service that does not
//! answer, or a dialog that nobody sees, ends in a sentence and not in a hang.

use std::collections::HashMap;
use std::time::Duration;

use secret_service::{Collection, EncryptionType, Error, SecretService};
use tegata_base::Secret;
use tokio::runtime::{Builder, Runtime};
use tokio::time::timeout;

use crate::{Item, ItemName, SecretStore, StoreError};

/// go-libsecret's one attribute.
const ATTRIBUTE: &str = "profile";
const CONTENT_TYPE: &str = "application/json";

/// How long is waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For the service, which the bus may have to start first.
    pub service: Duration,
    /// For a person to answer a dialog.
    pub person: Duration,
}

impl Patience {
    /// Where there is a desktop, and where a dialog could hardly be seen.
    #[must_use]
    pub const fn usual(has_display: bool) -> Self {
        Self {
            service: Duration::from_secs(10),
            person: Duration::from_secs(if has_display { 120 } else { 15 }),
        }
    }
}

/// The store that aws-vault calls `secret-service`.
pub struct SecretServiceStore {
    runtime: Runtime,
    service: SecretService<'static>,
    collection: String,
    patience: Patience,
}

impl SecretServiceStore {
    /// Connects to the service of this session. The collection need not be there; it is made, and the
    /// service asks for its password, when the first item is kept.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] without a bus or a service.
    pub fn open(collection: &str, patience: Patience) -> Result<Self, StoreError> {
        let failed = |why: String| unavailable(collection, why);
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| failed(error.to_string()))?;
        let connected = runtime
            .block_on(async { timeout(patience.service, SecretService::connect(EncryptionType::Dh)).await });
        let service = match connected {
            Ok(connected) => connected.map_err(|error| failed(told(&error)))?,
            Err(_) => return Err(failed(no_answer(patience.service))),
        };
        Ok(Self {
            runtime,
            service,
            collection: collection.to_owned(),
            patience,
        })
    }

    /// Whether the collection is there; asks for nothing.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn has_collection(&self) -> Result<bool, StoreError> {
        self.run(async { Ok(self.find().await?.is_some()) })
    }

    /// Runs one question to its end, which comes.
    fn run<T>(&self, question: impl Future<Output = Result<T, Error>>) -> Result<T, StoreError> {
        // Dialogs have their own, shorter limit.
        let limit = self.patience.person + self.patience.service;
        let answer = self.runtime.block_on(async { timeout(limit, question).await });
        match answer {
            Ok(answer) => answer.map_err(|error| self.failed(&error)),
            Err(_) => Err(unavailable(&self.collection, no_answer(limit))),
        }
    }

    fn failed(&self, error: &Error) -> StoreError {
        match error {
            Error::Prompt | Error::PromptDisconnected | Error::Locked => StoreError::Locked {
                place: self.place(),
                seconds: self.patience.person.as_secs(),
            },
            error => unavailable(&self.collection, told(error)),
        }
    }

    /// The collection of this name: by its path as aws-vault, or by its label, which is all that some
    /// services keep.
    async fn find(&self) -> Result<Option<Collection<'_>>, Error> {
        let mut all = self.service.get_all_collections().await?;
        let by_path = |collection: &Collection<'_>| name_in(&collection.collection_path) == self.collection;
        if let Some(at) = all.iter().position(by_path) {
            return Ok(Some(all.swap_remove(at)));
        }
        for collection in all {
            // One that vanished in between has no label.
            if collection
                .get_label()
                .await
                .is_ok_and(|label| label == self.collection)
            {
                return Ok(Some(collection));
            }
        }
        Ok(None)
    }

    async fn find_unlocked(&self) -> Result<Option<Collection<'_>>, Error> {
        let Some(collection) = self.find().await? else {
            return Ok(None);
        };
        if collection.is_locked().await? {
            self.answered(collection.unlock()).await?;
            collection.ensure_unlocked().await?;
        }
        Ok(Some(collection))
    }

    /// Waits for a dialog no longer than a person may take.
    async fn answered<T>(&self, dialog: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        timeout(self.patience.person, dialog)
            .await
            .unwrap_or(Err(Error::Prompt))
    }

    async fn secret(&self, name: &ItemName) -> Result<Option<Secret<Vec<u8>>>, Error> {
        let Some(collection) = self.find_unlocked().await? else {
            return Ok(None);
        };
        let found = collection.search_items(attributes(name)).await?;
        let Some(item) = found.first() else {
            return Ok(None);
        };
        if item.is_locked().await? {
            self.answered(item.unlock()).await?;
        }
        item.get_secret().await.map(|secret| Some(Secret::new(secret)))
    }

    async fn keep(&self, item: &Item) -> Result<(), Error> {
        let collection = match self.find_unlocked().await? {
            Some(collection) => collection,
            None => {
                self.answered(self.service.create_collection(&self.collection, ""))
                    .await?
            }
        };
        let json = item.wrap();
        let created = collection.create_item(
            item.name.as_str(),
            attributes(&item.name),
            json.expose(),
            true,
            CONTENT_TYPE,
        );
        self.answered(created).await.map(|_| ())
    }

    async fn delete(&self, name: &ItemName) -> Result<bool, Error> {
        let Some(collection) = self.find_unlocked().await? else {
            return Ok(false);
        };
        let found = collection.search_items(attributes(name)).await?;
        for item in &found {
            self.answered(item.delete()).await?;
        }
        Ok(!found.is_empty())
    }

    async fn listed(&self) -> Result<Vec<ItemName>, Error> {
        let Some(collection) = self.find_unlocked().await? else {
            return Ok(Vec::new());
        };
        let mut names = Vec::new();
        for item in collection.get_all_items().await? {
            // Other programs' items have no such attribute.
            let attributes = item.get_attributes().await?;
            names.extend(
                attributes
                    .get(ATTRIBUTE)
                    .and_then(|name| ItemName::parse(name).ok()),
            );
        }
        names.sort();
        names.dedup();
        Ok(names)
    }
}

fn attributes(name: &ItemName) -> HashMap<&str, &str> {
    HashMap::from([(ATTRIBUTE, name.as_str())])
}

fn no_answer(limit: Duration) -> String {
    format!("it did not answer for {} s", limit.as_secs())
}

/// What went wrong, in words; the library's own begin with the names of its types.
fn told(error: &Error) -> String {
    match error {
        Error::Unavailable => "there is no session bus, or no service on it".to_owned(),
        Error::Zbus(error) => error.to_string(),
        Error::ZbusFdo(error) => error.to_string(),
        error => error.to_string(),
    }
}

fn unavailable(collection: &str, why: String) -> StoreError {
    StoreError::Unavailable {
        place: place(collection),
        why,
        advice: "start GNOME Keyring, KWallet or KeePassXC, or choose another store with --backend, such as file",
    }
}

fn place(collection: &str) -> String {
    format!("the collection {collection} of the Secret Service")
}

/// The last part of a collection's path, in which `_2d` stands for `-`.
fn name_in(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    let mut name = Vec::with_capacity(last.len());
    let mut rest = last.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let escaped = (byte == b'_').then(|| after.split_at_checked(2)).flatten();
        let decoded = escaped.and_then(|(digits, after)| {
            let text = std::str::from_utf8(digits).ok()?;
            Some((u8::from_str_radix(text, 16).ok()?, after))
        });
        match decoded {
            Some((byte, after)) => {
                name.push(byte);
                rest = after;
            }
            None => name.push(byte),
        }
    }
    String::from_utf8_lossy(&name).into_owned()
}

impl SecretStore for SecretServiceStore {
    fn place(&self) -> String {
        place(&self.collection)
    }

    fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        self.run(self.listed())
    }

    fn get(&self, name: &ItemName) -> Result<Option<Item>, StoreError> {
        let Some(json) = self.run(self.secret(name))? else {
            return Ok(None);
        };
        Item::unwrap(name, json.expose())
            .map(Some)
            .map_err(StoreError::invalid(name, self.place()))
    }

    fn set(&self, item: &Item) -> Result<(), StoreError> {
        self.run(self.keep(item))
    }

    fn remove(&self, name: &ItemName) -> Result<bool, StoreError> {
        self.run(self.delete(name))
    }
}

#[cfg(test)]
mod tests;
