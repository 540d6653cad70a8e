//! Distinguished names as people and programs write them: RFC 4514, and what RFC 2253 and OpenSSL allow
//! beside it (`;` between names, spaces around separators, `OID.` before an identifier).

use const_oid::ObjectIdentifier;
use der::asn1::{Any, SetOfVec};
use der::{Decode as _, Encode as _, Tag};
use x509_cert::attr::AttributeTypeAndValue;

use super::attribute::oid_of;
use super::{Name, NameError};

/// More than any name has.
const MAX_ATTRIBUTES: usize = 100;

impl Name {
    /// Reads `CN=machine,OU=b+OU=a,O=Example\, Inc.`: the most specific first, as `Display` prints it.
    /// Values given as `#` and hex are DER.
    ///
    /// # Errors
    /// [`NameError`].
    pub fn from_text(text: &str) -> Result<Self, NameError> {
        let mut rdns: Vec<Vec<AttributeTypeAndValue>> = Vec::new();
        let mut rest = text.trim_start();
        let mut joins_the_last = false;
        let mut count = 0;
        while !rest.is_empty() {
            count += 1;
            let (attribute, separator, after) = attribute(rest)?;
            match rdns.last_mut().filter(|_| joins_the_last) {
                Some(rdn) => rdn.push(attribute),
                None => rdns.push(vec![attribute]),
            }
            rest = after.trim_start();
            joins_the_last = separator == Some('+');
            if count > MAX_ATTRIBUTES || separator.is_some() && rest.is_empty() {
                return Err(NameError::Malformed);
            }
        }
        rdns.reverse();
        let sets: Result<Vec<_>, _> = rdns.into_iter().map(SetOfVec::try_from).collect();
        let der = sets
            .and_then(|sets| sets.to_der())
            .map_err(|_| NameError::Malformed)?;
        Self::from_der(&der)
    }

    /// Whether both names have the same attributes, in whatever order and however they are grouped, with
    /// texts that are equal when case and repeated spaces are ignored. Weaker than [`Name::means`]: for
    /// finding a name that a person has written, not for trusting one.
    #[must_use]
    pub fn has_the_attributes_of(&self, other: &Self) -> bool {
        let sorted = |name: &Self| {
            let mut found: Vec<_> = name
                .attributes
                .iter()
                .map(|known| (known.object_identifier(), known.folded()))
                .collect();
            found.sort();
            found
        };
        sorted(self) == sorted(other)
    }
}

/// The first `type=value`, the separator behind it, and what follows.
fn attribute(text: &str) -> Result<(AttributeTypeAndValue, Option<char>, &str), NameError> {
    let (kind, rest) = text.split_once('=').ok_or(NameError::Malformed)?;
    let kind = kind.trim();
    let unknown = || NameError::UnknownAttribute(kind.chars().take(60).collect());
    let oid: ObjectIdentifier = oid_of(kind).ok_or_else(unknown)?;
    let malformed = || NameError::Value {
        attribute: kind.chars().take(60).collect(),
    };
    let (value, separator, after) = value(rest.trim_start()).ok_or_else(malformed)?;
    let value = match value {
        Written::Text(text) => Any::new(Tag::Utf8String, text.as_bytes()),
        Written::Der(der) => Any::from_der(&der),
    };
    let value = value.map_err(|_| malformed())?;
    Ok((AttributeTypeAndValue { oid, value }, separator, after))
}

enum Written {
    Text(String),
    Der(Vec<u8>),
}

fn value(text: &str) -> Option<(Written, Option<char>, &str)> {
    if let Some(hex) = text.strip_prefix('#') {
        let (hex, separator, after) = upto_separator(hex);
        let der = data_encoding::HEXLOWER_PERMISSIVE
            .decode(hex.trim().as_bytes())
            .ok()?;
        return Some((Written::Der(der), separator, after));
    }
    if let Some(quoted) = text.strip_prefix('"') {
        let (bytes, after) = unescaped(quoted, |c| c == '"')?;
        let after = after.strip_prefix('"')?.trim_start();
        let (between, separator, after) = upto_separator(after);
        let text = String::from_utf8(bytes).ok()?;
        return between
            .is_empty()
            .then_some((Written::Text(text), separator, after));
    }
    let (mut bytes, after) = unescaped(text, is_separator)?;
    // Spaces at the end count when they are escaped.
    let raw = text.get(..text.len() - after.len())?;
    let kept = raw.trim_end_matches(' ');
    let escaped = kept.len() < raw.len() && kept.ends_with('\\') && trailing_backslashes(kept) % 2 == 1;
    bytes.truncate(
        bytes
            .len()
            .checked_sub(raw.len() - kept.len() - usize::from(escaped))?,
    );
    let (_, separator, after) = upto_separator(after);
    Some((Written::Text(String::from_utf8(bytes).ok()?), separator, after))
}

fn trailing_backslashes(text: &str) -> usize {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count()
}

const fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '+')
}

fn upto_separator(text: &str) -> (&str, Option<char>, &str) {
    let at = text.find(is_separator).unwrap_or(text.len());
    let (before, rest) = text.split_at(at);
    let mut after = rest.chars();
    let separator = after.next();
    (before, separator, after.as_str())
}

/// The text up to the first character that ends it and is not escaped: `\` before a character, or before
/// the two hex digits of a byte. And the rest, from that character on.
fn unescaped(text: &str, ends: impl Fn(char) -> bool) -> Option<(Vec<u8>, &str)> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut chars = text.chars();
    loop {
        let rest = chars.as_str();
        match chars.next() {
            None => return Some((bytes, rest)),
            Some(c) if ends(c) => return Some((bytes, rest)),
            Some('\\') => {
                let escaped = chars.as_str();
                let digits = escaped
                    .get(..2)
                    .filter(|two| two.bytes().all(|byte| byte.is_ascii_hexdigit()));
                if let Some(digits) = digits {
                    bytes.push(u8::from_str_radix(digits, 16).ok()?);
                    chars = escaped.get(2..)?.chars();
                } else {
                    push(&mut bytes, chars.next()?);
                }
            }
            Some(c) => push(&mut bytes, c),
        }
    }
}

fn push(bytes: &mut Vec<u8>, c: char) {
    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}
