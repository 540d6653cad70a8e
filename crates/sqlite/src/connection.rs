//! How a connection is set up, the pool of readers, and what SQLite's errors mean.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, ffi};
use tegata_store::StoreError;

/// Reading connections kept for the next reader; more are opened when all are in use.
const KEPT_READERS: usize = 4;

/// Statements kept prepared for each connection: more than there are.
const KEPT_STATEMENTS: usize = 64;

/// The one connection that writes.
pub(crate) fn open_writer(path: &Path) -> Result<Connection, StoreError> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let mode: String = connection
        .pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))
        .map_err(store_error)?;
    if mode != "wal" {
        return Err(StoreError::Io(format!(
            "no write-ahead log on this file system (journal mode {mode})"
        )));
    }
    for (pragma, value) in [
        // Every commit is synced before it is answered.
        ("synchronous", "FULL"),
        ("foreign_keys", "ON"),
        // 16 MiB of pages, so that the ends of the indexes stay at hand.
        ("cache_size", "-16384"),
        // Moves the log into the database every 16 MiB: pages written again and again move once.
        ("wal_autocheckpoint", "4096"),
        // After a burst the log is cut back to 64 MiB.
        ("journal_size_limit", "67108864"),
    ] {
        connection
            .pragma_update(None, pragma, value)
            .map_err(store_error)?;
    }
    Ok(connection)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, StoreError> {
    let connection =
        Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(store_error)?;
    // No other process writes here, so waiting is for the brief exclusive moments of recovery only.
    connection
        .busy_timeout(Duration::from_secs(5))
        .map_err(store_error)?;
    connection.set_prepared_statement_cache_capacity(KEPT_STATEMENTS);
    Ok(connection)
}

/// Connections that read, each used by one thread at a time.
pub(crate) struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Self {
        Self {
            path,
            idle: Mutex::default(),
        }
    }

    /// Runs `read` in one transaction, so that all it sees is of one moment.
    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => open(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?,
        };
        let transaction = connection.transaction().map_err(store_error)?;
        let result = read(&transaction);
        transaction.finish().map_err(store_error)?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < KEPT_READERS {
            idle.push(connection);
        }
        result
    }
}

/// What an error of SQLite means to the caller.
pub(crate) fn store_error(error: rusqlite::Error) -> StoreError {
    let Some(code) = error.sqlite_error() else {
        // A value of the wrong type came back: nothing that this program wrote.
        return StoreError::Corrupt(error.to_string());
    };
    match (code.code, code.extended_code) {
        // The index of the write-ahead log could not grow.
        (ErrorCode::DiskFull, _) | (_, ffi::SQLITE_IOERR_SHMSIZE) => StoreError::Full,
        (ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked, _) => StoreError::Busy,
        (ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase, _) => StoreError::Corrupt(error.to_string()),
        _ => StoreError::Io(error.to_string()),
    }
}
