//! What every engine must do, told as assertions.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test suite: a failure is meant to panic"
)]

use super::fixtures::{account, at, batch_id, event, key, observed_subject, put, region};
use crate::{
    Batch, Change, EventAttribute, EventQuery, EventResource, EventRow, IssuedSession, KEPT_CERTIFICATES,
    KEPT_REVISIONS, Key, Kind, Observation, ObservationQuery, Observed, Record, Revision, SpoolPosition,
    Store, StoreError, fold,
};

/// Runs the whole suite; `make` gives a new empty store each time.
///
/// # Panics
/// When the store breaks a promise.
pub fn conformance(make: impl Fn() -> Box<dyn Store>) {
    begins_empty(&*make());
    puts_and_deletes(&*make());
    gives_each_batch_the_next_revision(&*make());
    refuses_a_stale_writer(&*make());
    reports_a_repeated_batch(&*make());
    inserts_a_record_once(&*make());
    stores_nothing_of_a_refused_group(&*make());
    refuses_what_cannot_be_stored(&*make());
    keeps_every_kind_of_text(&*make());
    tells_changes_in_order(&*make());
    compacts_old_changes(&*make());
    appends_events_once(&*make());
    finds_events_by_every_attribute(&*make());
    pages_events_newest_first(&*make());
    filters_events_by_account_region_and_time(&*make());
    stores_events_with_their_batch(&*make());
    folds_observations(&*make());
    lists_observations(&*make());
    orders_concurrent_writers(&*make());
}

fn rows(store: &dyn Store) -> (Revision, Vec<(String, u64, String)>) {
    let mut rows = Vec::new();
    let head = store
        .load(&mut |row| rows.push((row.key.to_string(), row.revision.0, row.document)))
        .unwrap();
    (head, rows)
}

fn begins_empty(store: &dyn Store) {
    assert_eq!(rows(store), (Revision(0), vec![]));
    assert_eq!(store.changes_since(Revision(0)).unwrap().changes, vec![]);
    assert_eq!(store.spool_position().unwrap(), SpoolPosition::default());
    assert_eq!(store.events(&EventQuery::all(10)).unwrap().events, vec![]);
    assert_eq!(store.record(&key("a")).unwrap(), None);
    assert_eq!(store.observation(&key("a")).unwrap(), None);
}

