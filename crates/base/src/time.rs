//! The three ways AWS writes an instant. Instants are [`jiff::Timestamp`]s and always arguments.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2026-01-02T03:04:05Z`: XML bodies, CloudTrail, credentials.
#[must_use]
pub fn iso_seconds(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

/// `2026-01-02T03:04:05.678901Z`: Roles Anywhere's detail objects.
#[must_use]
pub fn iso_micros(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC)
        .strftime("%Y-%m-%dT%H:%M:%S.%6fZ")
        .to_string()
}

/// `20260102T030405Z`: the `X-Amz-Date` of Signature Version 4.
#[must_use]
pub fn iso_basic(at: Timestamp) -> String {
    at.to_zoned(TimeZone::UTC).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Reads `20260102T030405Z`, and nothing else.
#[must_use]
pub fn parse_iso_basic(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    if bytes.len() != 16 || bytes.get(8) != Some(&b'T') || bytes.get(15) != Some(&b'Z') {
        return None;
    }
    let number = |range: std::ops::Range<usize>| -> Option<i8> {
        let part = text.get(range)?;
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    let year = i16::from(number(0..2)?) * 100 + i16::from(number(2..4)?);
    let date = jiff::civil::Date::new(year, number(4..6)?, number(6..8)?).ok()?;
    let time = jiff::civil::Time::new(number(9..11)?, number(11..13)?, number(13..15)?, 0).ok()?;
    date.to_datetime(time)
        .to_zoned(TimeZone::UTC)
        .ok()
        .map(|zoned| zoned.timestamp())
}
