//! `--cert-selector`: which certificate is meant, of those in a file, a directory, a token or the store of
//! the operating system.
//!
//! ```text
//! "Key=x509Subject,Value=CN=machine Key=x509Serial,Value=0a1b", file://selector.json ─parse─▶ Selector
//! Selector + certificates ─choose─▶ the one
//! ```
//!
//! Grammar and keys are those of `aws_signing_helper`, and more keys. Its names must be written exactly as
//! Go prints them; here a name matches when it means the same (RFC 4514).

mod compare;
mod error;
mod grammar;

use std::collections::BTreeSet;
use std::fmt;
use std::net::IpAddr;
use std::path::Path;

use const_oid::ObjectIdentifier;
use tegata_pki::certificate::SerialNumber;
use tegata_pki::{Certificate, Name};

use compare::{fingerprint_of, glob, san_texts, sha1_of};
pub use error::{ChoiceError, SelectorError};
use grammar::Pair;

/// What the certificate must be like. All attributes must match; without any, every certificate does.
#[derive(Debug, Clone, Default)]
pub struct Selector {
    attributes: Vec<Attribute>,
}

/// One attribute, and what it may be: one value, or in a file a list of which one must match.
#[derive(Debug, Clone)]
struct Attribute {
    key: Key,
    /// As written, for messages.
    written: Vec<String>,
    wanted: Vec<Wanted>,
}

/// What can be asked of a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Subject,
    Issuer,
    Serial,
    /// Subject alternative name.
    San,
    Fingerprint,
    /// Extended key usage.
    Eku,
}

const KEYS: [(&str, Key); 6] = [
    ("x509Subject", Key::Subject),
    ("x509Issuer", Key::Issuer),
    ("x509Serial", Key::Serial),
    ("x509SAN", Key::San),
    ("x509Fingerprint", Key::Fingerprint),
    ("x509EKU", Key::Eku),
];

/// Extended key usages by the names that OpenSSL gives them (RFC 5280 section 4.2.1.12).
const USAGES: [(&str, &str); 9] = [
    ("any", "2.5.29.37.0"),
    ("serverAuth", "1.3.6.1.5.5.7.3.1"),
    ("clientAuth", "1.3.6.1.5.5.7.3.2"),
    ("codeSigning", "1.3.6.1.5.5.7.3.3"),
    ("emailProtection", "1.3.6.1.5.5.7.3.4"),
    ("timeStamping", "1.3.6.1.5.5.7.3.8"),
    ("OCSPSigning", "1.3.6.1.5.5.7.3.9"),
    ("msSmartcardLogin", "1.3.6.1.4.1.311.20.2.2"),
    ("pkInitClientAuth", "1.3.6.1.5.2.3.4"),
];

/// A value, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wanted {
    /// A name: as Go would print it, and what it means.
    Name {
        text: String,
        name: Option<Name>,
    },
    Serial(SerialNumber),
    San {
        kind: Option<SanKind>,
        pattern: String,
    },
    Address(IpAddr),
    Sha256([u8; 32]),
    Sha1([u8; 20]),
    Usage(String),
}

/// The forms of alternative names that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SanKind {
    Dns,
    Uri,
    Email,
    Address,
}

const SAN_KINDS: [(&str, SanKind); 5] = [
    ("DNS:", SanKind::Dns),
    ("URI:", SanKind::Uri),
    ("email:", SanKind::Email),
    ("IP Address:", SanKind::Address),
    ("IP:", SanKind::Address),
];

impl Selector {
    /// Reads the flag's value, and the file that it names with `file://`. The file is read with the
    /// function that is given.
    ///
    /// # Errors
    /// [`SelectorError`].
    pub fn parse(
        text: &str,
        read_file: impl Fn(&Path) -> std::io::Result<Vec<u8>>,
    ) -> Result<Self, SelectorError> {
        let pairs = match text.trim_start().strip_prefix("file://") {
            Some(path) => {
                let path = Path::new(path.trim_end());
                let json = read_file(path).map_err(|error| SelectorError::Read {
                    path: path.into(),
                    error: error.to_string(),
                })?;
                grammar::of_json(&json)?
            }
            None => grammar::of_text(text)?,
        };
        let mut attributes: Vec<Attribute> = Vec::with_capacity(pairs.len());
        for pair in pairs {
            let attribute = Attribute::of(pair)?;
            if attributes.iter().any(|known| known.key == attribute.key) {
                return Err(SelectorError::Repeated(attribute.key.name()));
            }
            attributes.push(attribute);
        }
        Ok(Self { attributes })
    }

    /// Whether a certificate is as wanted.
    #[must_use]
    pub fn matches(&self, certificate: &Certificate) -> bool {
        self.attributes
            .iter()
            .all(|attribute| attribute.matches(certificate))
    }

    /// The position of the one certificate that matches. One that is there twice counts once; with
    /// `latest`, of several that match it is the one that expires last: of those for end entities, where
    /// there is one, since a CA's expires later and is never meant beside them.
    ///
    /// # Errors
    /// [`ChoiceError`].
    pub fn choose(&self, certificates: &[Certificate], latest: bool) -> Result<usize, ChoiceError> {
        let mut seen = BTreeSet::new();
        let mut found: Vec<(usize, &Certificate)> = certificates
            .iter()
            .enumerate()
            .filter(|(_, certificate)| self.matches(certificate) && seen.insert(certificate.fingerprint()))
            .collect();
        if latest {
            // Of those that expire together the first, as it would be without another.
            found.sort_by_key(|(_, certificate)| {
                (certificate.is_ca(), std::cmp::Reverse(certificate.not_after()))
            });
            found.truncate(1);
        }
        match found.as_slice() {
            [(at, _)] => Ok(*at),
            [] => Err(ChoiceError::none(self, certificates)),
            several => {
                let several: Vec<&Certificate> = several.iter().map(|(_, found)| *found).collect();
                Err(ChoiceError::several(&several))
            }
        }
    }
}

