//! What the trail says of calls, as CloudTrail would.

use serde_json::{Value, json};
use tegata_state::{Entity as _, KeyOwner};
use tegata_store::{EventRow, Observation};

use super::{extend, text};
use crate::clock::Clock as _;
use crate::raw::Raw;
use crate::testing::{ACCOUNT, Bench, KEY_ID, SECRET, access_key, raw, sign_in, user};

const ALICE_KEY: &str = "AKIAALICEALICEALICE7";

fn request(bench: &Bench, service: &str, region: &str, body: &str) -> Raw {
    let form = ("content-type", "application/x-www-form-urlencoded");
    let mut raw = raw("POST", "/", &[form, ("user-agent", "test/1")], body);
    sign_in(
        &mut raw,
        bench.clock.now(),
        (KEY_ID, SECRET),
        (region, service),
        None,
    );
    raw
}

/// The events that a call left, and their records.
async fn events(service: &str, region: &str, body: &str) -> Vec<(EventRow, Value)> {
    let bench = Bench::new();
    bench.answer(request(&bench, service, region, body)).await;
    let stored = tegata_store::Store::events(&*bench.store, &tegata_store::EventQuery::all(10)).unwrap();
    let rows = bench.spooled().into_iter().chain(stored.events);
    rows.map(|row| (row.clone(), serde_json::from_str(&row.record).unwrap()))
        .collect()
}

