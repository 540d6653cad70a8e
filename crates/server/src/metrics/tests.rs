//! The text that Prometheus reads.

use std::time::Duration;

use super::{CacheName, Commit};
use crate::testing::Bench;

#[tokio::test]
async fn requests_by_operation_and_class() {
    let bench = Bench::new();
    bench.answer(bench.request("AddThing", "a")).await;
    bench.answer(bench.request("AddThing", "a")).await;
    bench
        .answer(crate::testing::raw("GET", "/nowhere", &[], ""))
        .await;
    let text = bench.node.metrics.text();
    for line in [
        r#"tegata_requests_total{service="things",operation="AddThing",class="2xx"} 1"#,
        r#"tegata_requests_total{service="things",operation="AddThing",class="4xx"} 1"#,
        r#"tegata_requests_total{service="none",operation="none",class="4xx"} 1"#,
        r#"tegata_request_seconds_count{service="things",operation="AddThing"} 2"#,
        r#"tegata_commits_total{reason="stored"} 1"#,
        "tegata_committed_writes_total 1",
        "tegata_revision 2",
        r#"tegata_refused_strangers_total{reason="unknown-operation"} 1"#,
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    // An operation that was never called takes no line.
    assert!(!text.contains("GetThing"));
}

#[test]
fn durations_fall_into_buckets_that_add_up() {
    let bench = Bench::new();
    let metrics = &bench.node.metrics;
    for micros in [10, 50, 51, 3_000_000, 90_000_000] {
        metrics.committed(Commit::Stored, 1, Duration::from_micros(micros));
    }
    metrics.cache(CacheName::SigningKey, true);
    let text = metrics.text();
    assert!(
        text.contains(r#"tegata_commit_seconds_bucket{le="0.00005"} 2"#),
        "{text}"
    );
    assert!(
        text.contains(r#"tegata_commit_seconds_bucket{le="0.0001"} 3"#),
        "{text}"
    );
    assert!(
        text.contains(r#"tegata_commit_seconds_bucket{le="+Inf"} 5"#),
        "{text}"
    );
    assert!(text.contains("tegata_commit_seconds_count 5"), "{text}");
    assert!(
        text.contains(r#"tegata_cache_lookups_total{cache="signing_key",result="hit"} 1"#),
        "{text}"
    );
}
