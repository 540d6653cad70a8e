//! Issues certificates and CRLs: builds the part to be signed from plain values, signs it through
//! [`CertSigner`], and reads the result back, so that nothing is issued that this crate would not read.

mod extension;

use const_oid::ObjectIdentifier;
use der::asn1::{Any, AnyRef, BitString, GeneralizedTime, UtcTime};
use der::{DateTime, Encode as _, Sequence, Tag};
use jiff::Timestamp;
use std::time::Duration;
use tegata_crypto::sign::{PrivateKey, SignError};
use tegata_crypto::{HashKind, KeyKind};
use x509_cert::spki::AlgorithmIdentifierOwned;
use x509_cert::time::{Time, Validity};

use crate::certificate::{Certificate, CertificateError, SerialNumber};
use crate::crl::{Crl, CrlError};
use crate::name::Name;

use extension::key_id;
pub use extension::{AlternativeName, Extension, KEY_USAGE_CLIENT_AUTH};

/// A key that can sign certificates, CRLs and requests, wherever it is kept.
pub trait CertSigner {
    /// The kind of key.
    fn kind(&self) -> KeyKind;

    /// The DER of its SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`SignerError`].
    fn spki(&self) -> Result<Vec<u8>, SignerError>;

    /// Signs a message: RSA PKCS#1 v1.5, ECDSA in DER, or ML-DSA, which ignores `hash`.
    ///
    /// # Errors
    /// [`SignerError`].
    fn sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignerError>;
}

/// A key could not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignerError {
    /// It failed, and may not the next time.
    #[error("the key cannot sign: {0}")]
    Failed(String),
    /// It will not before a person changes something, such as its PIN; trying again may lock it.
    #[error("the key cannot sign: {0}")]
    Refused(String),
}

impl SignerError {
    /// Whether to try again, in this process or another one, is of no use before a person changes something.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}

impl From<SignError> for SignerError {
    fn from(error: SignError) -> Self {
        Self::Failed(error.to_string())
    }
}

impl CertSigner for PrivateKey {
    fn kind(&self) -> KeyKind {
        Self::kind(self)
    }

    fn spki(&self) -> Result<Vec<u8>, SignerError> {
        Ok(self.public_spki()?)
    }

    fn sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        Ok(Self::sign(self, hash, message)?)
    }
}

