//! A certificate with its chain and the key that it names.

use std::cell::OnceCell;

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
        if !Trial::of(&*signer)?.fits(&certificate)? {
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

    /// Intermediates, without the end-entity certificate: its path first, then what else was given; at
    /// most [`MAX_CHAIN`].
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
        self.sign_with(HashKind::Sha256, message)
    }

    /// Signs with a hash of choice, which ML-DSA has no use for.
    ///
    /// # Errors
    /// [`SignerError`].
    pub fn sign_with(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.signer.sign(hash, message)
    }
}

/// A key, to find out which certificates name it.
pub(crate) struct Trial<'a> {
    signer: &'a dyn Signer,
    spki: Vec<u8>,
    /// Made when it is needed, and once.
    signature: OnceCell<Vec<u8>>,
}

impl<'a> Trial<'a> {
    const MESSAGE: &'static [u8] = b"does this key belong to this certificate?";

    pub(crate) fn of(signer: &'a dyn Signer) -> Result<Self, SignerError> {
        Ok(Self {
            spki: signer.spki()?,
            signer,
            signature: OnceCell::new(),
        })
    }

    /// Whether the certificate names this key: the public halves are the same bytes, or, since one key
    /// can be written in two ways (compressed points, absent parameters), a trial signature verifies.
    pub(crate) fn fits(&self, certificate: &Certificate) -> Result<bool, SignerError> {
        if self.spki == certificate.spki() {
            return Ok(true);
        }
        if certificate.key_kind() != Ok(self.signer.kind()) {
            return Ok(false);
        }
        let signature = match self.signature.get() {
            Some(signature) => signature,
            None => {
                let signature = self.signer.sign(HashKind::Sha256, Self::MESSAGE)?;
                self.signature.get_or_init(|| signature)
            }
        };
        Ok(certificate
            .public_key()
            .is_ok_and(|key| key.verify(Self::MESSAGE, signature).is_ok()))
    }
}
