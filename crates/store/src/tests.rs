//! Laws of keys, stored JSON and the fold; the fake against the suite.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::testing::{self, MemoryStore};
use crate::{
    Change, EventResource, EventRow, IssuedSession, KEPT_CERTIFICATES, Key, Kind, Observation, Observed,
    Store, StoreError, SubjectCertificate, fold,
};

#[test]
fn the_fake_passes_the_suite() {
    testing::conformance(|| Box::new(MemoryStore::new()));
}

#[test]
fn the_fake_fails_when_told() {
    let store = MemoryStore::new();
    store.fail_next_write(StoreError::Full);
    let batch = [testing::put(1, "a", "{}")];
    assert_eq!(store.commit(crate::Revision(0), &batch), Err(StoreError::Full));
    assert_eq!(store.commit(crate::Revision(0), &batch), Ok(crate::Revision(1)));
}

#[test]
fn a_kind_is_short_lower_case_text() {
    let longest = "a".repeat(31);
    for good in ["role", "trust-anchor", "x509", "a", &longest] {
        assert_eq!(good.parse::<Kind>().unwrap().as_str(), good);
    }
    for bad in ["", "Role", "9a", "-a", "a/b", "a b", "é", &"a".repeat(32)] {
        bad.parse::<Kind>().unwrap_err();
    }
}

#[test]
fn a_key_without_its_parts_is_refused() {
    for bad in [
        "",
        "111122223333/-/role",
        "111122223333/-/role/",
        "1/-/role/a",
        "111122223333//role/a",
        "111122223333/US/role/a",
        "111122223333/-/Role/a",
        "111122223333/-/role/a\n",
    ] {
        bad.parse::<Key>().unwrap_err();
    }
}

fn any_kind() -> impl Strategy<Value = Kind> {
    "[a-z][a-z0-9-]{0,30}".prop_map(|text| text.parse().unwrap())
}

fn any_key() -> impl Strategy<Value = Key> {
    let region = proptest::option::of("[a-z0-9][a-z0-9-]{0,20}");
    (0_u64..1_000_000_000_000, region, any_kind(), "[^\\p{Cc}]{1,40}").prop_map(
        |(account, region, kind, id)| Key {
            account: tegata_base::AccountId::from_number(account).unwrap(),
            region: region.map(|name| name.parse().unwrap()),
            kind,
            id,
        },
    )
}

fn any_time() -> impl Strategy<Value = jiff::Timestamp> {
    // Few values, so that equal times are common.
    (0_i64..8).prop_map(|n| jiff::Timestamp::from_microsecond(1_767_323_045_000_001 + n).unwrap())
}

fn any_last_used() -> impl Strategy<Value = Observation> {
    (
        prop_oneof![Just("iam"), Just("sts")],
        prop_oneof![Just("a"), Just("b")],
        any_time(),
    )
        .prop_map(|(service, region, at)| Observation::LastUsed {
            key: testing::key("k"),
            service: service.to_owned(),
            region: region.parse().unwrap(),
            at,
        })
}

fn any_subject() -> impl Strategy<Value = Observation> {
    let properties = proptest::collection::btree_map("[ab]", "[ab]", 0..2);
    (0_u32..30, 0_u32..2, any::<bool>(), properties, any_time()).prop_map(
        |(serial, issuer, failed, instance_properties, at)| Observation::Subject {
            key: testing::key("k"),
            x509_subject: format!("CN=machine{issuer}"),
            certificate: SubjectCertificate {
                serial: serial.to_string(),
                issuer: format!("CN={issuer}"),
                pem: format!("pem {serial} {issuer}"),
                fingerprint: format!("{serial}"),
                failed,
            },
            instance_properties,
            at,
        },
    )
}

fn any_observation() -> impl Strategy<Value = Observation> {
    prop_oneof![any_last_used(), any_subject()]
}