/// Why nothing was issued.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IssueError {
    /// The signing key is not the key of the issuer's certificate.
    #[error("the signing key does not belong to the CA certificate `{issuer}`")]
    WrongKey {
        /// The subject of the CA.
        issuer: String,
    },
    /// The key failed.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// A value that cannot be encoded: an instant before 1970, or an extension that is not DER.
    #[error("the {0} cannot be encoded")]
    Encoding(&'static str),
    /// What was built is not a certificate that this crate reads.
    #[error("the certificate would be unusable: {0}")]
    Certificate(#[from] CertificateError),
    /// What was built is not a CRL that this crate reads.
    #[error("the CRL would be unusable: {0}")]
    Crl(#[from] CrlError),
}

/// What a new certificate shall say. Key identifiers are added when it is issued.
#[derive(Debug, Clone)]
pub struct Template {
    /// Unique among the issuer's certificates; see [`SerialNumber::random`].
    pub serial: SerialNumber,
    /// Whom it names.
    pub subject: Name,
    /// The first second of its validity.
    pub not_before: Timestamp,
    /// The last second of its validity.
    pub not_after: Timestamp,
    /// Its extensions, in order.
    pub extensions: Vec<Extension>,
}

impl Template {
    /// A CA that may sign certificates and CRLs, with at most `path_length` CAs below it.
    #[must_use]
    pub fn ca(
        serial: SerialNumber,
        subject: Name,
        (not_before, not_after): (Timestamp, Timestamp),
        path_length: Option<u8>,
    ) -> Self {
        let extensions = vec![
            Extension::basic_constraints(true, path_length),
            Extension::ca_key_usage(),
        ];
        Self {
            serial,
            subject,
            not_before,
            not_after,
            extensions,
        }
    }

    /// An end-entity certificate that signs requests: not a CA, digitalSignature, clientAuth.
    #[must_use]
    pub fn end_entity(
        serial: SerialNumber,
        subject: Name,
        (not_before, not_after): (Timestamp, Timestamp),
        names: &[AlternativeName],
    ) -> Self {
        let mut extensions = vec![
            Extension::basic_constraints(false, None),
            Extension::digital_signature(),
            Extension::extended_key_usage(&[KEY_USAGE_CLIENT_AUTH]),
        ];
        if !names.is_empty() {
            extensions.push(Extension::alternative_names(names));
        }
        Self {
            serial,
            subject,
            not_before,
            not_after,
            extensions,
        }
    }
}

/// Issues a self-signed certificate, such as a root.
///
/// # Errors
/// [`IssueError`].
pub fn self_signed(template: &Template, signer: &dyn CertSigner) -> Result<Certificate, IssueError> {
    let spki = signer.spki()?;
    sign_certificate(template, &spki, &template.subject, None, signer)
}

/// Issues a certificate for the key of `spki` (the DER of a SubjectPublicKeyInfo, as in a request),
/// signed by the key of `issuer`. What the issuer may issue is not looked at.
///
/// # Errors
/// [`IssueError`].
pub fn issue(
    template: &Template,
    spki: &[u8],
    issuer: &Certificate,
    signer: &dyn CertSigner,
) -> Result<Certificate, IssueError> {
    if signer.spki()? != issuer.spki() {
        return Err(IssueError::WrongKey {
            issuer: issuer.subject().to_string(),
        });
    }
    sign_certificate(template, spki, issuer.subject(), Some(issuer), signer)
}

/// What a new CRL shall say.
#[derive(Debug, Clone)]
pub struct CrlTemplate {
    /// The CRL number; it grows from one CRL to the next.
    pub number: u64,
    /// When it is issued.
    pub this_update: Timestamp,
    /// When the next one is due.
    pub next_update: Timestamp,
    /// The serial numbers of revoked certificates, and since when.
    pub revoked: Vec<(SerialNumber, Timestamp)>,
}

/// Issues a CRL, signed by the key of `issuer`.
///
/// # Errors
/// [`IssueError`].
pub fn issue_crl(
    template: &CrlTemplate,
    issuer: &Certificate,
    signer: &dyn CertSigner,
) -> Result<Crl, IssueError> {
    let spki = signer.spki()?;
    if spki != issuer.spki() {
        return Err(IssueError::WrongKey {
            issuer: issuer.subject().to_string(),
        });
    }
    let not_der = |_| IssueError::Encoding("CRL");
    let authority = issuer
        .subject_key_id()
        .map(<[u8]>::to_vec)
        .unwrap_or_else(|| key_id(&spki));
    let extensions = [
        Extension::authority_key_id(&authority),
        Extension::crl_number(template.number),
    ];
    let serials: Vec<Vec<u8>> = template
        .revoked
        .iter()
        .map(|(serial, _)| serial.der_value())
        .collect();
    let mut revoked = Vec::with_capacity(serials.len());
    for (serial, (_, at)) in serials.iter().zip(&template.revoked) {
        let serial = AnyRef::new(Tag::Integer, serial).map_err(not_der)?;
        revoked.push(RevokedEntry {
            serial,
            at: time(*at)?,
        });
    }
    let list = TbsCertList {
        version: 1,
        signature: algorithm(signer.kind()).0,
        issuer: element(issuer.subject().der(), "issuer")?,
        this_update: time(template.this_update)?,
        next_update: time(template.next_update)?,
        revoked: (!revoked.is_empty()).then_some(revoked),
        extensions: encoded(&extensions)?,
    };
    let der = assemble(&list.to_der().map_err(not_der)?, signer)?;
    Ok(Crl::from_der(&der)?)
}

fn sign_certificate(
    template: &Template,
    spki: &[u8],
    issuer: &Name,
    authority: Option<&Certificate>,
    signer: &dyn CertSigner,
) -> Result<Certificate, IssueError> {
    let mut extensions = template.extensions.clone();
    extensions.push(Extension::subject_key_id(&key_id(spki)));
    if let Some(id) = authority.and_then(Certificate::subject_key_id) {
        extensions.push(Extension::authority_key_id(id));
    }
    let serial = template.serial.der_value();
    let tbs = TbsCertificate {
        version: 2,
        serial: AnyRef::new(Tag::Integer, &serial).map_err(|_| IssueError::Encoding("serial number"))?,
        signature: algorithm(signer.kind()).0,
        issuer: element(issuer.der(), "issuer")?,
        validity: Validity::new(time(template.not_before)?, time(template.not_after)?),
        subject: element(template.subject.der(), "subject")?,
        spki: element(spki, "public key")?,
        extensions: encoded(&extensions)?,
    };
    let tbs = tbs.to_der().map_err(|_| IssueError::Encoding("certificate"))?;
    Ok(Certificate::from_der(&assemble(&tbs, signer)?)?)
}

/// Signs the DER of the inner part of a certificate, CRL or request, and puts the three parts together.
///
/// # Errors
/// [`IssueError::Signer`], or [`IssueError::Encoding`] when `tbs` is not DER.
pub fn assemble(tbs: &[u8], signer: &dyn CertSigner) -> Result<Vec<u8>, IssueError> {
    let (algorithm, hash) = algorithm(signer.kind());
    let signature = signer.sign(hash, tbs)?;
    let not_der = |_| IssueError::Encoding("signed part");
    let signed = SignedParts {
        tbs: element(tbs, "signed part")?,
        algorithm,
        signature: BitString::from_bytes(&signature).map_err(not_der)?,
    };
    signed.to_der().map_err(not_der)
}

/// How a key of this kind signs: ECDSA with the hash of the curve's size, RSA with SHA-256 (RFC 4055,
/// RFC 5758, RFC 9881).
fn algorithm(kind: KeyKind) -> (AlgorithmIdentifierOwned, HashKind) {
    let (oid, hash) = match kind {
        KeyKind::Rsa => ("1.2.840.113549.1.1.11", HashKind::Sha256),
        KeyKind::P256 => ("1.2.840.10045.4.3.2", HashKind::Sha256),
        KeyKind::P384 => ("1.2.840.10045.4.3.3", HashKind::Sha384),
        KeyKind::P521 => ("1.2.840.10045.4.3.4", HashKind::Sha512),
        KeyKind::MlDsa44 => ("2.16.840.1.101.3.4.3.17", HashKind::Sha256),
        KeyKind::MlDsa65 => ("2.16.840.1.101.3.4.3.18", HashKind::Sha256),
        KeyKind::MlDsa87 => ("2.16.840.1.101.3.4.3.19", HashKind::Sha256),
    };
    let parameters = matches!(kind, KeyKind::Rsa).then(Any::null);
    (
        AlgorithmIdentifierOwned {
            oid: ObjectIdentifier::new_unwrap(oid),
            parameters,
        },
        hash,
    )
}

fn element<'a>(der: &'a [u8], what: &'static str) -> Result<AnyRef<'a>, IssueError> {
    AnyRef::try_from(der).map_err(|_| IssueError::Encoding(what))
}

fn encoded(extensions: &[Extension]) -> Result<Vec<x509_cert::ext::Extension>, IssueError> {
    extensions
        .iter()
        .map(|extension| extension.to_x509().ok_or(IssueError::Encoding("extension")))
        .collect()
}

/// UTCTime before 2050, GeneralizedTime after (RFC 5280 section 4.1.2.5).
fn time(at: Timestamp) -> Result<Time, IssueError> {
    let failed = |_| IssueError::Encoding("instant");
    let seconds = u64::try_from(at.as_second()).map_err(|_| IssueError::Encoding("instant"))?;
    let at = DateTime::from_unix_duration(Duration::from_secs(seconds)).map_err(failed)?;
    if at.year() < 2050 {
        Ok(Time::UtcTime(UtcTime::from_date_time(at).map_err(failed)?))
    } else {
        Ok(Time::GeneralTime(GeneralizedTime::from_date_time(at)))
    }
}

#[derive(Sequence)]
struct SignedParts<'a> {
    tbs: AnyRef<'a>,
    algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

/// RFC 5280 section 4.1.2.
#[derive(Sequence)]
struct TbsCertificate<'a> {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: u8,
    serial: AnyRef<'a>,
    signature: AlgorithmIdentifierOwned,
    issuer: AnyRef<'a>,
    validity: Validity,
    subject: AnyRef<'a>,
    spki: AnyRef<'a>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<x509_cert::ext::Extension>,
}

/// RFC 5280 section 5.1.2.
#[derive(Sequence)]
struct TbsCertList<'a> {
    version: u8,
    signature: AlgorithmIdentifierOwned,
    issuer: AnyRef<'a>,
    this_update: Time,
    next_update: Time,
    revoked: Option<Vec<RevokedEntry<'a>>>,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    extensions: Vec<x509_cert::ext::Extension>,
}

#[derive(Sequence)]
struct RevokedEntry<'a> {
    serial: AnyRef<'a>,
    at: Time,
}

#[cfg(test)]
mod tests;
