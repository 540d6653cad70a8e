//! The engine: each call of the trait is one transaction.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt;
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tegata_store::{
    Batch, Changes, EventPage, EventQuery, EventRow, Key, ObservationQuery, Observed, Record, Revision, Row,
    SpoolPosition, Store, StoreError,
};

use crate::connection::{Readers, open_writer, store_error};
use crate::data_dir::{DataDir, restrict};
use crate::{configuration, events, migrate, observations};

/// The store in a data directory, which stays locked while this lives.
pub struct SqliteStore {
    writer: Mutex<Connection>,
    readers: Readers,
    _dir: DataDir,
}

impl SqliteStore {
    /// Opens the store of a locked directory, makes it if the directory has none, and brings its
    /// schema to the newest version.
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`] when a newer version of Tegata has written it, and then nothing is
    /// changed; else as the disk says.
    pub fn open(dir: &DataDir) -> Result<Self, StoreError> {
        let path = dir.database();
        let new = !path.exists();
        // Made before SQLite does, since the log and its index take the permissions of this file.
        OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(&path)
            .map_err(|error| StoreError::Io(format!("cannot open {}: {error}", path.display())))?;
        restrict(&path, 0o600).map_err(|error| StoreError::Io(error.to_string()))?;
        let mut writer = open_writer(&path)?;
        migrate::migrate(&mut writer)?;
        if new {
            sync_directory(dir)?;
        }
        Ok(Self {
            writer: Mutex::new(writer),
            readers: Readers::new(path),
            _dir: dir.clone(),
        })
    }

    /// Runs `write` in one transaction: all of it is stored and synced, or nothing.
    fn write<T>(
        &self,
        write: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        // A panic in `write` rolled its transaction back, so the connection is as good as before.
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = writer
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(store_error)?;
        let done = write(&transaction)?;
        transaction.commit().map_err(store_error)?;
        Ok(done)
    }

    /// The writing connection, for tests that look at its settings or take its space away.
    #[cfg(test)]
    pub(crate) fn writer(&self) -> std::sync::MutexGuard<'_, Connection> {
        self.writer.lock().unwrap()
    }
}

impl Store for SqliteStore {
    fn load(&self, each: &mut dyn FnMut(Row)) -> Result<Revision, StoreError> {
        self.readers
            .read(|connection| configuration::load(connection, each))
    }

    fn changes_since(&self, revision: Revision) -> Result<Changes, StoreError> {
        self.readers
            .read(|connection| configuration::changes_since(connection, revision))
    }

    fn commit(&self, expected: Revision, batches: &[Batch]) -> Result<Revision, StoreError> {
        Batch::check_group(batches)?;
        self.write(|transaction| {
            let head = configuration::commit(transaction, expected, batches)?;
            events::insert(transaction, batches.iter().flat_map(|batch| &batch.events))?;
            Ok(head)
        })
    }

    fn append_events(&self, position: SpoolPosition, events: &[EventRow]) -> Result<(), StoreError> {
        self.write(|transaction| {
            if position <= events::spool_position(transaction)? {
                return Ok(());
            }
            events::insert(transaction, events)?;
            events::set_spool_position(transaction, position)
        })
    }

    fn spool_position(&self) -> Result<SpoolPosition, StoreError> {
        self.readers.read(events::spool_position)
    }

    fn events(&self, query: &EventQuery) -> Result<EventPage, StoreError> {
        self.readers.read(|connection| events::find(connection, query))
    }

    fn record(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        self.readers
            .read(|connection| configuration::record(connection, key))
    }

    fn observation(&self, key: &Key) -> Result<Option<Observed>, StoreError> {
        self.readers
            .read(|connection| observations::observation(connection, key))
    }

    fn observations(&self, query: &ObservationQuery) -> Result<Vec<(Key, Observed)>, StoreError> {
        self.readers
            .read(|connection| observations::list(connection, query))
    }
}

/// Makes the new file's name durable.
fn sync_directory(dir: &DataDir) -> Result<(), StoreError> {
    std::fs::File::open(dir.path())
        .and_then(|handle| handle.sync_all())
        .map_err(|error| StoreError::Io(format!("cannot sync {}: {error}", dir.path().display())))
}
