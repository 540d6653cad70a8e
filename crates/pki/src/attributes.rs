//! What a session takes from a certificate: tags by the profile's attribute mappings, the source identity,
//! and the default session name (IAM Roles Anywhere, "Attribute mapping" and "Source identity").
//!
//! The certificate must be the one that path validation accepted.

use std::fmt;
use std::str::FromStr;

use tegata_base::{Tag, Tags, is_tag_text};

use crate::certificate::{Certificate, SerialNumber};
use crate::name::Name;

/// Longest tag key and value in characters (AWS STS, `Tag`).
const MAX_KEY: usize = 128;
const MAX_VALUE: usize = 256;

/// The part of a certificate that a mapping reads (`CertificateField` of Roles Anywhere).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CertificateField {
    /// `x509Issuer`
    Issuer,
    /// `x509SAN`
    San,
    /// `x509Subject`
    Subject,
}

impl CertificateField {
    /// The name in the API and at the front of tag keys.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issuer => "x509Issuer",
            Self::San => "x509SAN",
            Self::Subject => "x509Subject",
        }
    }
}

impl fmt::Display for CertificateField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Not a certificate field.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a certificate field; x509Subject, x509Issuer and x509SAN are")]
pub struct UnknownField;

impl FromStr for CertificateField {
    type Err = UnknownField;

    fn from_str(text: &str) -> Result<Self, UnknownField> {
        [Self::Issuer, Self::San, Self::Subject]
            .into_iter()
            .find(|field| field.as_str() == text)
            .ok_or(UnknownField)
    }
}

/// The mapping of one field: which of its attributes become tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttributeMapping {
    /// The field.
    pub field: CertificateField,
    /// `*`, a short name or an object identifier; for SANs `DNS`, `URI`, `Name/*` or `Name/` and one of
    /// the former.
    pub specifiers: Vec<String>,
}

/// The specifier as it is kept and shown, if rules of this field can have it: every form that means all
/// attributes of a directory name becomes `Name/*`. `None` for what could never select anything.
#[must_use]
pub fn canonical_specifier(field: CertificateField, specifier: &str) -> Option<String> {
    let attribute = match (field, specifier) {
        (CertificateField::San, "DNS" | "URI") => return Some(specifier.to_owned()),
        (CertificateField::San, "Name" | "Name/" | "Name/*") => return Some("Name/*".to_owned()),
        (CertificateField::San, _) => specifier.strip_prefix("Name/")?,
        (CertificateField::Issuer | CertificateField::Subject, "*") => return Some("*".to_owned()),
        (CertificateField::Issuer | CertificateField::Subject, _) => specifier,
    };
    Name::is_attribute_type(attribute).then(|| specifier.to_owned())
}

/// The mappings that a profile has from the start.
#[must_use]
pub fn default_mappings() -> Vec<AttributeMapping> {
    let mapping = |field, specifiers: &[&str]| AttributeMapping {
        field,
        specifiers: specifiers.iter().map(|&specifier| specifier.to_owned()).collect(),
    };
    vec![
        mapping(CertificateField::Issuer, &["*"]),
        mapping(CertificateField::San, &["DNS", "URI", "Name/*"]),
        mapping(CertificateField::Subject, &["*"]),
    ]
}

/// Session tags, and the attributes whose values cannot be tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SessionTags {
    /// The tags, in the order of the mappings and of the certificate.
    pub tags: Tags,
    /// What was left out.
    pub unmapped: Unmapped,
}

/// Attributes that are in the certificate and in the mappings, but whose values are not allowed in tags.
/// `Display` is the sentence that AWS appends to a denial.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unmapped {
    /// Of the issuer, by name.
    pub issuer: Vec<String>,
    /// Of the subject, by name.
    pub subject: Vec<String>,
    /// Of the alternative names: `DNS/2`, `URI/6` (with the number of the GeneralName), `Name/CN`.
    pub san: Vec<String>,
}

impl Unmapped {
    /// Whether nothing was left out.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.issuer.is_empty() && self.subject.is_empty() && self.san.is_empty()
    }
}

impl fmt::Display for Unmapped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Some attributes failed to be mapped into session tags. \
             Issuer: [ {} ]; Subject: [ {} ]; SAN: [ {} ]",
            self.issuer.join(", "),
            self.subject.join(", "),
            self.san.join(", ")
        )
    }
}

