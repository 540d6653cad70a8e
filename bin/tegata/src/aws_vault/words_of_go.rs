//! What Go's library says: quoted words, the system's errors, values that are none of their kind.

use std::io;

pub(super) use tegata_client::go_format::quoted;
use tegata_profiles::duration::{Seconds, Units};

/// An error of the system: without a capital, and without the number that Rust adds.
pub(super) fn of_system(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters
        .next()
        .map(|first| first.to_lowercase().chain(letters).collect())
        .unwrap_or_default()
}

/// What is wrong with a duration, if anything is.
///
/// # Errors
/// What Go says of it. One that is right for Go may still be none for us, such as a negative one.
pub(super) fn duration(text: &str) -> Result<(), String> {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let invalid = || Err(format!("time: invalid duration \"{text}\""));
    if unsigned == "0" {
        return Ok(());
    }
    let mut rest = unsigned;
    loop {
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let unit = digits.strip_prefix('.').unwrap_or(digits);
        let after = unit.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = rest.strip_suffix(after).unwrap_or_default();
        if !number.contains(|c: char| c.is_ascii_digit()) {
            return invalid();
        }
        rest = after.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '.');
        let unit = after.strip_suffix(rest).unwrap_or_default();
        if unit.is_empty() {
            return Err(format!("time: missing unit in duration \"{text}\""));
        }
        if Seconds::parse(&format!("0{unit}"), Units::GoDaysWeeks).is_err() {
            return Err(format!("time: unknown unit \"{unit}\" in duration \"{text}\""));
        }
        if rest.is_empty() {
            break;
        }
    }
    // Go counts nanoseconds in 63 bits: 292 years.
    match Seconds::parse(unsigned, Units::GoDaysWeeks) {
        Ok(_) => Ok(()),
        Err(_) => invalid(),
    }
}
