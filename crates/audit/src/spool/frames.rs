//! Events as bytes, ready to be written.

use serde::Serialize;
use tegata_base::{AccountId, Region};
use tegata_store::{EventResource, IssuedSession, Observation};

use super::{SpoolError, frame};
use crate::record::Event;

/// A buffer up to this size is kept for the next events.
const KEPT: usize = 64 << 10;

/// Encoded events, in order. Encoding and hashing happen here, on the caller's thread.
#[derive(Default)]
pub struct Frames(pub(crate) Vec<u8>);

impl Frames {
    /// Appends an event. Its record is written once, straight to its place.
    ///
    /// # Errors
    /// [`SpoolError::Invalid`] and [`SpoolError::TooLarge`], and then nothing is appended.
    pub fn push(&mut self, mut event: Event) -> Result<(), SpoolError> {
        check(&event.observations)?;
        frame::encode(&mut self.0, |out| {
            FoundBy::of(&event).write(out)?;
            event.write_record(out);
            Ok(())
        })
    }

    /// Removes everything, and keeps room for the next events.
    pub fn clear(&mut self) {
        self.0.clear();
        self.0.shrink_to(KEPT);
    }
}

/// A [`tegata_store::EventRow`] but for its record, borrowed; serialised alike.
#[derive(Serialize)]
pub(crate) struct FoundBy<'a> {
    pub(crate) event_id: &'a str,
    /// In microseconds.
    pub(crate) time: i64,
    pub(crate) account: AccountId,
    pub(crate) region: &'a Region,
    pub(crate) event_name: &'a str,
    pub(crate) event_source: &'a str,
    pub(crate) read_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) access_key_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) session_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) session_name: Option<&'a str>,
    #[serde(skip_serializing_if = "<[EventResource]>::is_empty")]
    pub(crate) resources: &'a [EventResource],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) issued: Option<&'a IssuedSession>,
    #[serde(skip_serializing_if = "<[Observation]>::is_empty")]
    pub(crate) observations: &'a [Observation],
}

impl<'a> FoundBy<'a> {
    fn of(event: &'a Event) -> Self {
        Self {
            event_id: &event.event_id,
            time: event.time.as_microsecond(),
            account: event.account,
            region: &event.region,
            event_name: &event.event_name,
            event_source: &event.event_source,
            read_only: event.read_only,
            username: event.identity.username(),
            access_key_id: event.identity.access_key_id(),
            session_id: event.additional.session_id.as_deref(),
            session_name: event.identity.session_name(),
            resources: &event.resources,
            issued: event.issued.as_ref(),
            observations: &event.observations,
        }
    }

    /// Appends it, and the line feed before the record.
    pub(crate) fn write(&self, out: &mut Vec<u8>) -> Result<(), SpoolError> {
        serde_json::to_writer(&mut *out, self).map_err(|error| SpoolError::Invalid(error.to_string()))?;
        out.push(b'\n');
        Ok(())
    }
}

/// Refuses what the reader could not hand to the store later.
pub(crate) fn check(observations: &[Observation]) -> Result<(), SpoolError> {
    let mut keys = observations.iter().map(Observation::key);
    match keys.find(|key| !key.is_valid()) {
        Some(key) => Err(SpoolError::Invalid(format!(
            "an observation of a {} has no valid id",
            key.kind
        ))),
        None => Ok(()),
    }
}
