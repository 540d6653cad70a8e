//! The extensions that issued certificates carry (RFC 5280 section 4.2).

use const_oid::ObjectIdentifier;
use der::Encode;
use der::asn1::{Ia5String, OctetString};
use der::flagset::FlagSet;
use tegata_crypto::hash;
use x509_cert::der::Decode as _;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CrlNumber, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectKeyIdentifier,
};

use crate::asn1::PublicKeyInfo;
use crate::name::Name;

/// id-kp-clientAuth (RFC 5280 section 4.2.1.12).
pub const KEY_USAGE_CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";

/// An extension, ready to be put into a certificate or a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    oid: String,
    critical: bool,
    /// `None` when the value given could not be encoded; issuing then fails.
    value: Option<Vec<u8>>,
}

/// A subject alternative name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlternativeName {
    /// dNSName
    Dns(String),
    /// uniformResourceIdentifier
    Uri(String),
    /// directoryName
    Directory(Name),
    /// iPAddress
    Ip(std::net::IpAddr),
    /// rfc822Name
    Email(String),
}

impl Extension {
    /// An extension from its parts: the dotted object identifier and the DER of the value.
    #[must_use]
    pub fn raw(oid: &str, critical: bool, value: &[u8]) -> Self {
        Self {
            oid: oid.to_owned(),
            critical,
            value: Some(value.to_vec()),
        }
    }

    /// The dotted object identifier.
    #[must_use]
    pub fn oid(&self) -> &str {
        &self.oid
    }

    fn of(oid: &str, critical: bool, value: &impl Encode) -> Self {
        Self {
            oid: oid.to_owned(),
            critical,
            value: value.to_der().ok(),
        }
    }

    /// Basic constraints, critical.
    #[must_use]
    pub fn basic_constraints(ca: bool, path_length: Option<u8>) -> Self {
        Self::of(
            "2.5.29.19",
            true,
            &BasicConstraints {
                ca,
                path_len_constraint: path_length,
            },
        )
    }

    /// Key usage keyCertSign and cRLSign, critical.
    #[must_use]
    pub fn ca_key_usage() -> Self {
        Self::key_usage(KeyUsages::KeyCertSign | KeyUsages::CRLSign)
    }

    /// Key usage digitalSignature, critical.
    #[must_use]
    pub fn digital_signature() -> Self {
        Self::key_usage(KeyUsages::DigitalSignature)
    }

    pub(crate) fn key_usage(usages: impl Into<FlagSet<KeyUsages>>) -> Self {
        Self::of("2.5.29.15", true, &KeyUsage(usages.into()))
    }

    /// Extended key usage by object identifiers, not critical.
    #[must_use]
    pub fn extended_key_usage(usages: &[&str]) -> Self {
        let usages: Option<Vec<_>> = usages.iter().map(|oid| ObjectIdentifier::new(oid).ok()).collect();
        Self {
            oid: "2.5.29.37".to_owned(),
            critical: false,
            value: usages.and_then(|usages| ExtendedKeyUsage(usages).to_der().ok()),
        }
    }

    /// Subject alternative names, not critical.
    #[must_use]
    pub fn alternative_names(names: &[AlternativeName]) -> Self {
        let names: Option<Vec<GeneralName>> = names.iter().map(AlternativeName::general_name).collect();
        Self {
            oid: "2.5.29.17".to_owned(),
            critical: false,
            value: names.and_then(|names| names.to_der().ok()),
        }
    }

    pub(super) fn subject_key_id(id: &[u8]) -> Self {
        let id = OctetString::new(id).ok().map(SubjectKeyIdentifier);
        let value = id.and_then(|id| id.to_der().ok());
        Self {
            oid: "2.5.29.14".to_owned(),
            critical: false,
            value,
        }
    }

    pub(super) fn authority_key_id(id: &[u8]) -> Self {
        let id = AuthorityKeyIdentifier {
            key_identifier: OctetString::new(id).ok(),
            ..Default::default()
        };
        Self::of("2.5.29.35", false, &id)
    }

    pub(super) fn crl_number(number: u64) -> Self {
        let number = CrlNumber::try_from(number);
        let value = number.ok().and_then(|number| number.to_der().ok());
        Self {
            oid: "2.5.29.20".to_owned(),
            critical: false,
            value,
        }
    }

    pub(crate) fn to_x509(&self) -> Option<x509_cert::ext::Extension> {
        Some(x509_cert::ext::Extension {
            extn_id: ObjectIdentifier::new(&self.oid).ok()?,
            critical: self.critical,
            extn_value: OctetString::new(self.value.as_deref()?).ok()?,
        })
    }
}

impl AlternativeName {
    fn general_name(&self) -> Option<GeneralName> {
        let ascii = |text: &str| Ia5String::new(text).ok();
        match self {
            Self::Dns(name) => ascii(name).map(GeneralName::DnsName),
            Self::Uri(uri) => ascii(uri).map(GeneralName::UniformResourceIdentifier),
            Self::Email(address) => ascii(address).map(GeneralName::Rfc822Name),
            Self::Directory(name) => x509_cert::name::Name::from_der(name.der())
                .ok()
                .map(GeneralName::DirectoryName),
            Self::Ip(address) => Some(GeneralName::from(*address)),
        }
    }
}

/// The key identifier of a SubjectPublicKeyInfo: the first 160 bits of the SHA-256 of the key (RFC 7093
/// section 2, method 1).
pub(super) fn key_id(spki: &[u8]) -> Vec<u8> {
    let digest = match PublicKeyInfo::parse(spki) {
        Ok(info) => hash::sha256(info.key),
        // Issuing fails on such a key anyway: the certificate is read back.
        Err(_) => hash::sha256(spki),
    };
    digest.iter().copied().take(20).collect()
}
