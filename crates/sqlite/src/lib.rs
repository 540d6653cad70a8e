//! The embedded storage engine: SQLite in a data directory that one process at a time may use.
//!
//! [`DataDir`] locks the directory and keeps it private; [`SqliteStore`] opens `tegata.db` in it. One
//! connection writes, behind a mutex; a few others read, each in a snapshot of its own (write-ahead
//! log), so readers never wait for the writer. `synchronous=FULL` makes a commit durable before it is
//! answered. Statements are prepared once for each connection.
//!
//! - `data_dir.rs`: the directory, its lock and its permissions
//! - `migrate.rs`: from any older schema to the newest, in one transaction
//! - `connection.rs`: how a connection is set up, the pool of readers, what SQLite's errors mean
//! - `configuration.rs`: rows, batches, records; `events.rs`: the trail; `observations.rs`: the folds
#![forbid(unsafe_code)]

mod configuration;
mod connection;
mod data_dir;
mod events;
mod migrate;
mod observations;
mod store;

pub use data_dir::{DataDir, DataDirError};
pub use store::SqliteStore;

#[cfg(test)]
mod tests;
