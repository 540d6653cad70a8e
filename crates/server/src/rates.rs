//! Requests a second, by account and operation: token buckets, off unless the operator sets them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use tegata_base::AccountId;

/// Buckets kept; when there are more, the full ones go.
const KEPT: usize = 10_000;

/// The limits and what is left of them. Bursts may be as long as one second's worth.
pub(crate) struct Rates {
    per_second: BTreeMap<String, u32>,
    buckets: Mutex<HashMap<(AccountId, &'static str), Bucket>>,
}

#[derive(Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Bucket {
    fn fill(&mut self, rate: f64, now: Instant) {
        let gained = now.saturating_duration_since(self.at).as_secs_f64() * rate;
        self.left = (self.left + gained).min(rate);
        self.at = now;
    }
}

impl Rates {
    /// Limits by operation name.
    pub(crate) fn new(per_second: BTreeMap<String, u32>) -> Self {
        Self {
            per_second,
            buckets: Mutex::default(),
        }
    }

    /// Whether one more request may pass now.
    pub(crate) fn admit(&self, account: AccountId, operation: &'static str, now: Instant) -> bool {
        let Some(rate) = self.per_second.get(operation).map(|rate| f64::from(*rate)) else {
            return true;
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= KEPT {
            let rate_of = |operation: &str| {
                self.per_second
                    .get(operation)
                    .map_or(0.0, |rate| f64::from(*rate))
            };
            buckets.retain(|(_, operation), bucket| {
                bucket.fill(rate_of(operation), now);
                bucket.left < rate_of(operation)
            });
        }
        let bucket = buckets
            .entry((account, operation))
            .or_insert(Bucket { left: rate, at: now });
        bucket.fill(rate, now);
        if bucket.left < 1.0 {
            return false;
        }
        bucket.left -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_second_worth_passes_and_refills() {
        let rates = Rates::new(BTreeMap::from([("CreateSession".to_owned(), 2)]));
        let account = AccountId::from_number(1).unwrap();
        let start = Instant::now();
        let admit = |millis| rates.admit(account, "CreateSession", start + Duration::from_millis(millis));
        assert!(admit(0) && admit(0));
        assert!(!admit(0));
        assert!(!admit(400));
        assert!(admit(501));
        assert!(!admit(502));
        let other = AccountId::from_number(2).unwrap();
        assert!(rates.admit(other, "CreateSession", start));
        assert!((0..100).all(|_| rates.admit(account, "GetCallerIdentity", start)));
    }
}
