//! A certificate, parsed once from DER and cheap to share.
//!
//! Parsing accepts certificates that no path may use (weak hashes, short keys, version 1…), so that
//! [`crate::path`] can say what is wrong with them; only what cannot be read is refused here.

mod extensions;
mod serial;

use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use der::asn1::{AnyRef, ContextSpecific, IntRef};
use der::{Decode as _, Encode as _, Reader as _, SliceReader, Tag, TagMode, TagNumber};
use jiff::Timestamp;
use rustls_pki_types::CertificateDer;
use tegata_crypto::verify::{KeyError, PublicKey};
use tegata_crypto::{HashKind, KeyKind, hash};
use x509_cert::ext::Extension;
use x509_cert::time::Time;

use crate::asn1::{PublicKeyInfo, Signed, sequence, timestamp};
use crate::key::{self, Accepted, UnsupportedKey};
use crate::name::{Name, NameError};
use crate::pem::{self, Label, PemError};
use crate::signature::{self, SignatureAlgorithm};

pub(crate) use extensions::Extensions;
pub use extensions::{AlternativeNames, BasicConstraints, KeyUsage};
pub use serial::SerialNumber;

/// Longest certificate that is read, in bytes; `webpki` has the same limit.
pub const MAX_DER: usize = 65_535;

/// An X.509 certificate. Cloning shares it.
#[derive(Clone)]
pub struct Certificate(Arc<Parsed>);

struct Parsed {
    der: CertificateDer<'static>,
    fingerprint: [u8; 32],
    tbs: Range<usize>,
    signature: Box<[u8]>,
    signature_algorithm: Box<[u8]>,
    algorithm: SignatureAlgorithm,
    version: u8,
    serial: SerialNumber,
    issuer: Name,
    subject: Name,
    not_before: Timestamp,
    not_after: Timestamp,
    spki: Box<[u8]>,
    key: Result<Accepted, UnsupportedKey>,
    extensions: Extensions,
    public_key: OnceLock<Result<PublicKey, KeyError>>,
}

