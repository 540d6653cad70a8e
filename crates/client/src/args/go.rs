//! Numbers and switches as the Go program reads them, with its words for what is wrong.

use std::num::IntErrorKind;

/// Reads a switch as Go's `strconv.ParseBool` does.
///
/// # Errors
/// Go's words.
pub fn boolean(text: &str) -> Result<bool, String> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err(format!("strconv.ParseBool: parsing {text:?}: invalid syntax")),
    }
}

/// Reads a number as Go's `strconv.ParseInt` does with base 0: decimal, or hexadecimal, octal and binary
/// after `0x`, `0o` (or `0`) and `0b`. Underscores may stand between digits, and after the prefix.
///
/// # Errors
/// Go's words; a number that the flag's type cannot hold is out of range, too.
pub fn integer<T: TryFrom<i64>>(text: &str) -> Result<T, String> {
    let failed = |reason: &str| format!("strconv.ParseInt: parsing {text:?}: {reason}");
    let value = read(text).map_err(|kind| {
        failed(match kind {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "value out of range",
            _ => "invalid syntax",
        })
    })?;
    T::try_from(value).map_err(|_| failed("value out of range"))
}

fn read(text: &str) -> Result<i64, IntErrorKind> {
    let (sign, unsigned) = match text.strip_prefix(['+', '-']) {
        Some(rest) if text.starts_with('-') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", text),
    };
    let (radix, digits) = radix_of(unsigned);
    let misplaced = digits.ends_with('_')
        || digits.contains("__")
        || digits.starts_with(['+', '-'])
        || (radix == 10 && digits.starts_with('_'));
    if misplaced {
        return Err(IntErrorKind::InvalidDigit);
    }
    let digits = digits.replace('_', "");
    i64::from_str_radix(&format!("{sign}{digits}"), radix).map_err(|error| *error.kind())
}

fn radix_of(text: &str) -> (u32, &str) {
    let prefixes = [("0x", 16), ("0X", 16), ("0o", 8), ("0O", 8), ("0b", 2), ("0B", 2)];
    for (prefix, radix) in prefixes {
        if let Some(digits) = text.strip_prefix(prefix) {
            return (radix, digits);
        }
    }
    match text.strip_prefix('0') {
        Some(digits) if !digits.is_empty() => (8, digits),
        _ => (10, text),
    }
}