/// The session tags of a certificate under these mappings. A value that is not allowed in a tag is left
/// out, never cut or altered.
#[must_use]
pub fn session_tags(certificate: &Certificate, mappings: &[AttributeMapping]) -> SessionTags {
    let mut session = SessionTags::default();
    for AttributeMapping { field, specifiers } in mappings {
        let found = specifiers.iter().flat_map(|specifier| match field {
            CertificateField::Issuer => name_attributes(certificate.issuer(), "", specifier),
            CertificateField::Subject => name_attributes(certificate.subject(), "", specifier),
            CertificateField::San => san_attributes(certificate, specifier),
        });
        for attribute in found {
            session.take(*field, attribute);
        }
    }
    session
}

impl SessionTags {
    fn take(&mut self, field: CertificateField, attribute: Mapped) {
        let key = format!("{field}/{}", attribute.key);
        let fits = key.chars().count() <= MAX_KEY
            && attribute.value.chars().count() <= MAX_VALUE
            && is_tag_text(&key)
            && is_tag_text(&attribute.value);
        if fits {
            self.tags.set(Tag {
                key,
                value: attribute.value,
            });
            return;
        }
        let unmapped = match field {
            CertificateField::Issuer => &mut self.unmapped.issuer,
            CertificateField::Subject => &mut self.unmapped.subject,
            CertificateField::San => &mut self.unmapped.san,
        };
        if !unmapped.contains(&attribute.shown) {
            unmapped.push(attribute.shown);
        }
    }
}

/// An attribute that a specifier found.
struct Mapped {
    /// The tag key after the field: `CN`, `DNS`, `Name/CN`.
    key: String,
    value: String,
    /// How it is shown when it cannot be a tag.
    shown: String,
}

/// The attributes of a distinguished name: all that have a short name for `*`, else the one named.
/// Several values of one type become one, joined by `/` in the order of the certificate.
fn name_attributes(name: &Name, prefix: &str, specifier: &str) -> Vec<Mapped> {
    let mut keys: Vec<String> = Vec::new();
    if specifier == "*" {
        for short in name
            .attributes()
            .iter()
            .filter_map(|attribute| attribute.short_name())
        {
            if !keys.iter().any(|key| key == short) {
                keys.push(short.to_owned());
            }
        }
    } else {
        keys.push(specifier.to_owned());
    }
    keys.into_iter()
        .filter_map(|key| {
            let values: Vec<&str> = name.values(&key).collect();
            let key = format!("{prefix}{key}");
            (!values.is_empty()).then(|| Mapped {
                shown: key.clone(),
                key,
                value: values.join("/"),
            })
        })
        .collect()
}

/// Of the alternative names the first DNS name, the first URI, and the first directory name.
fn san_attributes(certificate: &Certificate, specifier: &str) -> Vec<Mapped> {
    let names = certificate.alternative_names();
    let first = |key: &str, number: u8, values: &[String]| {
        let mapped = values.first().map(|value| Mapped {
            key: key.to_owned(),
            value: value.clone(),
            shown: format!("{key}/{number}"),
        });
        mapped.into_iter().collect()
    };
    match specifier {
        "DNS" => first("DNS", 2, &names.dns),
        "URI" => first("URI", 6, &names.uris),
        _ => {
            let Some(rest) = specifier.strip_prefix("Name") else {
                return Vec::new();
            };
            let attribute = match rest {
                "" | "/" => "*",
                rest => rest.strip_prefix('/').unwrap_or_default(),
            };
            match names.directory_names.first() {
                Some(name) => name_attributes(name, "Name/", attribute),
                None => Vec::new(),
            }
        }
    }
}

/// The source identity of a session: `CN=` and the subject's common name; the common name alone when it
/// has 62 to 64 characters; else `ID=` and the serial number in hex.
///
/// Several common names are joined by `/`, as in tags. One that is empty, longer than 64 characters, or
/// has characters that STS does not allow counts as absent, so that the identity still names exactly one
/// certificate of its issuer.
#[must_use]
pub fn source_identity(certificate: &Certificate) -> String {
    let names: Vec<&str> = certificate.subject().values("CN").collect();
    let name = names.join("/");
    match name.chars().count() {
        1..=61 if is_tag_text(&name) => format!("CN={name}"),
        62..=64 if is_tag_text(&name) => name,
        _ => format!("ID={}", certificate.serial().to_hex()),
    }
}

/// The session name when none is asked for: the serial number in lowercase hex of an even number of
/// digits, at least the two characters that STS requires.
#[must_use]
pub fn default_session_name(serial: &SerialNumber) -> String {
    serial.to_hex()
}

#[cfg(test)]
mod tests;
