//! What is counted, in the Prometheus text format. It holds no secret.
//!
//! Requests are counted in plain atomics, one a route and status, so that counting looks nothing up.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use http::StatusCode;
use jiff::Timestamp;
use prometheus_client::collector::Collector;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _, MetricEncoder};
use prometheus_client::metrics::counter::ConstCounter;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::registry::Registry;

use super::answer::Route;
use super::snapshot::Snapshot;

/// The statuses that are answered; any other counts as the last.
const STATUSES: [u16; 8] = [200, 400, 401, 403, 404, 405, 413, 503];

/// Every metric of the endpoint.
pub(super) struct Metrics {
    registry: Registry,
    requests: Requests,
    /// Open connections.
    pub(super) connections: Gauge,
}

impl Metrics {
    pub(super) fn new() -> Self {
        let mut registry = Registry::with_prefix("tegata_serve");
        let requests = Requests::default();
        registry.register_collector(Box::new(requests.clone()));
        let connections = Gauge::default();
        registry.register("connections", "Open connections", connections.clone());
        Self {
            registry,
            requests,
            connections,
        }
    }

    /// Counts a request.
    pub(super) fn answered(&self, route: Route, status: StatusCode) {
        if let Some(counter) = self.requests.of(route, status.as_u16()) {
            counter.fetch_add(1, Relaxed);
        }
    }

    /// Everything as text.
    pub(super) fn text(&self, snapshot: &Snapshot) -> Result<String, std::fmt::Error> {
        let mut text = String::new();
        let mut of_session = Registry::with_prefix("tegata_serve");
        of_session.register_collector(Box::new(Session(snapshot.clone())));
        encode(&mut text, &self.registry)?;
        // One document, which ends once.
        let end = text.trim_end().strip_suffix("# EOF").map_or(text.len(), str::len);
        text.truncate(end);
        encode(&mut text, &of_session)?;
        Ok(text)
    }
}

#[derive(Clone, Default)]
struct Requests(Arc<[[AtomicU64; STATUSES.len()]; Route::ALL.len()]>);

impl Requests {
    fn of(&self, route: Route, status: u16) -> Option<&AtomicU64> {
        let of_route = self.0.get(route as usize)?;
        let at = STATUSES.iter().position(|known| *known == status);
        of_route.get(at.unwrap_or(STATUSES.len() - 1))
    }
}

impl std::fmt::Debug for Requests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Requests")
    }
}

impl Collector for Requests {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let counter = ConstCounter::new(0_u64);
        let mut family =
            encoder.encode_descriptor("requests", "Requests answered", None, counter.metric_type())?;
        for route in Route::ALL {
            for status in STATUSES {
                let count = self.of(route, status).map_or(0, |count| count.load(Relaxed));
                if count > 0 {
                    let labels = [("route", route.name().to_owned()), ("status", status.to_string())];
                    ConstCounter::new(count).encode(family.encode_family(&labels)?)?;
                }
            }
        }
        Ok(())
    }
}

/// What a snapshot tells.
struct Session(Snapshot);

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

impl Collector for Session {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), std::fmt::Error> {
        let snapshot = &self.0;
        let credential = snapshot.credential.as_ref();
        let gauges = [
            (
                "credential_expiration_timestamp_seconds",
                "When the credentials that are served end",
                credential.map(|found| found.expiration),
            ),
            (
                "credential_obtained_timestamp_seconds",
                "When the credentials that are served came",
                credential.map(|found| found.obtained),
            ),
            (
                "certificate_expiration_timestamp_seconds",
                "When the certificate expires",
                snapshot.certificate.as_ref().map(|found| found.not_after()),
            ),
        ];
        for (name, help, at) in gauges {
            if let Some(at) = at {
                gauge(&mut encoder, name, help, at)?;
            }
        }
        let kind = ConstCounter::new(0_u64).metric_type();
        let mut family =
            encoder.encode_descriptor("sessions", "Sessions asked for, by result", None, kind)?;
        for (result, count) in [("obtained", snapshot.successes), ("failed", snapshot.failures)] {
            ConstCounter::new(count).encode(family.encode_family(&[("result", result)])?)?;
        }
        Ok(())
    }
}

fn gauge(
    encoder: &mut DescriptorEncoder<'_>,
    name: &str,
    help: &str,
    at: Timestamp,
) -> Result<(), std::fmt::Error> {
    let gauge = ConstGauge::new(at.as_second());
    let metric: MetricEncoder<'_> = encoder.encode_descriptor(name, help, None, gauge.metric_type())?;
    gauge.encode(metric)
}
