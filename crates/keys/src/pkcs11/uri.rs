//! `pkcs11:` URIs (RFC 7512): which object, on which token, behind which module, and where its PIN is.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use tegata_base::Secret;
use zeroize::Zeroizing;

use crate::telltale::label_may_hold_a_secret;

/// No URI that names an object comes near it.
const MAX_LENGTH: usize = 8192;
const SCHEME: &str = "pkcs11:";
const UPPER_HEX: &[u8; 16] = b"0123456789ABCDEF";

/// A `pkcs11:` URI (RFC 7512). An attribute that it does not give matches anything. It is printed, by
/// `Display` and `Debug`, without its PIN.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Uri {
    /// Boxed, since a URI is one of several places and the largest of them.
    texts: Box<[Option<String>; TEXTS.len()]>,
    pub(crate) id: Option<Vec<u8>>,
    pub(crate) kind: Option<ObjectKind>,
    pub(crate) library_version: Option<LibraryVersion>,
    pub(crate) slot_id: Option<u64>,
    pub(crate) pin: Option<PinAttribute>,
    pub(crate) module_name: Option<String>,
    pub(crate) module_path: Option<String>,
    unknown: Vec<String>,
}

/// The path attributes that are compared as texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Token,
    Manufacturer,
    Serial,
    Model,
    LibraryManufacturer,
    LibraryDescription,
    SlotManufacturer,
    SlotDescription,
    Object,
}

/// In the order in which they are printed; the index is that of [`Uri::texts`].
const TEXTS: [(Text, &str); 9] = [
    (Text::LibraryManufacturer, "library-manufacturer"),
    (Text::LibraryDescription, "library-description"),
    (Text::SlotManufacturer, "slot-manufacturer"),
    (Text::SlotDescription, "slot-description"),
    (Text::Model, "model"),
    (Text::Manufacturer, "manufacturer"),
    (Text::Serial, "serial"),
    (Text::Token, "token"),
    (Text::Object, "object"),
];

/// The classes that `type` can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ObjectKind {
    Public,
    Private,
    Certificate,
    SecretKey,
    Data,
}

const KINDS: [(ObjectKind, &str); 5] = [
    (ObjectKind::Public, "public"),
    (ObjectKind::Private, "private"),
    (ObjectKind::Certificate, "cert"),
    (ObjectKind::SecretKey, "secret-key"),
    (ObjectKind::Data, "data"),
];

/// `library-version`: a module of another version does not match; without a minor number, 0 is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LibraryVersion {
    pub(crate) major: u8,
    pub(crate) minor: u8,
}

/// What the URI says of the PIN.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum PinAttribute {
    /// `pin-value`
    Value(Arc<Secret<String>>),
    /// `pin-source`: a path or a `file:` URL.
    Source(String),
}

/// The text is not a `pkcs11:` URI. No message shows a value, since it may be a PIN.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UriError {
    /// It does not begin with `pkcs11:`.
    #[error("a PKCS#11 URI begins with pkcs11:")]
    Scheme,
    /// It is longer than 8 KiB, as it is or once it is encoded.
    #[error("the PKCS#11 URI is longer than {MAX_LENGTH} bytes")]
    TooLong,
    /// An attribute without `=`.
    #[error(
        "attribute {number} of the {part} of the PKCS#11 URI is not name=value; write %3B for a semicolon and \
         %26 for an ampersand in a value"
    )]
    NotAPair {
        /// `path`, or `query` for what follows the `?`.
        part: &'static str,
        /// Counted from 1.
        number: usize,
    },
    /// An attribute is there twice.
    #[error("the PKCS#11 URI has {0} more than once")]
    Duplicate(String),
    /// A `%` without two hexadecimal digits.
    #[error("{0} of the PKCS#11 URI has a % without two hexadecimal digits; write %25 for a percent sign")]
    Escape(String),
    /// A text that is not UTF-8, or has a control character.
    #[error("{0} of the PKCS#11 URI is not a text in UTF-8")]
    NotText(String),
    /// A value that the attribute cannot have.
    #[error("{attribute} of the PKCS#11 URI must be {expected}")]
    Value {
        /// The attribute.
        attribute: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A PIN of no length.
    #[error("the PKCS#11 URI has an empty pin-value or pin-source; leave it out to be asked for the PIN")]
    NoPin,
    /// A PIN where it would be taken for something else.
    #[error(
        "something like a PIN stands within another attribute of the PKCS#11 URI, or before its ?; pin-value and \
         pin-source follow the one ? or an & after it"
    )]
    MisplacedPin,
    /// Both ways to give a PIN.
    #[error("the PKCS#11 URI has both pin-value and pin-source; leave one out")]
    TwoPins,
}

impl Uri {
    /// The value of a text attribute.
    pub(crate) fn text(&self, which: Text) -> Option<&str> {
        self.texts.get(position(which))?.as_deref()
    }

