//! Requests a second, by account and operation: token buckets, off unless the operator sets them.
//!
//! Whoever holds a certificate alone names the account that is to answer, and anybody can make a certificate. Until a
//! trust anchor of that account vouches for it, such a request is paid for by where it comes from.

use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use tegata_base::AccountId;

/// Buckets kept; when there are more, the full ones go.
const KEPT: usize = 10_000;

/// The limits and what is left of them. Bursts may be as long as one second's worth.
pub(crate) struct Rates {
    per_second: BTreeMap<String, u32>,
    buckets: Mutex<HashMap<(Payer, &'static str), Bucket>>,
}

/// Whose requests are counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Payer {
    Account(AccountId),
    /// Strangers of one network who name this account.
    Strangers(IpAddr, AccountId),
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

    fn take(&mut self) -> bool {
        let is_enough = self.left >= 1.0;
        if is_enough {
            self.left -= 1.0;
        }
        is_enough
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

    /// Whether one more request of the account may pass now, which is paid for then.
    pub(crate) fn admit(&self, account: AccountId, operation: &'static str, now: Instant) -> bool {
        self.with_bucket(Payer::Account(account), operation, now, Bucket::take)
            .unwrap_or(true)
    }

    /// Whether one more request of a stranger who names the account may pass now. Where it comes from pays; the
    /// account does not, unless [`Rates::charge`] says so later, but must have room for it.
    pub(crate) fn admit_stranger(
        &self,
        source: IpAddr,
        account: AccountId,
        operation: &'static str,
        now: Instant,
    ) -> bool {
        let has_room = |bucket: &mut Bucket| bucket.left >= 1.0;
        let strangers = Payer::Strangers(network(source), account);
        let may = self.with_bucket(Payer::Account(account), operation, now, has_room);
        may.unwrap_or(true)
            && self
                .with_bucket(strangers, operation, now, Bucket::take)
                .unwrap_or(true)
    }

    /// Lets the account pay for a stranger's request that turned out to be its own. As many as were under way at once
    /// may be more than it had left; those to come wait the longer.
    pub(crate) fn charge(&self, account: AccountId, operation: &'static str, now: Instant) {
        self.with_bucket(Payer::Account(account), operation, now, |bucket| {
            bucket.left -= 1.0
        });
    }

    /// Looks at a bucket as it is now; `None` when the operation has no limit.
    fn with_bucket<T>(
        &self,
        payer: Payer,
        operation: &'static str,
        now: Instant,
        look: impl FnOnce(&mut Bucket) -> T,
    ) -> Option<T> {
        let rate = self.per_second.get(operation).map(|rate| f64::from(*rate))?;
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
            .entry((payer, operation))
            .or_insert(Bucket { left: rate, at: now });
        bucket.fill(rate, now);
        Some(look(bucket))
    }
}

/// A host has one address of version 4, and 2⁶⁴ of version 6.
fn network(source: IpAddr) -> IpAddr {
    match source {
        IpAddr::V4(_) => source,
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX))),
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

    #[test]
    fn strangers_spend_nothing_of_the_account_they_name() {
        let rates = Rates::new(BTreeMap::from([("CreateSession".to_owned(), 2)]));
        let account = AccountId::from_number(1).unwrap();
        let start = Instant::now();
        let stranger =
            |source: &str| rates.admit_stranger(source.parse().unwrap(), account, "CreateSession", start);
        for network in ["192.0.2.1", "2001:db8::1"] {
            assert!(stranger(network) && stranger(network) && !stranger(network));
        }
        assert!(!stranger("2001:db8::2"));
        assert!(stranger("2001:db8:0:1::1"));
        assert!(stranger("192.0.2.2"));
        rates.charge(account, "CreateSession", start);
        assert!(stranger("192.0.2.3"));
        assert!(rates.admit(account, "CreateSession", start));
        // What it has no room for itself, no stranger gets.
        assert!(!stranger("192.0.2.4"));
        rates.charge(account, "CreateSession", start);
        let later = start + Duration::from_millis(500);
        assert!(!rates.admit(account, "CreateSession", later));
        assert!(rates.admit(account, "CreateSession", later + Duration::from_millis(501)));
    }
}
