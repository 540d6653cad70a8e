use std::time::Duration;

use super::{NoTurn, Slow};

/// Longer than any test.
const LONG: Duration = Duration::from_secs(3600);

#[tokio::test]
async fn no_more_run_than_may() {
    let slow = Slow::with(1, 1, LONG);
    let first = slow.turn().await.unwrap();
    let mut second = Box::pin(slow.turn());
    let waker = std::task::Waker::noop();
    let mut polling = std::task::Context::from_waker(waker);
    assert!(second.as_mut().poll(&mut polling).is_pending());
    assert_eq!(slow.turn().await.err(), Some(NoTurn::Full), "one waits already");
    drop(first);
    assert!(second.await.is_ok());
    assert!(slow.turn().await.is_ok(), "and gave its place back");
}

#[tokio::test]
async fn nobody_waits_for_ever() {
    let slow = Slow::with(1, 1, Duration::from_millis(1));
    let _first = slow.turn().await.unwrap();
    assert_eq!(slow.turn().await.err(), Some(NoTurn::Late));
    assert_eq!(
        slow.turn().await.err(),
        Some(NoTurn::Late),
        "the place was given back"
    );
}

#[tokio::test]
async fn a_turn_ends_with_its_work_though_nobody_awaits_it() {
    let slow = Slow::with(1, 1, LONG);
    let turn = slow.turn().await.unwrap();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let (started, starts) = tokio::sync::oneshot::channel();
    let running = tokio::spawn(turn.run(move || {
        let _ = started.send(());
        released.recv()
    }));
    starts.await.unwrap();
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    let mut next = Box::pin(slow.turn());
    let waker = std::task::Waker::noop();
    let mut polling = std::task::Context::from_waker(waker);
    assert!(next.as_mut().poll(&mut polling).is_pending(), "it still runs");
    release.send(()).unwrap();
    assert!(next.await.is_ok());
}
