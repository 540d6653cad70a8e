//! How far this machine's clock is from the services', so that a clock that is off spoils neither a signature
//! nor the time at which a session is given up.

use std::cell::Cell;

use jiff::{SignedDuration, Timestamp};
use tegata_wire::ServiceError;

use crate::Edge;

/// A `Date` header has whole seconds, and an answer takes its time: less than this tells nothing.
const NOTICEABLE: SignedDuration = SignedDuration::from_secs(30);

/// Codes that say, or may say, that the time of a signature is the trouble. STS and IAM answer
/// `SignatureDoesNotMatch` with a text ("Signature expired: …", "Signature not yet current: …").
const CODES: [&str; 6] = [
    "RequestExpired",
    "RequestTimeTooSkewed",
    "RequestInTheFuture",
    "SignatureDoesNotMatch",
    "InvalidSignatureException",
    "AuthFailure",
];

/// What the last answers told of the clock.
#[derive(Debug, Default)]
pub struct Skew {
    /// What is to be added to this machine's clock to get the service's.
    behind: Cell<SignedDuration>,
    /// Whether signatures are made by the service's clock.
    compensated: Cell<bool>,
}

impl Skew {
    /// What is to be added to this machine's clock to get the service's; nothing where that is less than
    /// could be told.
    #[must_use]
    pub const fn behind(&self) -> SignedDuration {
        self.behind.get()
    }

    /// The service's time, when it is `now` by this machine's clock.
    #[must_use]
    pub fn service_time(&self, now: Timestamp) -> Timestamp {
        now.checked_add(self.behind.get()).unwrap_or(now)
    }

    /// Takes the `Date` of an answer that came at `now`.
    pub(crate) fn learn(&self, date: Option<Timestamp>, now: Timestamp) {
        if let Some(date) = date {
            let behind = date.duration_since(now);
            self.behind.set(match behind.abs() > NOTICEABLE {
                true => behind,
                false => SignedDuration::ZERO,
            });
        }
    }

    /// The time to sign with.
    pub(crate) fn signing_time(&self, now: Timestamp) -> Timestamp {
        match self.compensated.get() {
            true => self.service_time(now),
            false => now,
        }
    }

    /// Whether a call that was refused so may do better when it is signed by the service's clock.
    pub(crate) fn mends(&self, error: &ServiceError) -> bool {
        let about_time = error.code.as_deref().is_some_and(|code| CODES.contains(&code));
        about_time && !self.compensated.get() && !self.behind.get().is_zero()
    }

    /// Signs by the service's clock from now on, and says so.
    pub(crate) fn compensate(&self, edge: &mut Edge<'_>) {
        self.compensated.set(true);
        let behind = self.behind.get();
        let word = if behind.is_negative() {
            "ahead of"
        } else {
            "behind"
        };
        edge.tell(&format!(
            "warning: this machine's clock is {} s {word} the service's, by which calls are signed now; set the \
             clock right (`timedatectl set-ntp true`)",
            behind.abs().as_secs(),
        ));
    }
}

#[cfg(test)]
mod tests;