    pub(crate) fn set_text(&mut self, which: Text, value: impl Into<String>) {
        if let Some(text) = self.texts.get_mut(position(which)) {
            *text = Some(value.into());
        }
    }

    /// Names of the path that RFC 7512 does not know. A vendor's own attributes are ignored, but one may
    /// be a misspelling.
    pub(crate) fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// All that is printed, in messages too: no PIN may have got among it.
    fn shown(&self) -> impl Iterator<Item = Cow<'_, str>> {
        let source = match &self.pin {
            Some(PinAttribute::Source(source)) => Some(source),
            _ => None,
        };
        let id = self.id.as_ref().map(|id| String::from_utf8_lossy(id));
        let texts = self.texts.iter().flatten();
        texts
            .chain(&self.module_name)
            .chain(&self.module_path)
            .chain(source)
            .map(|text| Cow::Borrowed(text.as_str()))
            .chain(id)
    }

    /// The same URI without what says where the PIN and the module are.
    pub(crate) fn without_query(mut self) -> Self {
        self.pin = None;
        self.module_name = None;
        self.module_path = None;
        self
    }

    fn read_path(&mut self, name: &str, value: &str) -> Result<(), UriError> {
        if name.starts_with("pin") || name.starts_with("module-") {
            return Err(UriError::MisplacedPin);
        }
        match name {
            "id" => put(&mut self.id, name, unescape(name, value)?.to_vec()),
            "type" => {
                let text = text(name, value)?;
                let kind = KINDS.iter().find(|(_, known)| *known == text.as_str());
                let (kind, _) = kind.ok_or(UriError::Value {
                    attribute: "type",
                    expected: "cert, private, public, secret-key or data",
                })?;
                put(&mut self.kind, name, *kind)
            }
            "library-version" => {
                let version = version(&text(name, value)?).ok_or(UriError::Value {
                    attribute: "library-version",
                    expected: "numbers such as 2.40, each up to 255",
                })?;
                put(&mut self.library_version, name, version)
            }
            "slot-id" => {
                let number = decimal(&text(name, value)?).ok_or(UriError::Value {
                    attribute: "slot-id",
                    expected: "a decimal number",
                })?;
                put(&mut self.slot_id, name, number)
            }
            _ => match TEXTS.iter().position(|(_, known)| *known == name) {
                Some(at) => {
                    let value = text(name, value)?.to_string();
                    self.texts
                        .get_mut(at)
                        .map_or(Ok(()), |place| put(place, name, value))
                }
                None => {
                    unescape(name, value)?;
                    if self.unknown.iter().any(|known| known == name) {
                        return Err(UriError::Duplicate(name.into()));
                    }
                    self.unknown.push(name.into());
                    Ok(())
                }
            },
        }
    }

    fn read_query(&mut self, name: &str, value: &str) -> Result<(), UriError> {
        match name {
            "pin-value" | "pin-source" => {
                let text = text(name, value)?;
                // A variable that was not set, likely; trying it would cost one of few tries.
                if text.is_empty() {
                    return Err(UriError::NoPin);
                }
                let pin = if name == "pin-value" {
                    PinAttribute::Value(Arc::new(Secret::new(text.to_string())))
                } else {
                    PinAttribute::Source(text.to_string())
                };
                let earlier = self.pin.as_ref().map(PinAttribute::name);
                if earlier.is_some_and(|earlier| earlier != name) {
                    return Err(UriError::TwoPins);
                }
                put(&mut self.pin, name, pin)
            }
            "module-name" => {
                let name_of_module = text(name, value)?.to_string();
                if name_of_module.contains(['/', '\\']) {
                    return Err(UriError::Value {
                        attribute: "module-name",
                        expected: "a name without a path; a path is given with module-path",
                    });
                }
                put(&mut self.module_name, name, name_of_module)
            }
            "module-path" => put(&mut self.module_path, name, text(name, value)?.to_string()),
            // A vendor's own may be there several times. Its name may be part of a PIN with an & in it.
            _ => unescape("an attribute", value).map(drop),
        }
    }
}

impl PinAttribute {
    const fn name(&self) -> &'static str {
        match self {
            Self::Value(_) => "pin-value",
            Self::Source(_) => "pin-source",
        }
    }
}

fn position(which: Text) -> usize {
    TEXTS
        .iter()
        .position(|(known, _)| *known == which)
        .unwrap_or(TEXTS.len())
}

fn put<T>(place: &mut Option<T>, name: &str, value: T) -> Result<(), UriError> {
    match place.replace(value) {
        Some(_) => Err(UriError::Duplicate(name.into())),
        None => Ok(()),
    }
}

