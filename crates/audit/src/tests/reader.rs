//! Reading beside a writer, across files, and over damage.

use std::os::unix::fs::FileExt;

use tegata_store::SpoolPosition;

use super::{START, append, flush, ids, numbered, open, read_all};
use crate::{Durability, Spool, SpoolError, SpoolOptions, SpoolReader, remove_before};

/// A spool whose files hold one event each.
fn one_a_file(dir: &std::path::Path) -> Spool {
    let options = SpoolOptions {
        segment_bytes: 1,
        ..SpoolOptions::default()
    };
    Spool::open(dir, options, START).unwrap()
}

#[test]
fn hands_out_as_many_as_asked_and_keeps_its_place() {
    let dir = tempfile::tempdir().unwrap();
    let spool = open(dir.path());
    let ends: Vec<_> = (0..10)
        .map(|number| append(&spool, &numbered(number), Durability::Synced).unwrap())
        .collect();
    let mut reader = SpoolReader::new(dir.path(), START);
    assert_eq!(
        ids(&reader.read(spool.synced(), 3).unwrap()),
        ["event-0", "event-1", "event-2"]
    );
    assert_eq!(reader.position(), ends[2]);
    // Another reader goes on from there, up to a given place.
    let mut second = SpoolReader::new(dir.path(), reader.position());
    assert_eq!(ids(&second.read(ends[4], 99).unwrap()), ["event-3", "event-4"]);
    assert_eq!(second.position(), ends[4]);
    assert_eq!(second.read(ends[4], 99), Ok(vec![]));
    // The first one sees what came since.
    append(&spool, &numbered(10), Durability::Synced).unwrap();
    assert_eq!(reader.read(spool.synced(), 99).unwrap().len(), 8);
    assert_eq!(reader.position(), spool.synced());
}

#[test]
fn goes_from_file_to_file_and_reaches_the_end() {
    let dir = tempfile::tempdir().unwrap();
    let spool = one_a_file(dir.path());
    for number in 0..5 {
        append(&spool, &numbered(number), Durability::Written).unwrap();
    }
    let end = flush(&spool).unwrap();
    assert_eq!(end.segment, 5);
    let mut reader = SpoolReader::new(dir.path(), START);
    assert_eq!(reader.read(end, 99).unwrap().len(), 5);
    assert_eq!(reader.position(), end);
    assert_eq!(remove_before(dir.path(), reader.position()), Ok(4));
    assert_eq!(remove_before(dir.path(), reader.position()), Ok(0));
    assert_eq!(ids(&read_all(dir.path(), end)), ["event-4"]);
    append(&spool, &numbered(5), Durability::Synced).unwrap();
    assert_eq!(ids(&reader.read(spool.synced(), 99).unwrap()), ["event-5"]);
}

#[test]
fn an_empty_spool_is_read_to_its_end() {
    let dir = tempfile::tempdir().unwrap();
    let spool = open(dir.path());
    let mut reader = SpoolReader::new(dir.path(), START);
    assert_eq!(reader.read(spool.synced(), 99), Ok(vec![]));
    assert_eq!(reader.position(), spool.synced());
}

/// Frames longer than what is read at once.
#[test]
fn reads_large_frames() {
    let dir = tempfile::tempdir().unwrap();
    let spool = open(dir.path());
    for number in 0..4 {
        let large = tegata_store::EventRow {
            record: "x".repeat(number * 300_000),
            ..numbered(number)
        };
        append(&spool, &large, Durability::Synced).unwrap();
    }
    let lengths: Vec<_> = read_all(dir.path(), spool.synced())
        .iter()
        .map(|event| event.record.len())
        .collect();
    assert_eq!(lengths, [0, 300_000, 600_000, 900_000]);
}

/// Bytes beyond the synced end are not even looked at, since they may be taken back and replaced.
#[test]
fn never_sees_what_is_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let spool = open(dir.path());
    let first = append(&spool, &numbered(1), Durability::Synced).unwrap();
    append(&spool, &numbered(2), Durability::Synced).unwrap();
    drop(spool);
    let mut reader = SpoolReader::new(dir.path(), START);
    assert_eq!(ids(&reader.read(first, 99).unwrap()), ["event-1"]);
    let file = std::fs::File::options()
        .write(true)
        .open(dir.path().join("000000000001.spool"))
        .unwrap();
    file.set_len(first.offset).unwrap();
    let spool = open(dir.path());
    append(&spool, &numbered(3), Durability::Synced).unwrap();
    assert_eq!(ids(&reader.read(spool.synced(), 99).unwrap()), ["event-3"]);
}

#[test]
fn damage_is_told_and_can_be_skipped() {
    let dir = tempfile::tempdir().unwrap();
    let spool = open(dir.path());
    let first = append(&spool, &numbered(1), Durability::Synced).unwrap();
    let second = append(&spool, &numbered(2), Durability::Synced).unwrap();
    drop(spool);
    let spool = one_a_file(dir.path());
    append(&spool, &numbered(3), Durability::Synced).unwrap();
    let file = std::fs::File::options()
        .write(true)
        .open(dir.path().join("000000000001.spool"))
        .unwrap();
    let damages: [(&[u8], u64, &str); 3] = [
        (b"?", 20, "a frame has another checksum"),
        // A length that reaches beyond the file, and one beyond all bounds.
        (&[0, 0, 9, 0], 0, "the segment ends too early"),
        (&[0xff; 4], 0, "a frame has another checksum"),
    ];
    for (bytes, at, what) in damages {
        file.write_all_at(bytes, first.offset + at).unwrap();
        let mut reader = SpoolReader::new(dir.path(), START);
        // What is whole comes first.
        assert_eq!(ids(&reader.read(spool.synced(), 99).unwrap()), ["event-1"]);
        let corrupt = SpoolError::Corrupt {
            position: first,
            what,
        };
        assert_eq!(reader.read(spool.synced(), 99), Err(corrupt.clone()));
        assert_eq!(reader.read(spool.synced(), 99), Err(corrupt));
        assert_eq!(reader.skip_segment(), Ok(second.offset - first.offset));
        assert_eq!(ids(&reader.read(spool.synced(), 99).unwrap()), ["event-3"]);
    }
}

#[test]
fn a_file_that_is_shorter_than_promised_is_damage() {
    let dir = tempfile::tempdir().unwrap();
    let spool = open(dir.path());
    let end = append(&spool, &numbered(1), Durability::Synced).unwrap();
    let beyond = SpoolPosition {
        offset: end.offset + 10,
        ..end
    };
    let mut reader = SpoolReader::new(dir.path(), end);
    let read = reader.read(beyond, 99);
    assert!(matches!(read, Err(SpoolError::Corrupt { .. })), "{read:?}");
}
