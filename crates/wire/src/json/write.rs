//! Writing JSON, compact and in the model's order.

use jiff::Timestamp;

use crate::instant;
use crate::schema::{Location, Member, TimestampFormat};
use crate::writer::Writer;

/// Writes values as JSON. Members that stand elsewhere than in the body are left out.
#[derive(Debug, Default)]
pub(crate) struct JsonWriter {
    out: String,
    /// For each open object or list, whether something was written in it.
    started: Vec<bool>,
    /// Inside a member that is left out, how deep.
    skipping: usize,
    /// What stood before the member that is left out.
    mark: usize,
}

impl JsonWriter {
    pub(crate) fn finish(self) -> String {
        self.out
    }

    pub(crate) fn begin_object(&mut self) {
        self.out.push('{');
        self.started.push(false);
    }

    pub(crate) fn end_object(&mut self) {
        self.started.pop();
        self.out.push('}');
    }

    /// The name of the next member.
    pub(crate) fn key(&mut self, name: &str) {
        self.separate();
        quote(name, &mut self.out);
        self.out.push(':');
    }

    /// The name of the next member, its first letter small. Names of the model need no escapes.
    pub(crate) fn key_in_lower(&mut self, name: &'static str) {
        self.separate();
        self.out.push('"');
        let mut letters = name.chars();
        if let Some(first) = letters.next() {
            self.out.push(first.to_ascii_lowercase());
        }
        self.out.push_str(letters.as_str());
        self.out.push_str("\":");
    }

    /// A text value.
    pub(crate) fn text(&mut self, value: &str) {
        quote(value, &mut self.out);
    }

    fn separate(&mut self) {
        if let Some(started) = self.started.last_mut() {
            if *started {
                self.out.push(',');
            }
            *started = true;
        }
    }
}

/// JSON's string syntax (RFC 8259 section 7). What needs no escape is copied in runs.
fn quote(text: &str, out: &mut String) {
    out.reserve(text.len() + 2);
    out.push('"');
    let mut rest = text;
    // What is escaped is ASCII, so both sides of it are whole text.
    while let Some((run, escaped, after)) = first_escaped(rest.as_bytes()).and_then(|at| {
        let escaped = rest.as_bytes().get(at)?;
        Some((rest.get(..at)?, *escaped, rest.get(at + 1..)?))
    }) {
        out.push_str(run);
        escape(escaped, out);
        rest = after;
    }
    out.push_str(rest);
    out.push('"');
}

const fn is_escaped(byte: u8) -> bool {
    byte < b' ' || byte == b'"' || byte == b'\\'
}

/// Where the first byte is that must be escaped. Whole chunks are looked at without stopping in them,
/// which the compiler turns into a few vector instructions.
fn first_escaped(text: &[u8]) -> Option<usize> {
    let (chunks, _) = text.as_chunks::<32>();
    let clean = chunks
        .iter()
        .take_while(|chunk| !chunk.iter().fold(false, |found, byte| found | is_escaped(*byte)))
        .count();
    let start = clean * 32;
    let found = text.get(start..)?.iter().position(|byte| is_escaped(*byte))?;
    Some(start + found)
}

fn escape(byte: u8, out: &mut String) {
    match byte {
        b'"' => out.push_str("\\\""),
        b'\\' => out.push_str("\\\\"),
        b'\n' => out.push_str("\\n"),
        b'\r' => out.push_str("\\r"),
        b'\t' => out.push_str("\\t"),
        _ => {
            const HEX: &[u8; 16] = b"0123456789abcdef";
            out.push_str("\\u00");
            for digit in [byte >> 4, byte & 15] {
                out.push(
                    HEX.get(usize::from(digit))
                        .map_or('0', |digit| char::from(*digit)),
                );
            }
        }
    }
}

impl Writer for JsonWriter {
    fn begin_structure(&mut self) {
        self.begin_object();
    }

    fn member(&mut self, member: &'static Member) {
        if self.skipping > 0 || !matches!(member.location, Location::Body | Location::QueryOrBody) {
            if self.skipping == 0 {
                self.mark = self.out.len();
            }
            self.skipping += 1;
            return;
        }
        self.key(member.wire_name);
    }

    fn end_member(&mut self, _: &'static Member) {
        if self.skipping > 0 {
            self.skipping -= 1;
            if self.skipping == 0 {
                self.out.truncate(self.mark);
            }
        }
    }

    fn end_structure(&mut self) {
        self.end_object();
    }

    fn begin_list(&mut self, _: &'static str, _: usize) {
        self.out.push('[');
        self.started.push(false);
    }

    fn item(&mut self) {
        self.separate();
    }

    fn end_item(&mut self) {}

    fn end_list(&mut self) {
        self.started.pop();
        self.out.push(']');
    }

    fn begin_map(&mut self, _: usize) {
        self.begin_object();
    }

    fn entry(&mut self, key: &str) {
        self.key(key);
    }

    fn end_entry(&mut self) {}

    fn end_map(&mut self) {
        self.end_object();
    }

    fn null(&mut self) {
        self.out.push_str("null");
    }

    fn boolean(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    fn integer(&mut self, value: i64) {
        self.out.push_str(&value.to_string());
    }

    fn double(&mut self, value: f64) {
        // JSON has no infinities; no output of ours has one.
        if value.is_finite() {
            self.out.push_str(&value.to_string());
        } else {
            self.null();
        }
    }

    fn string(&mut self, value: &str) {
        self.text(value);
    }

    fn blob(&mut self, value: &[u8]) {
        self.text(&data_encoding::BASE64.encode(value));
    }

    fn timestamp(&mut self, value: Timestamp, format: TimestampFormat) {
        match format {
            TimestampFormat::Protocol | TimestampFormat::Epoch => {
                self.out.push_str(&instant::to_seconds(value));
            }
            TimestampFormat::IsoSeconds => self.text(&instant::seconds(value)),
            TimestampFormat::IsoMicros => self.text(&instant::micros(value)),
        }
    }
}
