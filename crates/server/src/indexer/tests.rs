//! The index follows the spool, through errors and restarts.

use std::sync::Arc;
use std::time::Duration;

use tegata_store::{EventQuery, SpoolPosition, Store, StoreError};

use super::{Indexer, distance};
use crate::testing::Bench;

fn start(bench: &Bench) -> Indexer {
    let from = bench.store.spool_position().unwrap();
    Indexer::start(Arc::clone(&bench.node), bench.dir.path().join("spool"), from).unwrap()
}

async fn read(bench: &Bench, times: usize) {
    for _ in 0..times {
        assert_eq!(bench.answer(bench.request("GetThing", "a")).await.0, 200);
    }
}

fn indexed(bench: &Bench) -> usize {
    bench.store.events(&EventQuery::all(10_000)).unwrap().events.len()
}

#[tokio::test]
async fn whoever_asks_waits_for_all_that_was_before() {
    let bench = Bench::new();
    bench.answer(bench.request("AddThing", "a")).await;
    let indexer = start(&bench);
    for round in 1..=5 {
        read(&bench, 20).await;
        let end = bench.node.journal.flush().unwrap();
        indexer.indexed().wait_for(end, Duration::from_secs(30)).unwrap();
        assert_eq!(indexed(&bench), 1 + 20 * round);
    }
    indexer.stop();
}

#[tokio::test]
async fn what_the_last_process_left_comes_first_and_once() {
    let bench = Bench::new();
    bench.answer(bench.request("AddThing", "a")).await;
    read(&bench, 3).await;
    for _ in 0..2 {
        start(&bench).stop();
        assert_eq!(indexed(&bench), 4);
    }
}

#[tokio::test]
async fn a_store_that_is_full_for_a_while_loses_nothing() {
    let bench = Bench::new();
    bench.answer(bench.request("AddThing", "a")).await;
    read(&bench, 3).await;
    bench.store.fail_next_write(StoreError::Full);
    let indexer = start(&bench);
    let end = bench.node.journal.flush().unwrap();
    indexer.indexed().wait_for(end, Duration::from_secs(30)).unwrap();
    assert_eq!(indexed(&bench), 4);
    indexer.stop();
}

#[test]
fn after_an_error_even_those_who_wait_wait() {
    let indexed = Arc::new(super::Indexed::default());
    let never = SpoolPosition {
        segment: 9,
        offset: 9,
    };
    assert!(indexed.wait_for(never, Duration::ZERO).is_err());
    let started = std::time::Instant::now();
    assert!(indexed.rest(Duration::from_secs(60), true), "cut short");
    let resting = {
        let indexed = Arc::clone(&indexed);
        std::thread::spawn(move || indexed.rest(Duration::from_secs(60), false))
    };
    indexed.stop();
    assert!(!resting.join().unwrap(), "ended by the stop alone");
    assert!(started.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_wait_ends_in_time() {
    let bench = Bench::new();
    let indexer = start(&bench);
    let never = SpoolPosition {
        segment: 9,
        offset: 9,
    };
    assert!(
        indexer
            .indexed()
            .wait_for(never, Duration::from_millis(20))
            .is_err()
    );
    indexer.stop();
}

#[test]
fn distances_span_segments() {
    let at = |segment, offset| SpoolPosition { segment, offset };
    assert_eq!(distance(at(1, 10), at(1, 30)), 20);
    assert_eq!(distance(at(1, 10), at(2, 30)), (64 << 20) + 20);
    assert_eq!(distance(at(2, 10), at(1, 30)), 20);
}

/// Whoever waits must not make a failing disk be tried, and complained about, without end.
#[tokio::test]
async fn a_failing_store_is_given_time_even_while_somebody_waits() {
    let bench = Bench::new();
    bench.answer(bench.request("AddThing", "a")).await;
    read(&bench, 1).await;
    for _ in 0..3 {
        bench.store.fail_next_write(StoreError::Full);
    }
    let indexer = start(&bench);
    let end = bench.node.journal.flush().unwrap();
    // Three pauses are three seconds.
    let waited = indexer.indexed().wait_for(end, Duration::from_secs(1));
    assert!(waited.is_err(), "tried again at once");
    indexer.indexed().wait_for(end, Duration::from_secs(30)).unwrap();
    indexer.stop();
}
