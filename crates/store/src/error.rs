//! What can go wrong in a store, by whose fault it is.

use crate::{Key, Revision};

/// Why a store did not do what it was asked. Nothing of a refused write is stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The caller's snapshot is old: catch up and try again.
    #[error("the store is at revision {head}: catch up and try again")]
    Behind {
        /// Where the store is.
        head: Revision,
    },
    /// The changes after the asked revision are no longer kept: load everything again.
    #[error("changes since that revision are kept only from revision {oldest}: load again")]
    Compacted {
        /// The oldest revision that [`crate::Store::changes_since`] still answers.
        oldest: Revision,
    },
    /// A batch of this id was stored before: an earlier commit succeeded though its answer was lost.
    #[error("this batch was committed before, at revision {revision}")]
    Committed {
        /// The position of the batch among those handed in.
        batch: usize,
        /// The revision it got then.
        revision: Revision,
    },
    /// A record's key is taken.
    #[error("a record exists under {key}")]
    Exists {
        /// The position of the batch among those handed in.
        batch: usize,
        /// The key that is taken.
        key: Key,
    },
    /// The caller handed in something that cannot be stored, a bug.
    #[error("cannot be stored: {0}")]
    Invalid(String),
    /// No space is left; the same call works once there is some.
    #[error("no space is left for the store: free some and try again")]
    Full,
    /// Another process or transaction holds the store for too long; try again.
    #[error("the store is busy: try again")]
    Busy,
    /// A newer version of Tegata has written this store.
    #[error(
        "the store has schema version {found}, this version of tegata knows up to {known}: use a newer tegata"
    )]
    NewerSchema {
        /// The stored version.
        found: u32,
        /// The newest version that this program knows.
        known: u32,
    },
    /// What is stored cannot be read, or cannot be right.
    #[error("the store is damaged: {0}")]
    Corrupt(String),
    /// The disk or the connection failed.
    #[error("the store cannot be reached: {0}")]
    Io(String),
}
