//! The answer of `/health`: what is served, until when, and what went wrong last. It holds no secret.

use serde_json::{Value, json};
use tegata_base::time::iso_seconds;

use jiff::Timestamp;

use super::snapshot::Snapshot;

/// Whether credentials are served now, and the JSON that says more.
pub(super) fn health(snapshot: &Snapshot, now: Timestamp) -> (bool, Value) {
    let is_good = snapshot.good(now).is_some();
    let status = match (is_good, &snapshot.failure) {
        (true, None) => "ok",
        (true, Some(_)) => "degraded",
        (false, _) => "unavailable",
    };
    let credential = snapshot.credential.as_ref().map(|credential| {
        json!({
            "assumedRole": credential.assumed_role,
            "obtained": iso_seconds(credential.obtained),
            "expiration": iso_seconds(credential.expiration),
        })
    });
    let certificate = snapshot.certificate.as_ref().map(|certificate| {
        json!({
            "subject": certificate.subject().to_string(),
            "serialNumber": certificate.serial().to_hex(),
            "notAfter": iso_seconds(certificate.not_after()),
        })
    });
    let failure = snapshot.failure.as_ref().map(|failure| {
        json!({
            "at": iso_seconds(failure.at),
            "message": failure.message,
            "inARow": failure.in_a_row,
        })
    });
    let body = json!({
        "status": status,
        "credential": credential,
        "certificate": certificate,
        "lastError": failure,
    });
    (is_good, body)
}
