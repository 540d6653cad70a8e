//! What an operation answers with: its output, the changes to commit, and facts for its event.

use tegata_base::AccountId;
use tegata_store::{Change, EventResource, IssuedSession, Observation, Record};

/// The result of `handle`.
#[derive(Debug)]
pub struct Outcome<O> {
    /// The answer.
    pub output: O,
    /// Changes of the configuration, for the writer to commit.
    pub changes: Vec<Change>,
    /// Records to insert in the same transaction.
    pub records: Vec<Record>,
    /// What the event says besides request and response.
    pub event: EventFacts,
}

impl<O> Outcome<O> {
    /// An answer that changes nothing.
    pub fn answer(output: O) -> Self {
        Self {
            output,
            changes: Vec::new(),
            records: Vec::new(),
            event: EventFacts::default(),
        }
    }

    /// An answer after these changes.
    pub fn changed(output: O, changes: Vec<Change>) -> Self {
        Self {
            changes,
            ..Self::answer(output)
        }
    }

    /// With facts for the event.
    #[must_use]
    pub fn with_event(mut self, event: EventFacts) -> Self {
        self.event = event;
        self
    }
}

/// Facts that an operation adds to its event.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct EventFacts {
    /// What the call was about.
    pub resources: Vec<EventResource>,
    /// The account of another that it concerns, whose trail tells of it, too: that of a role which a stranger
    /// assumed.
    pub recipient: Option<AccountId>,
    /// The session it issued.
    pub issued: Option<IssuedSession>,
    /// What the store folds when it stores the event.
    pub observations: Vec<Observation>,
    /// Further members of `additionalEventData`.
    pub additional: serde_json::Map<String, serde_json::Value>,
    /// Members of `requestParameters` that the input does not have (`cert` of CreateSession).
    pub request_parameters: serde_json::Map<String, serde_json::Value>,
    /// Another event of the same instant: the AssumeRole that a service made.
    pub second: Option<Box<SecondEvent>>,
}

/// An event that a service leaves for a call it made itself.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondEvent {
    /// `sts.amazonaws.com`
    pub event_source: &'static str,
    /// `AssumeRole`
    pub event_name: &'static str,
    /// The service principal that called.
    pub invoked_by: &'static str,
    /// `requestParameters`, already redacted.
    pub request_parameters: serde_json::Value,
    /// `responseElements`, already redacted.
    pub response_elements: serde_json::Value,
    /// What it was about.
    pub resources: Vec<EventResource>,
}
