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

use crate::spool::frame::encode;
use crate::spool::frames::{FoundBy, check};
use crate::{Done, Durability, Frames, Spool, SpoolError, SpoolOptions, SpoolReader};

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

impl Frames {
    /// Rows as the events behind them would be written.
    pub(crate) fn of(rows: &[EventRow]) -> Result<Self, SpoolError> {
        let mut frames = Self::default();
        for row in rows {
            check(&row.observations)?;
            let found_by = FoundBy {
                event_id: &row.event_id,
                time: row.time.as_microsecond(),
                account: row.account,
                region: &row.region,
                event_name: &row.event_name,
                event_source: &row.event_source,
                read_only: row.read_only,
                username: row.username.as_deref(),
                access_key_id: row.access_key_id.as_deref(),
                session_id: row.session_id.as_deref(),
                session_name: row.session_name.as_deref(),
                resources: &row.resources,
                issued: row.issued.as_ref(),
                observations: &row.observations,
            };
            encode(&mut frames.0, |out| {
                found_by.write(out)?;
                out.extend_from_slice(row.record.as_bytes());
                Ok(())
            })?;
        }
        Ok(frames)
    }
}

/// Appends one event and waits for its answer.
fn append(spool: &Spool, event: &EventRow, durability: Durability) -> Answer {
    let (done, receiver) = answer();
    spool.append(&Frames::of(std::slice::from_ref(event))?, durability, done);
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
