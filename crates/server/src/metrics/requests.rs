//! Requests and their durations by service, operation and class of status.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::DescriptorEncoder;
use prometheus_client::metrics::MetricType;

use crate::metrics::histogram::Histogram;
use crate::metrics::load;
use crate::pipeline::sign_in;
use crate::services::Services;

const CLASSES: [&str; 4] = ["2xx", "3xx", "4xx", "5xx"];

/// One set of counters an operation, in the order of their numbers, those of signing in last, and one for requests
/// that reached none.
#[derive(Debug)]
pub(super) struct Requests {
    operations: Vec<Counted>,
    unrouted: Counted,
}

#[derive(Debug)]
struct Counted {
    service: &'static str,
    operation: &'static str,
    by_class: [AtomicU64; CLASSES.len()],
    seconds: Histogram,
}

impl Counted {
    fn new(service: &'static str, operation: &'static str) -> Self {
        Self {
            service,
            operation,
            by_class: Default::default(),
            seconds: Histogram::default(),
        }
    }

    fn count(&self, status: u16, took: Duration) {
        let class = usize::from(status / 100).saturating_sub(2).min(CLASSES.len() - 1);
        if let Some(counter) = self.by_class.get(class) {
            counter.fetch_add(1, Relaxed);
        }
        self.seconds.observe(took);
    }

    fn was_called(&self) -> bool {
        self.by_class.iter().any(|counter| load(counter) > 0)
    }
}

impl Requests {
    pub(super) fn new(services: &Services) -> Self {
        let mut targets: Vec<_> = services.iter().flat_map(|served| served.targets()).collect();
        targets.sort_unstable_by_key(|target| target.number);
        let counted = |target: crate::services::Target| {
            Counted::new(target.service.signing_name, target.row.operation.name)
        };
        let signing_in = sign_in::Operation::ALL.map(|each| Counted::new(sign_in::SERVICE, each.name()));
        Self {
            operations: targets.into_iter().map(counted).chain(signing_in).collect(),
            unrouted: Counted::new("none", "none"),
        }
    }

    pub(super) fn answered(&self, operation: Option<usize>, status: u16, took: Duration) {
        let counted = operation
            .and_then(|number| self.operations.get(number))
            .unwrap_or(&self.unrouted);
        counted.count(status, took);
    }

    fn called(&self) -> impl Iterator<Item = &Counted> {
        self.operations
            .iter()
            .chain([&self.unrouted])
            .filter(|counted| counted.was_called())
    }
}

impl Collector for Requests {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let help = "Requests answered, by class of status";
        let mut requests = encoder.encode_descriptor("requests", help, None, MetricType::Counter)?;
        for counted in self.called() {
            for (class, counter) in CLASSES.iter().zip(&counted.by_class) {
                let labels = [
                    ("service", counted.service),
                    ("operation", counted.operation),
                    ("class", *class),
                ];
                let mut encoder = requests.encode_family(&labels)?;
                encoder.encode_counter::<[(&str, &str); 0], _, u64>(&load(counter), None)?;
            }
        }
        let help = "From the end of a request's body to its answer";
        let mut seconds = encoder.encode_descriptor("request_seconds", help, None, MetricType::Histogram)?;
        for counted in self.called() {
            let labels = [("service", counted.service), ("operation", counted.operation)];
            counted.seconds.encode(seconds.encode_family(&labels)?)?;
        }
        Ok(())
    }
}
