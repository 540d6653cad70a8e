//! A client's request: `Action`, `Version` and the input's members by dotted names.

use std::fmt::Write as _;

use jiff::Timestamp;
use percent_encoding::utf8_percent_encode;

use crate::instant;
use crate::message::Prepared;
use crate::rest::UNRESERVED;
use crate::schema::{Member, Operation, Service, TimestampFormat};
use crate::typed::Write;
use crate::writer::Writer;

pub(crate) fn encode_request(
    service: &Service,
    operation: &'static Operation,
    input: &dyn Write,
) -> Prepared {
    let mut form = FormWriter::default();
    form.pair("Action", operation.name);
    form.pair("Version", service.api_version);
    input.write(&mut form);
    Prepared {
        method: operation.http.method,
        path: operation.http.uri.to_owned(),
        query: String::new(),
        headers: vec![(
            "Content-Type",
            "application/x-www-form-urlencoded; charset=utf-8".to_owned(),
        )],
        body: form.out.into_bytes(),
    }
}

/// Writes values as form parameters.
#[derive(Debug, Default)]
struct FormWriter {
    out: String,
    /// The dotted name of the value that comes next.
    name: String,
    /// Lengths of `name` to return to, innermost last.
    marks: Vec<usize>,
    /// For each open list or map, how many items were begun.
    counts: Vec<usize>,
    /// The flattened member's list comes next.
    flattened: bool,
}

impl FormWriter {
    fn pair(&mut self, name: &str, value: &str) {
        if !self.out.is_empty() {
            self.out.push('&');
        }
        self.out.push_str(name);
        self.out.push('=');
        self.out.extend(utf8_percent_encode(value, UNRESERVED));
    }

    fn value(&mut self, value: &str) {
        let name = std::mem::take(&mut self.name);
        self.pair(&name, value);
        self.name = name;
    }

    fn descend(&mut self, part: &str) {
        self.marks.push(self.name.len());
        if !self.name.is_empty() && !part.is_empty() {
            self.name.push('.');
        }
        self.name.push_str(part);
    }

    fn ascend(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.name.truncate(mark);
        }
    }

    fn begin(&mut self, part: &str, count: usize) {
        if count == 0 {
            self.value("");
        }
        let part = if std::mem::take(&mut self.flattened) {
            ""
        } else {
            part
        };
        self.descend(part);
        self.counts.push(0);
    }

    fn next(&mut self) {
        let number = self.counts.last_mut().map_or(1, |count| {
            *count += 1;
            *count
        });
        self.marks.push(self.name.len());
        // Writing to a string cannot fail.
        let _ = write!(self.name, ".{number}");
    }

    fn end(&mut self) {
        self.counts.pop();
        self.ascend();
    }
}

impl Writer for FormWriter {
    fn begin_structure(&mut self) {}

    fn member(&mut self, member: &'static Member) {
        self.descend(member.wire_name);
        self.flattened = member.flattened;
    }

    fn end_member(&mut self, _: &'static Member) {
        self.ascend();
    }

    fn end_structure(&mut self) {}

    fn begin_list(&mut self, item_name: &'static str, count: usize) {
        self.begin(item_name, count);
    }

    fn item(&mut self) {
        self.next();
    }

    fn end_item(&mut self) {
        self.ascend();
    }

    fn end_list(&mut self) {
        self.end();
    }

    fn begin_map(&mut self, count: usize) {
        self.begin("entry", count);
    }

    fn entry(&mut self, key: &str) {
        self.next();
        self.descend("key");
        self.value(key);
        self.ascend();
        self.descend("value");
    }

    fn end_entry(&mut self) {
        self.ascend();
        self.ascend();
    }

    fn end_map(&mut self) {
        self.end();
    }

    fn null(&mut self) {}

    fn boolean(&mut self, value: bool) {
        self.value(if value { "true" } else { "false" });
    }

    fn integer(&mut self, value: i64) {
        self.value(&value.to_string());
    }

    fn double(&mut self, value: f64) {
        self.value(&value.to_string());
    }

    fn string(&mut self, value: &str) {
        self.value(value);
    }

    fn blob(&mut self, value: &[u8]) {
        self.value(&data_encoding::BASE64.encode(value));
    }

    fn timestamp(&mut self, value: Timestamp, format: TimestampFormat) {
        let text = match format {
            TimestampFormat::Protocol | TimestampFormat::IsoSeconds => instant::seconds(value),
            TimestampFormat::IsoMicros => instant::micros(value),
            TimestampFormat::Epoch => instant::to_seconds(value),
        };
        self.value(&text);
    }
}
