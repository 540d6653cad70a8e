//! The engine and the fake give the same answers to any sequence of calls.

use proptest::prelude::*;
use tegata_store::testing::{self, MemoryStore, event, key, observed_subject};
use tegata_store::{
    Batch, Change, EventAttribute, EventQuery, EventRow, Key, Kind, Record, Revision, SpoolPosition, Store,
};

use super::Temporary;

/// One call; numbers are small so that calls meet.
#[derive(Debug, Clone)]
enum Call {
    /// A commit that expects the head, or one before it.
    Commit { stale: bool, batches: Vec<Batch> },
    Append {
        position: SpoolPosition,
        events: Vec<EventRow>,
    },
}

fn id() -> impl Strategy<Value = String> {
    "[a-d]"
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (id(), "[0-9]{1,3}").prop_map(|(id, document)| Change::Put {
            key: key(&id),
            document
        }),
        id().prop_map(|id| Change::Delete { key: key(&id) }),
    ]
}

fn some_event() -> impl Strategy<Value = EventRow> {
    let observed = proptest::collection::vec((id(), "[0-9]", 0_i64..20), 0..3);
    (0_u32..30, 0_i64..10, proptest::option::of(id()), observed).prop_map(
        |(number, time, username, observed)| EventRow {
            username,
            observations: observed
                .into_iter()
                .map(|(id, serial, time)| observed_subject(&key(&id), &serial, time))
                .collect(),
            ..event(&format!("e{number}"), time)
        },
    )
}

fn events() -> impl Strategy<Value = Vec<EventRow>> {
    proptest::collection::vec(some_event(), 0..4)
}

fn record_key(id: &str) -> Key {
    Key::global(testing::account(), Kind::of("record"), id)
}

fn batch() -> impl Strategy<Value = Batch> {
    let changes = proptest::collection::vec(change(), 0..4);
    let records = proptest::option::weighted(0.3, "[a-h]");
    (0_u8..60, changes, records, events()).prop_map(|(number, changes, record, events)| Batch {
        id: [number; 16],
        changes,
        records: record
            .into_iter()
            .map(|id| Record {
                key: record_key(&id),
                document: "{}".to_owned(),
            })
            .collect(),
        events,
    })
}

fn call() -> impl Strategy<Value = Call> {
    let commit = (
        proptest::bool::weighted(0.1),
        proptest::collection::vec(batch(), 0..4),
    );
    let append = (1_u64..4, 0_u64..20, events());
    prop_oneof![
        commit.prop_map(|(stale, batches)| Call::Commit { stale, batches }),
        append.prop_map(|(segment, offset, events)| Call::Append {
            position: SpoolPosition { segment, offset },
            events
        }),
    ]
}

fn run(store: &dyn Store, head: &mut Revision, call: &Call) -> String {
    match call {
        Call::Commit { stale, batches } => {
            let expected = Revision(head.0.saturating_sub(u64::from(*stale)));
            let result = store.commit(expected, batches);
            if let Ok(next) = result {
                *head = next;
            }
            format!("{result:?}")
        }
        Call::Append { position, events } => format!("{:?}", store.append_events(*position, events)),
    }
}

/// Everything that can be read. Cursors are the engine's own and left out.
fn contents(store: &dyn Store) -> String {
    let mut rows = Vec::new();
    let head = store.load(&mut |row| rows.push(row)).unwrap();
    let changes = store.changes_since(Revision(0)).unwrap();
    let named = EventQuery {
        attribute: Some(EventAttribute::Username("a".to_owned())),
        ..EventQuery::all(1000)
    };
    let events = store.events(&EventQuery::all(1000)).unwrap().events;
    let named = store.events(&named).unwrap().events;
    let ids = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let observed = ids.map(|id| store.observation(&key(id)).unwrap());
    let records = ids.map(|id| store.record(&record_key(id)).unwrap());
    let spool = store.spool_position().unwrap();
    format!("{head:?} {rows:#?} {changes:#?} {events:#?} {named:#?} {observed:#?} {records:#?} {spool:?}")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn agrees_with_the_fake(calls in proptest::collection::vec(call(), 0..20)) {
        let Temporary { store, dir: _dir } = Temporary::new();
        let fake = MemoryStore::new();
        let (mut head, mut fake_head) = (Revision(0), Revision(0));
        for call in &calls {
            prop_assert_eq!(run(&store, &mut head, call), run(&fake, &mut fake_head, call));
        }
        prop_assert_eq!(contents(&store), contents(&fake));
    }
}
