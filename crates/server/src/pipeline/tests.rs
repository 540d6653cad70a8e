//! What lies between a request's authentication and its turn.

use std::sync::Arc;

use tegata_state::{Entity as _, InlinePolicy, KeyOwner, PolicyDoc, User};

use super::prepare::{Prepared, prepare};
use crate::call::Call;
use crate::clock::Clock as _;
use crate::raw::Raw;
use crate::testing::{Bench, SECRET, access_key, pondering, raw, sign, sign_in, user};

const ALICE_KEY: &str = "AKIAALICEALICEALICE7";
const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;

/// Alice may do everything.
fn alice(bench: &Bench) -> User {
    let alice = User {
        inline: vec![InlinePolicy {
            name: "all".into(),
            document: PolicyDoc::new(ALLOW_ALL),
        }],
        ..user("alice")
    };
    let key = access_key(KeyOwner::User(alice.id.clone()), ALICE_KEY, &bench.node.kek);
    bench.store_changes(vec![alice.put(), key.put()]);
    alice
}

fn unsigned(body: &str) -> Raw {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    raw("POST", "/", &form, body)
}

/// A call of Alice's that has been authenticated and waits.
fn waiting(bench: &Bench, service: &str, body: &str) -> Call {
    let mut raw = unsigned(body);
    sign(&mut raw, bench.clock.now(), ALICE_KEY, SECRET, service, None);
    match prepare(&bench.node, &raw, "id") {
        Prepared::Ready(call) => *call,
        Prepared::Refused(refused) => panic!("{:?}", refused.error),
    }
}

/// A write that goes by the writer, and a read that does not.
const CALLS: [(&str, &str); 2] = [
    ("iam", "Action=CreateUser&Version=2010-05-08&UserName=mallory"),
    ("iam", "Action=GetUser&Version=2010-05-08&UserName=alice"),
];

#[tokio::test]
async fn a_permission_that_was_taken_away_meanwhile_is_gone() {
    for (service, body) in CALLS {
        let bench = Bench::new();
        let alice = alice(&bench);
        let call = waiting(&bench, service, body);
        bench.store_changes(vec![
            User {
                inline: Vec::new(),
                ..alice
            }
            .put(),
        ]);
        let error = bench.pipeline.run(call).await.err().unwrap();
        assert_eq!((&*error.code, error.status), ("AccessDenied", 403), "{body}");
    }
}

#[tokio::test]
async fn who_was_deleted_meanwhile_may_do_nothing() {
    for (service, body) in CALLS {
        let bench = Bench::new();
        let alice = alice(&bench);
        let call = waiting(&bench, service, body);
        bench.store_changes(vec![alice.delete()]);
        let error = bench.pipeline.run(call).await.err().unwrap();
        assert_eq!(
            (&*error.code, error.status),
            ("InvalidClientTokenId", 403),
            "{body}"
        );
        // The attempt is on record all the same.
        assert_eq!(bench.spooled().len(), 1);
    }
}

#[tokio::test]
async fn a_key_that_was_made_inactive_meanwhile_opens_nothing() {
    let bench = Bench::new();
    let alice = alice(&bench);
    let call = waiting(&bench, "iam", CALLS[0].1);
    let mut key = access_key(KeyOwner::User(alice.id), ALICE_KEY, &bench.node.kek);
    key.active = false;
    bench.store_changes(vec![key.put()]);
    let error = bench.pipeline.run(call).await.err().unwrap();
    assert_eq!(&*error.code, "InvalidClientTokenId");
}

/// The region of a signature is the caller's word. One of another partition would rename every
/// resource, and policies that name them would look away.
#[tokio::test]
async fn a_region_of_another_partition_is_refused() {
    let bench = Bench::new();
    alice(&bench);
    for (region, status) in [
        ("us-east-1", 200),
        ("eu-central-1", 200),
        ("my-own-cellar", 200),
        ("cn-north-1", 403),
        ("us-gov-west-1", 403),
    ] {
        let mut raw = unsigned(CALLS[1].1);
        sign_in(
            &mut raw,
            bench.clock.now(),
            (ALICE_KEY, SECRET),
            (region, "iam"),
            None,
        );
        let (answered, body) = bench.answer(raw).await;
        assert_eq!(answered, status, "{region}: {body}");
        assert_eq!(
            status == 403,
            body.contains("<Code>InvalidClientTokenId</Code>"),
            "{body}"
        );
    }
}

/// Whoever hangs up early is still on record.
#[tokio::test]
async fn a_refused_write_is_on_record_though_its_caller_hung_up() {
    let bench = Bench::new();
    let request = bench.request("AddThing", "denied");
    let mut answer = Box::pin(Arc::clone(&bench.pipeline).serve(request));
    let waker = std::task::Waker::noop();
    let polled = answer.as_mut().poll(&mut std::task::Context::from_waker(waker));
    assert!(polled.is_pending(), "the writer answers later");
    drop(answer);
    for _ in 0..500 {
        if !bench.spooled().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no event");
}

/// The test's runtime has one thread: an operation that ran on it would let nothing else be answered.
#[tokio::test]
async fn a_slow_operation_holds_up_nobody() {
    let bench = Bench::new();
    alice(&bench);
    let (begun, end) = pondering("long");
    let slow = tokio::spawn(Arc::clone(&bench.pipeline).serve(bench.request("PonderThing", "long")));
    let begun = tokio::task::spawn_blocking(move || begun.recv());
    begun.await.unwrap().unwrap();
    let (status, body) = bench.answer(bench.request("GetThing", "alice")).await;
    assert_eq!(status, 200, "{body}");
    assert!(!slow.is_finished());
    drop(end);
    assert_eq!(slow.await.unwrap().status(), 200);
}

/// One runs, one waits, and the next is told to come again.
#[tokio::test]
async fn slow_operations_queue_only_so_far() {
    let bench = Bench::new();
    let (begun, end) = pondering("first");
    let first = tokio::spawn(Arc::clone(&bench.pipeline).serve(bench.request("PonderThing", "first")));
    let begun = tokio::task::spawn_blocking(move || begun.recv());
    begun.await.unwrap().unwrap();
    let (_, second_end) = pondering("second");
    drop(second_end);
    let second = tokio::spawn(Arc::clone(&bench.pipeline).serve(bench.request("PonderThing", "second")));
    tokio::task::yield_now().await;
    let (status, body) = bench.answer(bench.request("PonderThing", "third")).await;
    assert_eq!(status, 503, "{body}");
    assert!(body.contains("ServiceUnavailableException"), "{body}");
    drop(end);
    assert_eq!(first.await.unwrap().status(), 200);
    assert_eq!(second.await.unwrap().status(), 200);
}

/// Whoever hangs up while it runs is still on record.
#[tokio::test]
async fn a_slow_operation_is_on_record_though_its_caller_hung_up() {
    let bench = Bench::new();
    let (begun, end) = pondering("dropped");
    let running = tokio::spawn(Arc::clone(&bench.pipeline).serve(bench.request("PonderThing", "dropped")));
    let begun = tokio::task::spawn_blocking(move || begun.recv());
    begun.await.unwrap().unwrap();
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    drop(end);
    for _ in 0..500 {
        if !bench.spooled().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no event");
}