impl FromStr for Uri {
    type Err = UriError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (scheme, rest) = text.split_at_checked(SCHEME.len()).ok_or(UriError::Scheme)?;
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(UriError::Scheme);
        }
        if text.len() > MAX_LENGTH {
            return Err(UriError::TooLong);
        }
        let (path, query) = rest
            .split_once('?')
            .map_or((rest, None), |(path, query)| (path, Some(query)));
        let mut uri = Self::default();
        // The RFC gives the names as ABNF does, which means them in any case (RFC 5234 section 2.3).
        for (name, value) in pairs("path", path, ';')? {
            uri.read_path(&name.to_ascii_lowercase(), value)?;
        }
        for (name, value) in pairs("query", query.unwrap_or_default(), '&')? {
            uri.read_query(&name.to_ascii_lowercase(), value)?;
        }
        if uri.shown().any(|text| label_may_hold_a_secret(&text)) {
            return Err(UriError::MisplacedPin);
        }
        // What was not encoded as it should have been is longer where it is printed, and must be read there, too.
        if uri.to_string().len() > MAX_LENGTH {
            return Err(UriError::TooLong);
        }
        Ok(uri)
    }
}

/// Splits one part into its attributes.
fn pairs<'a>(
    part: &'static str,
    text: &'a str,
    separator: char,
) -> Result<Vec<(&'a str, &'a str)>, UriError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let is_name = |name: &str| {
        !name.is_empty()
            && name.len() <= 64
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    text.split(separator)
        .enumerate()
        .map(|(index, pair)| {
            pair.split_once('=')
                .filter(|(name, _)| is_name(name))
                .ok_or(UriError::NotAPair {
                    part,
                    number: index + 1,
                })
        })
        .collect()
}

/// Undoes percent-encoding. A space or a letter beyond ASCII that should have been encoded is taken as
/// it is, since people type these.
fn unescape(name: &str, value: &str) -> Result<Zeroizing<Vec<u8>>, UriError> {
    let wrong = || UriError::Escape(name.into());
    let mut bytes = value.bytes();
    let mut out = Zeroizing::new(Vec::with_capacity(value.len()));
    while let Some(byte) = bytes.next() {
        if byte.is_ascii_control() {
            return Err(UriError::NotText(name.into()));
        }
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut digit = || {
            let digit = char::from(bytes.next()?).to_digit(16)?;
            u8::try_from(digit).ok()
        };
        let (high, low) = (digit().ok_or_else(wrong)?, digit().ok_or_else(wrong)?);
        out.push(high << 4 | low);
    }
    Ok(out)
}

fn text(name: &str, value: &str) -> Result<Zeroizing<String>, UriError> {
    let bytes = unescape(name, value)?;
    match std::str::from_utf8(&bytes) {
        Ok(text) if !text.contains('\0') => Ok(Zeroizing::new(text.to_owned())),
        _ => Err(UriError::NotText(name.into())),
    }
}

fn decimal<T: FromStr>(text: &str) -> Option<T> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn version(text: &str) -> Option<LibraryVersion> {
    let (major, minor) = text.split_once('.').unwrap_or((text, "0"));
    Some(LibraryVersion {
        major: decimal(major)?,
        minor: decimal(minor)?,
    })
}

impl fmt::Display for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut path = Vec::new();
        for ((which, name), text) in TEXTS.iter().zip(self.texts.iter()) {
            if *which == Text::Object {
                path.extend(self.id.as_ref().map(|id| format!("id={}", escape_all(id))));
            }
            path.extend(
                text.as_ref()
                    .map(|text| format!("{name}={}", escape(text, b":[]@!$'()*+,=&"))),
            );
        }
        path.extend(
            self.library_version
                .map(|version| format!("library-version={}.{}", version.major, version.minor)),
        );
        path.extend(self.slot_id.map(|number| format!("slot-id={number}")));
        for (_, name) in KINDS.iter().filter(|(kind, _)| Some(*kind) == self.kind) {
            path.push(format!("type={name}"));
        }
        write!(f, "{SCHEME}{}", path.join(";"))?;
        let query = [
            ("module-name", self.module_name.as_deref()),
            ("module-path", self.module_path.as_deref()),
            (
                "pin-source",
                match &self.pin {
                    Some(PinAttribute::Source(source)) => Some(source),
                    _ => None,
                },
            ),
        ];
        let mut separator = '?';
        for (name, value) in query {
            if let Some(value) = value {
                write!(f, "{separator}{name}={}", escape(value, b":[]@!$'()*+,=/?|"))?;
                separator = '&';
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Uri {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uri({self})")
    }
}

/// Percent-encodes all but unreserved characters and those that this part allows.
fn escape(text: &str, allowed: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || allowed.contains(&byte) {
            out.push(char::from(byte));
        } else {
            push_escaped(&mut out, byte);
        }
    }
    out
}

fn escape_all(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 3);
    for byte in bytes {
        push_escaped(&mut out, *byte);
    }
    out
}

fn push_escaped(out: &mut String, byte: u8) {
    out.push('%');
    for digit in [byte >> 4, byte & 15] {
        out.extend(UPPER_HEX.get(usize::from(digit)).map(|digit| char::from(*digit)));
    }
}

#[cfg(test)]
mod tests;