#[tokio::test]
async fn a_read() {
    let found = events("sts", "eu-west-1", "Action=GetCallerIdentity&Version=2011-06-15").await;
    let [(row, record)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(record["eventName"], "GetCallerIdentity");
    assert_eq!(record["eventSource"], "sts.amazonaws.com");
    assert_eq!(record["awsRegion"], "eu-west-1");
    assert_eq!(record["userIdentity"]["type"], "Root");
    assert_eq!(record["userIdentity"]["accessKeyId"], KEY_ID);
    assert_eq!(record["sourceIPAddress"], "127.0.0.1");
    assert_eq!(record["userAgent"], "test/1");
    assert_eq!(
        (&record["requestParameters"], &record["responseElements"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(record["readOnly"], true);
    assert_eq!(record["recipientAccountId"], ACCOUNT);
    assert_eq!(record["additionalEventData"], json!({"revision": 1}));
    assert_eq!((row.username.as_deref(), row.read_only), (Some("root"), true));
    let [
        Observation::LastUsed {
            key, service, region, ..
        },
    ] = row.observations.as_slice()
    else {
        panic!("{:?}", row.observations)
    };
    assert_eq!(key.to_string(), format!("{ACCOUNT}/-/access-key-used/{KEY_ID}"));
    assert_eq!((service.as_str(), region.as_str()), ("sts", "eu-west-1"));
}

#[tokio::test]
async fn a_write_of_a_global_service() {
    let found = events(
        "iam",
        "eu-west-1",
        "Action=CreateUser&Version=2010-05-08&UserName=alice",
    )
    .await;
    let [(_, record)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(record["awsRegion"], "us-east-1");
    assert_eq!(record["requestParameters"], json!({"userName": "alice"}));
    assert_eq!(record["responseElements"]["user"]["userName"], "alice");
    assert_eq!(record["readOnly"], false);
}

#[tokio::test]
async fn a_session_without_its_secrets() {
    let found = events("sts", "us-east-1", "Action=GetSessionToken&Version=2011-06-15").await;
    let [(row, record)] = found.as_slice() else {
        panic!("{found:?}")
    };
    let credentials = &record["responseElements"]["credentials"];
    let issued = row.issued.as_ref().unwrap();
    assert_eq!(credentials["accessKeyId"], issued.access_key_id.as_str());
    assert!(credentials.get("secretAccessKey").is_none());
    assert!(
        credentials["sessionToken"]
            .as_str()
            .is_none_or(|token| token == tegata_audit::HIDDEN)
    );
}

#[tokio::test]
async fn a_refusal() {
    let found = events(
        "iam",
        "us-east-1",
        "Action=GetUser&Version=2010-05-08&UserName=nobody",
    )
    .await;
    let [(_, record)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(record["errorCode"], "NoSuchEntity");
    assert!(record["errorMessage"].as_str().unwrap().contains("nobody"));
    assert_eq!(record["responseElements"], Value::Null);
}

#[tokio::test]
async fn input_that_is_refused_before_it_is_decoded() {
    let found = events("sts", "us-east-1", "Action=GetAccessKeyInfo&Version=2011-06-15").await;
    let [(_, record)] = found.as_slice() else {
        panic!("{found:?}")
    };
    assert_eq!(record["errorCode"], "ValidationError");
    assert_eq!(record["requestParameters"], Value::Null);
}

#[tokio::test]
async fn strangers_are_counted() {
    let bench = Bench::new();
    let body = "Action=GetCallerIdentity&Version=2011-06-15";
    for _ in 0..3 {
        let mut raw = request(&bench, "sts", "us-east-1", body);
        raw.body = "Action=GetCallerIdentity&Version=2011-06-15&x=1".into();
        assert_eq!(bench.answer(raw).await.0, 403);
    }
    assert!(bench.spooled().is_empty());
    let summary = bench
        .node
        .journal
        .counted_refusals(bench.clock.now(), true)
        .unwrap();
    assert_eq!((summary.total, summary.without_principal), (3, 3));
    assert_eq!(summary.codes["SignatureDoesNotMatch"], 3);
}

#[test]
fn what_an_operation_adds_to_its_request_stands_behind_it() {
    let of = |request: Option<&str>, more: Value| {
        let Value::Object(more) = more else {
            panic!("members");
        };
        let mut object = request.map(str::to_owned);
        extend(&mut object, more);
        object
    };
    let request = Some(r#"{"a":{"b":"}"}}"#);
    assert_eq!(of(request, json!({})).as_deref(), request);
    assert_eq!(
        of(request, json!({"c": {"d": 1}})).as_deref(),
        Some(r#"{"a":{"b":"}"},"c":{"d":1}}"#)
    );
    assert_eq!(of(None, json!({"c": 1})).as_deref(), Some(r#"{"c":1}"#));
    assert_eq!(of(None, json!({})), None);
}

#[test]
fn no_members_are_null() {
    assert_eq!(text(json!({})), None);
    assert_eq!(text(Value::Null), None);
    assert_eq!(text(json!({"a": 1})).as_deref(), Some(r#"{"a":1}"#));
}

/// What a user without policies is denied leaves: the record of it.
async fn denied(service: &str, region: &str, body: &str) -> Value {
    let bench = Bench::new();
    let alice = user("alice");
    let key = access_key(KeyOwner::User(alice.id.clone()), ALICE_KEY, &bench.node.kek);
    bench.store_changes(vec![alice.put(), key.put()]);
    let form = ("content-type", "application/x-www-form-urlencoded");
    let mut raw = raw("POST", "/", &[form], body);
    sign_in(
        &mut raw,
        bench.clock.now(),
        (ALICE_KEY, SECRET),
        (region, service),
        None,
    );
    bench.answer(raw).await;
    let [row] = bench.spooled().try_into().unwrap();
    serde_json::from_str(&row.record).unwrap()
}

#[tokio::test]
async fn a_global_service_is_asked_in_its_region_whatever_was_signed_for() {
    let calls = [
        ("iam", "Action=ListUsers&Version=2010-05-08", "us-east-1"),
        (
            "sts",
            "Action=GetAccessKeyInfo&Version=2011-06-15&AccessKeyId=AKIAIOSFODNN7EXAMPLE",
            "eu-west-1",
        ),
    ];
    for (service, body, region) in calls {
        let record = denied(service, "eu-west-1", body).await;
        let context = &record["additionalEventData"]["denial"]["context"];
        assert_eq!(context["aws:requestedregion"], region, "{service}");
        assert_eq!(record["awsRegion"], region, "{service}");
    }
}
