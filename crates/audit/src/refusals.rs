//! What the trail keeps of refused calls, so that strangers cannot fill the disk.
//!
//! A refusal is kept as an event of its own when it names a known principal and neither that principal
//! nor its source has been refused too often in the running interval. A principal's first few are kept
//! whatever its source did, so that a noisy neighbour behind one address hides nobody. Every other refusal
//! is counted, and once an interval the counts become one event. Memory and disk are bounded whatever
//! arrives.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use tegata_base::time::iso_seconds;
use tegata_base::{AccountId, Region};

use crate::{Event, EventType, UserIdentity};

/// Sources shown in a summary: those with the most counted refusals.
const SHOWN_SOURCES: usize = 20;

/// Different error codes counted apart; codes come from this program, so there are fewer.
const COUNTED_CODES: usize = 64;

/// How much of refused calls is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusalLimits {
    /// The length of an interval: limits begin anew after it, and it gets one summary.
    pub interval: SignedDuration,
    /// Events kept for each principal in an interval.
    pub per_principal: u32,
    /// How many of them are kept even when their source has used up its own.
    pub assured: u32,
    /// Events kept for each source address in an interval.
    pub per_source: u32,
    /// Principals, and sources, told apart in an interval; those beyond are counted only.
    pub tracked: usize,
}

impl Default for RefusalLimits {
    /// 120 a principal and 600 a source in each minute, but a principal's first 5 in any case; 4,096 of
    /// either told apart.
    fn default() -> Self {
        Self {
            interval: SignedDuration::from_mins(1),
            per_principal: 120,
            assured: 5,
            per_source: 600,
            tracked: 4096,
        }
    }
}

/// What to do with a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Write its event.
    Keep,
    /// Write nothing: it has been counted.
    Count,
}

/// The limiter: one for a process, behind a mutex.
#[derive(Debug)]
pub struct Refusals {
    limits: RefusalLimits,
    since: Timestamp,
    kept_by_principal: HashMap<String, u32>,
    kept_by_source: HashMap<IpAddr, u32>,
    counted: Counted,
}

#[derive(Debug, Default)]
struct Counted {
    since: Option<Timestamp>,
    total: u64,
    without_principal: u64,
    over_rate: u64,
    codes: BTreeMap<String, u64>,
    sources: HashMap<IpAddr, u64>,
    other_sources: u64,
}

/// The refusals of an interval that left no event of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RefusalSummary {
    /// When the first was counted.
    #[serde(serialize_with = "seconds")]
    pub since: Timestamp,
    /// When the counts were taken.
    #[serde(serialize_with = "seconds")]
    pub until: Timestamp,
    /// All of them.
    pub total: u64,
    /// Those that named no known principal.
    pub without_principal: u64,
    /// Those beyond the rate of a principal or a source.
    pub over_rate: u64,
    /// By error code.
    pub codes: BTreeMap<String, u64>,
    /// By source, the twenty with the most.
    pub sources: BTreeMap<IpAddr, u64>,
    /// From all other sources.
    pub other_sources: u64,
}

impl Refusals {
    /// A limiter that has seen nothing.
    #[must_use]
    pub fn new(limits: RefusalLimits, now: Timestamp) -> Self {
        Self {
            limits,
            since: now,
            kept_by_principal: HashMap::new(),
            kept_by_source: HashMap::new(),
            counted: Counted::default(),
        }
    }

    /// Decides about one refusal. `principal` is the unique id of the caller (of its role, for a session:
    /// session names are free), `None` unless the caller is known; `code` is the error code answered.
    pub fn admit(&mut self, principal: Option<&str>, source: IpAddr, code: &str, now: Timestamp) -> Verdict {
        self.begin_interval_if_due(now);
        let kept = principal.is_some_and(|principal| self.keep(principal, source));
        if kept {
            return Verdict::Keep;
        }
        self.counted
            .add(principal, source, code, now, self.limits.tracked);
        Verdict::Count
    }

    /// What was counted, once the interval is over; `None` before, and when nothing was counted.
    pub fn aggregate(&mut self, now: Timestamp) -> Option<RefusalSummary> {
        let since = self.counted.since?;
        if now.duration_since(since) < self.limits.interval {
            return None;
        }
        Some(std::mem::take(&mut self.counted).summary(since, now))
    }

