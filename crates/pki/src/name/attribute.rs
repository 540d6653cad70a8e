//! One attribute of a distinguished name, and the names that types of attributes go by.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use const_oid::ObjectIdentifier;
use der::asn1::{Any, BmpString};
use der::{Encode as _, Tag, Tagged as _};

/// Types of attributes that are known by a short name (RFC 4519, RFC 5280 appendix A.1, X.520,
/// PKCS#9). The first name of a type is the one that is printed.
const TYPES: &[(&str, ObjectIdentifier)] = &[
    ("CN", oid("2.5.4.3")),
    ("SN", oid("2.5.4.4")),
    ("SURNAME", oid("2.5.4.4")),
    ("SERIALNUMBER", oid("2.5.4.5")),
    ("C", oid("2.5.4.6")),
    ("L", oid("2.5.4.7")),
    ("ST", oid("2.5.4.8")),
    ("S", oid("2.5.4.8")),
    ("STREET", oid("2.5.4.9")),
    ("O", oid("2.5.4.10")),
    ("OU", oid("2.5.4.11")),
    ("T", oid("2.5.4.12")),
    ("TITLE", oid("2.5.4.12")),
    ("DESCRIPTION", oid("2.5.4.13")),
    ("BUSINESSCATEGORY", oid("2.5.4.15")),
    ("POSTALADDRESS", oid("2.5.4.16")),
    ("POSTALCODE", oid("2.5.4.17")),
    ("POSTOFFICEBOX", oid("2.5.4.18")),
    ("TELEPHONENUMBER", oid("2.5.4.20")),
    ("NAME", oid("2.5.4.41")),
    ("GIVENNAME", oid("2.5.4.42")),
    ("INITIALS", oid("2.5.4.43")),
    ("GENERATION", oid("2.5.4.44")),
    ("UNIQUEIDENTIFIER", oid("2.5.4.45")),
    ("DNQUALIFIER", oid("2.5.4.46")),
    ("PSEUDONYM", oid("2.5.4.65")),
    ("ORGANIZATIONIDENTIFIER", oid("2.5.4.97")),
    ("UID", oid("0.9.2342.19200300.100.1.1")),
    ("DC", oid("0.9.2342.19200300.100.1.25")),
    ("EMAILADDRESS", oid("1.2.840.113549.1.9.1")),
    ("E", oid("1.2.840.113549.1.9.1")),
    ("UNSTRUCTUREDNAME", oid("1.2.840.113549.1.9.2")),
    ("UNSTRUCTUREDADDRESS", oid("1.2.840.113549.1.9.8")),
];

const fn oid(dotted: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(dotted)
}

const COUNTRY: ObjectIdentifier = oid("2.5.4.6");
const SERIAL_NUMBER: ObjectIdentifier = oid("2.5.4.5");
const DN_QUALIFIER: ObjectIdentifier = oid("2.5.4.46");
const DOMAIN_COMPONENT: ObjectIdentifier = oid("0.9.2342.19200300.100.1.25");
const EMAIL_ADDRESS: ObjectIdentifier = oid("1.2.840.113549.1.9.1");

/// The type that a short name or a dotted object identifier (also `OID.1.2.3`) stands for.
pub(crate) fn oid_of(name: &str) -> Option<ObjectIdentifier> {
    if let Some((_, known)) = TYPES.iter().find(|(short, _)| short.eq_ignore_ascii_case(name)) {
        return Some(*known);
    }
    let dotted = name.strip_prefix("OID.").or_else(|| name.strip_prefix("oid."));
    ObjectIdentifier::new(dotted.unwrap_or(name)).ok()
}

/// The string type that a certificate should use for this attribute (RFC 5280 appendix A.1).
pub(crate) fn string_tag(oid: ObjectIdentifier) -> Tag {
    if [COUNTRY, SERIAL_NUMBER, DN_QUALIFIER].contains(&oid) {
        Tag::PrintableString
    } else if [DOMAIN_COMPONENT, EMAIL_ADDRESS].contains(&oid) {
        Tag::Ia5String
    } else {
        Tag::Utf8String
    }
}

/// One attribute of a name: its type and value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Attribute {
    rdn: usize,
    oid: ObjectIdentifier,
    short_name: Option<&'static str>,
    value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Value {
    /// Of one of the string types.
    Text(String),
    /// Anything else, as DER.
    Other(Vec<u8>),
}

impl Attribute {
    pub(crate) fn new(rdn: usize, oid: ObjectIdentifier, value: &Any) -> Result<Self, der::Error> {
        Ok(Self {
            rdn,
            oid,
            short_name: TYPES
                .iter()
                .find(|(_, known)| *known == oid)
                .map(|(short, _)| *short),
            value: match text(value) {
                Some(text) => Value::Text(text),
                None => Value::Other(value.to_der()?),
            },
        })
    }

    /// The dotted object identifier of the type.
    #[must_use]
    pub fn oid(&self) -> String {
        self.oid.to_string()
    }

    /// The short name of the type, in capitals: `CN`, `OU`, `UID`…
    #[must_use]
    pub const fn short_name(&self) -> Option<&'static str> {
        self.short_name
    }

    /// The short name, or the dotted object identifier of a type that has none.
    #[must_use]
    pub fn label(&self) -> Cow<'static, str> {
        match self.short_name {
            Some(short) => Cow::Borrowed(short),
            None => Cow::Owned(self.oid.to_string()),
        }
    }

    /// The value, when it is of a string type.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::Other(_) => None,
        }
    }

    pub(crate) const fn rdn(&self) -> usize {
        self.rdn
    }

    pub(crate) const fn object_identifier(&self) -> ObjectIdentifier {
        self.oid
    }

    pub(crate) fn folded(&self) -> Value {
        match &self.value {
            Value::Text(text) => {
                let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
                Value::Text(words.join(" "))
            }
            Value::Other(der) => Value::Other(der.clone()),
        }
    }
}

/// `TYPE=value` as in RFC 4514 section 2.2 to 2.4.
impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=", self.label())?;
        match &self.value {
            Value::Text(text) => escape(f, text),
            Value::Other(der) => write!(f, "#{}", data_encoding::HEXLOWER.encode(der)),
        }
    }
}

fn escape(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let last = text.chars().count().saturating_sub(1);
    for (position, c) in text.chars().enumerate() {
        match c {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => write!(f, "\\{c}")?,
            '#' if position == 0 => f.write_str("\\#")?,
            ' ' if position == 0 || position == last => f.write_str("\\ ")?,
            // Also what a terminal or a log line must never see raw: each UTF-8 byte as a hex pair.
            c if c.is_control() => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    write!(f, "\\{byte:02x}")?;
                }
            }
            c => f.write_char(c)?,
        }
    }
    Ok(())
}

/// The text of a value of one of the string types.
fn text(value: &Any) -> Option<String> {
    let bytes = value.value();
    match value.tag() {
        Tag::Utf8String => std::str::from_utf8(bytes).ok().map(str::to_owned),
        Tag::PrintableString | Tag::Ia5String | Tag::NumericString | Tag::VisibleString => bytes
            .is_ascii()
            .then(|| bytes.iter().copied().map(char::from).collect()),
        // In the field TeletexString holds Latin-1 (ISO 8859-1), whose bytes are the code points.
        Tag::TeletexString => Some(bytes.iter().copied().map(char::from).collect()),
        Tag::BmpString => BmpString::from_ucs2(bytes)
            .ok()
            .map(|text| text.chars().collect()),
        _ => None,
    }
}
