//! How far a rotation has come: an item beside the key, written before each step begins, so that the next
//! `rotate` knows what an interrupted one may have done.
//!
//! ```text
//! creating ─▶ created, with the new key ─▶ stored ─▶ deactivated ─▶ removed
//! ```

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use tegata_base::Secret;
use tegata_vault::{InvalidItem, InvalidName, Item, ItemName, SecretStore, StoreError};
use zeroize::Zeroizing;

use crate::secret_json::secret;

/// The form that is written here.
const VERSION: u32 = 1;
/// More than any journal has.
const MAX_JSON: usize = 16 << 10;
/// More than any id or name that IAM gives.
const MAX_TEXT: usize = 512;
/// More keys than a user can have.
const MAX_KNOWN: usize = 32;

/// It.
#[derive(Debug)]
pub(super) struct Journal {
    /// The name of the user whose key it is.
    pub(super) user: String,
    /// The id of the key that is replaced.
    pub(super) old: String,
    /// By the service's clock, when it began.
    pub(super) began: Timestamp,
    /// By the service's clock, until when we ourselves used the old key.
    pub(super) used: Timestamp,
    pub(super) stage: Stage,
}

/// The step that was begun last.
#[derive(Debug)]
pub(super) enum Stage {
    /// A new key may have been made, or not.
    Creating {
        /// The ids of the keys that were there before.
        known: Vec<String>,
        /// By the service's clock, when the call had failed, after which it made none any more; none where this process
        /// did not see its end.
        ended: Option<Timestamp>,
    },
    /// It was made, and may be stored already.
    Created {
        /// It.
        key: NewKey,
    },
    /// It is stored.
    Stored {
        /// Its id.
        id: String,
    },
    /// The old one is inactive, and may be deleted already.
    Deactivated {
        /// The new one's id.
        id: String,
        /// The last use of the old one by another program that the person was told of.
        told: Option<Timestamp>,
    },
}

/// A key that was made just now.
pub(super) struct NewKey {
    pub(super) id: String,
    pub(super) secret: Secret<String>,
}

/// What is kept is no journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("it is no journal of a rotation")]
    NotAJournal,
    #[error("it has more than a journal has")]
    TooLong,
    #[error("a newer Tegata wrote it")]
    Newer,
}

/// The journal was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotWritten {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Name(#[from] InvalidName),
    #[error(transparent)]
    Item(#[from] InvalidItem),
}

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    user: &'a str,
    old: &'a str,
    began: Timestamp,
    used: Timestamp,
    stage: WrittenStage<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum WrittenStage<'a> {
    Creating {
        known: &'a [String],
        #[serde(skip_serializing_if = "Option::is_none")]
        ended: Option<Timestamp>,
    },
    Created {
        id: &'a str,
        secret: &'a str,
    },
    Stored {
        id: &'a str,
    },
    Deactivated {
        id: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        told: Option<Timestamp>,
    },
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

#[derive(Deserialize)]
struct Read {
    user: String,
    old: String,
    began: Timestamp,
    used: Timestamp,
    stage: ReadStage,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum ReadStage {
    Creating {
        known: Vec<String>,
        ended: Option<Timestamp>,
    },
    Created {
        id: String,
        #[serde(deserialize_with = "secret")]
        secret: Secret<String>,
    },
    Stored {
        id: String,
    },
    Deactivated {
        id: String,
        told: Option<Timestamp>,
    },
}

impl Journal {
    /// That of a profile's key, if a rotation was begun and not ended.
    pub(super) fn load(
        store: &dyn SecretStore,
        profile: &str,
    ) -> Result<Option<Result<Self, Unreadable>>, StoreError> {
        let item = store.get(&ItemName::rotation(profile)?)?;
        Ok(item.map(|item| Self::read(item.data.expose())))
    }

