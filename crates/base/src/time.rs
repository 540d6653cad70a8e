//! The three ways AWS writes an instant. Instants are [`jiff::Timestamp`]s and always arguments.

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// `2026-01-02T03:04:05Z`: XML bodies, CloudTrail, credentials.
#[must_use]
pub fn iso_seconds(at: Timestamp) -> String {
    let mut text = String::with_capacity(20);
    write_date(at, ("-", ":"), &mut text);
    text.push('Z');
    text
}

/// `2026-01-02T03:04:05.678901Z`: Roles Anywhere's detail objects.
#[must_use]
pub fn iso_micros(at: Timestamp) -> String {
    let mut text = String::with_capacity(27);
    write_date(at, ("-", ":"), &mut text);
    text.push('.');
    let nanoseconds = TimeZone::UTC.to_datetime(at).subsec_nanosecond();
    push_digits(nanoseconds.unsigned_abs() / 1000, 6, &mut text);
    text.push('Z');
    text
}

/// `20260102T030405Z`: the `X-Amz-Date` of Signature Version 4.
#[must_use]
pub fn iso_basic(at: Timestamp) -> String {
    let mut text = String::with_capacity(16);
    write_date(at, ("", ""), &mut text);
    text.push('Z');
    text
}

/// Date and time to the second in UTC, with what stands between the parts of each.
fn write_date(at: Timestamp, (in_date, in_time): (&str, &str), out: &mut String) {
    let at = TimeZone::UTC.to_datetime(at);
    let two = |number: i8, out: &mut String| push_digits(number.unsigned_abs().into(), 2, out);
    if at.year() < 0 {
        out.push('-');
    }
    push_digits(at.year().unsigned_abs().into(), 4, out);
    for part in [at.month(), at.day()] {
        out.push_str(in_date);
        two(part, out);
    }
    out.push('T');
    two(at.hour(), out);
    for part in [at.minute(), at.second()] {
        out.push_str(in_time);
        two(part, out);
    }
}

/// A number with zeros in front.
fn push_digits(number: u32, digits: u32, out: &mut String) {
    for place in (0..digits).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
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