fn any_event() -> impl Strategy<Value = EventRow> {
    let text = || proptest::option::of(".{0,20}");
    let resources = proptest::collection::vec((".{0,9}", ".{0,9}"), 0..3);
    let observations = proptest::collection::vec(any_observation(), 0..3);
    (
        text(),
        text(),
        text(),
        text(),
        resources,
        observations,
        any_time(),
        any::<bool>(),
    )
        .prop_map(
            |(
                username,
                access_key_id,
                session_id,
                session_name,
                resources,
                observations,
                time,
                read_only,
            )| {
                EventRow {
                    issued: session_id.clone().map(|session_id| IssuedSession {
                        session_id,
                        access_key_id: "ASIA".to_owned(),
                        session_name: session_name.clone(),
                        expires: read_only.then_some(time),
                    }),
                    time,
                    read_only,
                    username,
                    access_key_id,
                    session_id,
                    session_name,
                    resources: resources
                        .into_iter()
                        .map(|(resource_type, name)| EventResource { resource_type, name })
                        .collect(),
                    observations,
                    ..testing::event("e", 0)
                }
            },
        )
}

fn folded<'a>(observations: impl IntoIterator<Item = &'a Observation>) -> Option<Observed> {
    observations
        .into_iter()
        .fold(None, |old, new| Some(fold(old, new)))
}

proptest! {
    #[test]
    fn a_key_reads_back(key in any_key()) {
        prop_assert!(key.is_valid());
        prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key.clone()));
        let json = serde_json::to_string(&key).unwrap();
        prop_assert_eq!(serde_json::from_str::<Key>(&json).unwrap(), key);
    }

    #[test]
    fn kinds_order_as_their_text(a in any_kind(), b in any_kind()) {
        prop_assert_eq!(a.cmp(&b), a.as_str().cmp(b.as_str()));
    }

    #[test]
    fn parsing_a_key_never_panics(text in ".{0,60}") {
        if let Ok(key) = text.parse::<Key>() {
            prop_assert_eq!(key.to_string(), text);
        }
    }

    #[test]
    fn an_event_reads_back(event in any_event()) {
        let json = serde_json::to_string(&event).unwrap();
        prop_assert_eq!(serde_json::from_str::<EventRow>(&json).unwrap(), event);
    }

    #[test]
    fn a_change_reads_back(key in any_key(), document in ".{0,40}", put in any::<bool>()) {
        let change = if put { Change::Put { key, document } } else { Change::Delete { key } };
        let json = serde_json::to_string(&change).unwrap();
        prop_assert_eq!(serde_json::from_str::<Change>(&json).unwrap(), change);
    }

    #[test]
    fn the_fold_knows_no_order(
        mut observations in proptest::collection::vec(any_observation(), 0..40),
        seed in any::<[usize; 8]>(),
    ) {
        let expected = folded(&observations);
        for (at, to) in seed.into_iter().enumerate() {
            let len = observations.len();
            if len > at {
                observations.swap(at, to % len);
            }
        }
        prop_assert_eq!(&folded(&observations), &expected);
        observations.reverse();
        prop_assert_eq!(folded(&observations), expected);
    }

    #[test]
    fn the_fold_is_idempotent(observations in proptest::collection::vec(any_observation(), 1..40)) {
        let once = folded(&observations);
        prop_assert_eq!(folded(observations.iter().chain(&observations)), once.clone());
        // Through its stored form as well.
        let json = serde_json::to_string(&once).unwrap();
        let stored: Option<Observed> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&stored, &once);
        let again = observations.iter().fold(stored, |old, new| Some(fold(old, new)));
        prop_assert_eq!(again, once);
    }

    #[test]
    fn the_fold_keeps_the_latest(observations in proptest::collection::vec(any_subject(), 1..60)) {
        let subject = folded(&observations).unwrap().subject.unwrap();
        prop_assert!(subject.certificates.len() <= KEPT_CERTIFICATES);
        prop_assert!(subject.certificates.is_sorted_by(|a, b| a >= b));
        let mut latest = BTreeMap::new();
        for observation in &observations {
            let Observation::Subject { certificate, at, .. } = observation else { continue };
            let slot = latest.entry((&certificate.serial, &certificate.issuer)).or_insert(*at);
            *slot = (*slot).max(*at);
        }
        let mut times: Vec<_> = latest.into_values().collect();
        times.sort_unstable_by(|a, b| b.cmp(a));
        times.truncate(KEPT_CERTIFICATES);
        let kept: Vec<_> = subject.certificates.iter().map(|seen| seen.seen_at).collect();
        prop_assert_eq!(kept, times);
    }
}
