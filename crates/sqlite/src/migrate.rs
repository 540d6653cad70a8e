//! Brings a database of any older schema to the newest one.
//!
//! Each migration is a numbered file that never changes once released; the checksum of each one that
//! was applied is stored, so a database that took another path is noticed instead of half understood.

use rusqlite::{Connection, TransactionBehavior};
use tegata_store::StoreError;

use crate::connection::store_error;

/// Every migration, from version 1 on.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001.sql")];

/// Applies what is missing, all in one transaction, and returns the version reached.
///
/// # Errors
/// [`StoreError::NewerSchema`] when the database knows a version that this program does not;
/// [`StoreError::Corrupt`] when a migration was applied in another form.
pub(crate) fn migrate(connection: &mut Connection) -> Result<u32, StoreError> {
    migrate_with(connection, MIGRATIONS)
}

pub(crate) fn migrate_with(connection: &mut Connection, migrations: &[&str]) -> Result<u32, StoreError> {
    let transaction = connection
        .transaction_with_behavior(TransactionBehavior::Immediate)
        .map_err(store_error)?;
    let applied = applied(&transaction)?;
    let known = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
    let found = applied.last().map_or(0, |(version, _)| *version);
    if found > known {
        return Err(StoreError::NewerSchema { found, known });
    }
    let mut stored = applied.into_iter();
    for (version, sql) in (1..).zip(migrations) {
        match stored.next() {
            Some(applied) if applied == (version, checksum(sql)) => {}
            Some(_) => {
                return Err(StoreError::Corrupt(format!(
                    "migration {version} was applied in another form"
                )));
            }
            None => {
                transaction.execute_batch(sql).map_err(store_error)?;
                transaction
                    .execute(
                        "INSERT INTO schema_version (version, checksum) VALUES (?1, ?2)",
                        (version, checksum(sql)),
                    )
                    .map_err(store_error)?;
            }
        }
    }
    transaction.commit().map_err(store_error)?;
    Ok(known)
}

/// The versions applied, ascending.
fn applied(connection: &Connection) -> Result<Vec<(u32, String)>, StoreError> {
    if !connection
        .table_exists(None, "schema_version")
        .map_err(store_error)?
    {
        return Ok(Vec::new());
    }
    connection
        .prepare("SELECT version, checksum FROM schema_version ORDER BY version")
        .and_then(|mut statement| {
            let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        })
        .map_err(store_error)
}

/// FNV-1a of the text, in hexadecimal: notices an edit, protects against nobody.
fn checksum(sql: &str) -> String {
    let hash = sql.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
