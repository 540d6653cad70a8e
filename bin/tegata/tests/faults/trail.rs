//! The audit trail as LookupEvents shows it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::caller::{Caller, Request};

/// What a test looks at of an event.
#[derive(Debug, Clone)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) request_id: String,
    pub(crate) error: Option<String>,
    /// The revision of the configuration that judged the call; a service's own calls have none.
    revision: Option<u64>,
    /// The whole record.
    pub(crate) record: Value,
}

/// Events by the user agent of their calls, which tests make unique.
#[derive(Debug, Default)]
pub(crate) struct Trail(BTreeMap<String, Vec<Event>>);

impl Trail {
    /// All events since a moment.
    pub(crate) fn since(caller: &mut Caller, start: Timestamp) -> Self {
        let mut trail = Self::default();
        for record in records(caller, start) {
            let text = |name: &str| record[name].as_str().map(str::to_owned);
            let Some(agent) = text("userAgent") else { continue };
            let event = Event {
                name: text("eventName").unwrap(),
                request_id: text("requestID").unwrap_or_default(),
                error: text("errorCode"),
                revision: record["additionalEventData"]["revision"].as_u64(),
                record,
            };
            trail.0.entry(agent).or_default().push(event);
        }
        trail
    }

    /// The event of the call with this user agent. One call leaves one event, never two.
    pub(crate) fn of(&self, agent: &str) -> Option<&Event> {
        let events = self.0.get(agent)?;
        assert_eq!(events.len(), 1, "one call left several events: {events:#?}");
        events.first()
    }

    /// The events of calls that this service made for others.
    pub(crate) fn made_by(&self, service: &str) -> &[Event] {
        self.0.get(service).map_or(&[], Vec::as_slice)
    }
}

impl Event {
    /// The revision of the configuration that judged a client's call.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
            .unwrap_or_else(|| panic!("no revision in {:#}", self.record))
    }

    /// Whether the answer was a session with this access key.
    pub(crate) fn tells_of(&self, access_key_id: &str) -> bool {
        self.error.is_none()
            && self.record["responseElements"]
                .to_string()
                .contains(access_key_id)
    }
}

/// The records of all events since a moment, newest first, over all pages.
pub(crate) fn records(caller: &mut Caller, start: Timestamp) -> Vec<Value> {
    // Times of events are whole seconds.
    let start = (start - SignedDuration::from_secs(1)).as_second();
    let mut input = json!({ "StartTime": start, "MaxResults": 50 });
    let mut records = Vec::new();
    loop {
        let page = caller.call(&Request::lookup_events(&input)).json();
        for event in page["Events"].as_array().unwrap() {
            records.push(serde_json::from_str(event["CloudTrailEvent"].as_str().unwrap()).unwrap());
        }
        match page.get("NextToken") {
            Some(token) => input["NextToken"] = token.clone(),
            None => return records,
        }
    }
}
