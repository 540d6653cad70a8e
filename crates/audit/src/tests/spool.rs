//! Who is answered when, and what failures of the disk do.

use std::io::ErrorKind;
use std::process::Command;
use std::sync::mpsc::TryRecvError;
use std::time::Duration;

use tegata_store::{EventRow, Key, Kind, Observation, SpoolPosition, testing};

use super::media::{Call, Disk};
use super::{START, answer, append, flush, ids, numbered, open, read_all};
use crate::spool::segment::FIRST_FRAME;
use crate::{Durability, Frames, Spool, SpoolError, SpoolOptions};

fn framed(event: &EventRow) -> Frames {
    Frames::of(std::slice::from_ref(event)).unwrap()
}

fn frame_len(event: &EventRow) -> usize {
    framed(event).0.len()
}

fn at(segment: u64, offset: usize) -> SpoolPosition {
    SpoolPosition {
        segment,
        offset: FIRST_FRAME + offset as u64,
    }
}

#[test]
fn synced_is_answered_after_the_sync() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    disk.hold();
    let (done, receiver) = answer();
    spool.append(&framed(&numbered(1)), Durability::Synced, done);
    disk.wait_for(&Call::Sync);
    assert_eq!(receiver.try_recv(), Err(TryRecvError::Empty));
    assert_eq!(spool.synced(), at(1, 0));
    disk.release();
    let size = frame_len(&numbered(1));
    assert_eq!(receiver.recv().unwrap(), Ok(at(1, size)));
    assert_eq!(spool.synced(), at(1, size));
    assert_eq!(disk.calls(), [Call::Write(size), Call::Sync]);
}

#[test]
fn written_is_answered_before_the_sync_which_follows_by_itself() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    disk.hold();
    assert_eq!(
        append(&spool, &numbered(1), Durability::Written),
        Ok(at(1, frame_len(&numbered(1))))
    );
    assert_eq!(spool.synced(), at(1, 0));
    disk.wait_for(&Call::Sync);
    disk.release();
    assert_eq!(flush(&spool), Ok(spool.synced()));
}

#[test]
fn everything_queued_meanwhile_shares_one_write_and_one_sync() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    disk.hold();
    let (done, first) = answer();
    spool.append(&framed(&numbered(0)), Durability::Synced, done);
    disk.wait_for(&Call::Sync);
    // The thread is in the first sync; these wait for the second.
    let waiting: Vec<_> = (1..=50)
        .map(|number| {
            let durability = if number % 5 == 0 {
                Durability::Synced
            } else {
                Durability::Written
            };
            let (done, receiver) = answer();
            let frames = Frames::of(&[numbered(number), numbered(number + 100)]).unwrap();
            spool.append(&frames, durability, done);
            receiver
        })
        .collect();
    disk.forget_calls();
    disk.release();
    first.recv().unwrap().unwrap();
    let mut offset = frame_len(&numbered(0));
    let begin = offset;
    for (number, receiver) in (1..).zip(waiting) {
        offset += frame_len(&numbered(number)) + frame_len(&numbered(number + 100));
        assert_eq!(receiver.recv().unwrap(), Ok(at(1, offset)));
    }
    assert_eq!(disk.calls(), [Call::Write(offset - begin), Call::Sync]);
}

#[test]
fn a_caller_writes_by_itself_and_the_sync_follows() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    let size = frame_len(&numbered(1));
    disk.hold();
    assert_eq!(spool.write(&framed(&numbered(1))), Some(Ok(at(1, size))));
    assert_eq!(spool.synced(), at(1, 0));
    disk.wait_for(&Call::Sync);
    // The file is away while it is synced, so nobody waits for it.
    assert_eq!(spool.write(&framed(&numbered(1))), None);
    let (done, receiver) = answer();
    spool.append(&framed(&numbered(1)), Durability::Written, done);
    disk.release();
    assert_eq!(receiver.recv().unwrap(), Ok(at(1, 2 * size)));
    assert_eq!(flush(&spool), Ok(at(1, 2 * size)));
    assert_eq!(disk.calls()[..2], [Call::Write(size), Call::Sync]);
}

