//! What an engine does and promises.

use crate::{
    Batch, Changes, EventPage, EventQuery, EventRow, Key, ObservationQuery, Observed, Record, Revision, Row,
    SpoolPosition, StoreError,
};

/// How many of the latest revisions [`Store::changes_since`] and the check of batch ids reach back to.
pub const KEPT_REVISIONS: u64 = 10_000;

/// A storage engine. Calls block; every one is safe from any thread at any time, and readers do not
/// wait for a writer.
///
/// A method that answered `Ok` to a write has it on the disk: it survives kill -9 and power loss. A
/// write that answered `Err` stored nothing, unless the answer was lost on the way (a database over a
/// network), which the batch ids settle.
pub trait Store: Send + Sync {
    /// Hands every row of configuration to `each`, in ascending order of keys, all as of one revision,
    /// which it returns.
    fn load(&self, each: &mut dyn FnMut(Row)) -> Result<Revision, StoreError>;

    /// What happened after `revision`.
    ///
    /// # Errors
    /// [`StoreError::Compacted`] when the store is more than [`KEPT_REVISIONS`] ahead;
    /// [`StoreError::Invalid`] when it has not reached `revision`.
    fn changes_since(&self, revision: Revision) -> Result<Changes, StoreError>;

    /// Stores all batches in one transaction and returns the head after them: `expected` and one for
    /// each batch.
    ///
    /// # Errors
    /// In this order: [`StoreError::Invalid`] as [`Batch::check_group`] says; [`StoreError::Committed`]
    /// when the id of any batch is among the last [`KEPT_REVISIONS`]; [`StoreError::Behind`] when the
    /// head is not `expected`; [`StoreError::Exists`] for the first record whose key is taken.
    fn commit(&self, expected: Revision, batches: &[Batch]) -> Result<Revision, StoreError>;

    /// Stores events that the spool held up to `position`, and remembers `position`, in one
    /// transaction. When the remembered position is not before `position`, nothing is done.
    fn append_events(&self, position: SpoolPosition, events: &[EventRow]) -> Result<(), StoreError>;

    /// The position up to which the spool has been stored.
    fn spool_position(&self) -> Result<SpoolPosition, StoreError>;

    /// Finds events, newest first; those of one time in the reverse order of their arrival.
    fn events(&self, query: &EventQuery) -> Result<EventPage, StoreError>;

    /// The record stored under a key.
    fn record(&self, key: &Key) -> Result<Option<Record>, StoreError>;

    /// What has been observed of one thing.
    fn observation(&self, key: &Key) -> Result<Option<Observed>, StoreError>;

    /// What has been observed of the things that the query selects, by ascending id.
    fn observations(&self, query: &ObservationQuery) -> Result<Vec<(Key, Observed)>, StoreError>;
}