/// Why bytes are not a certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// Longer than [`MAX_DER`].
    #[error("the certificate is longer than {MAX_DER} bytes")]
    TooLong,
    /// Not the DER of a certificate.
    #[error("not a DER-encoded X.509 certificate")]
    Malformed,
    /// Has issuerUniqueID or subjectUniqueID, which RFC 5280 section 4.1.2.8 forbids.
    #[error("the certificate has unique identifiers, which RFC 5280 does not allow")]
    UniqueIdentifiers,
    /// The algorithm inside the signed part is not the one outside (RFC 5280 section 4.1.1.2).
    #[error("the certificate names two different signature algorithms")]
    AlgorithmMismatch,
    /// Negative or longer than 20 octets (RFC 5280 section 4.1.2.2).
    #[error("the certificate's serial number is negative or longer than 20 octets")]
    SerialNumber,
    /// A name cannot be read.
    #[error("the certificate's {field} is {reason}")]
    Name {
        /// `subject` or `issuer`.
        field: &'static str,
        /// What is wrong with it.
        reason: NameError,
    },
    /// An extension that cannot be read.
    #[error("the certificate's {0} extension is malformed")]
    Extension(&'static str),
    /// An extension that appears twice (RFC 5280 section 4.2).
    #[error("the certificate has the extension {0} twice")]
    RepeatedExtension(String),
    /// The PEM around it cannot be read.
    #[error(transparent)]
    Pem(#[from] PemError),
}

impl From<der::Error> for CertificateError {
    fn from(_: der::Error) -> Self {
        Self::Malformed
    }
}

impl Certificate {
    /// Parses DER.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > MAX_DER {
            return Err(CertificateError::TooLong);
        }
        let signed = Signed::parse(der)?;
        let tbs = Tbs::parse(signed.tbs)?;
        if tbs.signature != signed.algorithm {
            return Err(CertificateError::AlgorithmMismatch);
        }
        let name = |field, der: AnyRef<'_>| -> Result<Name, CertificateError> {
            Name::from_der(&der.to_der()?).map_err(|reason| CertificateError::Name { field, reason })
        };
        let spki = tbs.spki.to_der()?;
        // The signed part is the first thing in the outer SEQUENCE.
        let start = der.len() - AnyRef::from_der(der)?.value().len();
        Ok(Self(Arc::new(Parsed {
            fingerprint: hash::sha256(der),
            tbs: start..start + signed.tbs.len(),
            signature: signed.signature.into(),
            algorithm: SignatureAlgorithm::identify(signed.algorithm)?,
            signature_algorithm: signed.algorithm.into(),
            version: tbs.version,
            serial: SerialNumber::from_der_value(tbs.serial).ok_or(CertificateError::SerialNumber)?,
            issuer: name("issuer", tbs.issuer)?,
            subject: name("subject", tbs.subject)?,
            not_before: timestamp(tbs.not_before),
            not_after: timestamp(tbs.not_after),
            key: key::identify(&spki),
            spki: spki.into(),
            extensions: Extensions::parse(&tbs.extensions)?,
            public_key: OnceLock::new(),
            der: CertificateDer::from(der.to_vec()),
        })))
    }

    /// Parses the first certificate of a PEM text.
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn from_pem(text: &[u8]) -> Result<Self, CertificateError> {
        let found = pem::decode_all(text, Label::Certificate, usize::MAX)?;
        found
            .first()
            .map_or(Err(CertificateError::Malformed), |der| Self::from_der(der))
    }

    /// Parses all certificates of a PEM text: at least one, at most `limit`.
    ///
    /// # Errors
    /// [`CertificateError`], of the first that cannot be read.
    pub fn all_from_pem(text: &[u8], limit: usize) -> Result<Vec<Self>, CertificateError> {
        pem::decode_all(text, Label::Certificate, limit)?
            .iter()
            .map(|der| Self::from_der(der))
            .collect()
    }

    /// The DER as it was read.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// As one PEM block.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem::encode(Label::Certificate, self.der())
    }

    /// SHA-256 of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.0.fingerprint
    }

    /// SHA-256 of the DER in lowercase hex.
    #[must_use]
    pub fn fingerprint_hex(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0.fingerprint)
    }

    /// The X.509 version: 1, 2 or 3.
    #[must_use]
    pub fn version(&self) -> u8 {
        self.0.version
    }

    /// The serial number.
    #[must_use]
    pub fn serial(&self) -> &SerialNumber {
        &self.0.serial
    }

    /// Whom it names.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.0.subject
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// The first second in which it is valid.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        self.0.not_before
    }

    /// The last second in which it is valid.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.0.not_after
    }

    /// The DER of its SubjectPublicKeyInfo.
    #[must_use]
    pub fn spki(&self) -> &[u8] {
        &self.0.spki
    }

    /// The bytes of its public key alone: an `RSAPublicKey` (RFC 8017 appendix A.1.1), an elliptic
    /// curve's point, or an ML-DSA key.
    #[must_use]
    pub fn public_key_bytes(&self) -> &[u8] {
        PublicKeyInfo::parse(&self.0.spki).map_or(&[], |info| info.key)
    }

    /// The kind of its key.
    ///
    /// # Errors
    /// [`UnsupportedKey`] when it is none that Tegata accepts.
    pub fn key_kind(&self) -> Result<KeyKind, UnsupportedKey> {
        self.0.key.clone().map(|key| key.kind)
    }

    /// The bits of its modulus, when it has an RSA key of an accepted size.
    #[must_use]
    pub fn rsa_bits(&self) -> Option<u32> {
        self.0.key.as_ref().ok().and_then(|key| key.rsa_bits)
    }

    /// Its key, ready to verify signatures made with SHA-256 (ML-DSA: of the message itself), as
    /// requests to Roles Anywhere carry them. Prepared at the first call and kept.
    ///
    /// # Errors
    /// [`UnsupportedKey`] when the key is none that Tegata accepts.
    pub fn public_key(&self) -> Result<&PublicKey, UnsupportedKey> {
        let kind = self.key_kind()?;
        self.0
            .public_key
            .get_or_init(|| PublicKey::from_spki(kind, HashKind::Sha256, &self.0.spki))
            .as_ref()
            .map_err(|_| UnsupportedKey::Malformed)
    }

    /// The algorithm that it is signed with.
    #[must_use]
    pub fn signature_algorithm(&self) -> &SignatureAlgorithm {
        &self.0.algorithm
    }

    /// Basic constraints (RFC 5280 section 4.2.1.9), if present.
    #[must_use]
    pub fn basic_constraints(&self) -> Option<BasicConstraints> {
        self.0.extensions.basic_constraints
    }

    /// Whether basic constraints say that it is a CA.
    #[must_use]
    pub fn is_ca(&self) -> bool {
        self.basic_constraints().is_some_and(|constraints| constraints.ca)
    }

    /// Key usage (RFC 5280 section 4.2.1.3), if present.
    #[must_use]
    pub fn key_usage(&self) -> Option<KeyUsage> {
        self.0.extensions.key_usage
    }

    /// The object identifiers of its extended key usages (RFC 5280 section 4.2.1.12).
    #[must_use]
    pub fn extended_key_usages(&self) -> &[String] {
        &self.0.extensions.extended_key_usages
    }

    /// Subject alternative names (RFC 5280 section 4.2.1.6).
    #[must_use]
    pub fn alternative_names(&self) -> &AlternativeNames {
        &self.0.extensions.alternative_names
    }

    /// The subject key identifier (RFC 5280 section 4.2.1.2), if present.
    #[must_use]
    pub fn subject_key_id(&self) -> Option<&[u8]> {
        self.0.extensions.subject_key_id.as_deref()
    }

    /// The key identifier of its issuer (RFC 5280 section 4.2.1.1), if present.
    #[must_use]
    pub fn authority_key_id(&self) -> Option<&[u8]> {
        self.0.extensions.authority_key_id.as_deref()
    }

    /// Whether subject and issuer are the same name.
    #[must_use]
    pub fn is_self_issued(&self) -> bool {
        self.subject() == self.issuer()
    }

    /// Whether this certificate is signed by that one's key. Names, dates and usages are not looked at:
    /// use [`crate::path`] to decide trust.
    #[must_use]
    pub fn is_signed_by(&self, issuer: &Self) -> bool {
        let tbs = self.0.der.get(self.0.tbs.clone()).unwrap_or_default();
        signature::holds(issuer.spki(), &self.0.signature_algorithm, tbs, &self.0.signature)
    }

    pub(crate) fn as_pki_types(&self) -> &CertificateDer<'static> {
        &self.0.der
    }

    pub(crate) fn extensions(&self) -> &Extensions {
        &self.0.extensions
    }

    pub(crate) fn unsupported_key(&self) -> Option<&UnsupportedKey> {
        self.0.key.as_ref().err()
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("subject", &self.0.subject.to_string())
            .field("serial", &self.0.serial.to_hex())
            .finish_non_exhaustive()
    }
}

