//! A certificate with its chain and the key that it names.

use tegata_crypto::{HashKind, KeyKind};
use tegata_pki::Certificate;

use crate::{Signer, SignerError};

/// How many intermediates `X-Amz-X509-Chain` may hold.
pub const MAX_CHAIN: usize = 5;

/// An end-entity certificate, what leads from it towards a trust anchor, and its private key.
pub struct Identity {
    certificate: Certificate,
    chain: Vec<Certificate>,
    signer: Box<dyn Signer + Send + Sync>,
    kind: KeyKind,
}

/// The key is not the certificate's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NotTheKey;

impl Identity {
    /// Brings a certificate and its key together.
    pub(crate) fn new(
        certificate: Certificate,
        chain: Vec<Certificate>,
        signer: Box<dyn Signer + Send + Sync>,
    ) -> Result<Result<Self, NotTheKey>, SignerError> {
        if !belongs_to(&*signer, &certificate)? {
            return Ok(Err(NotTheKey));
        }
        Ok(Ok(Self {
            kind: signer.kind(),
            certificate,
            chain,
            signer,
        }))
    }

    /// The end-entity certificate.
    #[must_use]
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Intermediates, in the order of the files, without the end-entity certificate; at most
    /// [`MAX_CHAIN`].
    #[must_use]
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    /// The kind of key.
    #[must_use]
    pub const fn key_kind(&self) -> KeyKind {
        self.kind
    }

    /// Signs with SHA-256 as every Roles Anywhere algorithm does; ML-DSA signs the message itself.
    ///
    /// # Errors
    /// [`SignerError`].
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.signer.sign(HashKind::Sha256, message)
    }
}

/// Whether the certificate names this key: the public halves are the same bytes, or, since one key
/// can be written in two ways (compressed points, absent parameters), a trial signature verifies.
pub(crate) fn belongs_to(signer: &dyn Signer, certificate: &Certificate) -> Result<bool, SignerError> {
    const TRIAL: &[u8] = b"does this key belong to this certificate?";
    if signer.spki()? == certificate.spki() {
        return Ok(true);
    }
    if certificate.key_kind() != Ok(signer.kind()) {
        return Ok(false);
    }
    let signature = signer.sign(HashKind::Sha256, TRIAL)?;
    Ok(certificate
        .public_key()
        .is_ok_and(|key| key.verify(TRIAL, &signature).is_ok()))
}
