//! What lies between a request's authentication and its turn.

use std::sync::Arc;

use tegata_state::{Entity as _, InlinePolicy, KeyOwner, PolicyDoc, User};

use super::prepare::{Prepared, prepare};
use crate::call::Call;
use crate::clock::Clock as _;
use crate::events::EXPLAINED;
use crate::raw::Raw;
use crate::testing::{Bench, KEY_ID, SECRET, access_key, pondering, raw, sign, sign_in, user};

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

/// The only slow thread is busy with root's first; another of root's, and one of alice's, wait.
struct Busy {
    tasks: Vec<tokio::task::JoinHandle<http::Response<http_body_util::Full<bytes::Bytes>>>>,
    end: std::sync::mpsc::Sender<()>,
}

impl Busy {
    async fn begin(bench: &Bench, prefix: &str) -> Self {
        let (begun, end) = pondering(&format!("{prefix} first"));
        let begin = |key, name: &str| {
            let request = bench.request_by(key, "PonderThing", &format!("{prefix} {name}"));
            tokio::spawn(Arc::clone(&bench.pipeline).serve(request))
        };
        let mut tasks = vec![begin(KEY_ID, "first")];
        let begun = tokio::task::spawn_blocking(move || begun.recv());
        begun.await.unwrap().unwrap();
        for (key, name) in [(KEY_ID, "second"), (ALICE_KEY, "third")] {
            drop(pondering(&format!("{prefix} {name}")).1);
            tasks.push(begin(key, name));
            tokio::task::yield_now().await;
        }
        Self { tasks, end }
    }

    async fn end(self) {
        drop(self.end);
        for task in self.tasks {
            assert_eq!(task.await.unwrap().status(), 200);
        }
    }
}

const SIMULATE: &str =
    "Action=SimulateCustomPolicy&Version=2010-05-08&ActionNames.member.1=a:B&PolicyInputList.member.1=x";

#[tokio::test]
async fn slow_operations_queue_only_so_far() {
    let bench = Bench::new();
    alice(&bench);
    let busy = Busy::begin(&bench, "queue").await;
    let request = bench.request_by(ALICE_KEY, "PonderThing", "fourth");
    let (status, body) = bench.answer(request).await;
    assert_eq!(status, 503, "{body}");
    assert!(body.contains("ServiceUnavailableException"), "{body}");
    busy.end().await;
}

/// In the words of each protocol, and on record.
#[tokio::test]
async fn slow_operations_of_one_caller_are_throttled() {
    let bench = Bench::new();
    alice(&bench);
    let busy = Busy::begin(&bench, "throttle").await;
    let mut simulate = unsigned(SIMULATE);
    sign(&mut simulate, bench.clock.now(), KEY_ID, SECRET, "iam", None);
    let (status, body) = bench.answer(simulate).await;
    assert_eq!(status, 400, "{body}");
    assert!(body.contains("<Code>Throttling</Code>"), "{body}");
    assert!(body.contains("<Message>Rate exceeded</Message>"), "{body}");
    let (status, body) = bench.answer(bench.request("PonderThing", "more")).await;
    assert_eq!(status, 400, "{body}");
    assert!(body.contains("ThrottlingException"), "{body}");
    assert_eq!(bench.spooled().len(), 2);
    busy.end().await;
}

/// Who may not is told so though every slow thread is taken and nobody else may wait.
#[tokio::test]
async fn permission_comes_before_the_queue() {
    let bench = Bench::new();
    let all = alice(&bench);
    let busy = Busy::begin(&bench, "permission").await;
    bench.store_changes(vec![
        User {
            inline: Vec::new(),
            ..all
        }
        .put(),
    ]);
    let mut simulate = unsigned(SIMULATE);
    sign(&mut simulate, bench.clock.now(), ALICE_KEY, SECRET, "iam", None);
    let (status, body) = bench.answer(simulate).await;
    assert_eq!(status, 403, "{body}");
    assert!(body.contains("<Code>AccessDenied</Code>"), "{body}");
    assert_eq!(bench.spooled().len(), 1, "the refusal is on record");
    busy.end().await;
}

#[tokio::test]
async fn a_permission_that_was_taken_away_in_the_queue_is_gone() {
    let bench = Bench::new();
    let all = alice(&bench);
    let (begun, end) = pondering("before");
    let first = tokio::spawn(Arc::clone(&bench.pipeline).serve(bench.request("PonderThing", "before")));
    let begun = tokio::task::spawn_blocking(move || begun.recv());
    begun.await.unwrap().unwrap();
    let mut simulate = unsigned(SIMULATE);
    sign(&mut simulate, bench.clock.now(), ALICE_KEY, SECRET, "iam", None);
    let waiting = tokio::spawn(Arc::clone(&bench.pipeline).serve(simulate));
    tokio::task::yield_now().await;
    bench.store_changes(vec![
        User {
            inline: Vec::new(),
            ..all
        }
        .put(),
    ]);
    drop(end);
    assert_eq!(first.await.unwrap().status(), 200);
    assert_eq!(waiting.await.unwrap().status(), 403);
}

/// Those beyond what the trail keeps of a caller are counted only.
#[tokio::test]
async fn a_refusal_that_is_not_kept_is_not_explained() {
    let bench = Bench::new();
    let all = alice(&bench);
    bench.store_changes(vec![
        User {
            inline: Vec::new(),
            ..all
        }
        .put(),
    ]);
    let kept = usize::try_from(tegata_audit::RefusalLimits::default().per_principal).unwrap();
    for (_, body) in CALLS {
        let before = EXPLAINED.get();
        for _ in 0..=kept {
            let mut raw = unsigned(body);
            sign(&mut raw, bench.clock.now(), ALICE_KEY, SECRET, "iam", None);
            let (status, answer) = bench.answer(raw).await;
            assert_eq!(status, 403, "{answer}");
            assert!(
                answer.contains("because no identity-based policy allows the iam:"),
                "{answer}"
            );
        }
        assert_eq!(EXPLAINED.get() - before, kept, "{body}");
        bench.clock.advance(60);
    }
    assert_eq!(bench.spooled().len(), 2 * kept);
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
