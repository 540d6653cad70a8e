//! One total order, all or nothing, and nothing lost but what failed.

use std::sync::Arc;

use tegata_store::{Change, EventQuery, Revision, Store, StoreError};

use crate::testing::Bench;

/// Several calls at once, so that the writer takes them as batches; statuses in the order asked.
async fn all(bench: &Arc<Bench>, calls: &[(&'static str, &'static str)]) -> Vec<u16> {
    let tasks: Vec<_> = calls
        .iter()
        .map(|(operation, name)| {
            let (bench, raw) = (Arc::clone(bench), bench.request(operation, name));
            tokio::spawn(async move { bench.answer(raw).await.0 })
        })
        .collect();
    let mut statuses = Vec::new();
    for task in tasks {
        statuses.push(task.await.unwrap());
    }
    statuses
}

/// The snapshot that the store would give after a restart.
fn assert_published_is_stored(bench: &Bench) {
    let stored = crate::node::load(&*bench.store, &bench.node.kek).unwrap();
    let published = bench.node.published.load_full();
    assert_eq!(published.snapshot.revision(), stored.snapshot.revision());
    assert_eq!(published.snapshot.contents(), stored.snapshot.contents());
}

#[tokio::test]
async fn a_write_is_read_by_its_caller_and_stored_with_its_event() {
    let bench = Bench::new();
    assert_eq!(
        bench.answer(bench.request("AddThing", "a")).await,
        (200, r#"{"name":"a"}"#.to_owned())
    );
    assert_eq!(bench.answer(bench.request("GetThing", "a")).await.0, 200);
    let events = bench.store.events(&EventQuery::all(10)).unwrap().events;
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].event_name.as_str(), events[0].read_only),
        ("AddThing", false)
    );
    assert!(events[0].record.contains(r#""responseElements":{"name":"a"}"#));
    assert_eq!(bench.node.revision(), Revision(2));
    assert_published_is_stored(&bench);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_that_want_one_name_one_gets_it() {
    let bench = Arc::new(Bench::new());
    let mut calls = vec![("AddThing", "same"); 40];
    calls.extend([("AddThing", "x"), ("AddThing", "y")]);
    let statuses = all(&bench, &calls).await;
    assert_eq!(statuses[..40].iter().filter(|status| **status == 200).count(), 1);
    assert_eq!(statuses[..40].iter().filter(|status| **status == 409).count(), 39);
    assert_eq!(statuses[40..], [200, 200]);
    assert_eq!(bench.node.revision(), Revision(4));
    assert_published_is_stored(&bench);
}

#[tokio::test]
async fn a_failed_commit_publishes_nothing() {
    for error in [StoreError::Full, StoreError::Busy, StoreError::Io("gone".into())] {
        let bench = Bench::new();
        bench.store.fail_next_write(error.clone());
        let (status, _) = bench.answer(bench.request("AddThing", "a")).await;
        assert_eq!(
            status,
            if error == StoreError::Busy { 503 } else { 500 },
            "{error}"
        );
        assert!(!bench.node.is_writable());
        assert_eq!(bench.node.revision(), Revision(1));
        assert_eq!(bench.answer(bench.request("GetThing", "a")).await.0, 404);
        assert!(
            bench
                .store
                .events(&EventQuery::all(10))
                .unwrap()
                .events
                .is_empty()
        );
        // The caller's refusal is on record, and the next write works.
        assert_eq!(bench.spooled().len(), 2);
        assert_eq!(bench.answer(bench.request("AddThing", "a")).await.0, 200);
        assert!(bench.node.is_writable());
        assert_published_is_stored(&bench);
    }
}

/// The second of two calls in a batch must not hear of what the first would have made.
#[tokio::test(flavor = "multi_thread")]
async fn a_failed_commit_takes_the_refusals_with_it_that_stood_on_it() {
    for _ in 0..20 {
        let bench = Arc::new(Bench::new());
        for _ in 0..2 {
            bench.store.fail_next_write(StoreError::Full);
        }
        let mut statuses = all(&bench, &[("AddThing", "same"), ("AddThing", "same")]).await;
        statuses.sort_unstable();
        // In one batch or in two, neither was stored.
        assert_eq!(statuses, [500, 500]);
        assert_published_is_stored(&bench);
    }
}

#[tokio::test]
async fn a_store_that_went_on_alone_is_read_again() {
    let bench = Bench::new();
    // What a commit whose answer was lost leaves behind.
    let change: Change = tegata_state::Entity::put(&crate::testing::user("ghost"));
    let batch = tegata_store::Batch {
        id: [9; 16],
        changes: vec![change],
        ..Default::default()
    };
    bench.store.commit(Revision(1), &[batch]).unwrap();
    assert_eq!(bench.answer(bench.request("AddThing", "a")).await.0, 503);
    assert_eq!(bench.answer(bench.request("AddThing", "ghost")).await.0, 409);
    assert_eq!(bench.answer(bench.request("AddThing", "a")).await.0, 200);
    assert_published_is_stored(&bench);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_taken_record_fails_its_own_call_alone() {
    let bench = Arc::new(Bench::new());
    assert_eq!(bench.answer(bench.request("RememberThing", "r")).await.0, 200);
    let calls = [
        ("AddThing", "a"),
        ("RememberThing", "r"),
        ("AddThing", "b"),
        ("RememberThing", "s"),
    ];
    assert_eq!(all(&bench, &calls).await, [200, 500, 200, 200]);
    assert_published_is_stored(&bench);
}

#[tokio::test]
async fn a_refused_write_changes_nothing_and_is_on_record() {
    let bench = Bench::new();
    assert_eq!(bench.answer(bench.request("AddThing", "denied")).await.0, 403);
    assert_eq!(bench.node.revision(), Revision(1));
    let spooled = bench.spooled();
    assert_eq!(spooled.len(), 1);
    assert!(
        spooled[0]
            .record
            .contains(r#""errorCode":"AccessDeniedException""#)
    );
    assert!(
        spooled[0]
            .record
            .contains(r#""requestParameters":{"name":"denied"}"#)
    );
}

#[tokio::test]
async fn a_panic_of_a_handler_is_its_callers_alone() {
    let bench = Bench::new();
    for operation in ["AddThing", "GetThing"] {
        let (status, body) = bench.answer(bench.request(operation, "panic")).await;
        assert_eq!(status, 500);
        assert!(
            body.contains("InternalFailure") && !body.contains("handler's own"),
            "{body}"
        );
    }
    assert_eq!(bench.node.metrics.panics.get(), 2);
    assert_eq!(bench.answer(bench.request("AddThing", "a")).await.0, 200);
    let spooled = bench.spooled();
    assert_eq!(spooled.len(), 2);
    assert!(
        spooled
            .iter()
            .all(|event| event.record.contains(r#""errorCode":"InternalFailure""#))
    );
}

#[tokio::test]
async fn writes_beyond_the_queue_are_turned_away() {
    let bench = Arc::new(Bench::with(0));
    // With no room to wait, a call gets through only while the writer is listening.
    let statuses = all(&bench, &[("AddThing", "same"); 60]).await;
    assert!(
        statuses.iter().all(|status| [200, 409, 503].contains(status)),
        "{statuses:?}"
    );
    assert!(statuses.contains(&503));
    assert_eq!(bench.node.metrics.queued_writes.get(), 0);
}

/// The writer's own panic ends the process, so this runs itself as another one.
#[test]
fn a_panic_of_the_writer_ends_the_process() {
    if std::env::var_os("TEGATA_TEST_WRITER_PANICS").is_some() {
        let _end = super::EndsProcess;
        panic!("as told");
    }
    let test = "writer::tests::a_panic_of_the_writer_ends_the_process";
    let child = std::process::Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env("TEGATA_TEST_WRITER_PANICS", "1")
        .output()
        .unwrap();
    let signal = std::os::unix::process::ExitStatusExt::signal(&child.status);
    assert_eq!(signal, Some(6), "{}", String::from_utf8_lossy(&child.stderr));
}

/// A month later a new key is made; ten minutes after that it seals, and the old one still opens.
#[tokio::test]
async fn session_keys_are_rotated() {
    let bench = Bench::new();
    let (_sender, receiver) = std::sync::mpsc::sync_channel(1);
    let writer = super::Loop {
        node: Arc::clone(&bench.node),
        receiver,
        suspect: false,
    };
    let first = bench.node.published.load().ring.active().id();
    assert_eq!(writer.rotate_session_keys().unwrap(), None);
    bench.clock.advance(31 * 24 * 3600);
    assert_eq!(writer.rotate_session_keys().unwrap(), Some("SessionKeyPrepared"));
    assert_eq!(writer.rotate_session_keys().unwrap(), None);
    assert_eq!(bench.node.published.load().ring.active().id(), first);
    bench.clock.advance(601);
    assert_eq!(writer.rotate_session_keys().unwrap(), Some("SessionKeyRotated"));
    assert_ne!(bench.node.published.load().ring.active().id(), first);
    assert_eq!(writer.rotate_session_keys().unwrap(), None);
    assert_published_is_stored(&bench);
    let stored = crate::node::load(&*bench.store, &bench.node.kek).unwrap();
    assert_eq!(
        stored.ring.active().id(),
        bench.node.published.load().ring.active().id()
    );
    let events = bench.store.events(&EventQuery::all(10)).unwrap().events;
    let names: Vec<_> = events.iter().map(|event| event.event_name.as_str()).collect();
    assert_eq!(names, ["SessionKeyRotated", "SessionKeyPrepared"]);
    // Writes go on behind it.
    assert_eq!(bench.answer(bench.request("AddThing", "a")).await.0, 200);
}
