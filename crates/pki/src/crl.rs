//! Certificate revocation lists (RFC 5280 section 5): complete lists of one issuer. Delta lists,
//! indirect lists and lists for some reasons only are refused when they are read, since honouring them
//! as if they were complete would be wrong in the unsafe direction.

use std::fmt;
use std::sync::{Arc, OnceLock};

use const_oid::ObjectIdentifier;
use der::asn1::{AnyRef, IntRef, UintRef};
use der::{Decode as _, Encode as _, Reader as _, SliceReader, Tag, TagMode, TagNumber};
use jiff::Timestamp;
use tegata_crypto::hash;
use x509_cert::ext::Extension;
use x509_cert::time::Time;

use crate::asn1::{Signed, elements, sequence, timestamp};
use crate::certificate::{Certificate, SerialNumber};
use crate::name::Name;
use crate::pem::{self, Label, PemError};
use crate::signature::{self, SignatureAlgorithm};

/// Longest CRL that is read, in bytes of DER.
pub const MAX_DER: usize = 4 << 20;

const CRL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.20");

/// A CRL. Cloning shares it.
#[derive(Clone)]
pub struct Crl(Arc<Parsed>);

struct Parsed {
    der: Box<[u8]>,
    fingerprint: [u8; 32],
    tbs: Box<[u8]>,
    signature: Box<[u8]>,
    signature_algorithm: Box<[u8]>,
    algorithm: SignatureAlgorithm,
    issuer: Name,
    this_update: Timestamp,
    next_update: Timestamp,
    number: Option<SerialNumber>,
    /// Sorted by serial number.
    revoked: Vec<(SerialNumber, Timestamp)>,
    /// The SubjectPublicKeyInfo that the signature was found good with: a list of many entries is
    /// hashed once, not for each session.
    verified_with: OnceLock<Box<[u8]>>,
}

/// Why bytes are not a CRL that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CrlError {
    /// Longer than [`MAX_DER`].
    #[error("the CRL is longer than {MAX_DER} bytes")]
    TooLong,
    /// Not the DER of a CRL.
    #[error("not a DER-encoded X.509 CRL")]
    Malformed,
    /// Version 1, which has no CRL number.
    #[error("the CRL is of version 1; issue version 2 with a CRL number (openssl: crl_extensions = crl_ext)")]
    Version,
    /// No nextUpdate (RFC 5280 section 5.1.2.5).
    #[error("the CRL has no nextUpdate")]
    NextUpdateMissing,
    /// A delta CRL (RFC 5280 section 5.2.4).
    #[error("the CRL is a delta CRL; import the complete list")]
    Delta,
    /// An indirect CRL (RFC 5280 section 5.2.5), or one with entries of another issuer.
    #[error("the CRL is indirect, it speaks for other issuers; import the list of the issuer itself")]
    Indirect,
    /// A CRL for some revocation reasons or of a kind of certificates that is not in use here.
    #[error("the CRL holds only a part of the revocations; import the complete list")]
    Partial,
    /// A critical extension that is not understood.
    #[error("the CRL has a critical extension that is not supported")]
    CriticalExtension,
    /// The algorithm inside the signed part is not the one outside.
    #[error("the CRL names two different signature algorithms")]
    AlgorithmMismatch,
    /// The PEM around it cannot be read.
    #[error(transparent)]
    Pem(#[from] PemError),
}

impl From<der::Error> for CrlError {
    fn from(_: der::Error) -> Self {
        Self::Malformed
    }
}

/// Why a CRL does not count as this issuer's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CrlSignatureError {
    /// Issued under another name.
    #[error("the CRL is issued by `{crl}`, not by `{issuer}`")]
    IssuerName {
        /// The name in the CRL.
        crl: String,
        /// The name of the certificate.
        issuer: String,
    },
    /// Signed with a weak hash or an unknown algorithm.
    #[error(
        "the CRL of `{issuer}` is signed with {algorithm}, which is not accepted; use SHA-256 or stronger"
    )]
    Algorithm {
        /// The name in the CRL.
        issuer: String,
        /// The algorithm.
        algorithm: String,
    },
    /// The issuer's key usage does not include cRLSign (RFC 5280 section 6.3.3, step f).
    #[error("`{issuer}` may not sign CRLs: its key usage does not include cRLSign")]
    KeyUsage {
        /// The name of the certificate.
        issuer: String,
    },
    /// Signed by another key.
    #[error("the CRL of `{issuer}` is not signed by that issuer's key")]
    Signature {
        /// The name in the CRL.
        issuer: String,
    },
}