/// As it could have been given.
impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, attribute) in self.attributes.iter().enumerate() {
            let space = if number > 0 { " " } else { "" };
            let values = attribute.written.join("|");
            write!(f, "{space}Key={},Value={values}", attribute.key.name())?;
        }
        Ok(())
    }
}

impl Key {
    fn of(name: &str) -> Option<Self> {
        let known = KEYS.iter().find(|(known, _)| *known == name)?;
        Some(known.1)
    }

    fn name(self) -> &'static str {
        KEYS.iter()
            .find(|(_, key)| *key == self)
            .map_or("", |(name, _)| name)
    }

    fn parse(self, value: &str) -> Option<Wanted> {
        match self {
            Self::Subject | Self::Issuer => Some(Wanted::Name {
                text: value.into(),
                name: Name::from_text(value).ok(),
            }),
            Self::Serial => {
                let digits = hex_digits(value)?;
                let even = if digits.len() % 2 == 0 {
                    digits
                } else {
                    format!("0{digits}")
                };
                let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(even.as_bytes()).ok()?;
                SerialNumber::from_bytes(&bytes).map(Wanted::Serial)
            }
            Self::San => san(value),
            Self::Fingerprint => {
                let bytes = hex_digits(value)?;
                let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(bytes.as_bytes()).ok()?;
                let sha256 = <[u8; 32]>::try_from(bytes.as_slice()).map(Wanted::Sha256);
                let sha1 = <[u8; 20]>::try_from(bytes.as_slice()).map(Wanted::Sha1);
                sha256.or(sha1).ok()
            }
            Self::Eku => {
                let named = USAGES.iter().find(|(name, _)| name.eq_ignore_ascii_case(value));
                match named {
                    Some((_, oid)) => Some(Wanted::Usage((*oid).into())),
                    None => ObjectIdentifier::new(value)
                        .ok()
                        .map(|oid| Wanted::Usage(oid.to_string())),
                }
            }
        }
    }
}

/// Hex as it is printed: with `0x` before it, or colons or spaces in it.
fn hex_digits(value: &str) -> Option<String> {
    let bare = value.strip_prefix("0x").or_else(|| value.strip_prefix("0X"));
    let digits: String = bare
        .unwrap_or(value)
        .chars()
        .filter(|c| !": ".contains(*c))
        .collect();
    (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(digits)
}

fn san(value: &str) -> Option<Wanted> {
    let prefixed = SAN_KINDS.iter().find_map(|(prefix, kind)| {
        let start = value.get(..prefix.len())?;
        let rest = value.get(prefix.len()..)?;
        start.eq_ignore_ascii_case(prefix).then_some((*kind, rest.trim()))
    });
    let (kind, pattern) = match prefixed {
        Some((kind, pattern)) => (Some(kind), pattern),
        None => (None, value),
    };
    let address = pattern
        .parse()
        .ok()
        .filter(|_| kind.is_none_or(|kind| kind == SanKind::Address));
    match (address, kind) {
        (Some(address), _) => Some(Wanted::Address(address)),
        (None, Some(SanKind::Address)) if !pattern.contains('*') => None,
        _ => (!pattern.is_empty()).then(|| Wanted::San {
            kind,
            pattern: pattern.into(),
        }),
    }
}

impl Attribute {
    fn of(pair: Pair) -> Result<Self, SelectorError> {
        let key = Key::of(&pair.key)
            .ok_or_else(|| SelectorError::UnknownKey(pair.key.chars().take(60).collect()))?;
        let wanted = pair.values.iter().map(|value| {
            key.parse(value).ok_or_else(|| SelectorError::Value {
                key: key.name(),
                value: value.chars().take(200).collect(),
            })
        });
        Ok(Self {
            key,
            wanted: wanted.collect::<Result<_, _>>()?,
            written: pair.values,
        })
    }

    fn matches(&self, certificate: &Certificate) -> bool {
        self.wanted.iter().any(|wanted| match wanted {
            Wanted::Name { text, name } => {
                let known = match self.key {
                    Key::Issuer => certificate.issuer(),
                    _ => certificate.subject(),
                };
                name.as_ref()
                    .is_some_and(|name| name.has_the_attributes_of(known))
                    || *text == known.to_go_string()
            }
            Wanted::Serial(serial) => certificate.serial() == serial,
            Wanted::San { kind, pattern } => san_texts(certificate)
                .iter()
                .any(|(known, text)| kind.is_none_or(|kind| kind == *known) && glob(pattern, text)),
            Wanted::Address(address) => {
                let octets = match address {
                    IpAddr::V4(address) => address.octets().to_vec(),
                    IpAddr::V6(address) => address.octets().to_vec(),
                };
                certificate.alternative_names().ip_addresses.contains(&octets)
            }
            Wanted::Sha256(digest) => fingerprint_of(certificate) == *digest,
            Wanted::Sha1(digest) => sha1_of(certificate) == *digest,
            Wanted::Usage(oid) => certificate.extended_key_usages().contains(oid),
        })
    }
}

#[cfg(test)]
mod tests;
