//! Looking up events walks an index in order; it neither scans everything nor sorts.

use jiff::Timestamp;
use tegata_store::testing::account;
use tegata_store::{EventAttribute as A, EventCursor, EventQuery};

use super::Temporary;
use crate::events::select;

#[test]
fn every_lookup_uses_an_index() {
    let Temporary { store, dir: _dir } = Temporary::new();
    let attributes = [
        None,
        Some(A::EventId("x".into())),
        Some(A::EventName("x".into())),
        Some(A::ReadOnly(false)),
        Some(A::Username("x".into())),
        Some(A::ResourceType("x".into())),
        Some(A::ResourceName("x".into())),
        Some(A::EventSource("x".into())),
        Some(A::AccessKeyId("x".into())),
        Some(A::SessionId("x".into())),
        Some(A::SessionName("x".into())),
        Some(A::IssuedSessionId("x".into())),
        Some(A::IssuedAccessKeyId("x".into())),
        Some(A::IssuedSessionName("x".into())),
    ];
    for attribute in attributes {
        let first = EventQuery {
            account: Some(account()),
            attribute,
            ..EventQuery::all(50)
        };
        let later = EventQuery {
            region: Some("us-east-1".parse().unwrap()),
            start: Some(Timestamp::UNIX_EPOCH),
            end: Some(Timestamp::MAX),
            after: Some(EventCursor { time: 1, sequence: 1 }),
            ..first.clone()
        };
        for query in [first, later] {
            let (sql, params) = select(&query);
            let writer = store.writer();
            let mut statement = writer.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
            let plan: Vec<String> = statement
                .query_map(rusqlite::params_from_iter(params), |row| row.get("detail"))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap();
            let plan = plan.join("; ");
            assert!(!plan.contains("SCAN"), "{query:?}: {plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{query:?}: {plan}");
        }
    }
}