    /// Writes it, in place of what was there.
    pub(super) fn save(&self, store: &dyn SecretStore, profile: &str) -> Result<(), NotWritten> {
        let item = Item::new(ItemName::rotation(profile)?, self.written())?;
        Ok(store.set(&item)?)
    }

    /// There is no rotation any more.
    pub(super) fn remove(store: &dyn SecretStore, profile: &str) -> Result<(), StoreError> {
        store.remove(&ItemName::rotation(profile)?)?;
        Ok(())
    }

    /// The id of the new key, where it is known.
    pub(super) fn new_id(&self) -> Option<&str> {
        match &self.stage {
            Stage::Creating { .. } => None,
            Stage::Created { key } => Some(&key.id),
            Stage::Stored { id } | Stage::Deactivated { id, .. } => Some(id),
        }
    }

    /// Whether it may be of the key that is stored now.
    pub(super) fn concerns(&self, stored: &str) -> bool {
        match &self.stage {
            Stage::Creating { .. } => stored == self.old,
            Stage::Created { key } => stored == self.old || stored == key.id,
            Stage::Stored { id } | Stage::Deactivated { id, .. } => stored == id,
        }
    }

    fn written(&self) -> Secret<Vec<u8>> {
        let stage = match &self.stage {
            Stage::Creating { known, ended } => WrittenStage::Creating { known, ended: *ended },
            Stage::Created { key } => WrittenStage::Created {
                id: &key.id,
                secret: key.secret.expose(),
            },
            Stage::Stored { id } => WrittenStage::Stored { id },
            Stage::Deactivated { id, told } => WrittenStage::Deactivated { id, told: *told },
        };
        let written = Written {
            version: VERSION,
            user: &self.user,
            old: &self.old,
            began: self.began,
            used: self.used,
            stage,
        };
        // Enough for all of it, so that no half of it stays behind where it grew.
        let mut json = Zeroizing::new(Vec::with_capacity(MAX_JSON));
        let result = serde_json::to_writer(&mut *json, &written);
        debug_assert!(result.is_ok(), "strings and times are always JSON");
        Secret::new(std::mem::take(&mut *json))
    }

    fn read(json: &[u8]) -> Result<Self, Unreadable> {
        if json.len() > MAX_JSON {
            return Err(Unreadable::TooLong);
        }
        let version: Version = serde_json::from_slice(json).map_err(|_| Unreadable::NotAJournal)?;
        if version.version > VERSION {
            return Err(Unreadable::Newer);
        }
        let read: Read = serde_json::from_slice(json).map_err(|_| Unreadable::NotAJournal)?;
        let stage = match read.stage {
            ReadStage::Creating { known, ended } => Stage::Creating { known, ended },
            ReadStage::Created { id, secret } => Stage::Created {
                key: NewKey { id, secret },
            },
            ReadStage::Stored { id } => Stage::Stored { id },
            ReadStage::Deactivated { id, told } => Stage::Deactivated { id, told },
        };
        let journal = Self {
            user: read.user,
            old: read.old,
            began: read.began,
            used: read.used,
            stage,
        };
        journal.check()?;
        Ok(journal)
    }

    fn check(&self) -> Result<(), Unreadable> {
        let mut texts = vec![self.user.as_str(), self.old.as_str()];
        texts.extend(self.new_id());
        match &self.stage {
            Stage::Creating { known, .. } if known.len() > MAX_KNOWN => return Err(Unreadable::TooLong),
            Stage::Creating { known, .. } => texts.extend(known.iter().map(String::as_str)),
            Stage::Created { key } => texts.push(key.secret.expose()),
            Stage::Stored { .. } | Stage::Deactivated { .. } => {}
        }
        let is_sound =
            |text: &str| !text.is_empty() && text.len() <= MAX_TEXT && !text.contains(char::is_control);
        match texts.into_iter().all(is_sound) {
            true => Ok(()),
            false => Err(Unreadable::NotAJournal),
        }
    }
}

impl std::fmt::Debug for NewKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewKey")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
