//! Tests of the crate, one file for each part.

mod frame;
mod media;
mod reader;
mod record;
mod refusals;
mod spool;
mod torn;

use std::path::Path;
use std::sync::mpsc;

use tegata_store::testing::event;
use tegata_store::{EventRow, SpoolPosition};

use crate::{Done, Durability, Spool, SpoolError, SpoolOptions, SpoolReader};

/// Before every frame, and behind every frame that a test writes.
const START: SpoolPosition = SpoolPosition {
    segment: 0,
    offset: 0,
};

type Answer = Result<SpoolPosition, SpoolError>;

/// A callback, and where its answer arrives.
fn answer() -> (Done, mpsc::Receiver<Answer>) {
    let (sender, receiver) = mpsc::channel();
    let done: Done = Box::new(move |result| {
        // A test that is not interested has dropped its end.
        let _ = sender.send(result);
    });
    (done, receiver)
}

/// Appends one event and waits for its answer.
fn append(spool: &Spool, event: &EventRow, durability: Durability) -> Answer {
    let (done, receiver) = answer();
    spool.append(vec![event.clone()], durability, done);
    receiver.recv().unwrap()
}

fn flush(spool: &Spool) -> Answer {
    let (done, receiver) = answer();
    spool.flush(done);
    receiver.recv().unwrap()
}

fn open(dir: &Path) -> Spool {
    Spool::open(dir, SpoolOptions::default(), START).unwrap()
}

fn numbered(number: usize) -> EventRow {
    event(&format!("event-{number}"), i64::try_from(number).unwrap())
}

fn ids(events: &[EventRow]) -> Vec<&str> {
    events.iter().map(|event| event.event_id.as_str()).collect()
}

/// Everything from the beginning to a position.
fn read_all(dir: &Path, until: SpoolPosition) -> Vec<EventRow> {
    SpoolReader::new(dir, START).read(until, usize::MAX).unwrap()
}