/// The thread may still be on its way out of the file, or sync it just now.
fn write_once_free(spool: &Spool, event: &EventRow) -> Result<SpoolPosition, SpoolError> {
    loop {
        match spool.write(&framed(event)) {
            Some(written) => return written,
            None => std::thread::yield_now(),
        }
    }
}

#[test]
fn a_caller_leaves_to_the_thread_what_may_take_long() {
    let disk = Disk::default();
    let size = frame_len(&numbered(1));
    let options = SpoolOptions {
        segment_bytes: at(1, 4 * size).offset,
        ..SpoolOptions::default()
    };
    let spool = disk.spool(options);
    disk.fail_write(ErrorKind::StorageFull);
    disk.fail_cut(ErrorKind::Other);
    assert_eq!(spool.write(&framed(&numbered(1))), Some(Err(SpoolError::Full)));
    // A failed write is to be taken back first.
    assert_eq!(spool.write(&framed(&numbered(1))), None);
    assert_eq!(append(&spool, &numbered(1), Durability::Written), Ok(at(1, size)));
    flush(&spool).unwrap();
    assert_eq!(write_once_free(&spool, &numbered(1)), Ok(at(1, 2 * size)));
    disk.pause_write(Duration::from_millis(21));
    assert_eq!(write_once_free(&spool, &numbered(1)), Ok(at(1, 3 * size)));
    // That took long.
    assert_eq!(spool.write(&framed(&numbered(1))), None);
    drop(spool);

    let spool = disk.spool(SpoolOptions {
        segment_bytes: FIRST_FRAME + 1,
        ..SpoolOptions::default()
    });
    assert_eq!(spool.write(&framed(&numbered(1))), Some(Ok(at(1, size))));
    // The segment is full.
    assert_eq!(spool.write(&framed(&numbered(1))), None);
    drop(spool);

    let spool = disk.spool(SpoolOptions {
        sync_all: true,
        ..SpoolOptions::default()
    });
    assert_eq!(spool.write(&framed(&numbered(1))), None);
    drop(spool);

    let spool = disk.spool(SpoolOptions::default());
    disk.fail_sync(ErrorKind::Other);
    append(&spool, &numbered(1), Durability::Synced).unwrap_err();
    assert_eq!(spool.write(&framed(&numbered(1))), None);
}

#[test]
fn sync_all_syncs_what_would_only_be_written() {
    let disk = Disk::default();
    let options = SpoolOptions {
        sync_all: true,
        ..SpoolOptions::default()
    };
    let spool = disk.spool(options);
    let size = frame_len(&numbered(1));
    assert_eq!(append(&spool, &numbered(1), Durability::Written), Ok(at(1, size)));
    assert_eq!(disk.calls(), [Call::Write(size), Call::Sync]);
}

#[test]
fn a_delay_is_added_to_each_sync() {
    let disk = Disk::default();
    let options = SpoolOptions {
        sync_delay: Duration::from_millis(20),
        ..SpoolOptions::default()
    };
    let spool = disk.spool(options);
    let before = std::time::Instant::now();
    append(&spool, &numbered(1), Durability::Synced).unwrap();
    // A lower bound holds on any machine, however busy.
    assert!(before.elapsed() >= Duration::from_millis(20));
}

#[test]
fn a_full_disk_refuses_the_group_takes_it_back_and_is_forgotten() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    append(&spool, &numbered(1), Durability::Synced).unwrap();
    let size = frame_len(&numbered(1));
    disk.forget_calls();
    disk.fail_write(ErrorKind::StorageFull);
    assert_eq!(
        append(&spool, &numbered(2), Durability::Synced),
        Err(SpoolError::Full)
    );
    assert_eq!(disk.calls(), [Call::Write(size), Call::Cut(at(1, size).offset)]);
    assert_eq!(
        append(&spool, &numbered(3), Durability::Synced),
        Ok(at(1, 2 * size))
    );
}

