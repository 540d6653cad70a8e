//! Questions to the event trail and to the observations.

use jiff::Timestamp;
use tegata_base::{AccountId, Region};

use crate::{EventRow, Key, Kind};

/// Which events to find, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventQuery {
    /// Only those in this account's trail.
    pub account: Option<AccountId>,
    /// Only those of this region.
    pub region: Option<Region>,
    /// Only those that have this attribute.
    pub attribute: Option<EventAttribute>,
    /// Only those at this instant or later.
    pub start: Option<Timestamp>,
    /// Only those at this instant or earlier.
    pub end: Option<Timestamp>,
    /// Only those that come after this place in the order, newest first.
    pub after: Option<EventCursor>,
    /// At most this many.
    pub limit: usize,
}

impl EventQuery {
    /// Every event, `limit` at a time.
    #[must_use]
    pub const fn all(limit: usize) -> Self {
        Self {
            account: None,
            region: None,
            attribute: None,
            start: None,
            end: None,
            after: None,
            limit,
        }
    }
}

/// What an event is looked up by; text compares exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EventAttribute {
    /// `EventId` of CloudTrail's `LookupEvents`.
    EventId(String),
    /// `EventName` of `LookupEvents`.
    EventName(String),
    /// `ReadOnly` of `LookupEvents`.
    ReadOnly(bool),
    /// `Username` of `LookupEvents`.
    Username(String),
    /// `ResourceType` of `LookupEvents`.
    ResourceType(String),
    /// `ResourceName` of `LookupEvents`.
    ResourceName(String),
    /// `EventSource` of `LookupEvents`.
    EventSource(String),
    /// `AccessKeyId` of `LookupEvents`: the key that signed the call.
    AccessKeyId(String),
    /// The session that made the call.
    SessionId(String),
    /// The role session name of the session that made the call.
    SessionName(String),
    /// The session that the call produced, by its id.
    IssuedSessionId(String),
    /// The session that the call produced, by its access key.
    IssuedAccessKeyId(String),
    /// The session that the call produced, by its role session name.
    IssuedSessionName(String),
}

/// A place in the order of events, newest first, from [`EventPage::next`]. Stable while events are
/// added; meaningful only to the store that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct EventCursor {
    /// The time of the last event seen, in microseconds since 1970.
    pub time: i64,
    /// Its place in the order of arrival, which settles equal times.
    pub sequence: u64,
}

/// Some of the events that a query finds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventPage {
    /// Newest first. Their `observations` are empty.
    pub events: Vec<EventRow>,
    /// Where to go on; `None` when these were the last.
    pub next: Option<EventCursor>,
}

/// Which observations to list, by ascending id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObservationQuery {
    /// Those of this account,
    pub account: AccountId,
    /// in this region (`None`: those global to the account, not those of every region),
    pub region: Option<Region>,
    /// of this kind,
    pub kind: Kind,
    /// with an id greater than this.
    pub after: Option<String>,
    /// At most this many.
    pub limit: usize,
}

impl EventRow {
    /// Whether the event has this attribute: what [`crate::Store::events`] filters by.
    #[must_use]
    pub fn has(&self, attribute: &EventAttribute) -> bool {
        let issued = self.issued.as_ref();
        match attribute {
            EventAttribute::EventId(id) => self.event_id == *id,
            EventAttribute::EventName(name) => self.event_name == *name,
            EventAttribute::ReadOnly(read_only) => self.read_only == *read_only,
            EventAttribute::Username(name) => self.username.as_ref() == Some(name),
            EventAttribute::ResourceType(kind) => self.resources.iter().any(|r| r.resource_type == *kind),
            EventAttribute::ResourceName(name) => self.resources.iter().any(|r| r.name == *name),
            EventAttribute::EventSource(source) => self.event_source == *source,
            EventAttribute::AccessKeyId(id) => self.access_key_id.as_ref() == Some(id),
            EventAttribute::SessionId(id) => self.session_id.as_ref() == Some(id),
            EventAttribute::SessionName(name) => self.session_name.as_ref() == Some(name),
            EventAttribute::IssuedSessionId(id) => issued.is_some_and(|s| s.session_id == *id),
            EventAttribute::IssuedAccessKeyId(id) => issued.is_some_and(|s| s.access_key_id == *id),
            EventAttribute::IssuedSessionName(name) => {
                issued.is_some_and(|s| s.session_name.as_ref() == Some(name))
            }
        }
    }
}

impl ObservationQuery {
    /// Whether the key is in the listing, by everything but the limit.
    #[must_use]
    pub fn selects(&self, key: &Key) -> bool {
        key.account == self.account
            && key.region == self.region
            && key.kind == self.kind
            && self.after.as_ref().is_none_or(|after| key.id > *after)
    }
}