    /// What was counted so far, whatever the time: for an orderly stop.
    pub fn finish(&mut self, now: Timestamp) -> Option<RefusalSummary> {
        let since = self.counted.since?;
        Some(std::mem::take(&mut self.counted).summary(since, now))
    }

    fn begin_interval_if_due(&mut self, now: Timestamp) {
        // A clock that went back begins a new one, too.
        let age = now.duration_since(self.since);
        if age.is_negative() || age >= self.limits.interval {
            self.since = now;
            self.kept_by_principal.clear();
            self.kept_by_source.clear();
        }
    }

    /// Whether there is room left for it, and then takes it.
    fn keep(&mut self, principal: &str, source: IpAddr) -> bool {
        let limits = &self.limits;
        let Some(by_principal) = room(&self.kept_by_principal, principal, limits.tracked) else {
            return false;
        };
        let by_source = room(&self.kept_by_source, &source, limits.tracked);
        let source_has_room = by_source.is_some_and(|kept| kept < limits.per_source);
        if by_principal >= limits.per_principal || !source_has_room && by_principal >= limits.assured {
            return false;
        }
        *self.kept_by_principal.entry(principal.to_owned()).or_default() += 1;
        if by_source.is_some() {
            *self.kept_by_source.entry(source).or_default() += 1;
        }
        true
    }
}

/// How many were kept for `key`; `None` when it cannot be told apart from others any more.
fn room<K, Q>(kept: &HashMap<K, u32>, key: &Q, tracked: usize) -> Option<u32>
where
    K: std::borrow::Borrow<Q> + std::hash::Hash + Eq,
    Q: std::hash::Hash + Eq + ?Sized,
{
    match kept.get(key) {
        Some(count) => Some(*count),
        None => (kept.len() < tracked).then_some(0),
    }
}

impl Counted {
    fn add(&mut self, principal: Option<&str>, source: IpAddr, code: &str, now: Timestamp, tracked: usize) {
        self.since.get_or_insert(now);
        self.total += 1;
        match principal {
            Some(_) => self.over_rate += 1,
            None => self.without_principal += 1,
        }
        if self.codes.len() < COUNTED_CODES || self.codes.contains_key(code) {
            *self.codes.entry(code.to_owned()).or_default() += 1;
        }
        if self.sources.len() < tracked || self.sources.contains_key(&source) {
            *self.sources.entry(source).or_default() += 1;
        } else {
            self.other_sources += 1;
        }
    }

    fn summary(self, since: Timestamp, until: Timestamp) -> RefusalSummary {
        let mut sources: Vec<(IpAddr, u64)> = self.sources.into_iter().collect();
        sources.sort_unstable_by_key(|(source, count)| (std::cmp::Reverse(*count), *source));
        let rest = sources.split_off(sources.len().min(SHOWN_SOURCES));
        RefusalSummary {
            since,
            until,
            total: self.total,
            without_principal: self.without_principal,
            over_rate: self.over_rate,
            codes: self.codes,
            sources: sources.into_iter().collect(),
            other_sources: self.other_sources + rest.iter().map(|(_, count)| count).sum::<u64>(),
        }
    }
}

impl RefusalSummary {
    /// The notice for the trail, an `AwsServiceEvent`.
    #[must_use]
    pub fn into_event(self, event_id: String, place: (AccountId, Region)) -> Event {
        let invoked_by = "cloudtrail.amazonaws.com".to_owned();
        let mut event = Event::new(
            event_id,
            self.until,
            place,
            (invoked_by.as_str(), "RefusalsCounted"),
            UserIdentity::AwsService {
                invoked_by: invoked_by.clone(),
            },
        );
        event.event_type = EventType::AwsServiceEvent;
        event.read_only = true;
        event.source_address = invoked_by;
        // Plain numbers and text under text names.
        event.service_event_details = serde_json::to_value(self).unwrap_or_default();
        event
    }
}

fn seconds<S: serde::Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&iso_seconds(*at))
}
