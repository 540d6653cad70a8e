//! The extensions of a certificate that a decision or a session needs.

use const_oid::ObjectIdentifier;
use der::asn1::{AnyRef, BitStringRef, OctetStringRef};
use der::{Decode as _, Encode as _, Reader as _, SliceReader, Tag, TagNumber, Tagged as _};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::NameConstraints;

use super::CertificateError;
use crate::asn1::{elements, sequence};
use crate::name::Name;

/// Basic constraints (RFC 5280 section 4.2.1.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BasicConstraints {
    /// Whether the subject is a CA.
    pub ca: bool,
    /// How many CAs may follow below it.
    pub path_length: Option<u8>,
}

/// Key usage (RFC 5280 section 4.2.1.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyUsage {
    /// May sign data, such as requests.
    pub digital_signature: bool,
    /// May sign certificates.
    pub key_cert_sign: bool,
    /// May sign CRLs.
    pub crl_sign: bool,
}

/// Subject alternative names (RFC 5280 section 4.2.1.6), of the forms that are used, each in the order of
/// the certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AlternativeNames {
    /// dNSName
    pub dns: Vec<String>,
    /// rfc822Name
    pub emails: Vec<String>,
    /// uniformResourceIdentifier
    pub uris: Vec<String>,
    /// directoryName
    pub directory_names: Vec<Name>,
    /// iPAddress: 4 or 16 octets when well-formed.
    pub ip_addresses: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Extensions {
    pub(crate) basic_constraints: Option<BasicConstraints>,
    pub(crate) key_usage: Option<KeyUsage>,
    pub(crate) extended_key_usages: Vec<String>,
    pub(crate) alternative_names: AlternativeNames,
    pub(crate) subject_key_id: Option<Box<[u8]>>,
    pub(crate) authority_key_id: Option<Box<[u8]>>,
    pub(crate) name_constraints: Option<NameConstraints>,
    /// The first critical extension that nobody here understands.
    pub(crate) unknown_critical: Option<String>,
}

const SUBJECT_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.14");
const KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.15");
const ALTERNATIVE_NAMES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.17");
const BASIC_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.19");
const NAME_CONSTRAINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.30");
const CRL_DISTRIBUTION_POINTS: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.31");
const AUTHORITY_KEY_ID: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.35");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");

/// Extensions that `webpki` processes, so that they may be critical.
const UNDERSTOOD: &[ObjectIdentifier] = &[
    KEY_USAGE,
    ALTERNATIVE_NAMES,
    BASIC_CONSTRAINTS,
    NAME_CONSTRAINTS,
    CRL_DISTRIBUTION_POINTS,
    EXTENDED_KEY_USAGE,
];

impl Extensions {
    pub(crate) fn parse(list: &[Extension]) -> Result<Self, CertificateError> {
        let mut found = Self::default();
        for (position, extension) in list.iter().enumerate() {
            let oid = extension.extn_id;
            if list.iter().take(position).any(|earlier| earlier.extn_id == oid) {
                return Err(CertificateError::RepeatedExtension(oid.to_string()));
            }
            if extension.critical && !UNDERSTOOD.contains(&oid) && found.unknown_critical.is_none() {
                found.unknown_critical = Some(oid.to_string());
            }
            let value = extension.extn_value.as_bytes();
            let malformed = |name| move |_| CertificateError::Extension(name);
            match oid {
                BASIC_CONSTRAINTS => {
                    found.basic_constraints =
                        Some(basic_constraints(value).map_err(malformed("basic constraints"))?);
                }
                KEY_USAGE => found.key_usage = Some(key_usage(value).map_err(malformed("key usage"))?),
                EXTENDED_KEY_USAGE => {
                    let usages = Vec::<ObjectIdentifier>::from_der(value);
                    found.extended_key_usages = usages
                        .map_err(malformed("extended key usage"))?
                        .iter()
                        .map(ToString::to_string)
                        .collect();
                }
                ALTERNATIVE_NAMES => {
                    found.alternative_names =
                        alternative_names(value).map_err(malformed("subject alternative name"))?;
                }
                SUBJECT_KEY_ID => {
                    let id = <&OctetStringRef>::from_der(value);
                    found.subject_key_id =
                        Some(id.map_err(malformed("subject key identifier"))?.as_bytes().into());
                }
                AUTHORITY_KEY_ID => {
                    found.authority_key_id =
                        authority_key_id(value).map_err(malformed("authority key identifier"))?;
                }
                NAME_CONSTRAINTS => {
                    let constraints = NameConstraints::from_der(value);
                    found.name_constraints = Some(constraints.map_err(malformed("name constraints"))?);
                }
                _ => {}
            }
        }
        Ok(found)
    }
}

fn basic_constraints(value: &[u8]) -> Result<BasicConstraints, der::Error> {
    let parsed = x509_cert::ext::pkix::BasicConstraints::from_der(value)?;
    Ok(BasicConstraints {
        ca: parsed.ca,
        path_length: parsed.path_len_constraint,
    })
}

fn key_usage(value: &[u8]) -> Result<KeyUsage, der::Error> {
    let bits = BitStringRef::from_der(value)?;
    let bit = |position| bits.get(position).unwrap_or(false);
    Ok(KeyUsage {
        digital_signature: bit(0),
        key_cert_sign: bit(5),
        crl_sign: bit(6),
    })
}

/// The first field of AuthorityKeyIdentifier, `[0] IMPLICIT KeyIdentifier OPTIONAL`.
pub(crate) fn authority_key_id(value: &[u8]) -> Result<Option<Box<[u8]>>, der::Error> {
    let fields = elements(sequence(AnyRef::from_der(value)?)?)?;
    Ok(fields
        .iter()
        .find(|field| context_number(field.tag()) == Some(0))
        .map(|field| field.value().into()))
}

/// Reads name by name, so that a form without use here (an X.400 address, say) does not hide the rest.
pub(crate) fn alternative_names(value: &[u8]) -> Result<AlternativeNames, der::Error> {
    let mut names = AlternativeNames::default();
    for name in elements(sequence(AnyRef::from_der(value)?)?)? {
        let number = context_number(name.tag()).ok_or_else(|| name.tag().value_error())?;
        match number {
            // Some hold more than the ASCII that they may; nothing is decided by them.
            1 => names.emails.extend(ascii(name)),
            2 => names.dns.push(ascii(name)?),
            4 => {
                let mut reader = SliceReader::new(name.value())?;
                let directory: AnyRef<'_> = reader.decode()?;
                reader.finish()?;
                let directory = Name::from_der(&directory.to_der()?);
                names
                    .directory_names
                    .push(directory.map_err(|_| Tag::Sequence.value_error())?);
            }
            6 => names.uris.push(ascii(name)?),
            7 => names.ip_addresses.push(name.value().to_vec()),
            _ => {}
        }
    }
    Ok(names)
}

fn ascii(name: AnyRef<'_>) -> Result<String, der::Error> {
    match std::str::from_utf8(name.value()) {
        Ok(text) if text.is_ascii() => Ok(text.to_owned()),
        _ => Err(Tag::Ia5String.value_error().into()),
    }
}

fn context_number(tag: Tag) -> Option<u32> {
    match tag {
        Tag::ContextSpecific {
            number: TagNumber(number),
            ..
        } => Some(number),
        _ => None,
    }
}