impl Crl {
    /// Parses DER.
    ///
    /// # Errors
    /// [`CrlError`].
    pub fn from_der(der: &[u8]) -> Result<Self, CrlError> {
        if der.len() > MAX_DER {
            return Err(CrlError::TooLong);
        }
        let signed = Signed::parse(der)?;
        let list = TbsList::parse(signed.tbs)?;
        if list.signature != signed.algorithm {
            return Err(CrlError::AlgorithmMismatch);
        }
        // Refuses what it would misjudge: deltas, indirect and partial lists, unknown critical extensions.
        webpki::OwnedCertRevocationList::from_der(der).map_err(unsupported)?;
        Ok(Self(Arc::new(Parsed {
            der: der.into(),
            fingerprint: hash::sha256(der),
            tbs: signed.tbs.into(),
            signature: signed.signature.into(),
            algorithm: SignatureAlgorithm::identify(signed.algorithm)?,
            signature_algorithm: signed.algorithm.into(),
            issuer: Name::from_der(&list.issuer.to_der()?).map_err(|_| CrlError::Malformed)?,
            this_update: timestamp(list.this_update),
            next_update: timestamp(list.next_update),
            number: list.number,
            revoked: list.revoked,
            verified_with: OnceLock::new(),
        })))
    }

    /// Parses the one CRL of a PEM text.
    ///
    /// # Errors
    /// [`CrlError`].
    pub fn from_pem(text: &[u8]) -> Result<Self, CrlError> {
        let found = pem::decode_all(text, Label::Crl, 1)?;
        found
            .first()
            .map_or(Err(CrlError::Malformed), |der| Self::from_der(der))
    }

    /// Parses all CRLs of a PEM text: at least one, at most `limit`.
    ///
    /// # Errors
    /// [`CrlError`], of the first that cannot be used.
    pub fn all_from_pem(text: &[u8], limit: usize) -> Result<Vec<Self>, CrlError> {
        pem::decode_all(text, Label::Crl, limit)?
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
        pem::encode(Label::Crl, self.der())
    }

    /// SHA-256 of the DER.
    #[must_use]
    pub fn fingerprint(&self) -> &[u8; 32] {
        &self.0.fingerprint
    }

    /// Who issued it.
    #[must_use]
    pub fn issuer(&self) -> &Name {
        &self.0.issuer
    }

    /// When it was issued.
    #[must_use]
    pub fn this_update(&self) -> Timestamp {
        self.0.this_update
    }

    /// When the next one is due.
    #[must_use]
    pub fn next_update(&self) -> Timestamp {
        self.0.next_update
    }

    /// Whether the next one was due before `now`.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now >= self.0.next_update
    }

    /// The CRL number (RFC 5280 section 5.2.3) in decimal.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        self.0.number.as_ref().map(SerialNumber::to_decimal)
    }

    /// How many certificates it revokes.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.revoked.len()
    }

    /// Whether it revokes none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.revoked.is_empty()
    }

    /// When the certificate of this serial number was revoked, if it was.
    #[must_use]
    pub fn revoked_at(&self, serial: &SerialNumber) -> Option<Timestamp> {
        let found = self
            .0
            .revoked
            .binary_search_by(|(known, _)| known.cmp(serial))
            .ok()?;
        self.0.revoked.get(found).map(|(_, at)| *at)
    }

    /// Checks that `issuer` issued it: same name, cRLSign where the issuer has a key usage, an accepted
    /// algorithm, and its key's signature.
    ///
    /// # Errors
    /// [`CrlSignatureError`], the first that fails in that order.
    pub fn check_signed_by(&self, issuer: &Certificate) -> Result<(), CrlSignatureError> {
        let name = || self.0.issuer.to_string();
        if !self.names(issuer.subject()) {
            return Err(CrlSignatureError::IssuerName {
                crl: name(),
                issuer: issuer.subject().to_string(),
            });
        }
        if issuer.key_usage().is_some_and(|usage| !usage.crl_sign) {
            return Err(CrlSignatureError::KeyUsage { issuer: name() });
        }
        if !self.0.algorithm.is_accepted() {
            let algorithm = self.0.algorithm.to_string();
            return Err(CrlSignatureError::Algorithm {
                issuer: name(),
                algorithm,
            });
        }
        if self
            .0
            .verified_with
            .get()
            .is_some_and(|spki| **spki == *issuer.spki())
        {
            return Ok(());
        }
        let parsed = &self.0;
        if !signature::holds(
            issuer.spki(),
            &parsed.signature_algorithm,
            &parsed.tbs,
            &parsed.signature,
        ) {
            return Err(CrlSignatureError::Signature { issuer: name() });
        }
        // Another thread may have stored the same, or the CA's other key; either is right.
        let _ = self.0.verified_with.set(issuer.spki().into());
        Ok(())
    }

    /// Whether this is the name of its issuer.
    pub(crate) fn names(&self, issuer: &Name) -> bool {
        self.issuer() == issuer || self.issuer().means(issuer)
    }
}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crl")
            .field("issuer", &self.0.issuer.to_string())
            .field("entries", &self.len())
            .finish_non_exhaustive()
    }
}

