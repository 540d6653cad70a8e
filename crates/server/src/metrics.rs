//! What is counted, in the Prometheus text format.
//!
//! Requests are counted in plain atomics, one set an operation, so that counting takes no lock.

mod histogram;
mod requests;

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::Registry;

use crate::metrics::histogram::Histogram;
use crate::metrics::requests::Requests;
use crate::services::Services;

/// The caches that are watched.
#[derive(Debug, Clone, Copy)]
pub(crate) enum CacheName {
    SigningKey,
    SessionToken,
    Certificate,
    Path,
}

/// How a commit ended.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Commit {
    Stored,
    Failed,
}

/// A label with one of a few fixed values.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct CacheLabels {
    cache: &'static str,
    result: &'static str,
}

/// Every metric of a server.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Arc<Requests>,
    refused: Family<Reason, Counter>,
    caches: [[Counter; 2]; 4],
    /// Handlers that panicked.
    pub(crate) panics: Counter,
    /// Open connections.
    pub(crate) connections: Gauge,
    /// Write requests that wait for the writer.
    pub(crate) queued_writes: Gauge,
    /// The revision of the published snapshot.
    pub(crate) revision: Gauge,
    commits: [Counter; 2],
    commit_seconds: Arc<Histogram>,
    batch_size: Counter,
    event_sync_seconds: Arc<Histogram>,
    /// Events written to the spool.
    pub(crate) events: Counter,
    /// Refusals that left no event of their own.
    pub(crate) events_suppressed: Counter,
    /// Events that the index has taken from the spool.
    pub(crate) events_indexed: Counter,
    /// Bytes of the spool that are not in the index yet.
    pub(crate) spool_backlog: Gauge,
}

impl Metrics {
    pub(crate) fn new(services: &Services) -> Self {
        let mut registry = Registry::with_prefix("tegata");
        let requests = Arc::new(Requests::new(services));
        registry.register_collector(Box::new(Arc::clone(&requests)));
        let refused = Family::default();
        registry.register(
            "refused_strangers",
            "Requests whose caller could not be told",
            refused.clone(),
        );
        let cache_family: Family<CacheLabels, Counter> = Family::default();
        registry.register("cache_lookups", "Look-ups in a cache", cache_family.clone());
        let cache = |cache| {
            ["miss", "hit"].map(|result| cache_family.get_or_create(&CacheLabels { cache, result }).clone())
        };
        let commit_family: Family<Reason, Counter> = Family::default();
        registry.register(
            "commits",
            "Transactions of the writer by result",
            commit_family.clone(),
        );
        let commit = |reason| commit_family.get_or_create(&Reason { reason }).clone();
        let mut this = Self {
            requests,
            refused,
            caches: ["signing_key", "session_token", "certificate", "path"].map(cache),
            commits: [commit("stored"), commit("failed")],
            panics: Counter::default(),
            connections: Gauge::default(),
            queued_writes: Gauge::default(),
            revision: Gauge::default(),
            commit_seconds: Arc::default(),
            batch_size: Counter::default(),
            event_sync_seconds: Arc::default(),
            events: Counter::default(),
            events_suppressed: Counter::default(),
            events_indexed: Counter::default(),
            spool_backlog: Gauge::default(),
            registry,
        };
        this.register();
        this
    }

    fn register(&mut self) {
        let registry = &mut self.registry;
        registry.register("handler_panics", "Handlers that panicked", self.panics.clone());
        registry.register("connections", "Open connections", self.connections.clone());
        registry.register(
            "queued_writes",
            "Write requests waiting for the writer",
            self.queued_writes.clone(),
        );
        registry.register(
            "revision",
            "Revision of the published configuration",
            self.revision.clone(),
        );
        registry.register(
            "committed_writes",
            "Write requests stored by commits",
            self.batch_size.clone(),
        );
        registry.register("events", "Events written to the audit spool", self.events.clone());
        let help = "Refusals counted in an aggregate event";
        registry.register("events_suppressed", help, self.events_suppressed.clone());
        registry.register(
            "events_indexed",
            "Events taken from the spool to the index",
            self.events_indexed.clone(),
        );
        let help = "Bytes of the spool that the index has not taken yet";
        registry.register("spool_backlog_bytes", help, self.spool_backlog.clone());
        let collector = histogram::Named {
            name: "commit_seconds",
            help: "Duration of the writer's transactions",
            histogram: Arc::clone(&self.commit_seconds),
        };
        registry.register_collector(Box::new(collector));
        let collector = histogram::Named {
            name: "event_sync_seconds",
            help: "How long answers waited for their events to be durable",
            histogram: Arc::clone(&self.event_sync_seconds),
        };
        registry.register_collector(Box::new(collector));
    }

    /// Counts an answered request; `operation` is the number of its target.
    pub(crate) fn answered(&self, operation: Option<usize>, status: u16, took: Duration) {
        self.requests.answered(operation, status, took);
    }

    /// Counts a request whose caller could not be told.
    pub(crate) fn refused_stranger(&self, reason: &'static str) {
        self.refused.get_or_create(&Reason { reason }).inc();
    }

    /// Counts a look-up in a cache.
    pub(crate) fn cache(&self, name: CacheName, hit: bool) {
        count_lookup(self.lookups(name), hit);
    }

    /// Counts look-ups in a cache that knows nothing of metrics.
    pub(crate) fn watch(&self, name: CacheName) -> impl Fn(bool) + Send + Sync + use<> {
        let lookups = self.lookups(name).clone();
        move |hit| count_lookup(&lookups, hit)
    }

    fn lookups(&self, name: CacheName) -> &[Counter; 2] {
        match name {
            CacheName::SigningKey => &self.caches[0],
            CacheName::SessionToken => &self.caches[1],
            CacheName::Certificate => &self.caches[2],
            CacheName::Path => &self.caches[3],
        }
    }

    /// Counts a transaction of the writer that held this many write requests.
    pub(crate) fn committed(&self, result: Commit, writes: usize, took: Duration) {
        let [stored, failed] = &self.commits;
        match result {
            Commit::Stored => {
                stored.inc();
                self.batch_size.inc_by(writes as u64);
            }
            Commit::Failed => drop(failed.inc()),
        }
        self.commit_seconds.observe(took);
    }

    /// Counts a wait for an event to be durable.
    pub(crate) fn event_synced(&self, took: Duration) {
        self.event_sync_seconds.observe(took);
    }

    /// Everything as text.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        if encode(&mut text, &self.registry).is_err() {
            // Writing to a string does not fail; should a metric refuse itself, the rest still counts.
            tracing::error!("a metric cannot be written");
        }
        text
    }
}

fn count_lookup([misses, hits]: &[Counter; 2], hit: bool) {
    if hit {
        hits.inc()
    } else {
        misses.inc()
    };
}

/// A counter's value as 64 bits.
fn load(counter: &std::sync::atomic::AtomicU64) -> u64 {
    counter.load(Relaxed)
}

#[cfg(test)]
mod tests;
