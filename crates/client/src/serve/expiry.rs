//! Warnings before the certificate expires.

use jiff::{SignedDuration, Timestamp};
use tegata_base::time::iso_seconds;
use tegata_pki::Certificate;

const DAY: SignedDuration = SignedDuration::from_hours(24);
/// How long before the end a warning is due, the earliest first.
const WARNINGS: [SignedDuration; 3] = [
    SignedDuration::from_hours(30 * 24),
    SignedDuration::from_hours(7 * 24),
    DAY,
];

/// Tells each warning once for a certificate.
#[derive(Default)]
pub(super) struct ExpiryWatch {
    fingerprint: Option<[u8; 32]>,
    /// How long before the end the last warning was due.
    told: Option<SignedDuration>,
}

impl ExpiryWatch {
    /// The warning that is due now and was not told yet.
    pub(super) fn warning(&mut self, certificate: &Certificate, now: Timestamp) -> Option<String> {
        if self.fingerprint.as_ref() != Some(certificate.fingerprint()) {
            self.fingerprint = Some(*certificate.fingerprint());
            self.told = None;
        }
        let left = certificate.not_after().duration_since(now);
        let due = due(certificate, left)?;
        if self.told.is_some_and(|told| told <= due) {
            return None;
        }
        self.told = Some(due);
        let subject = certificate.subject();
        let end = iso_seconds(certificate.not_after());
        Some(if due.is_zero() {
            format!(
                "warning: the certificate `{subject}` expired at {end}; renew it, no new session can be had with it"
            )
        } else {
            format!(
                "warning: the certificate `{subject}` expires at {end}, in {}; renew it",
                span(left)
            )
        })
    }
}

/// The latest warning whose time has come. A certificate that lives for a week is not warned of from
/// its first day: a warning needs at least half of its life before it, and the shortest-lived are
/// warned of in their last sixth.
fn due(certificate: &Certificate, left: SignedDuration) -> Option<SignedDuration> {
    if !left.is_positive() {
        return Some(SignedDuration::ZERO);
    }
    let life = certificate.not_after().duration_since(certificate.not_before());
    let fitting = WARNINGS.into_iter().filter(|before| *before * 2 <= life);
    let sixth = (life < DAY * 2).then_some(life / 6);
    fitting.chain(sixth).filter(|before| left <= *before).min()
}

fn span(left: SignedDuration) -> String {
    let hours = left.as_hours();
    if hours >= 48 {
        format!("{} days", hours / 24)
    } else if hours >= 2 {
        format!("{hours} hours")
    } else {
        format!("{} minutes", left.as_mins())
    }
}
