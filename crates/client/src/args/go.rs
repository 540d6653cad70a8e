//! Numbers and switches as the Go program reads them.

use std::num::IntErrorKind;

/// What is wrong with a value: in our words, which is what it shows as, and in those of the Go program.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{ours}")]
pub struct ValueError {
    ours: &'static str,
    go: String,
}

impl ValueError {
    /// A rule that both tell in the same words.
    #[must_use]
    pub fn rule(words: &'static str) -> Self {
        Self {
            ours: words,
            go: words.to_owned(),
        }
    }

    /// What the Go program says.
    #[must_use]
    pub fn in_words_of_go(&self) -> &str {
        &self.go
    }
}

/// Reads a switch as Go's `strconv.ParseBool` does.
///
/// # Errors
/// [`ValueError`].
pub fn boolean(text: &str) -> Result<bool, ValueError> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Ok(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Ok(false),
        _ => Err(ValueError {
            ours: "it must be true or false",
            go: format!("strconv.ParseBool: parsing {text:?}: invalid syntax"),
        }),
    }
}

/// Reads a number as Go's `strconv.ParseInt` does with base 0: decimal, or hexadecimal, octal and binary
/// after `0x`, `0o` (or `0`) and `0b`. Underscores may stand between digits, and after the prefix.
///
/// # Errors
/// [`ValueError`]; a number that the flag's type cannot hold is out of range, too.
pub fn integer<T: TryFrom<i64>>(text: &str) -> Result<T, ValueError> {
    let failed = |ours, reason| ValueError {
        ours,
        go: format!("strconv.ParseInt: parsing {text:?}: {reason}"),
    };
    let out_of_range = || failed("the number is out of range", "value out of range");
    let value = read(text).map_err(|kind| match kind {
        IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => out_of_range(),
        _ => failed("it must be a whole number", "invalid syntax"),
    })?;
    T::try_from(value).map_err(|_| out_of_range())
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
