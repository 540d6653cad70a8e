//! What a write stores: rows, changes and records, gathered in batches.

use std::collections::HashSet;

use crate::{EventRow, Key, Observation, Revision, StoreError};

/// A stored row of configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where it is stored.
    pub key: Key,
    /// The batch that last wrote it.
    pub revision: Revision,
    /// A JSON object with its own version number.
    pub document: String,
}

/// One change of configuration, as the image after it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Change {
    /// The row now holds this document, whether or not it existed.
    Put {
        /// Where it is stored.
        key: Key,
        /// The new document.
        document: String,
    },
    /// The row is gone, whether or not it existed.
    Delete {
        /// Where it was stored.
        key: Key,
    },
}

impl Change {
    /// The row it changes.
    #[must_use]
    pub const fn key(&self) -> &Key {
        match self {
            Self::Put { key, .. } | Self::Delete { key } => key,
        }
    }
}

/// A row inserted once under a key that must be free; not part of the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it is stored. Records and configuration do not share keys.
    pub key: Key,
    /// A JSON object with its own version number.
    pub document: String,
}

/// A random id of a batch, by which a lost answer to a commit is settled.
pub type BatchId = [u8; 16];

/// Everything that one write request stores: all of it or nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Batch {
    /// Random, never used twice.
    pub id: BatchId,
    /// Applied in order; a later change of a key wins.
    pub changes: Vec<Change>,
    /// Inserted under keys that must be free.
    pub records: Vec<Record>,
    /// The events that tell of it.
    pub events: Vec<EventRow>,
}

impl Batch {
    /// Whether an engine can store these together; the first check of [`crate::Store::commit`].
    ///
    /// # Errors
    /// [`StoreError::Invalid`] when two have the same id, or names the first key that is not valid.
    pub fn check_group(batches: &[Self]) -> Result<(), StoreError> {
        let ids: HashSet<&BatchId> = batches.iter().map(|batch| &batch.id).collect();
        if ids.len() < batches.len() {
            return Err(StoreError::Invalid("two batches have the same id".to_owned()));
        }
        match batches.iter().flat_map(Self::keys).find(|key| !key.is_valid()) {
            Some(key) => Err(StoreError::Invalid(format!(
                "the id of a {} has {} bytes or a control character; 1 to 1,024 without are stored",
                key.kind,
                key.id.len()
            ))),
            None => Ok(()),
        }
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        let changed = self.changes.iter().map(Change::key);
        let inserted = self.records.iter().map(|record| &record.key);
        let observed = self.events.iter().flat_map(|event| &event.observations);
        changed.chain(inserted).chain(observed.map(Observation::key))
    }
}

/// The changes between a revision and the head, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The revision after the last of them.
    pub head: Revision,
    /// Every change, each with the revision of its batch. A batch without changes has no entry here.
    pub changes: Vec<(Revision, Change)>,
}
