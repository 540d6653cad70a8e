//! Rows of configuration, the batches that wrote them, and records.

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use tegata_base::AccountId;
use tegata_store::{Batch, Change, Changes, KEPT_REVISIONS, Key, Record, Revision, Row, StoreError};

use crate::connection::store_error;

/// Hands over every row, and returns the head.
pub(crate) fn load(connection: &Connection, each: &mut dyn FnMut(Row)) -> Result<Revision, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT account, region, kind, id, revision, document FROM configuration
             ORDER BY account, region, kind, id",
        )
        .map_err(store_error)?;
    let mut rows = statement.query(()).map_err(store_error)?;
    while let Some(row) = rows.next().map_err(store_error)? {
        let key = read_key(row)?;
        let revision = revision(row.get(4).map_err(store_error)?);
        let document = row.get(5).map_err(store_error)?;
        each(Row {
            key,
            revision,
            document,
        });
    }
    head(connection)
}

/// The changes after a revision, in order.
pub(crate) fn changes_since(connection: &Connection, after: Revision) -> Result<Changes, StoreError> {
    let head = head(connection)?;
    if after > head {
        return Err(StoreError::Invalid(format!(
            "revision {after} is ahead of the store"
        )));
    }
    let oldest = Revision(head.0.saturating_sub(KEPT_REVISIONS));
    if after < oldest {
        return Err(StoreError::Compacted { oldest });
    }
    let mut statement = connection
        .prepare_cached("SELECT revision, changes FROM batches WHERE revision > ?1 ORDER BY revision")
        .map_err(store_error)?;
    let mut rows = statement.query([number(after.0)]).map_err(store_error)?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next().map_err(store_error)? {
        let at = revision(row.get(0).map_err(store_error)?);
        let text = row
            .get_ref(1)
            .and_then(|text| Ok(text.as_str()?))
            .map_err(store_error)?;
        let batch: Vec<Change> = serde_json::from_str(text)
            .map_err(|error| StoreError::Corrupt(format!("batch {at} cannot be read: {error}")))?;
        changes.extend(batch.into_iter().map(|change| (at, change)));
    }
    Ok(Changes { head, changes })
}

/// Stores batches, all but their events.
pub(crate) fn commit(
    connection: &Connection,
    expected: Revision,
    batches: &[Batch],
) -> Result<Revision, StoreError> {
    for (index, batch) in batches.iter().enumerate() {
        if let Some(revision) = revision_of(connection, batch)? {
            let batch = index;
            return Err(StoreError::Committed { batch, revision });
        }
    }
    let head = head(connection)?;
    if head != expected {
        return Err(StoreError::Behind { head });
    }
    for (index, (batch, revision)) in batches.iter().zip(head.0 + 1..).enumerate() {
        let revision = Revision(revision);
        for change in &batch.changes {
            apply(connection, revision, change)?;
        }
        for record in &batch.records {
            insert(connection, index, record)?;
        }
        remember(connection, revision, batch)?;
    }
    let head = head.plus(batches.len() as u64);
    if !batches.is_empty() {
        advance(connection, head)?;
    }
    Ok(head)
}

/// The record stored under a key.
pub(crate) fn record(connection: &Connection, key: &Key) -> Result<Option<Record>, StoreError> {
    let document = connection
        .prepare_cached(
            "SELECT document FROM records WHERE account = ?1 AND region = ?2 AND kind = ?3 AND id = ?4",
        )
        .and_then(|mut statement| statement.query_row(key_params(key), |row| row.get(0)).optional())
        .map_err(store_error)?;
    Ok(document.map(|document| Record {
        key: key.clone(),
        document,
    }))
}

fn head(connection: &Connection) -> Result<Revision, StoreError> {
    connection
        .prepare_cached("SELECT revision FROM head")
        .and_then(|mut statement| statement.query_row((), |row| row.get(0)))
        .map(revision)
        .map_err(store_error)
}