#[test]
fn nothing_is_written_over_what_could_not_be_taken_back() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    disk.fail_write(ErrorKind::StorageFull);
    disk.fail_cut(ErrorKind::Other);
    disk.fail_cut(ErrorKind::Other);
    assert_eq!(
        append(&spool, &numbered(1), Durability::Written),
        Err(SpoolError::Full)
    );
    let refused = append(&spool, &numbered(1), Durability::Written);
    assert!(matches!(refused, Err(SpoolError::Io(_))), "{refused:?}");
    let size = frame_len(&numbered(1));
    assert_eq!(append(&spool, &numbered(1), Durability::Written), Ok(at(1, size)));
    let cut = || Call::Cut(FIRST_FRAME);
    assert_eq!(
        disk.calls()[..5],
        [Call::Write(size), cut(), cut(), cut(), Call::Write(size)]
    );
}

#[test]
fn a_failed_sync_ends_all_promises() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    disk.fail_sync(ErrorKind::Other);
    let failed = append(&spool, &numbered(1), Durability::Synced);
    assert!(matches!(failed, Err(SpoolError::Failed(_))), "{failed:?}");
    assert_eq!(append(&spool, &numbered(2), Durability::Written), failed);
    assert_eq!(flush(&spool), failed);
    assert_eq!(spool.synced(), at(1, 0));
    drop(spool);
    assert_eq!(disk.calls(), [Call::Write(frame_len(&numbered(1))), Call::Sync]);
}

#[test]
fn a_full_segment_is_synced_before_the_next_begins() {
    let disk = Disk::default();
    let size = frame_len(&numbered(1));
    let options = SpoolOptions {
        segment_bytes: FIRST_FRAME + 1,
        ..SpoolOptions::default()
    };
    let spool = disk.spool(options);
    disk.fail_create(ErrorKind::StorageFull);
    assert_eq!(append(&spool, &numbered(1), Durability::Written), Ok(at(1, size)));
    assert_eq!(
        append(&spool, &numbered(2), Durability::Written),
        Err(SpoolError::Full)
    );
    assert_eq!(append(&spool, &numbered(3), Durability::Written), Ok(at(2, size)));
    // What was flushed can be read: the synced end is never behind the flushed one.
    assert_eq!(flush(&spool), Ok(at(2, size)));
    assert_eq!(spool.synced(), at(2, size));
    let expected = [
        Call::Write(size),
        Call::Sync,
        Call::Create(2),
        Call::Create(2),
        Call::Write(size),
        Call::Sync,
    ];
    assert_eq!(disk.calls(), expected);
}

#[test]
fn closing_writes_and_syncs_what_is_queued() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    let (done, receiver) = answer();
    spool.append(&framed(&numbered(1)), Durability::Written, done);
    drop(spool);
    let size = frame_len(&numbered(1));
    assert_eq!(receiver.recv().unwrap(), Ok(at(1, size)));
    assert_eq!(disk.calls(), [Call::Write(size), Call::Sync]);
}

#[test]
fn too_much_that_waits_is_refused() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    disk.hold();
    let (done, first) = answer();
    spool.append(&framed(&numbered(0)), Durability::Synced, done);
    disk.wait_for(&Call::Sync);
    let large = EventRow {
        record: "x".repeat(1_000_000),
        ..numbered(1)
    };
    let answers: Vec<_> = (0..40)
        .map(|_| {
            let (done, receiver) = answer();
            spool.append(&framed(&large), Durability::Written, done);
            receiver
        })
        .collect();
    disk.release();
    first.recv().unwrap().unwrap();
    let answers: Vec<_> = answers
        .into_iter()
        .map(|receiver| receiver.recv().unwrap())
        .collect();
    let refused = answers
        .iter()
        .filter(|answer| **answer == Err(SpoolError::Overloaded))
        .count();
    assert!((1..40).contains(&refused), "{refused} of 40 refused");
    append(&spool, &large, Durability::Written).unwrap();
}

