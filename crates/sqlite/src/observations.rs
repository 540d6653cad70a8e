//! What the event trail told about a thing, as one JSON document each.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};
use tegata_store::{Key, Observation, ObservationQuery, Observed, StoreError, fold};

use crate::configuration::{account_number, key_params, read_key};
use crate::connection::store_error;

/// Folds observations into what is stored. Each thing is read and written once, however many
/// observations tell of it.
pub(crate) fn apply<'a>(
    connection: &Connection,
    observations: impl IntoIterator<Item = &'a Observation>,
) -> Result<(), StoreError> {
    let mut by_key: BTreeMap<&Key, Vec<&Observation>> = BTreeMap::new();
    for observation in observations {
        by_key.entry(observation.key()).or_default().push(observation);
    }
    for (key, news) in by_key {
        let old = observation(connection, key)?;
        let new = news.into_iter().fold(old, |old, new| Some(fold(old, new)));
        if let Some(new) = new {
            put(connection, key, &new)?;
        }
    }
    Ok(())
}

pub(crate) fn observation(connection: &Connection, key: &Key) -> Result<Option<Observed>, StoreError> {
    let document: Option<String> = connection
        .prepare_cached(
            "SELECT document FROM observations
             WHERE account = ?1 AND region = ?2 AND kind = ?3 AND id = ?4",
        )
        .and_then(|mut statement| statement.query_row(key_params(key), |row| row.get(0)).optional())
        .map_err(store_error)?;
    document.map(|document| read(key, &document)).transpose()
}

pub(crate) fn list(
    connection: &Connection,
    query: &ObservationQuery,
) -> Result<Vec<(Key, Observed)>, StoreError> {
    let mut statement = connection
        .prepare_cached(
            "SELECT account, region, kind, id, document FROM observations
             WHERE account = ?1 AND region = ?2 AND kind = ?3 AND id > ?4 ORDER BY id LIMIT ?5",
        )
        .map_err(store_error)?;
    let region = query.region.as_ref().map_or("-", |region| region.as_str());
    // No stored id is empty.
    let after = query.after.as_deref().unwrap_or_default();
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX);
    let mut rows = statement
        .query(params![
            account_number(query.account),
            region,
            query.kind.as_str(),
            after,
            limit
        ])
        .map_err(store_error)?;
    let mut found = Vec::new();
    while let Some(row) = rows.next().map_err(store_error)? {
        let key = read_key(row)?;
        let document: String = row.get(4).map_err(store_error)?;
        let observed = read(&key, &document)?;
        found.push((key, observed));
    }
    Ok(found)
}

fn put(connection: &Connection, key: &Key, observed: &Observed) -> Result<(), StoreError> {
    let document = serde_json::to_string(observed)
        .map_err(|error| StoreError::Invalid(format!("an observation cannot be written as JSON: {error}")))?;
    let (account, region, kind, id) = key_params(key);
    connection
        .prepare_cached(
            "INSERT INTO observations (account, region, kind, id, document) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT DO UPDATE SET document = excluded.document",
        )
        .and_then(|mut put| put.execute(params![account, region, kind, id, document]))
        .map_err(store_error)?;
    Ok(())
}

fn read(key: &Key, document: &str) -> Result<Observed, StoreError> {
    serde_json::from_str(document)
        .map_err(|error| StoreError::Corrupt(format!("the observation {key} cannot be read: {error}")))
}
