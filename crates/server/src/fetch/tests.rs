//! Walks through the trail.

use tegata_store::testing::{MemoryStore, event};
use tegata_store::{EventAttribute, EventRow, IssuedSession, SpoolPosition, Store};

use super::{MAX_HOPS, lineage};
use crate::testing::ACCOUNT;

/// An event of a session that issued another.
fn hop(number: u32, by: Option<u32>, issued: Option<u32>) -> EventRow {
    EventRow {
        account: ACCOUNT.parse().unwrap(),
        session_id: by.map(|session| format!("{session:032x}")),
        issued: issued.map(|session| IssuedSession {
            session_id: format!("{session:032x}"),
            access_key_id: format!("ASIA{session}"),
            session_name: None,
            expires: None,
        }),
        ..event(&format!("event-{number}"), i64::from(number))
    }
}

fn walk(events: &[EventRow], starts: &[EventAttribute]) -> Vec<String> {
    let store = MemoryStore::new();
    store
        .append_events(
            SpoolPosition {
                segment: 1,
                offset: 1,
            },
            events,
        )
        .unwrap();
    let chain = lineage(&store, ACCOUNT.parse().unwrap(), starts).unwrap();
    chain.into_iter().map(|event| event.event_id).collect()
}

#[test]
fn a_chain_from_the_action_to_its_origin() {
    let events = [
        hop(1, None, Some(1)),
        hop(2, Some(1), Some(2)),
        hop(3, Some(2), None),
        hop(4, Some(9), None),
    ];
    let start = |id: &str| [EventAttribute::EventId(id.to_owned())];
    assert_eq!(
        walk(&events, &start("event-3")),
        ["event-3", "event-2", "event-1"]
    );
    // A session that nobody issued, as far as the trail tells.
    assert_eq!(walk(&events, &start("event-4")), ["event-4"]);
    assert!(walk(&events, &start("event-5")).is_empty());
}

#[test]
fn the_first_attribute_that_finds_something_begins() {
    let events = [hop(1, None, Some(1)), hop(2, Some(1), None)];
    let starts = [
        EventAttribute::EventId("none".into()),
        EventAttribute::IssuedAccessKeyId("ASIA1".into()),
        EventAttribute::EventId("event-2".into()),
    ];
    assert_eq!(walk(&events, &starts), ["event-1"]);
}

#[test]
fn a_walk_ends() {
    let ring = [hop(1, Some(2), Some(1)), hop(2, Some(1), Some(2))];
    let chain = walk(&ring, &[EventAttribute::EventId("event-1".into())]);
    assert_eq!(chain.len(), MAX_HOPS + 1);
}

/// AssumeRole as Roles Anywhere makes it stands beside the CreateSession that it belongs to.
#[test]
fn an_event_of_a_service_gives_way_to_the_call_it_answered() {
    let named = |event: EventRow| EventRow {
        access_key_id: None,
        resources: vec![tegata_store::EventResource {
            resource_type: "AWS::IAM::Role".into(),
            name: "arn:role".into(),
        }],
        ..event
    };
    let starts = [EventAttribute::ResourceName("arn:role".into())];
    let session = named(hop(1, None, Some(1)));
    let of_service = named(hop(2, None, None));
    assert_eq!(walk(&[session, of_service.clone()], &starts), ["event-1"]);
    assert_eq!(walk(&[of_service], &starts), ["event-2"]);
}