/// The signed part (RFC 5280 section 5.1.2).
struct TbsList<'a> {
    signature: &'a [u8],
    issuer: AnyRef<'a>,
    this_update: Time,
    next_update: Time,
    revoked: Vec<(SerialNumber, Timestamp)>,
    number: Option<SerialNumber>,
}

impl<'a> TbsList<'a> {
    fn parse(der: &'a [u8]) -> Result<Self, CrlError> {
        let mut reader = SliceReader::new(sequence(AnyRef::from_der(der)?)?)?;
        if Tag::peek(&reader)? != Tag::Integer || reader.decode::<u8>()? != 1 {
            return Err(CrlError::Version);
        }
        let signature = sequence(reader.decode()?)?;
        let issuer: AnyRef<'_> = reader.decode()?;
        let this_update = reader.decode()?;
        let next_update: Option<Time> = match peek(&reader)? {
            Some(Tag::UtcTime | Tag::GeneralizedTime) => Some(reader.decode()?),
            _ => None,
        };
        let next_update = next_update.ok_or(CrlError::NextUpdateMissing)?;
        let mut revoked = match peek(&reader)? {
            Some(Tag::Sequence) => entries(sequence(reader.decode()?)?)?,
            _ => Vec::new(),
        };
        revoked.sort();
        let extensions = reader.context_specific::<Vec<Extension>>(TagNumber(0), TagMode::Explicit)?;
        reader.finish()?;
        let number = extensions
            .ok_or(CrlError::Version)?
            .iter()
            .find(|extension| extension.extn_id == CRL_NUMBER)
            .map(|extension| {
                let number = UintRef::from_der(extension.extn_value.as_bytes())?;
                SerialNumber::from_bytes(number.as_bytes()).ok_or(CrlError::Malformed)
            })
            .transpose()?;
        Ok(Self {
            signature,
            issuer,
            this_update,
            next_update,
            revoked,
            number,
        })
    }
}

fn peek(reader: &SliceReader<'_>) -> Result<Option<Tag>, der::Error> {
    if reader.is_finished() {
        Ok(None)
    } else {
        Tag::peek(reader).map(Some)
    }
}

/// The revoked certificates. Serial numbers that no certificate can have here are left out.
fn entries(content: &[u8]) -> Result<Vec<(SerialNumber, Timestamp)>, CrlError> {
    let mut found = Vec::new();
    for entry in elements(content)? {
        let mut entry = SliceReader::new(sequence(entry)?)?;
        let serial: IntRef<'_> = entry.decode()?;
        let at: Time = entry.decode()?;
        if let Some(serial) = SerialNumber::from_der_value(serial.as_bytes()) {
            found.push((serial, timestamp(at)));
        }
    }
    Ok(found)
}

fn unsupported(error: webpki::Error) -> CrlError {
    use webpki::Error;
    match error {
        Error::UnsupportedCrlVersion => CrlError::Version,
        Error::UnsupportedDeltaCrl => CrlError::Delta,
        Error::UnsupportedIndirectCrl => CrlError::Indirect,
        Error::UnsupportedRevocationReasonsPartitioning
        | Error::UnsupportedCrlIssuingDistributionPoint
        | Error::MalformedExtensions => CrlError::Partial,
        Error::UnsupportedCriticalExtension => CrlError::CriticalExtension,
        Error::SignatureAlgorithmMismatch => CrlError::AlgorithmMismatch,
        _ => CrlError::Malformed,
    }
}

#[cfg(test)]
mod tests;
