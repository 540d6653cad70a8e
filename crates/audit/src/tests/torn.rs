//! What a crash leaves: every length of a torn last frame, gaps, and files without a header.

use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use tegata_store::SpoolPosition;

use super::{START, append, ids, numbered, open, read_all};
use crate::spool::segment::FIRST_FRAME;
use crate::{Durability, Spool, SpoolError, SpoolOptions};

fn segment(dir: &Path, number: u64) -> PathBuf {
    dir.join(format!("{number:012}.spool"))
}

/// A spool with three events, and where each ends.
fn three(dir: &Path) -> Vec<SpoolPosition> {
    let spool = open(dir);
    (1..=3)
        .map(|number| append(&spool, &numbered(number), Durability::Synced).unwrap())
        .collect()
}

#[test]
fn a_torn_last_frame_is_cut_at_every_length() {
    let original = tempfile::tempdir().unwrap();
    let ends = three(original.path());
    let bytes = std::fs::read(segment(original.path(), 1)).unwrap();
    let whole = usize::try_from(ends[1].offset).unwrap();
    assert_eq!(bytes.len() as u64, ends[2].offset);
    for len in whole..bytes.len() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::write(segment(dir.path(), 1), &bytes[..len]).unwrap();
        let spool = open(dir.path());
        assert_eq!(spool.synced(), ends[1]);
        assert_eq!(
            std::fs::metadata(segment(dir.path(), 1)).unwrap().len(),
            ends[1].offset
        );
        let end = append(&spool, &numbered(4), Durability::Synced).unwrap();
        assert_eq!(ids(&read_all(dir.path(), end)), ["event-1", "event-2", "event-4"]);
    }
}

#[test]
fn zeros_and_noise_behind_the_last_frame_are_cut() {
    let tails: [&[u8]; 4] = [
        &[0; 1],
        &[0; 5000],
        &[0xff; 100],
        b"\x10\0\0\0 a frame of another checksum",
    ];
    for tail in tails {
        let dir = tempfile::tempdir().unwrap();
        let ends = three(dir.path());
        let mut bytes = std::fs::read(segment(dir.path(), 1)).unwrap();
        bytes.extend_from_slice(tail);
        std::fs::write(segment(dir.path(), 1), bytes).unwrap();
        assert_eq!(open(dir.path()).synced(), ends[2]);
        assert_eq!(read_all(dir.path(), ends[2]).len(), 3);
    }
}

/// Blocks may reach the disk out of order: a whole frame behind a torn one was never promised.
#[test]
fn what_follows_a_torn_frame_is_cut_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let ends = three(dir.path());
    let file = std::fs::File::options()
        .write(true)
        .open(segment(dir.path(), 1))
        .unwrap();
    file.write_all_at(b"?", ends[0].offset + 20).unwrap();
    assert_eq!(open(dir.path()).synced(), ends[0]);
}

#[test]
fn a_segment_without_its_header_is_passed_over() {
    for left in [&b""[..], b"tegata", &[0; 16], &[0; 4096]] {
        let dir = tempfile::tempdir().unwrap();
        three(dir.path());
        std::fs::write(segment(dir.path(), 2), left).unwrap();
        let spool = open(dir.path());
        let end = append(&spool, &numbered(4), Durability::Synced).unwrap();
        assert_eq!(end.segment, 3);
        assert_eq!(
            ids(&read_all(dir.path(), end)),
            ["event-1", "event-2", "event-3", "event-4"]
        );
    }
}

#[test]
fn a_foreign_file_is_not_written_to() {
    let dir = tempfile::tempdir().unwrap();
    let foreign = b"this is something else, and long enough";
    std::fs::write(segment(dir.path(), 1), foreign).unwrap();
    let refused = Spool::open(dir.path(), SpoolOptions::default(), START)
        .map(|_| ())
        .unwrap_err();
    assert!(matches!(refused, SpoolError::Corrupt { .. }), "{refused:?}");
    assert_eq!(std::fs::read(segment(dir.path(), 1)).unwrap(), foreign);
}

/// Power failed after the store had taken frames that were not on this disk yet: their positions are
/// never used for other frames.
#[test]
fn positions_are_never_used_twice() {
    let dir = tempfile::tempdir().unwrap();
    let ends = three(dir.path());
    let stored = SpoolPosition {
        offset: ends[2].offset + 500,
        ..ends[2]
    };
    let spool = Spool::open(dir.path(), SpoolOptions::default(), stored).unwrap();
    let begin = SpoolPosition {
        segment: 2,
        offset: FIRST_FRAME,
    };
    assert_eq!(spool.synced(), begin);
    drop(spool);
    // Also when the files are gone.
    std::fs::remove_file(segment(dir.path(), 1)).unwrap();
    std::fs::remove_file(segment(dir.path(), 2)).unwrap();
    let stored = SpoolPosition {
        segment: 7,
        offset: 20,
    };
    let spool = Spool::open(dir.path(), SpoolOptions::default(), stored).unwrap();
    assert_eq!(spool.synced().segment, 8);
}

#[test]
fn goes_on_where_it_ended() {
    let dir = tempfile::tempdir().unwrap();
    let ends = three(dir.path());
    let spool = Spool::open(dir.path(), SpoolOptions::default(), ends[2]).unwrap();
    assert_eq!(spool.synced(), ends[2]);
    let end = append(&spool, &numbered(4), Durability::Synced).unwrap();
    assert_eq!(end.segment, 1);
    assert_eq!(read_all(dir.path(), end).len(), 4);
}
