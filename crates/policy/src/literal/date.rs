//! Instants as the `Date*` operators read them: ISO 8601 in the shapes that IAM accepts, or seconds
//! since 1970. The years go further than calendar libraries do (±292 million), so days are counted
//! here.

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant {
    /// Seconds since 1970-01-01T00:00:00Z.
    seconds: i64,
    nanos: u32,
}

const YEARS: std::ops::RangeInclusive<i64> = -292_275_054..=292_278_993;

impl Instant {
    /// Reads `2030-01-02T03:04:05.678Z`, its shortened forms, and epoch seconds.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if let Some(instant) = Self::usual(text) {
            return Some(instant);
        }
        let is_iso = text.contains(['-', 't', 'T']);
        if !is_iso {
            return Self::epoch(text.strip_prefix('+').unwrap_or(text));
        }
        let (date, time) = match text.split_once(['t', 'T']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let days = days(date)?;
        let (second_of_day, nanos) = match time {
            Some(time) => second_of_day(time)?,
            None => (0, 0),
        };
        Some(Self {
            seconds: days.checked_mul(86_400)?.checked_add(second_of_day)?,
            nanos,
        })
    }

    /// `YYYY-MM-DDTHH:MM:SSZ`, which requests have: read in one look.
    fn usual(text: &str) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', rest @ ..] = text.as_bytes() else {
            return None;
        };
        let [h1, h2, b':', n1, n2, b':', s1, s2, b'Z'] = rest else {
            return None;
        };
        let year = pair(*y1, *y2)? * 100 + pair(*y3, *y4)?;
        let (month, day) = (pair(*m1, *m2)?, pair(*d1, *d2)?);
        let (hour, minute, second) = (pair(*h1, *h2)?, pair(*n1, *n2)?, pair(*s1, *s2)?);
        let is_sound = (1..=12).contains(&month) && (1..=31).contains(&day);
        if !is_sound || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        Some(Self {
            seconds: days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second,
            nanos: 0,
        })
    }

    fn epoch(digits: &str) -> Option<Self> {
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        Some(Self {
            seconds: digits.parse().ok()?,
            nanos: 0,
        })
    }
}

/// Two digits.
fn pair(tens: u8, ones: u8) -> Option<i64> {
    (tens.is_ascii_digit() && ones.is_ascii_digit()).then(|| i64::from((tens - b'0') * 10 + (ones - b'0')))
}

/// `YYYY[-MM[-DD]]`, the year signed and of any length → days since 1970-01-01.
fn days(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let mut parts = rest.split('-');
    let year = sign * number(parts.next()?, 9)?;
    let month = optional(parts.next(), 1..=12, 1)?;
    let day = optional(parts.next(), 1..=31, 1)?;
    if parts.next().is_some() || !YEARS.contains(&year) {
        return None;
    }
    Some(days_from_civil(year, month, day))
}

/// Days since 1970-01-01 of a date of the proleptic Gregorian calendar. A day past the month's end
/// runs into the next month.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    // The year is taken to begin in March, so that the leap day is its last.
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// `[HH[:MM[:SS[.frac]]]][zone]` → seconds of the day in UTC, and nanoseconds.
fn second_of_day(text: &str) -> Option<(i64, u32)> {
    let zone_at = text.find(['z', 'Z', '+', '-']).unwrap_or(text.len());
    let (time, zone) = text.split_at(zone_at);
    let offset = zone_offset(zone)?;
    if time.is_empty() {
        return Some((-offset, 0));
    }
    let (whole, fraction) = match time.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (time, None),
    };
    let mut parts = whole.split(':');
    let hour = optional(parts.next(), 0..=23, 0)?;
    let minute = optional(parts.next(), 0..=59, 0)?;
    let second = parts.next();
    if parts.next().is_some() || (fraction.is_some() && second.is_none()) {
        return None;
    }
    let second = optional(second, 0..=59, 0)?;
    let nanos = match fraction {
        Some(fraction) => nanoseconds(fraction)?,
        None => 0,
    };
    Some((hour * 3600 + minute * 60 + second - offset, nanos))
}

/// Nothing, `Z`, `±HH` or `±HH:MM` → seconds east of UTC.
fn zone_offset(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.as_bytes().first() {
        None => return Some(0),
        Some(b'z' | b'Z') => return (zone.len() == 1).then_some(0),
        Some(b'-') => (-1, zone.get(1..)?),
        Some(_) => (1, zone.get(1..)?),
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some((hours, minutes)) => (hours, minutes),
        None => (rest, "00"),
    };
    if hours.len() != 2 || minutes.len() != 2 {
        return None;
    }
    let hours = number(hours, 2).filter(|h| *h <= 23)?;
    let minutes = number(minutes, 2).filter(|m| *m <= 59)?;
    Some(sign * (hours * 3600 + minutes * 60))
}

fn nanoseconds(fraction: &str) -> Option<u32> {
    let digits = u32::try_from(fraction.len())
        .ok()
        .filter(|n| (1..=9).contains(n))?;
    let value = u32::try_from(number(fraction, 9)?).ok()?;
    Some(value * 10_u32.pow(9 - digits))
}

/// One or two digits within a range; the default when the part is not there.
fn optional(part: Option<&str>, range: std::ops::RangeInclusive<i64>, absent: i64) -> Option<i64> {
    match part {
        None => Some(absent),
        Some(part) => number(part, 2).filter(|n| range.contains(n)),
    }
}

/// A number of 1 to `most` digits.
fn number(digits: &str, most: usize) -> Option<i64> {
    if digits.is_empty() || digits.len() > most || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}
