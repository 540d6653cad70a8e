//! What is kept, what is counted, and that neither grows without bound.

use std::net::{IpAddr, Ipv4Addr};

use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use serde_json::Value;

use crate::{RefusalLimits, Refusals, Verdict};

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_767_323_045 + seconds).unwrap()
}

fn source(number: u32) -> IpAddr {
    Ipv4Addr::from_bits(0x0a00_0000 + number).into()
}

fn limits() -> RefusalLimits {
    RefusalLimits {
        interval: SignedDuration::from_secs(60),
        per_principal: 3,
        assured: 0,
        per_source: 5,
        tracked: 10,
    }
}

#[test]
fn keeps_known_principals_within_their_rate() {
    let mut refusals = Refusals::new(limits(), at(0));
    let verdicts: Vec<_> = (0..5)
        .map(|n| refusals.admit(Some("alice"), source(n), "AccessDenied", at(0)))
        .collect();
    assert_eq!(
        verdicts,
        [
            Verdict::Keep,
            Verdict::Keep,
            Verdict::Keep,
            Verdict::Count,
            Verdict::Count
        ]
    );
    // Another principal is not disturbed; the next interval begins anew.
    assert_eq!(
        refusals.admit(Some("bob"), source(9), "AccessDenied", at(1)),
        Verdict::Keep
    );
    assert_eq!(
        refusals.admit(Some("alice"), source(0), "AccessDenied", at(59)),
        Verdict::Count
    );
    assert_eq!(
        refusals.admit(Some("alice"), source(0), "AccessDenied", at(60)),
        Verdict::Keep
    );
}

#[test]
fn keeps_a_source_within_its_rate() {
    let mut refusals = Refusals::new(limits(), at(0));
    let kept = (0..20)
        .filter(|n| refusals.admit(Some(&format!("p{n}")), source(1), "AccessDenied", at(0)) == Verdict::Keep)
        .count();
    assert_eq!(kept, 5);
}

#[test]
fn keeps_the_first_of_a_quiet_principal_behind_a_noisy_source() {
    let mut refusals = Refusals::new(
        RefusalLimits {
            assured: 2,
            ..limits()
        },
        at(0),
    );
    let mut admit = |principal: &str| refusals.admit(Some(principal), source(1), "AccessDenied", at(0));
    for noisy in ["a", "b"] {
        (0..5).for_each(|_| _ = admit(noisy));
    }
    // Five were kept for the source; the quiet one still gets its own two.
    assert_eq!(
        [admit("quiet"), admit("quiet"), admit("quiet")],
        [Verdict::Keep, Verdict::Keep, Verdict::Count]
    );
    assert_eq!(admit("a"), Verdict::Count);
}

#[test]
fn counts_strangers_and_sums_them_up() {
    let mut refusals = Refusals::new(limits(), at(0));
    assert_eq!(refusals.aggregate(at(1_000)), None);
    for n in 0..30 {
        let verdict = refusals.admit(
            None,
            source(n % 3),
            "InvalidClientTokenId",
            at(100 + i64::from(n)),
        );
        assert_eq!(verdict, Verdict::Count);
    }
    for _ in 0..4 {
        refusals.admit(Some("alice"), source(7), "AccessDenied", at(130));
    }
    assert_eq!(refusals.aggregate(at(159)), None, "the interval is not over");
    let summary = refusals.aggregate(at(160)).unwrap();
    assert_eq!((summary.since, summary.until), (at(100), at(160)));
    assert_eq!(
        (summary.total, summary.without_principal, summary.over_rate),
        (31, 30, 1)
    );
    assert_eq!(summary.codes["InvalidClientTokenId"], 30);
    assert_eq!(summary.codes["AccessDenied"], 1);
    assert_eq!(summary.sources[&source(0)], 10);
    assert_eq!(summary.other_sources, 0);
    assert_eq!(refusals.aggregate(at(999)), None, "each refusal is told once");
    refusals.admit(None, source(0), "MissingAuthenticationToken", at(1_000));
    assert_eq!(refusals.finish(at(1_001)).unwrap().total, 1);
}

#[test]
fn a_summary_is_an_event_of_the_service() {
    let mut refusals = Refusals::new(limits(), at(0));
    refusals.admit(None, source(1), "InvalidClientTokenId", at(0));
    let summary = refusals.finish(at(5)).unwrap();
    let place = ("111122223333".parse().unwrap(), "us-east-1".parse().unwrap());
    let row = summary.into_event("e-1".to_owned(), place).into_row();
    assert_eq!(
        (row.event_name.as_str(), row.time, row.read_only),
        ("RefusalsCounted", at(5), true)
    );
    let record: Value = serde_json::from_str(&row.record).unwrap();
    assert_eq!(record["eventType"], "AwsServiceEvent");
    let details = serde_json::json!({
        "since": "2026-01-02T03:04:05Z",
        "until": "2026-01-02T03:04:10Z",
        "total": 1,
        "withoutPrincipal": 1,
        "overRate": 0,
        "codes": { "InvalidClientTokenId": 1 },
        "sources": { "10.0.0.1": 1 },
        "otherSources": 0,
    });
    assert_eq!(record["serviceEventDetails"], details);
}

proptest! {
    /// Every refusal is kept or counted, never both; what is kept and what is shown stay bounded.
    #[test]
    fn none_is_lost_and_none_is_kept_beyond_the_bounds(
        calls in proptest::collection::vec((proptest::option::of(0_u32..40), 0_u32..40, 0_u32..200), 0..400),
    ) {
        let mut refusals = Refusals::new(limits(), at(0));
        let mut kept = 0;
        for (principal, from, code) in &calls {
            let principal = principal.map(|number| format!("p{number}"));
            let code = format!("Code{code}");
            let verdict = refusals.admit(principal.as_deref(), source(*from), &code, at(0));
            prop_assert!(verdict == Verdict::Count || principal.is_some());
            kept += u64::from(verdict == Verdict::Keep);
        }
        prop_assert!(kept <= 30, "10 principals with 3 each are the most");
        let counted = refusals.finish(at(0)).map_or(0, |summary| {
            let shown: u64 = summary.sources.values().sum();
            assert_eq!(shown + summary.other_sources, summary.total);
            assert_eq!(summary.without_principal + summary.over_rate, summary.total);
            assert!(summary.sources.len() <= 10 && summary.codes.len() <= 64);
            summary.total
        });
        prop_assert_eq!(kept + counted, calls.len() as u64);
    }
}
