//! Events as stored: the CloudTrail record and what it is found by.

use jiff::Timestamp;
use tegata_base::{AccountId, Region};

use crate::{Observation, micros};

/// One event: the CloudTrail record as JSON text, and beside it what it is looked up by. Instants are
/// stored to the microsecond.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EventRow {
    /// A UUID, unique among all events; an event stored again under the same id is ignored.
    pub event_id: String,
    /// When the call was completed.
    #[serde(with = "micros")]
    pub time: Timestamp,
    /// The account whose trail it is in (`recipientAccountId`).
    pub account: AccountId,
    /// `awsRegion`
    pub region: Region,
    /// The operation.
    pub event_name: String,
    /// `iam.amazonaws.com`
    pub event_source: String,
    /// `readOnly`
    pub read_only: bool,
    /// The user name, the role session name, or `root`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The access key that signed the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_key_id: Option<String>,
    /// The session that made the call, in lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// The role session name of that session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// What the call was about, as `LookupEvents` finds it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<EventResource>,
    /// The session that the call produced, so that a walk can go backwards from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<IssuedSession>,
    /// What the engine folds when it stores the event. Not kept with the event: a row read back from
    /// [`crate::Store::events`] has none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub observations: Vec<Observation>,
    /// The record in CloudTrail's format, a JSON object.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub record: String,
}

/// A resource of an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct EventResource {
    /// `AWS::IAM::Role`
    #[serde(rename = "type")]
    pub resource_type: String,
    /// A name, an id or an ARN; an event lists a resource once for each that it is known by.
    pub name: String,
}

/// A session that an event produced: of `CreateSession`, `AssumeRole`, `GetSessionToken`.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct IssuedSession {
    /// In lower-case hexadecimal.
    pub session_id: String,
    /// `ASIA…`
    pub access_key_id: String,
    /// The role session name, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_name: Option<String>,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none", with = "micros::option")]
    pub expires: Option<Timestamp>,
}

/// A place between two frames of a node's spool. The default is before the first.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct SpoolPosition {
    /// The number of the segment file, from 1.
    pub segment: u64,
    /// Bytes from the beginning of that file.
    pub offset: u64,
}

impl std::fmt::Display for SpoolPosition {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.segment, self.offset)
    }
}