/// The signed part (RFC 5280 section 4.1.2).
struct Tbs<'a> {
    version: u8,
    serial: &'a [u8],
    signature: &'a [u8],
    issuer: AnyRef<'a>,
    not_before: Time,
    not_after: Time,
    subject: AnyRef<'a>,
    spki: AnyRef<'a>,
    extensions: Vec<Extension>,
}

impl<'a> Tbs<'a> {
    fn parse(der: &'a [u8]) -> Result<Self, CertificateError> {
        let mut reader = SliceReader::new(sequence(AnyRef::from_der(der)?)?)?;
        let version = match ContextSpecific::<u8>::decode_explicit(&mut reader, TagNumber(0))? {
            None => 1,
            Some(field) if field.value <= 2 => field.value + 1,
            Some(_) => return Err(CertificateError::Malformed),
        };
        let serial: IntRef<'_> = reader.decode()?;
        let signature = sequence(reader.decode()?)?;
        let issuer: AnyRef<'_> = reader.decode()?;
        let mut validity = SliceReader::new(sequence(reader.decode()?)?)?;
        let (not_before, not_after) = (validity.decode()?, validity.decode()?);
        validity.finish()?;
        let subject: AnyRef<'_> = reader.decode()?;
        let spki: AnyRef<'_> = reader.decode()?;
        if !reader.is_finished() && is_unique_id(Tag::peek(&reader)?) {
            return Err(CertificateError::UniqueIdentifiers);
        }
        let extensions = reader.context_specific::<Vec<Extension>>(TagNumber(3), TagMode::Explicit)?;
        reader.finish()?;
        Ok(Self {
            version,
            serial: serial.as_bytes(),
            signature,
            issuer,
            not_before,
            not_after,
            subject,
            spki,
            extensions: extensions.unwrap_or_default(),
        })
    }
}

fn is_unique_id(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::ContextSpecific {
            number: TagNumber(1 | 2),
            ..
        }
    )
}

#[cfg(test)]
mod tests;
