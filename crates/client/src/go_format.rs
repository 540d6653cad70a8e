//! Text as Go's `fmt` and `time` write it, for lines that are aws-vault's to the byte.

use jiff::{SignedDuration, Timestamp};

/// A text between quotation marks, as by `%q`; it need not be UTF-8.
#[must_use]
pub fn quoted(text: impl AsRef<[u8]>) -> String {
    let mut quoted = String::from('"');
    for chunk in text.as_ref().utf8_chunks() {
        chunk.valid().chars().for_each(|c| push(&mut quoted, c));
        for byte in chunk.invalid() {
            quoted.push_str(&format!("\\x{byte:02x}"));
        }
    }
    quoted.push('"');
    quoted
}

fn push(quoted: &mut String, c: char) {
    const ESCAPES: [(char, &str); 9] = [
        ('"', "\\\""),
        ('\\', "\\\\"),
        ('\u{7}', "\\a"),
        ('\u{8}', "\\b"),
        ('\u{c}', "\\f"),
        ('\n', "\\n"),
        ('\r', "\\r"),
        ('\t', "\\t"),
        ('\u{b}', "\\v"),
    ];
    let escape = ESCAPES.iter().find(|(escaped, _)| *escaped == c);
    match (escape, u32::from(c)) {
        (Some((_, escape)), _) => quoted.push_str(escape),
        (None, _) if is_shown(c) => quoted.push(c),
        (None, code @ 0..0x80) => quoted.push_str(&format!("\\x{code:02x}")),
        (None, code @ 0x80..=0xffff) => quoted.push_str(&format!("\\u{code:04x}")),
        (None, code) => quoted.push_str(&format!("\\U{code:08x}")),
    }
}

/// What Go takes for printable: no white space but the blank, and nothing without a picture. Marks, which go with
/// the character before them, are printable.
fn is_shown(c: char) -> bool {
    let after_another: String = ['a', c].iter().collect();
    c == '\'' || after_another.escape_debug().nth(1) == Some(c)
}

/// The time left until then, in whole seconds: `1h0m5s`, `59m59s`, `-3s`.
pub(crate) fn time_left(until: i64, now: Timestamp) -> String {
    // Cut towards zero, as Go does.
    let left = i128::from(until) * 1_000_000_000 - now.as_nanosecond();
    duration(i64::try_from(left / 1_000_000_000).unwrap_or_default())
}

fn duration(seconds: i64) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let whole = SignedDuration::from_secs(seconds).unsigned_abs().as_secs();
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    match (hours, minutes) {
        (0, 0) => format!("{sign}{seconds}s"),
        (0, _) => format!("{sign}{minutes}m{seconds}s"),
        _ => format!("{sign}{hours}h{minutes}m{seconds}s"),
    }
}

#[cfg(test)]
mod tests;