fn revision_of(connection: &Connection, batch: &Batch) -> Result<Option<Revision>, StoreError> {
    connection
        .prepare_cached("SELECT revision FROM batches WHERE id = ?1")
        .and_then(|mut statement| statement.query_row([batch.id], |row| row.get(0)).optional())
        .map(|found| found.map(revision))
        .map_err(store_error)
}

fn apply(connection: &Connection, revision: Revision, change: &Change) -> Result<(), StoreError> {
    let (account, region, kind, id) = key_params(change.key());
    match change {
        Change::Put { document, .. } => connection
            .prepare_cached(
                "INSERT INTO configuration (account, region, kind, id, revision, document)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                 ON CONFLICT DO UPDATE SET revision = excluded.revision, document = excluded.document",
            )
            .and_then(|mut put| {
                put.execute(params![account, region, kind, id, number(revision.0), document])
            }),
        Change::Delete { .. } => connection
            .prepare_cached(
                "DELETE FROM configuration
                 WHERE account = ?1 AND region = ?2 AND kind = ?3 AND id = ?4",
            )
            .and_then(|mut delete| delete.execute(params![account, region, kind, id])),
    }
    .map_err(store_error)?;
    Ok(())
}

fn insert(connection: &Connection, batch: usize, record: &Record) -> Result<(), StoreError> {
    let (account, region, kind, id) = key_params(&record.key);
    connection
        .prepare_cached(
            "INSERT INTO records (account, region, kind, id, document) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .and_then(|mut insert| insert.execute(params![account, region, kind, id, record.document]))
        .map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::ConstraintViolation) => StoreError::Exists {
                batch,
                key: record.key.clone(),
            },
            _ => store_error(error),
        })?;
    Ok(())
}

fn remember(connection: &Connection, revision: Revision, batch: &Batch) -> Result<(), StoreError> {
    let changes = serde_json::to_string(&batch.changes)
        .map_err(|error| StoreError::Invalid(format!("changes cannot be written as JSON: {error}")))?;
    connection
        .prepare_cached("INSERT INTO batches (revision, id, changes) VALUES (?1, ?2, ?3)")
        .and_then(|mut insert| insert.execute(params![number(revision.0), batch.id, changes]))
        .map_err(store_error)?;
    Ok(())
}

fn advance(connection: &Connection, head: Revision) -> Result<(), StoreError> {
    connection
        .prepare_cached("UPDATE head SET revision = ?1")
        .and_then(|mut update| update.execute([number(head.0)]))
        .map_err(store_error)?;
    connection
        .prepare_cached("DELETE FROM batches WHERE revision <= ?1")
        .and_then(|mut delete| delete.execute([number(head.0.saturating_sub(KEPT_REVISIONS))]))
        .map_err(store_error)?;
    Ok(())
}

/// A key's columns, in the order that every table has them.
pub(crate) fn key_params(key: &Key) -> (i64, &str, &str, &str) {
    (
        account_number(key.account),
        key.region_text(),
        key.kind.as_str(),
        &key.id,
    )
}

pub(crate) fn account_number(account: AccountId) -> i64 {
    number(account.number())
}

/// Reads a key from the first four columns.
pub(crate) fn read_key(row: &rusqlite::Row<'_>) -> Result<Key, StoreError> {
    let text = |column| {
        row.get_ref(column)
            .and_then(|text| Ok(text.as_str()?))
            .map_err(store_error)
    };
    let (region, kind, id) = (text(1)?, text(2)?, text(3)?);
    let account: i64 = row.get(0).map_err(store_error)?;
    let key = || {
        Some(Key {
            account: read_account(account)?,
            region: Key::region_from_text(region)?,
            kind: kind.parse().ok()?,
            id: id.to_owned(),
        })
    };
    key().ok_or_else(|| StoreError::Corrupt(format!("{account}/{region}/{kind}/{id} is not a key")))
}

pub(crate) fn read_account(number: i64) -> Option<AccountId> {
    u64::try_from(number).ok().and_then(AccountId::from_number)
}

/// SQLite's integers are signed; revisions, accounts and offsets stay far below 2^63.
pub(crate) fn number(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}

fn revision(number: i64) -> Revision {
    Revision(number.cast_unsigned())
}
