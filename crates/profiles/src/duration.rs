//! Durations as Go writes them, which aws-vault's flags and variables take.

use std::fmt;

use serde::{Serialize, Serializer};

/// How long something lasts, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seconds(pub u32);

/// Which units are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// `h`, `m`, `s` and smaller: variables.
    Go,
    /// `d` and `w`, too: flags.
    GoDaysWeeks,
}

/// The text is no duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a duration; write one such as 1h, 90m or 1h30m")]
pub struct InvalidDuration;

impl Seconds {
    /// An hour: what a session lasts that was not asked for otherwise, and the longest that AWS gives a
    /// role that was assumed from another.
    pub const HOUR: Self = Self(3600);

    /// Reads one: numbers, each with a unit, as in `1h30m`; fractions of seconds are cut off.
    ///
    /// # Errors
    /// [`InvalidDuration`], also for negative ones and for more than 136 years.
    pub fn parse(text: &str, units: Units) -> Result<Self, InvalidDuration> {
        let text = text.strip_prefix('+').unwrap_or(text);
        if text == "0" {
            return Ok(Self(0));
        }
        let mut rest = text;
        let mut nanoseconds: u128 = 0;
        while !rest.is_empty() {
            let (number, after) = rest.split_at(prefix(rest, |c| c.is_ascii_digit() || c == '.'));
            let (unit, after) = after.split_at(prefix(after, |c| !c.is_ascii_digit() && c != '.'));
            nanoseconds = nanoseconds
                .checked_add(scaled(number, unit, units).ok_or(InvalidDuration)?)
                .ok_or(InvalidDuration)?;
            rest = after;
        }
        match text.is_empty() {
            true => Err(InvalidDuration),
            false => u32::try_from(nanoseconds / NANOSECONDS)
                .map(Self)
                .map_err(|_| InvalidDuration),
        }
    }
}

const NANOSECONDS: u128 = 1_000_000_000;

/// How many bytes the characters have that the text begins with.
fn prefix(text: &str, is_it: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is_it(c)).unwrap_or(text.len())
}

fn scaled(number: &str, unit: &str, units: Units) -> Option<u128> {
    const MORE: [(&str, u128); 2] = [("d", 86_400 * NANOSECONDS), ("w", 604_800 * NANOSECONDS)];
    const UNITS: [(&str, u128); 8] = [
        ("ns", 1),
        ("us", 1_000),
        ("\u{b5}s", 1_000),
        ("\u{3bc}s", 1_000),
        ("ms", 1_000_000),
        ("s", NANOSECONDS),
        ("m", 60 * NANOSECONDS),
        ("h", 3_600 * NANOSECONDS),
    ];
    let more = MORE.iter().filter(|_| units == Units::GoDaysWeeks);
    let (_, scale) = UNITS.iter().chain(more).find(|(name, _)| *name == unit)?;
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() || fraction.len() > 18 {
        return None;
    }
    let read = |digits: &str| match digits {
        "" => Some(0),
        digits if digits.len() <= 18 => digits.parse::<u128>().ok(),
        _ => None,
    };
    let tens = 10_u128.checked_pow(u32::try_from(fraction.len()).ok()?)?;
    Some(read(whole)? * scale + read(fraction)? * scale / tens)
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes, seconds) = (self.0 / 3600, self.0 / 60 % 60, self.0 % 60);
        for (count, unit) in [(hours, 'h'), (minutes, 'm'), (seconds, 's')] {
            if count > 0 || (self.0 == 0 && unit == 's') {
                write!(f, "{count}{unit}")?;
            }
        }
        Ok(())
    }
}

/// As a number of seconds.
impl Serialize for Seconds {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

#[cfg(test)]
mod tests;
