//! Every road to the schema ends at the same one.

use rusqlite::Connection;
use tegata_store::StoreError;

use super::Temporary;
use crate::migrate::{migrate, migrate_with};
use crate::{DataDir, SqliteStore};

fn memory() -> Connection {
    Connection::open_in_memory().unwrap()
}

/// Every table and index with its definition, without comments and spacing.
fn schema(connection: &Connection) -> Vec<(String, String)> {
    let mut statement = connection
        .prepare("SELECT name, coalesce(sql, '') FROM sqlite_master ORDER BY name")
        .unwrap();
    let rows = statement
        .query_map((), |row| Ok((row.get(0)?, row.get::<_, String>(1)?)))
        .unwrap();
    rows.map(|row| {
        let (name, sql) = row.unwrap();
        (name, sql.split_whitespace().collect::<Vec<_>>().join(" "))
    })
    .collect()
}

#[test]
fn all_migrations_make_the_schema() {
    let mut migrated = memory();
    migrate(&mut migrated).unwrap();
    let whole = memory();
    whole.execute_batch(include_str!("../../schema.sql")).unwrap();
    assert_eq!(schema(&migrated), schema(&whole));
    let heads: Vec<i64> = [&migrated, &whole]
        .map(|connection| {
            connection
                .query_row("SELECT count(*) FROM head", (), |row| row.get(0))
                .unwrap()
        })
        .to_vec();
    assert_eq!(heads, [1, 1]);
}

#[test]
fn every_table_is_strict() {
    let mut connection = memory();
    migrate(&mut connection).unwrap();
    let lax: i64 = connection
        .query_row(
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND NOT strict
             AND name NOT LIKE 'sqlite_%'",
            (),
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(lax, 0);
}

#[test]
fn applies_only_what_is_missing() {
    let first = include_str!("../../migrations/0001.sql");
    let mut connection = memory();
    assert_eq!(migrate_with(&mut connection, &[first]), Ok(1));
    assert_eq!(migrate_with(&mut connection, &[first]), Ok(1));
    let second = "CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT;";
    assert_eq!(migrate_with(&mut connection, &[first, second]), Ok(2));
    assert!(connection.table_exists(None, "more").unwrap());
    // An older program, and one whose first migration is another.
    let newer = StoreError::NewerSchema { found: 2, known: 1 };
    assert_eq!(migrate_with(&mut connection, &[first]), Err(newer));
    let edited = format!("{first}-- edited");
    let refused = migrate_with(&mut connection, &[&edited, second]);
    let expected = "migration 1 was applied in another form".to_owned();
    assert_eq!(refused, Err(StoreError::Corrupt(expected)));
}

#[test]
fn a_failed_migration_leaves_nothing() {
    let first = include_str!("../../migrations/0001.sql");
    let mut connection = memory();
    let bad = "CREATE TABLE half (id INTEGER) STRICT; CREATE TABLE half (id INTEGER) STRICT;";
    migrate_with(&mut connection, &[first, bad]).unwrap_err();
    assert!(!connection.table_exists(None, "half").unwrap());
    assert!(!connection.table_exists(None, "schema_version").unwrap());
}

#[test]
fn a_newer_store_is_not_opened() {
    let Temporary { store, dir } = Temporary::new();
    store
        .writer()
        .execute("INSERT INTO schema_version VALUES (99, 'later')", ())
        .unwrap();
    drop(store);
    let refused = SqliteStore::open(&super::settled(|| DataDir::open(dir.path())).unwrap())
        .map(|_| ())
        .unwrap_err();
    assert_eq!(refused, StoreError::NewerSchema { found: 99, known: 1 });
    assert_eq!(
        refused.to_string(),
        "the store has schema version 99, this version of tegata knows up to 1: use a newer tegata"
    );
}

#[test]
fn a_file_of_something_else_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    let locked = DataDir::create(dir.path()).unwrap();
    std::fs::write(
        dir.path().join("tegata.db"),
        "this is no database, whatever it is called".repeat(99),
    )
    .unwrap();
    let refused = SqliteStore::open(&locked).map(|_| ()).unwrap_err();
    assert!(matches!(refused, StoreError::Corrupt(_)), "{refused:?}");
}
