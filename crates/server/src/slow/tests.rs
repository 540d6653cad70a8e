use std::pin::Pin;
use std::time::Duration;

use super::{Bounds, NoTurn, Slow, Turn};

/// Longer than any test.
const LONG: Duration = Duration::from_secs(3600);

type Queued<'s> = Pin<Box<dyn Future<Output = Result<Turn, NoTurn>> + 's>>;

fn slow(running: usize, waiting: usize, of_one: usize, waits: Duration) -> Slow {
    Slow::new(Bounds {
        running,
        waiting,
        of_one,
        waits,
    })
}

/// A turn that was asked for and has to wait.
fn queued<'s>(slow: &'s Slow, caller: &'s str) -> Queued<'s> {
    let mut turn: Queued<'s> = Box::pin(slow.turn(caller));
    let waker = std::task::Waker::noop();
    let mut polling = std::task::Context::from_waker(waker);
    assert!(turn.as_mut().poll(&mut polling).is_pending());
    turn
}

#[tokio::test]
async fn no_more_run_than_may() {
    let slow = slow(1, 1, 8, LONG);
    let first = slow.turn("a").await.unwrap();
    let second = queued(&slow, "b");
    assert_eq!(
        slow.turn("c").await.err(),
        Some(NoTurn::Full),
        "one waits already"
    );
    drop(first);
    assert!(second.await.is_ok());
    assert!(slow.turn("c").await.is_ok(), "and gave its place back");
}

#[tokio::test]
async fn nobody_waits_for_ever() {
    let slow = slow(1, 1, 8, Duration::from_millis(1));
    let _first = slow.turn("a").await.unwrap();
    for caller in ["a", "b", "b"] {
        let found = slow.turn(caller).await.err();
        assert_eq!(found, Some(NoTurn::Late), "the place was given back");
    }
    assert_eq!(slow.callers.lanes().len(), 1);
}

#[tokio::test]
async fn a_turn_ends_with_its_work_though_nobody_awaits_it() {
    let slow = slow(1, 1, 8, LONG);
    let turn = slow.turn("a").await.unwrap();
    let (release, released) = std::sync::mpsc::channel::<()>();
    let (started, starts) = tokio::sync::oneshot::channel();
    let running = tokio::spawn(turn.run(move || {
        let _ = started.send(());
        released.recv()
    }));
    starts.await.unwrap();
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    let next = queued(&slow, "a");
    release.send(()).unwrap();
    assert!(next.await.is_ok());
}

#[tokio::test]
async fn of_one_caller_so_many_are_under_way() {
    let slow = slow(1, 64, 2, LONG);
    let first = slow.turn("a").await.unwrap();
    let second = queued(&slow, "a");
    assert_eq!(slow.turn("a").await.err(), Some(NoTurn::TooMany));
    let other = queued(&slow, "b");
    drop(second);
    let second = queued(&slow, "a");
    drop(first);
    drop(other);
    assert!(second.await.is_ok());
    assert!(slow.callers.lanes().is_empty(), "nobody is remembered");
}

/// With two threads one caller has one of them, and the other is for the next who comes.
#[tokio::test]
async fn no_caller_takes_all_threads() {
    let slow = slow(2, 64, 8, LONG);
    let _first = slow.turn("a").await.unwrap();
    let _second = queued(&slow, "a");
    assert!(slow.turn("b").await.is_ok());
}

/// With one thread a caller's second operation stands behind the first of everybody else.
#[tokio::test]
async fn callers_take_turns() {
    let slow = slow(1, 64, 8, LONG);
    let first = slow.turn("a").await.unwrap();
    let mut more = [queued(&slow, "a"), queued(&slow, "a")];
    let other = queued(&slow, "b");
    drop(first);
    let waker = std::task::Waker::noop();
    let mut polling = std::task::Context::from_waker(waker);
    for turn in &mut more {
        assert!(turn.as_mut().poll(&mut polling).is_pending());
    }
    drop(other.await.unwrap());
    let [second, third] = more;
    drop(second.await.unwrap());
    assert!(third.await.is_ok());
}
