//! Instants on the wire, in the forms that AWS writes and the ones that its clients send.

use jiff::Timestamp;
use tegata_base::time::{iso_micros, iso_seconds};

/// The greatest magnitude of seconds that a double still holds with milliseconds; beyond any
/// year that [`Timestamp`] knows.
const MAX_SECONDS: f64 = 1e12;

/// Reads ISO 8601 with an offset or `Z`.
pub(crate) fn from_iso(text: &str) -> Option<Timestamp> {
    // The longest form with nanoseconds and an offset has 35 characters.
    (text.len() <= 40).then(|| text.parse().ok())?
}

/// Reads seconds since 1970, rounded to milliseconds.
pub(crate) fn from_seconds(seconds: f64) -> Option<Timestamp> {
    if !seconds.is_finite() || seconds.abs() > MAX_SECONDS {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 1e15 by the check above")]
    let milliseconds = (seconds * 1000.0).round() as i64;
    Timestamp::from_millisecond(milliseconds).ok()
}

/// Seconds since 1970 as JSON writes them: whole, or with up to three decimals.
pub(crate) fn to_seconds(at: Timestamp) -> String {
    let milliseconds = at.as_millisecond();
    if milliseconds % 1000 == 0 {
        return (milliseconds / 1000).to_string();
    }
    let sign = if milliseconds < 0 { "-" } else { "" };
    let magnitude = milliseconds.unsigned_abs();
    let text = format!("{sign}{}.{:03}", magnitude / 1000, magnitude % 1000);
    text.trim_end_matches('0').to_owned()
}

/// `2026-01-02T03:04:05Z`.
pub(crate) fn seconds(at: Timestamp) -> String {
    iso_seconds(at)
}

/// `2026-01-02T03:04:05.678901Z`.
pub(crate) fn micros(at: Timestamp) -> String {
    iso_micros(at)
}
