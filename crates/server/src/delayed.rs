//! A store whose writes take longer, to measure as if on a slower disk.

use std::time::Duration;

use tegata_store::{
    Batch, Changes, EventPage, EventQuery, EventRow, Key, ObservationQuery, Observed, Record, Revision, Row,
    SpoolPosition, Store, StoreError,
};

/// Adds a delay to each transaction of another store.
pub(crate) struct Delayed<S> {
    pub(crate) store: S,
    pub(crate) delay: Duration,
}

impl<S: Store> Store for Delayed<S> {
    fn load(&self, each: &mut dyn FnMut(Row)) -> Result<Revision, StoreError> {
        self.store.load(each)
    }

    fn changes_since(&self, revision: Revision) -> Result<Changes, StoreError> {
        self.store.changes_since(revision)
    }

    fn commit(&self, expected: Revision, batches: &[Batch]) -> Result<Revision, StoreError> {
        std::thread::sleep(self.delay);
        self.store.commit(expected, batches)
    }

    fn append_events(&self, position: SpoolPosition, events: &[EventRow]) -> Result<(), StoreError> {
        std::thread::sleep(self.delay);
        self.store.append_events(position, events)
    }

    fn spool_position(&self) -> Result<SpoolPosition, StoreError> {
        self.store.spool_position()
    }

    fn events(&self, query: &EventQuery) -> Result<EventPage, StoreError> {
        self.store.events(query)
    }

    fn record(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        self.store.record(key)
    }

    fn observation(&self, key: &Key) -> Result<Option<Observed>, StoreError> {
        self.store.observation(key)
    }

    fn observations(&self, query: &ObservationQuery) -> Result<Vec<(Key, Observed)>, StoreError> {
        self.store.observations(query)
    }
}
