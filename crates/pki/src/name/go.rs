//! Names as the Go library prints them (`pkix.Name.String`), which is how `aws_signing_helper` shows and
//! compares them: nine attributes in an order of their own, whatever the certificate's, then all others.

use std::fmt::Write as _;

use const_oid::ObjectIdentifier;
use der::asn1::AnyRef;
use der::{Encode as _, Tag};

use super::{Attribute, Name};

/// The attributes with a field in Go's `pkix.Name`: the type, the short name, and whether all values are
/// kept or the last alone. In the order of the text.
const FIELDS: [(&str, &str, bool); 9] = [
    ("2.5.4.5", "SERIALNUMBER", false),
    ("2.5.4.3", "CN", false),
    ("2.5.4.11", "OU", true),
    ("2.5.4.10", "O", true),
    ("2.5.4.17", "POSTALCODE", true),
    ("2.5.4.9", "STREET", true),
    ("2.5.4.7", "L", true),
    ("2.5.4.8", "ST", true),
    ("2.5.4.6", "C", true),
];

impl Name {
    /// The name as the Go library prints it.
    #[must_use]
    pub fn to_go_string(&self) -> String {
        let mut parts: Vec<String> = FIELDS
            .iter()
            .filter_map(|(oid, name, all)| self.field(oid, name, *all))
            .collect();
        let others = self.attributes().iter().rev();
        parts.extend(
            others
                .filter(|attribute| !is_field(attribute.object_identifier()))
                .map(other),
        );
        parts.join(",")
    }

    fn field(&self, oid: &str, name: &str, all: bool) -> Option<String> {
        let mut values: Vec<&str> = self.values(oid).collect();
        if !all {
            values.drain(..values.len().saturating_sub(1));
            // Where one value is kept, an empty one is as good as none.
            values.retain(|value| !value.is_empty());
        }
        let values: Vec<String> = values
            .iter()
            .map(|value| format!("{name}={}", escaped(value)))
            .collect();
        Some(values.join("+")).filter(|text| !text.is_empty())
    }
}

fn is_field(oid: ObjectIdentifier) -> bool {
    let text = oid.to_string();
    FIELDS.iter().any(|(known, _, _)| *known == text)
}

/// `2.5.4.x=#hex of DER`: the text is encoded anew, as `PrintableString` where that can hold it and else as
/// `UTF8String`.
fn other(attribute: &Attribute) -> String {
    let der = attribute.text().and_then(|text| {
        let tag = if text.bytes().all(is_printable) {
            Tag::PrintableString
        } else {
            Tag::Utf8String
        };
        AnyRef::new(tag, text.as_bytes()).ok()?.to_der().ok()
    });
    let hex = data_encoding::HEXLOWER.encode(&der.unwrap_or_default());
    format!("{}=#{hex}", attribute.object_identifier())
}

/// What Go writes as a `PrintableString` (without `*` and `&`).
const fn is_printable(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'\''..=b')' | b'+'..=b'/' | b' ' | b':' | b'=' | b'?')
}

fn escaped(value: &str) -> String {
    let last = value.len().saturating_sub(1);
    let mut out = String::with_capacity(value.len());
    for (at, letter) in value.char_indices() {
        let special = match letter {
            ',' | '+' | '"' | '\\' | '<' | '>' | ';' => true,
            ' ' => at == 0 || at == last,
            '#' => at == 0,
            _ => false,
        };
        if special {
            out.push('\\');
        }
        let _ = out.write_char(letter);
    }
    out
}
