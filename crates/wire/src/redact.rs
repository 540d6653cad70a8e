//! A request or an answer as the audit trail shows it: CloudTrail's member names, secrets left
//! out, other sensitive values hidden.
//!
//! It is written as JSON text at once, by the same events that any protocol is written by
//! ([`Writer`]); the shapes, which those events do not tell, are followed alongside.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::json::JsonWriter;
use crate::schema::{Kind, Member, Shape, TimestampFormat};
use crate::typed::Write;
use crate::value::Value;
use crate::writer::{Writer, write_value};

/// What stands in the place of a sensitive value.
pub const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// The redacted form of a message of the given shape, as JSON text; `None` where it has no members.
/// Member names begin with a small letter; instants are written as CloudTrail does
/// (`Jan 2, 2026, 3:04:05 AM`), blobs in base64.
#[must_use]
pub fn redact(shape: &'static Shape, message: &dyn Write) -> Option<String> {
    let mut redactor = Redactor::of(shape);
    message.write(&mut redactor);
    redactor.finish()
}

/// [`redact`] of a value that has no type yet: what was sent is shown also where it is refused.
#[must_use]
pub fn redact_value(shape: &'static Shape, value: &Value) -> Option<String> {
    let mut redactor = Redactor::of(shape);
    write_value(shape, value, &mut redactor);
    redactor.finish()
}

/// Whether a text holds a private key in PEM. No shape marks the members where one was sent by mistake.
#[must_use]
pub fn holds_private_key(text: &str) -> bool {
    text.contains("PRIVATE KEY-----")
}

struct Redactor {
    json: JsonWriter,
    /// The shape of the next value.
    next: &'static Shape,
    /// The shapes of the open structures, lists and maps.
    open: Vec<&'static Shape>,
    /// How deep inside something that is not shown.
    hidden: usize,
}

impl Redactor {
    fn of(shape: &'static Shape) -> Self {
        Self {
            json: JsonWriter::default(),
            next: shape,
            open: Vec::new(),
            hidden: 0,
        }
    }

    fn finish(self) -> Option<String> {
        let text = self.json.finish();
        (text != "{}").then_some(text)
    }

    /// Whether what begins here is shown. If not, everything up to its end is left out.
    fn opens(&mut self, fits: bool) -> bool {
        if self.hidden > 0 {
            self.hidden += 1;
            return false;
        }
        if self.next.sensitive || !fits {
            self.json.text(HIDDEN);
            self.hidden = 1;
            return false;
        }
        self.open.push(self.next);
        true
    }

    /// Whether what ends here was shown.
    fn closes(&mut self) -> bool {
        if self.hidden > 0 {
            self.hidden -= 1;
            return false;
        }
        self.open.pop();
        true
    }

    /// Where to write a value without members; nowhere if it is not shown.
    fn scalar(&mut self) -> Option<&mut JsonWriter> {
        if self.hidden > 0 {
            return None;
        }
        if self.next.sensitive {
            self.json.text(HIDDEN);
            return None;
        }
        Some(&mut self.json)
    }
}

impl Writer for Redactor {
    fn begin_structure(&mut self) {
        if self.opens(matches!(self.next.kind, Kind::Structure { .. })) {
            self.json.begin_object();
        }
    }

    fn member(&mut self, member: &'static Member) {
        if self.hidden > 0 || member.shape.secret {
            self.hidden += 1;
            return;
        }
        self.next = member.shape;
        self.json.key_in_lower(member.name);
    }

    fn end_member(&mut self, _: &'static Member) {
        self.hidden = self.hidden.saturating_sub(1);
    }

    fn end_structure(&mut self) {
        if self.closes() {
            self.json.end_object();
        }
    }

    fn begin_list(&mut self, item_name: &'static str, count: usize) {
        if self.opens(matches!(self.next.kind, Kind::List { .. })) {
            self.json.begin_list(item_name, count);
        }
    }

    fn item(&mut self) {
        if self.hidden > 0 {
            return;
        }
        if let Some(Kind::List { item, .. }) = self.open.last().map(|shape| shape.kind) {
            self.next = item;
        }
        self.json.item();
    }

    fn end_item(&mut self) {}

    fn end_list(&mut self) {
        if self.closes() {
            self.json.end_list();
        }
    }

    fn begin_map(&mut self, _: usize) {
        let Kind::Map { key, .. } = self.next.kind else {
            self.opens(false);
            return;
        };
        if self.opens(!key.sensitive) {
            self.json.begin_object();
        }
    }

    fn entry(&mut self, key: &str) {
        if self.hidden > 0 {
            return;
        }
        if let Some(Kind::Map { value, .. }) = self.open.last().map(|shape| shape.kind) {
            self.next = value;
        }
        self.json.key(key);
    }

    fn end_entry(&mut self) {}

    fn end_map(&mut self) {
        if self.closes() {
            self.json.end_object();
        }
    }

    fn null(&mut self) {
        if self.hidden == 0 {
            self.json.null();
        }
    }

    fn boolean(&mut self, value: bool) {
        if let Some(json) = self.scalar() {
            json.boolean(value);
        }
    }

    fn integer(&mut self, value: i64) {
        if let Some(json) = self.scalar() {
            json.integer(value);
        }
    }

    fn double(&mut self, value: f64) {
        if let Some(json) = self.scalar() {
            json.double(value);
        }
    }

    fn string(&mut self, value: &str) {
        if let Some(json) = self.scalar() {
            json.text(if holds_private_key(value) { HIDDEN } else { value });
        }
    }

    fn blob(&mut self, value: &[u8]) {
        if let Some(json) = self.scalar() {
            json.blob(value);
        }
    }

    fn timestamp(&mut self, value: Timestamp, _: TimestampFormat) {
        if let Some(json) = self.scalar() {
            json.text(&in_words(value));
        }
    }
}

/// `Jan 2, 2026, 3:04:05 AM`
fn in_words(at: Timestamp) -> String {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let at = TimeZone::UTC.to_datetime(at);
    let month = usize::from(at.month().unsigned_abs()).saturating_sub(1);
    let month = MONTHS.get(month).copied().unwrap_or_default();
    let (hour, half) = match at.hour() {
        0 => (12, "AM"),
        hour @ 1..12 => (hour, "AM"),
        12 => (12, "PM"),
        hour => (hour - 12, "PM"),
    };
    let (day, year, minute, second) = (at.day(), at.year(), at.minute(), at.second());
    format!("{month} {day}, {year:04}, {hour}:{minute:02}:{second:02} {half}")
}

#[cfg(test)]
mod tests;
