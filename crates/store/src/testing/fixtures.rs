//! Small values that the suites write with.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tegata_base::{AccountId, Region};

use crate::{Batch, Change, EventRow, Key, Kind, Observation, SubjectCertificate};

/// The account of the documentation, 111122223333.
#[must_use]
pub fn account() -> AccountId {
    AccountId::from_number(111_122_223_333).unwrap_or_else(unreachable_fixture)
}

/// A global key of kind `role`.
#[must_use]
pub fn key(id: &str) -> Key {
    Key::global(account(), Kind::of("role"), id)
}

/// A batch that puts one document; the batch's id is made from `number`.
#[must_use]
pub fn put(number: u64, id: &str, document: &str) -> Batch {
    Batch {
        id: batch_id(number),
        changes: vec![Change::Put {
            key: key(id),
            document: document.to_owned(),
        }],
        ..Batch::default()
    }
}

pub(crate) fn batch_id(number: u64) -> [u8; 16] {
    u128::from(number).to_be_bytes()
}

/// A plain event of `ListRoles`, `seconds` after 2026-01-02T03:04:05Z.
#[must_use]
pub fn event(event_id: &str, seconds: i64) -> EventRow {
    EventRow {
        event_id: event_id.to_owned(),
        time: at(seconds),
        account: account(),
        region: region("us-east-1"),
        event_name: "ListRoles".to_owned(),
        event_source: "iam.amazonaws.com".to_owned(),
        read_only: true,
        username: None,
        access_key_id: None,
        session_id: None,
        session_name: None,
        resources: Vec::new(),
        issued: None,
        observations: Vec::new(),
        record: format!(r#"{{"eventID":"{event_id}"}}"#),
    }
}

/// An observation of a subject with one certificate.
#[must_use]
pub fn observed_subject(key: &Key, serial: &str, seconds: i64) -> Observation {
    Observation::Subject {
        key: key.clone(),
        x509_subject: "CN=machine".to_owned(),
        certificate: SubjectCertificate {
            serial: serial.to_owned(),
            issuer: "CN=ca".to_owned(),
            pem: format!("certificate {serial}"),
            fingerprint: format!("fingerprint {serial}"),
            failed: false,
        },
        instance_properties: BTreeMap::new(),
        at: at(seconds),
    }
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_323_045 + seconds).unwrap_or_default()
}

pub(crate) fn region(name: &str) -> Region {
    name.parse().unwrap_or_else(|_| unreachable_fixture())
}

#[expect(clippy::panic, reason = "test fixtures only; the values are constants")]
fn unreachable_fixture<T>() -> T {
    panic!("a constant of the fixtures is not valid")
}