fn puts_and_deletes(store: &dyn Store) {
    store
        .commit(Revision(0), &[put(1, "b", "{}"), put(2, "a", r#"{"v":1}"#)])
        .unwrap();
    store.commit(Revision(2), &[put(3, "a", r#"{"v":2}"#)]).unwrap();
    let expected = vec![
        ("111122223333/-/role/a".to_owned(), 3, r#"{"v":2}"#.to_owned()),
        ("111122223333/-/role/b".to_owned(), 1, "{}".to_owned()),
    ];
    assert_eq!(rows(store), (Revision(3), expected));
    let delete = |number, id| Batch {
        id: batch_id(number),
        changes: vec![Change::Delete { key: key(id) }],
        ..Batch::default()
    };
    store
        .commit(Revision(3), &[delete(4, "b"), delete(5, "was never there")])
        .unwrap();
    let (head, left) = rows(store);
    assert_eq!((head, left.len()), (Revision(5), 1));
    // The later change of one batch wins.
    let twice = Batch {
        id: batch_id(6),
        changes: vec![
            Change::Delete { key: key("a") },
            put(0, "a", "last").changes.remove(0),
        ],
        ..Batch::default()
    };
    store.commit(Revision(5), &[twice]).unwrap();
    assert_eq!(rows(store).1[0].2, "last");
}

fn gives_each_batch_the_next_revision(store: &dyn Store) {
    assert_eq!(store.commit(Revision(0), &[]).unwrap(), Revision(0));
    assert_eq!(
        store.commit(Revision(0), &[put(1, "a", "{}")]).unwrap(),
        Revision(1)
    );
    let group: Vec<Batch> = (2..5).map(|n| put(n, &n.to_string(), "{}")).collect();
    assert_eq!(store.commit(Revision(1), &group).unwrap(), Revision(4));
    let empty = Batch {
        id: batch_id(9),
        ..Batch::default()
    };
    assert_eq!(store.commit(Revision(4), &[empty]).unwrap(), Revision(5));
    let revisions: Vec<u64> = rows(store).1.iter().map(|row| row.1).collect();
    assert_eq!(revisions, [2, 3, 4, 1]);
}

fn refuses_a_stale_writer(store: &dyn Store) {
    store.commit(Revision(0), &[put(1, "a", "{}")]).unwrap();
    let behind = Err(StoreError::Behind { head: Revision(1) });
    assert_eq!(store.commit(Revision(0), &[put(2, "a", "stale")]), behind);
    assert_eq!(
        store.commit(Revision(7), &[put(3, "a", "from the future")]),
        behind
    );
    assert_eq!(store.commit(Revision(0), &[]), behind);
    assert_eq!(rows(store).1[0].2, "{}");
}

fn reports_a_repeated_batch(store: &dyn Store) {
    store
        .commit(Revision(0), &[put(1, "a", "{}"), put(2, "b", "{}")])
        .unwrap();
    // As after a lost answer: the same group under the same expectation.
    let again = store.commit(Revision(0), &[put(1, "a", "{}"), put(2, "b", "{}")]);
    let revision = Revision(1);
    assert_eq!(again, Err(StoreError::Committed { batch: 0, revision }));
    let mixed = store.commit(Revision(2), &[put(3, "c", "{}"), put(2, "b", "{}")]);
    let revision = Revision(2);
    assert_eq!(mixed, Err(StoreError::Committed { batch: 1, revision }));
    assert_eq!(rows(store).1.len(), 2);
}

fn record(id: &str, document: &str) -> Record {
    Record {
        key: Key::regional(account(), region("eu-west-1"), Kind::of("certificate"), id),
        document: document.to_owned(),
    }
}

fn with_record(number: u64, id: &str) -> Batch {
    Batch {
        records: vec![record(id, "{}")],
        ..put(number, id, "{}")
    }
}

fn inserts_a_record_once(store: &dyn Store) {
    store.commit(Revision(0), &[with_record(1, "one")]).unwrap();
    assert_eq!(
        store.record(&record("one", "").key).unwrap(),
        Some(record("one", "{}"))
    );
    assert_eq!(store.record(&record("two", "").key).unwrap(), None);
    let exists = |batch, id| {
        let key = record(id, "").key;
        Err(StoreError::Exists { batch, key })
    };
    let repeated = store.commit(Revision(1), &[put(2, "x", "{}"), with_record(3, "one")]);
    assert_eq!(repeated, exists(1, "one"));
    let twice = [with_record(4, "two"), with_record(5, "two")];
    assert_eq!(store.commit(Revision(1), &twice), exists(1, "two"));
    assert_eq!(store.record(&record("two", "").key).unwrap(), None);
    // Records are no part of the snapshot.
    assert_eq!(rows(store).1.len(), 1);
}

fn stores_nothing_of_a_refused_group(store: &dyn Store) {
    store.commit(Revision(0), &[with_record(1, "taken")]).unwrap();
    let told = Batch {
        events: vec![event("e1", 0)],
        ..with_record(2, "free")
    };
    store
        .commit(Revision(1), &[told.clone(), with_record(3, "taken")])
        .unwrap_err();
    assert_eq!(rows(store).0, Revision(1));
    assert_eq!(store.changes_since(Revision(1)).unwrap().changes, vec![]);
    assert_eq!(store.record(&record("free", "").key).unwrap(), None);
    assert_eq!(store.events(&EventQuery::all(9)).unwrap().events, vec![]);
    // Its batch ids are not remembered either, so what was innocent can be handed in again.
    assert_eq!(store.commit(Revision(1), &[told]).unwrap(), Revision(2));
}

fn refuses_what_cannot_be_stored(store: &dyn Store) {
    for id in ["", "new\nline", &"x".repeat(1025)] {
        let refused = store.commit(Revision(0), &[put(1, id, "{}")]);
        assert!(matches!(refused, Err(StoreError::Invalid(_))), "{refused:?}");
    }
    assert_eq!(rows(store).0, Revision(0));
    store
        .commit(Revision(0), &[put(1, &"x".repeat(1024), "{}")])
        .unwrap();
}

fn keeps_every_kind_of_text(store: &dyn Store) {
    let document = "{\"a\":\"é 手形 \u{1F511} \\u0000 ' \\\" \"}";
    let id = "with/slashes and 'quotes' and 手形";
    store.commit(Revision(0), &[put(1, id, document)]).unwrap();
    let (_, stored) = rows(store);
    assert_eq!(stored[0].0, format!("111122223333/-/role/{id}"));
    assert_eq!(stored[0].2, document);
}

fn tells_changes_in_order(store: &dyn Store) {
    let first = Batch {
        changes: vec![
            Change::Delete { key: key("z") },
            put(0, "a", "1").changes.remove(0),
        ],
        ..put(1, "", "")
    };
    store.commit(Revision(0), std::slice::from_ref(&first)).unwrap();
    let (second, third) = (put(2, "b", "2"), put(3, "a", "3"));
    store
        .commit(Revision(1), &[second.clone(), third.clone()])
        .unwrap();
    let all = store.changes_since(Revision(0)).unwrap();
    assert_eq!(all.head, Revision(3));
    let expected: Vec<(Revision, Change)> = [(1, &first), (2, &second), (3, &third)]
        .into_iter()
        .flat_map(|(at, batch)| batch.changes.iter().map(move |c| (Revision(at), c.clone())))
        .collect();
    assert_eq!(all.changes, expected);
    assert_eq!(store.changes_since(Revision(2)).unwrap().changes, expected[3..]);
    assert_eq!(store.changes_since(Revision(3)).unwrap().changes, vec![]);
    let ahead = store.changes_since(Revision(4));
    assert!(matches!(ahead, Err(StoreError::Invalid(_))), "{ahead:?}");
}

fn compacts_old_changes(store: &dyn Store) {
    let mut head = Revision(0);
    while head.0 < KEPT_REVISIONS + 2 {
        let end = (head.0 + 1000).min(KEPT_REVISIONS + 2);
        let group: Vec<Batch> = (head.0..end).map(|n| put(n + 1, "a", &n.to_string())).collect();
        head = store.commit(head, &group).unwrap();
    }
    let oldest = Revision(2);
    let compacted = store.changes_since(Revision(1));
    assert_eq!(compacted, Err(StoreError::Compacted { oldest }));
    let kept = store.changes_since(oldest).unwrap();
    assert_eq!(kept.changes.len() as u64, KEPT_REVISIONS);
    assert_eq!(kept.changes[0].0, Revision(3));
    let remembered = store.commit(head, &[put(3, "a", "{}")]);
    assert!(
        matches!(remembered, Err(StoreError::Committed { .. })),
        "{remembered:?}"
    );
}

fn position(segment: u64, offset: u64) -> SpoolPosition {
    SpoolPosition { segment, offset }
}

fn ids(store: &dyn Store, query: &EventQuery) -> Vec<String> {
    let page = store.events(query).unwrap();
    page.events.into_iter().map(|event| event.event_id).collect()
}

fn appends_events_once(store: &dyn Store) {
    store
        .append_events(position(1, 100), &[event("e1", 1), event("e2", 2)])
        .unwrap();
    assert_eq!(store.spool_position().unwrap(), position(1, 100));
    // The shipper lost the answer and sends the same again, or a part of it.
    store
        .append_events(position(1, 100), &[event("e1", 1), event("e2", 2)])
        .unwrap();
    store.append_events(position(1, 50), &[event("e9", 9)]).unwrap();
    assert_eq!(ids(store, &EventQuery::all(9)), ["e2", "e1"]);
    // A known id is ignored, a higher segment counts as later whatever its offset.
    store
        .append_events(position(2, 10), &[event("e2", 7), event("e3", 3)])
        .unwrap();
    assert_eq!(store.spool_position().unwrap(), position(2, 10));
    assert_eq!(ids(store, &EventQuery::all(9)), ["e3", "e2", "e1"]);
    store.append_events(position(2, 20), &[]).unwrap();
    assert_eq!(store.spool_position().unwrap(), position(2, 20));
}

fn told(event_id: &str, seconds: i64) -> EventRow {
    EventRow {
        event_name: "AssumeRole".to_owned(),
        event_source: "sts.amazonaws.com".to_owned(),
        read_only: false,
        username: Some("alice".to_owned()),
        access_key_id: Some("AKIAEXAMPLE".to_owned()),
        session_id: Some("00ff".to_owned()),
        session_name: Some("build".to_owned()),
        resources: vec![
            EventResource {
                resource_type: "AWS::IAM::Role".to_owned(),
                name: "arn:aws:iam::111122223333:role/r".to_owned(),
            },
            EventResource {
                resource_type: "AWS::IAM::Role".to_owned(),
                name: "r".to_owned(),
            },
        ],
        issued: Some(IssuedSession {
            session_id: "abcd".to_owned(),
            access_key_id: "ASIAEXAMPLE".to_owned(),
            session_name: Some("deploy".to_owned()),
            expires: Some(at(seconds + 3600)),
        }),
        ..event(event_id, seconds)
    }
}

fn finds_events_by_every_attribute(store: &dyn Store) {
    use EventAttribute as A;
    let wanted = told("e1", 1);
    store
        .append_events(position(1, 1), &[wanted.clone(), event("e2", 2)])
        .unwrap();
    let hits = [
        A::EventId("e1".into()),
        A::EventName("AssumeRole".into()),
        A::ReadOnly(false),
        A::Username("alice".into()),
        A::ResourceType("AWS::IAM::Role".into()),
        A::ResourceName("r".into()),
        A::ResourceName("arn:aws:iam::111122223333:role/r".into()),
        A::EventSource("sts.amazonaws.com".into()),
        A::AccessKeyId("AKIAEXAMPLE".into()),
        A::SessionId("00ff".into()),
        A::SessionName("build".into()),
        A::IssuedSessionId("abcd".into()),
        A::IssuedAccessKeyId("ASIAEXAMPLE".into()),
        A::IssuedSessionName("deploy".into()),
    ];
    for attribute in hits {
        let query = EventQuery {
            account: Some(account()),
            attribute: Some(attribute.clone()),
            ..EventQuery::all(10)
        };
        assert_eq!(
            store.events(&query).unwrap().events,
            vec![wanted.clone()],
            "{attribute:?}"
        );
    }
    let misses = [
        A::EventId("e3".into()),
        A::EventName("assumerole".into()),
        A::Username("Alice".into()),
        A::ResourceType("AWS::IAM::User".into()),
        A::ResourceName("".into()),
        A::EventSource("sts".into()),
        A::AccessKeyId("ASIAEXAMPLE".into()),
        A::SessionId("abcd".into()),
        A::SessionName("deploy".into()),
        A::IssuedSessionId("00ff".into()),
        A::IssuedAccessKeyId("AKIAEXAMPLE".into()),
        A::IssuedSessionName("build".into()),
    ];
    for attribute in misses {
        let query = EventQuery {
            attribute: Some(attribute.clone()),
            ..EventQuery::all(10)
        };
        assert_eq!(ids(store, &query), Vec::<String>::new(), "{attribute:?}");
    }
    let read = EventQuery {
        attribute: Some(A::ReadOnly(true)),
        ..EventQuery::all(10)
    };
    assert_eq!(ids(store, &read), ["e2"]);
}

fn pages_events_newest_first(store: &dyn Store) {
    // Out of order of time, and three of one time, which come in the reverse order of arrival.
    let times = [5, 1, 3, 3, 3, 9, 2];
    let events: Vec<EventRow> = times
        .iter()
        .enumerate()
        .map(|(n, t)| told(&format!("e{n}"), *t))
        .collect();
    store.append_events(position(1, 1), &events).unwrap();
    let expected = ["e5", "e0", "e4", "e3", "e2", "e6", "e1"];
    let attributes = [None, Some(EventAttribute::Username("alice".into()))];
    let by_resource = Some(EventAttribute::ResourceType("AWS::IAM::Role".into()));
    for attribute in attributes.into_iter().chain([by_resource]) {
        for limit in 1..=8 {
            let mut query = EventQuery {
                attribute: attribute.clone(),
                ..EventQuery::all(limit)
            };
            let mut seen = Vec::new();
            loop {
                let page = store.events(&query).unwrap();
                assert!(page.events.len() <= limit);
                seen.extend(page.events.into_iter().map(|event| event.event_id));
                match page.next {
                    Some(next) => query.after = Some(next),
                    None => break,
                }
            }
            assert_eq!(seen, expected, "limit {limit}, {attribute:?}");
        }
    }
    // An event that arrives between two pages disturbs nothing.
    let first = store.events(&EventQuery::all(2)).unwrap();
    store.append_events(position(1, 2), &[told("late", 100)]).unwrap();
    let rest = EventQuery {
        after: first.next,
        ..EventQuery::all(10)
    };
    assert_eq!(ids(store, &rest), expected[2..]);
}

fn filters_events_by_account_region_and_time(store: &dyn Store) {
    let other = EventRow {
        account: "222233334444".parse().unwrap(),
        ..event("other", 2)
    };
    let abroad = EventRow {
        region: region("eu-west-1"),
        ..event("abroad", 3)
    };
    store
        .append_events(position(1, 1), &[event("e1", 1), other, abroad, event("e4", 4)])
        .unwrap();
    let mine = EventQuery {
        account: Some(account()),
        ..EventQuery::all(9)
    };
    assert_eq!(ids(store, &mine), ["e4", "abroad", "e1"]);
    let here = EventQuery {
        region: Some(region("us-east-1")),
        ..mine.clone()
    };
    assert_eq!(ids(store, &here), ["e4", "e1"]);
    let between = EventQuery {
        start: Some(at(1)),
        end: Some(at(3)),
        ..EventQuery::all(9)
    };
    assert_eq!(ids(store, &between), ["abroad", "other", "e1"]);
    let none = EventQuery {
        start: Some(at(5)),
        ..EventQuery::all(9)
    };
    assert_eq!(ids(store, &none), Vec::<String>::new());
}

fn stores_events_with_their_batch(store: &dyn Store) {
    let used = Observation::LastUsed {
        key: key("a"),
        service: "iam".to_owned(),
        region: region("us-east-1"),
        at: at(1),
    };
    let batch = Batch {
        events: vec![EventRow {
            observations: vec![used],
            ..event("e1", 1)
        }],
        ..put(1, "a", "{}")
    };
    store.commit(Revision(0), &[batch]).unwrap();
    assert_eq!(ids(store, &EventQuery::all(9)), ["e1"]);
    let observed = store.observation(&key("a")).unwrap().unwrap();
    assert_eq!(observed.last_used.unwrap().at, at(1));
    assert_eq!(store.spool_position().unwrap(), SpoolPosition::default());
}

fn folds_observations(store: &dyn Store) {
    let subject = Key::regional(account(), region("us-east-1"), Kind::of("subject"), "s");
    let count = KEPT_CERTIFICATES as i64 + 5;
    let observations: Vec<Observation> = (0..count)
        .map(|n| observed_subject(&subject, &n.to_string(), n))
        .collect();
    let expected = observations.iter().fold(None, |old, new| Some(fold(old, new)));
    // Newest first, spread over events and transactions: the same result.
    for (n, observation) in observations.iter().rev().enumerate() {
        let told = EventRow {
            observations: vec![observation.clone(), observation.clone()],
            ..event(&format!("e{n}"), 0)
        };
        store.append_events(position(1, n as u64 + 1), &[told]).unwrap();
    }
    assert_eq!(store.observation(&subject).unwrap(), expected);
    let seen = expected.and_then(|observed| observed.subject).unwrap();
    assert_eq!(seen.certificates.len(), KEPT_CERTIFICATES);
    assert_eq!((seen.first_seen, seen.last_seen), (at(0), at(count - 1)));
    // An event stored before is not folded again with other content.
    let repeated = EventRow {
        observations: vec![observed_subject(&subject, "later", 999)],
        ..event("e0", 0)
    };
    store.append_events(position(2, 1), &[repeated]).unwrap();
    let observed: Observed = store.observation(&subject).unwrap().unwrap();
    assert_eq!(observed.subject.unwrap().last_seen, at(count - 1));
}

fn lists_observations(store: &dyn Store) {
    let subject = |place, id: &str| Key::regional(account(), region(place), Kind::of("subject"), id);
    let keys = [
        subject("us-east-1", "c"),
        subject("us-east-1", "a"),
        subject("us-east-1", "b"),
        subject("eu-west-1", "d"),
        Key::global(account(), Kind::of("subject"), "e"),
        Key::regional(account(), region("us-east-1"), Kind::of("role"), "f"),
    ];
    let told = EventRow {
        observations: keys.iter().map(|key| observed_subject(key, "1", 1)).collect(),
        ..event("e1", 1)
    };
    store.append_events(position(1, 1), &[told]).unwrap();
    let mut query = ObservationQuery {
        account: account(),
        region: Some(region("us-east-1")),
        kind: Kind::of("subject"),
        after: None,
        limit: 2,
    };
    let listed = |query: &ObservationQuery| -> Vec<String> {
        let found = store.observations(query).unwrap();
        found.into_iter().map(|(key, _)| key.id).collect()
    };
    assert_eq!(listed(&query), ["a", "b"]);
    query.after = Some("b".to_owned());
    assert_eq!(listed(&query), ["c"]);
    query.after = Some("c".to_owned());
    assert_eq!(listed(&query), Vec::<String>::new());
    let global = ObservationQuery {
        region: None,
        after: None,
        ..query
    };
    assert_eq!(listed(&global), ["e"]);
}

/// Writers that contend for the same revision, beside readers that must only see whole groups.
fn orders_concurrent_writers(store: &dyn Store) {
    const WRITERS: u64 = 4;
    const WRITES: u64 = 10;
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn(move || {
                for write in 0..WRITES {
                    let id = format!("{writer}-{write}");
                    let number = (writer * WRITES + write) * 2;
                    let group = [
                        put(number + 1, &id, "{}"),
                        put(number + 2, &format!("{id}-twin"), "{}"),
                    ];
                    let mut head = Revision(0);
                    loop {
                        match store.commit(head, &group) {
                            Ok(_) => break,
                            Err(StoreError::Behind { head: now }) => head = now,
                            Err(error) => assert_eq!(error, StoreError::Busy),
                        }
                    }
                }
            });
        }
        scope.spawn(|| {
            for _ in 0..50 {
                let (head, seen) = rows(store);
                assert_eq!(seen.len() as u64, head.0, "a reader saw half a group");
                assert_eq!(head.0 % 2, 0, "a reader saw half a group");
            }
        });
    });
    let (head, stored) = rows(store);
    assert_eq!(head, Revision(WRITERS * WRITES * 2));
    assert_eq!(stored.len() as u64, head.0);
    let told = store.changes_since(Revision(0)).unwrap().changes;
    let revisions: Vec<u64> = told.iter().map(|(at, _)| at.0).collect();
    assert_eq!(revisions, (1..=head.0).collect::<Vec<_>>());
}
