//! Certificate requests (PKCS#10, RFC 2986): made for a key, or read and checked for proof that the sender
//! holds the key.

use const_oid::ObjectIdentifier;
use der::asn1::{Any, AnyRef, SetOfVec};
use der::{Decode as _, Encode as _, Reader as _, Sequence, SliceReader, Tag, TagNumber, Tagged as _};
use tegata_crypto::KeyKind;
use x509_cert::attr::Attribute;

use crate::asn1::{Signed, elements, sequence};
use crate::certificate::{AlternativeNames, Extensions};
use crate::issue::{AlternativeName, CertSigner, Extension, IssueError, assemble};
use crate::key::{self, UnsupportedKey};
use crate::name::Name;
use crate::pem::{self, Label, PemError};
use crate::signature::{self, SignatureAlgorithm};

/// Longest request that is read, in bytes.
pub const MAX_DER: usize = 65_535;

/// extensionRequest (RFC 2985 section 5.4.2).
const EXTENSION_REQUEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.14");

/// A request whose signature proves possession of its key.
#[derive(Debug, Clone)]
pub struct CertificateRequest {
    der: Box<[u8]>,
    subject: Name,
    spki: Box<[u8]>,
    kind: KeyKind,
    alternative_names: AlternativeNames,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CsrError {
    /// Longer than [`MAX_DER`].
    #[error("the certificate request is longer than {MAX_DER} bytes")]
    TooLong,
    /// Not the DER of a request.
    #[error("not a DER-encoded PKCS#10 certificate request")]
    Malformed,
    /// A key that is not accepted.
    #[error("the certificate request {0}")]
    Key(UnsupportedKey),
    /// Signed with a weak hash or another algorithm.
    #[error("the certificate request is signed with {0}; use SHA-256 or stronger")]
    Algorithm(String),
    /// Not signed by its own key.
    #[error("the certificate request is not signed by its own key")]
    Signature,
    /// The PEM around it cannot be read.
    #[error(transparent)]
    Pem(#[from] PemError),
}

impl From<der::Error> for CsrError {
    fn from(_: der::Error) -> Self {
        Self::Malformed
    }
}

impl CertificateRequest {
    /// Makes a request for this key.
    ///
    /// # Errors
    /// [`IssueError`] when the key fails or a name cannot be encoded.
    pub fn create(
        subject: &Name,
        names: &[AlternativeName],
        signer: &dyn CertSigner,
    ) -> Result<Self, IssueError> {
        let spki = signer.spki()?;
        let failed = |_| IssueError::Encoding("certificate request");
        let mut attributes = SetOfVec::new();
        if !names.is_empty() {
            let extension = Extension::alternative_names(names).to_x509();
            let extensions = vec![extension.ok_or(IssueError::Encoding("extension"))?];
            let values = SetOfVec::try_from(vec![Any::encode_from(&extensions).map_err(failed)?]);
            let request = Attribute {
                oid: EXTENSION_REQUEST,
                values: values.map_err(failed)?,
            };
            attributes.insert(request).map_err(failed)?;
        }
        let info = RequestInfo {
            version: 0,
            subject: AnyRef::try_from(subject.der()).map_err(failed)?,
            spki: AnyRef::try_from(spki.as_slice()).map_err(failed)?,
            attributes,
        };
        let der = assemble(&info.to_der().map_err(failed)?, signer)?;
        Self::from_der(&der).map_err(|_| IssueError::Encoding("certificate request"))
    }

    /// Parses DER and checks that the request is signed by its own key.
    ///
    /// # Errors
    /// [`CsrError`].
    pub fn from_der(der: &[u8]) -> Result<Self, CsrError> {
        if der.len() > MAX_DER {
            return Err(CsrError::TooLong);
        }
        let signed = Signed::parse(der)?;
        let mut reader = SliceReader::new(sequence(AnyRef::from_der(signed.tbs)?)?)?;
        if reader.decode::<u8>()? != 0 {
            return Err(CsrError::Malformed);
        }
        let subject: AnyRef<'_> = reader.decode()?;
        let spki = reader.decode::<AnyRef<'_>>()?.to_der()?;
        let attributes: AnyRef<'_> = reader.decode()?;
        reader.finish()?;
        if !matches!(
            attributes.tag(),
            Tag::ContextSpecific {
                number: TagNumber(0),
                constructed: true
            }
        ) {
            return Err(CsrError::Malformed);
        }
        let kind = key::identify(&spki).map_err(CsrError::Key)?.kind;
        let algorithm = SignatureAlgorithm::identify(signed.algorithm)?;
        if !algorithm.is_accepted() {
            return Err(CsrError::Algorithm(algorithm.to_string()));
        }
        if !signature::holds(&spki, signed.algorithm, signed.tbs, signed.signature) {
            return Err(CsrError::Signature);
        }
        Ok(Self {
            subject: Name::from_der(&subject.to_der()?).map_err(|_| CsrError::Malformed)?,
            alternative_names: requested_names(attributes.value())?,
            spki: spki.into(),
            kind,
            der: der.into(),
        })
    }

    /// Parses the one request of a PEM text.
    ///
    /// # Errors
    /// [`CsrError`].
    pub fn from_pem(text: &[u8]) -> Result<Self, CsrError> {
        let found = pem::decode_all(text, Label::CertificateRequest, 1)?;
        found
            .first()
            .map_or(Err(CsrError::Malformed), |der| Self::from_der(der))
    }

    /// The DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// As one PEM block.
    #[must_use]
    pub fn to_pem(&self) -> String {
        pem::encode(Label::CertificateRequest, &self.der)
    }

    /// The subject asked for.
    #[must_use]
    pub fn subject(&self) -> &Name {
        &self.subject
    }

    /// The DER of the SubjectPublicKeyInfo.
    #[must_use]
    pub fn spki(&self) -> &[u8] {
        &self.spki
    }

    /// The kind of key.
    #[must_use]
    pub const fn key_kind(&self) -> KeyKind {
        self.kind
    }

    /// The alternative names asked for.
    #[must_use]
    pub const fn alternative_names(&self) -> &AlternativeNames {
        &self.alternative_names
    }
}

fn requested_names(attributes: &[u8]) -> Result<AlternativeNames, CsrError> {
    for attribute in elements(attributes)? {
        let attribute: Attribute = Attribute::from_der(&attribute.to_der()?)?;
        if attribute.oid != EXTENSION_REQUEST {
            continue;
        }
        let Some(value) = attribute.values.iter().next() else {
            return Err(CsrError::Malformed);
        };
        let list = Vec::<x509_cert::ext::Extension>::from_der(&value.to_der()?)?;
        return Ok(Extensions::parse(&list)
            .map_err(|_| CsrError::Malformed)?
            .alternative_names);
    }
    Ok(AlternativeNames::default())
}

/// CertificationRequestInfo (RFC 2986 section 4.1).
#[derive(Sequence)]
struct RequestInfo<'a> {
    version: u8,
    subject: AnyRef<'a>,
    spki: AnyRef<'a>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    attributes: SetOfVec<Attribute>,
}

#[cfg(test)]
mod tests;
