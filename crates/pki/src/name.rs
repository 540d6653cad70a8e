//! Distinguished names (X.501, RFC 5280 section 4.1.2.4): read without losing order or bytes, printed as
//! RFC 4514 text, compared by meaning, and built from pairs.

mod attribute;
mod go;
mod rfc4514;

use std::fmt;

use const_oid::ObjectIdentifier;
use der::asn1::{Any, AnyRef, SetOfVec};
use der::{Decode as _, Encode as _, Reader as _, SliceReader, Tag, Tagged as _};
use x509_cert::attr::AttributeTypeAndValue;

use crate::asn1::{elements, sequence};

pub use attribute::Attribute;
use attribute::{Value, oid_of, string_tag};

/// A distinguished name. Equality is of bytes, as path building needs it; [`Name::means`] compares by
/// meaning. `Display` prints RFC 4514: the last relative name first, joined by commas.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Name {
    der: Box<[u8]>,
    attributes: Vec<Attribute>,
}

/// Why a name cannot be read or built.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Not the DER of a Name.
    #[error("not a DER-encoded distinguished name")]
    Malformed,
    /// Neither a short name nor a dotted object identifier.
    #[error("`{0}` is not an attribute of distinguished names")]
    UnknownAttribute(String),
    /// The attribute's value may not hold these characters.
    #[error("the value of {attribute} has characters that the attribute does not allow")]
    Value {
        /// The attribute as it was given.
        attribute: String,
    },
}

impl Name {
    /// Reads the DER of a Name.
    ///
    /// # Errors
    /// [`NameError::Malformed`].
    pub fn from_der(der: &[u8]) -> Result<Self, NameError> {
        Self::read(der).map_err(|_| NameError::Malformed)
    }

    fn read(der: &[u8]) -> Result<Self, der::Error> {
        let mut attributes = Vec::new();
        for (rdn, set) in elements(sequence(AnyRef::from_der(der)?)?)?
            .into_iter()
            .enumerate()
        {
            set.tag().assert_eq(Tag::Set)?;
            // As sent: a SET has no order of its own, but several values of one type are shown in the
            // certificate's order.
            let mut members = SliceReader::new(set.value())?;
            while !members.is_finished() {
                let member: AttributeTypeAndValue = members.decode()?;
                attributes.push(Attribute::new(rdn, member.oid, &member.value)?);
            }
        }
        Ok(Self {
            der: der.into(),
            attributes,
        })
    }

    /// Builds a name with one attribute in each relative name, in the order of the certificate (the
    /// most general first). Attributes are given by short name (`CN`, `OU`…, in any case) or dotted
    /// object identifier.
    ///
    /// # Errors
    /// [`NameError`].
    pub fn from_pairs(pairs: &[(&str, &str)]) -> Result<Self, NameError> {
        let mut content = Vec::new();
        for (attribute, value) in pairs {
            let oid =
                oid_of(attribute).ok_or_else(|| NameError::UnknownAttribute((*attribute).to_owned()))?;
            let rdn = encode_attribute(oid, value).map_err(|_| NameError::Value {
                attribute: (*attribute).to_owned(),
            })?;
            content.extend(rdn);
        }
        let der = AnyRef::new(Tag::Sequence, &content)
            .and_then(|any| any.to_der())
            .map_err(|_| NameError::Malformed)?;
        Self::from_der(&der)
    }

    /// The DER, tag and length included.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it has no attributes at all.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }

    /// The attributes in the order of the certificate.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// Whether this is the short name of a type of attribute, or a dotted object identifier, with or
    /// without `OID.` before it.
    #[must_use]
    pub fn is_attribute_type(text: &str) -> bool {
        oid_of(text).is_some()
    }

    /// The texts of all attributes of one type, in the order of the certificate. The type is a short
    /// name in any case, or a dotted object identifier, with or without `OID.` before it.
    pub fn values<'a>(&'a self, attribute: &str) -> impl Iterator<Item = &'a str> {
        let oid = oid_of(attribute);
        self.attributes
            .iter()
            .filter(move |known| Some(known.object_identifier()) == oid)
            .filter_map(Attribute::text)
    }

    /// Whether both names mean the same: the same types in the same order, with texts that are equal
    /// when case and repeated spaces are ignored (RFC 5280 section 7.1), whatever their string types.
    #[must_use]
    pub fn means(&self, other: &Self) -> bool {
        self.folded() == other.folded()
    }

    fn folded(&self) -> Vec<(usize, ObjectIdentifier, Value)> {
        let mut folded: Vec<_> = self
            .attributes
            .iter()
            .map(|known| (known.rdn(), known.object_identifier(), known.folded()))
            .collect();
        // Within one relative name the order carries no meaning.
        folded.sort();
        folded
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rdns: Vec<&[Attribute]> = self.attributes.chunk_by(|a, b| a.rdn() == b.rdn()).collect();
        rdns.reverse();
        for (position, rdn) in rdns.into_iter().enumerate() {
            if position > 0 {
                f.write_str(",")?;
            }
            for (position, attribute) in rdn.iter().enumerate() {
                if position > 0 {
                    f.write_str("+")?;
                }
                write!(f, "{attribute}")?;
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

/// One relative name with one attribute.
fn encode_attribute(oid: ObjectIdentifier, value: &str) -> Result<Vec<u8>, der::Error> {
    let tag = string_tag(oid);
    let fits = match tag {
        Tag::PrintableString => der::asn1::PrintableStringRef::new(value).is_ok(),
        Tag::Ia5String => value.is_ascii(),
        _ => true,
    };
    if !fits {
        return Err(tag.value_error().into());
    }
    let member = AttributeTypeAndValue {
        oid,
        value: Any::new(tag, value.as_bytes())?,
    };
    SetOfVec::try_from(vec![member])?.to_der()
}

#[cfg(test)]
mod tests;
