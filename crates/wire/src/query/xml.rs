//! Writing XML, compact and in the model's order.

use jiff::Timestamp;

use crate::instant;
use crate::schema::{Member, TimestampFormat};
use crate::writer::Writer;

/// Writes values as elements.
#[derive(Debug, Default)]
pub(super) struct XmlWriter {
    out: String,
    /// The element name of the items in each open list or map, innermost last.
    items: Vec<&'static str>,
    /// The name of the flattened member whose value comes next.
    flattened: Option<&'static str>,
}

impl XmlWriter {
    pub(super) fn finish(self) -> String {
        self.out
    }

    pub(super) fn open(&mut self, name: &str) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
    }

    pub(super) fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    pub(super) fn open_with_namespace(&mut self, name: &str, namespace: &str) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push_str(" xmlns=\"");
        escape(namespace, &mut self.out);
        self.out.push_str("\">");
    }

    /// An element that holds text.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.open(name);
        escape(text, &mut self.out);
        self.close(name);
    }
}

/// Escapes what XML reserves. A carriage return would be read back as a line feed, so it becomes
/// a reference; what no XML 1.0 document may hold becomes U+FFFD.
fn escape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((plain, special)) = rest
        .bytes()
        .position(may_be_special)
        .and_then(|at| rest.split_at_checked(at))
    {
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\r') => out.push_str("&#xD;"),
            Some(c @ ('\t' | '\n')) => out.push(c),
            Some('\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            Some(c) => out.push(c),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}

/// Whether a byte begins a character that is not written as it is; U+FFFE and U+FFFF begin with EF.
const fn may_be_special(byte: u8) -> bool {
    byte < b' ' || matches!(byte, b'&' | b'<' | b'>' | b'"' | 0xef)
}

impl Writer for XmlWriter {
    fn begin_structure(&mut self) {}

    fn member(&mut self, member: &'static Member) {
        if member.flattened {
            self.flattened = Some(member.wire_name);
        } else {
            self.open(member.wire_name);
        }
    }

    fn end_member(&mut self, member: &'static Member) {
        if !member.flattened {
            self.close(member.wire_name);
        }
    }

    fn end_structure(&mut self) {}

    fn begin_list(&mut self, item_name: &'static str, _: usize) {
        let name = self.flattened.take().unwrap_or(item_name);
        self.items.push(name);
    }

    fn item(&mut self) {
        if let Some(name) = self.items.last().copied() {
            self.open(name);
        }
    }

    fn end_item(&mut self) {
        if let Some(name) = self.items.last().copied() {
            self.close(name);
        }
    }

    fn end_list(&mut self) {
        self.items.pop();
    }

    fn begin_map(&mut self, _: usize) {
        let name = self.flattened.take().unwrap_or("entry");
        self.items.push(name);
    }

    fn entry(&mut self, key: &str) {
        self.item();
        self.text("key", key);
        self.open("value");
    }

    fn end_entry(&mut self) {
        self.close("value");
        self.end_item();
    }

    fn end_map(&mut self) {
        self.items.pop();
    }

    fn null(&mut self) {}

    fn boolean(&mut self, value: bool) {
        self.out.push_str(if value { "true" } else { "false" });
    }

    fn integer(&mut self, value: i64) {
        self.out.push_str(&value.to_string());
    }

    fn double(&mut self, value: f64) {
        self.out.push_str(&value.to_string());
    }

    fn string(&mut self, value: &str) {
        escape(value, &mut self.out);
    }

    fn blob(&mut self, value: &[u8]) {
        self.out.push_str(&data_encoding::BASE64.encode(value));
    }

    fn timestamp(&mut self, value: Timestamp, format: TimestampFormat) {
        self.out.push_str(&match format {
            TimestampFormat::Protocol | TimestampFormat::IsoSeconds => instant::seconds(value),
            TimestampFormat::IsoMicros => instant::micros(value),
            TimestampFormat::Epoch => instant::to_seconds(value),
        });
    }
}