#[test]
fn an_event_that_the_store_would_refuse_is_refused_here() {
    let disk = Disk::default();
    let spool = disk.spool(SpoolOptions::default());
    let nameless = Key::global(testing::account(), Kind::of("role"), "");
    let used = Observation::LastUsed {
        key: nameless,
        service: "iam".to_owned(),
        region: "us-east-1".parse().unwrap(),
        at: numbered(1).time,
    };
    let event = EventRow {
        observations: vec![used],
        ..numbered(1)
    };
    let refused = append(&spool, &event, Durability::Synced);
    assert!(matches!(refused, Err(SpoolError::Invalid(_))), "{refused:?}");
    assert_eq!(disk.calls(), []);
}

#[test]
fn many_threads_keep_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("spool");
    let options = SpoolOptions {
        segment_bytes: 20_000,
        ..SpoolOptions::default()
    };
    let spool = Spool::open(&path, options, START).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let spool = &spool;
            scope.spawn(move || {
                for number in 0..100 {
                    let event = testing::event(&format!("{thread}-{number}"), 0);
                    let durability = if number % 10 == 0 {
                        Durability::Synced
                    } else {
                        Durability::Written
                    };
                    // Every other is written by this thread, if it can be.
                    let direct = number % 2 == 1 && durability == Durability::Written;
                    match direct.then(|| spool.write(&framed(&event))).flatten() {
                        Some(written) => written.unwrap(),
                        None => append(spool, &event, durability).unwrap(),
                    };
                }
            });
        }
    });
    let end = flush(&spool).unwrap();
    drop(spool);
    assert!(end.segment > 5, "the spool has not changed files: {end}");
    let events = read_all(&path, end);
    assert_eq!(events.len(), 800);
    for thread in 0..8 {
        let prefix = format!("{thread}-");
        let mine: Vec<_> = ids(&events)
            .into_iter()
            .filter(|id| id.starts_with(&prefix))
            .collect();
        let expected: Vec<_> = (0..100).map(|number| format!("{thread}-{number}")).collect();
        assert_eq!(mine, expected);
    }
}

#[test]
fn files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("spool");
    let _spool = open(&path);
    let mode = |path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(path.clone()), 0o700);
    assert_eq!(mode(path.join("000000000001.spool")), 0o600);
}

/// The real thing where the process may mount a file system; the fake disk above shows the same.
#[test]
fn a_full_file_system() {
    let dir = tempfile::tempdir().unwrap();
    let mounted = Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=256k", "tmpfs"])
        .arg(dir.path())
        .output()
        .is_ok_and(|output| output.status.success());
    if !mounted {
        return a_full_disk_refuses_the_group_takes_it_back_and_is_forgotten();
    }
    let unmount = Unmount(&dir);
    let path = dir.path().join("spool");
    let ballast = dir.path().join("ballast");
    std::fs::write(&ballast, vec![0; 100 << 10]).unwrap();
    let spool = open(&path);
    let large = |number: usize| EventRow {
        record: "x".repeat(9_000),
        ..numbered(number)
    };
    let kept = (0..100)
        .take_while(|number| append(&spool, &large(*number), Durability::Synced).is_ok())
        .count();
    assert!((1..100).contains(&kept), "{kept} events fitted");
    assert_eq!(
        append(&spool, &large(998), Durability::Written),
        Err(SpoolError::Full)
    );
    std::fs::remove_file(&ballast).unwrap();
    append(&spool, &large(999), Durability::Synced).unwrap();
    drop(spool);
    let end = open(&path).synced();
    let expected: Vec<_> = (0..kept)
        .chain([999])
        .map(|number| format!("event-{number}"))
        .collect();
    assert_eq!(ids(&read_all(&path, end)), expected);
    drop(unmount);
}

struct Unmount<'a>(&'a tempfile::TempDir);

impl Drop for Unmount<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}
