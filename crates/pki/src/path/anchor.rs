//! Trust anchors: what a certificate must be to become one, and the prepared form that paths end in.

use rustls_pki_types::TrustAnchor;
use tegata_crypto::hash::Sha256;

use crate::certificate::Certificate;
use crate::key::UnsupportedKey;

/// Why a certificate cannot be a trust anchor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// Not a CA certificate. The text is AWS's.
    #[error("Incorrect basic constraints for CA certificate")]
    BasicConstraints,
    /// Not X.509 version 3.
    #[error("the CA certificate `{subject}` is of X.509 version {version}; version 3 is required")]
    Version {
        /// Its subject.
        subject: String,
        /// Its version.
        version: u8,
    },
    /// Key usage is absent or does not include keyCertSign.
    #[error("the CA certificate `{subject}` has no key usage that includes keyCertSign")]
    KeyUsage {
        /// Its subject.
        subject: String,
    },
    /// A weak hash or an algorithm that is not accepted.
    #[error("the CA certificate `{subject}` is signed with {algorithm}; SHA-256 or stronger is required")]
    Signature {
        /// Its subject.
        subject: String,
        /// The algorithm.
        algorithm: String,
    },
    /// A key that is not accepted.
    #[error("the CA certificate `{subject}` {reason}")]
    Key {
        /// Its subject.
        subject: String,
        /// What is wrong with the key.
        reason: UnsupportedKey,
    },
    /// It has no name that certificates could be issued under.
    #[error("the CA certificate has an empty subject")]
    EmptySubject,
    /// Refused by the path builder.
    #[error("the CA certificate `{subject}` cannot be used ({reason})")]
    Unusable {
        /// Its subject.
        subject: String,
        /// The path builder's reason.
        reason: String,
    },
}

/// Checks that a certificate may become a trust anchor. Its dates are not looked at: an anchor may be
/// created before it is valid, and an expired one fails each path.
///
/// # Errors
/// [`AnchorError`], the first rule broken.
pub fn check_anchor(certificate: &Certificate) -> Result<(), AnchorError> {
    let subject = || certificate.subject().to_string();
    if certificate.version() != 3 {
        return Err(AnchorError::Version {
            subject: subject(),
            version: certificate.version(),
        });
    }
    if !certificate.is_ca() {
        return Err(AnchorError::BasicConstraints);
    }
    if certificate.subject().is_empty() {
        return Err(AnchorError::EmptySubject);
    }
    if !certificate.key_usage().is_some_and(|usage| usage.key_cert_sign) {
        return Err(AnchorError::KeyUsage { subject: subject() });
    }
    if !certificate.signature_algorithm().is_accepted() {
        let algorithm = certificate.signature_algorithm().to_string();
        return Err(AnchorError::Signature {
            subject: subject(),
            algorithm,
        });
    }
    if let Some(reason) = certificate.unsupported_key() {
        return Err(AnchorError::Key {
            subject: subject(),
            reason: reason.clone(),
        });
    }
    prepare(certificate).map(|_| ())
}

/// Trust anchors, prepared once. They are taken as they are: [`check_anchor`] is for when one is
/// created, and the rules for CAs are applied to the anchor of each path.
#[derive(Debug, Clone, Default)]
pub struct Anchors {
    certificates: Vec<Certificate>,
    for_webpki: Vec<TrustAnchor<'static>>,
    fingerprint: [u8; 32],
}

impl Anchors {
    /// Prepares the anchors.
    ///
    /// # Errors
    /// [`AnchorError::Unusable`] for a certificate that the path builder cannot read.
    pub fn new(certificates: Vec<Certificate>) -> Result<Self, AnchorError> {
        let mut digest = Sha256::default();
        for certificate in &certificates {
            digest.update(certificate.fingerprint());
        }
        let for_webpki = certificates.iter().map(prepare).collect::<Result<_, _>>()?;
        Ok(Self {
            certificates,
            for_webpki,
            fingerprint: digest.finish(),
        })
    }

    /// The certificates, in the order given.
    #[must_use]
    pub fn as_slice(&self) -> &[Certificate] {
        &self.certificates
    }

    pub(super) const fn fingerprint(&self) -> &[u8; 32] {
        &self.fingerprint
    }

    pub(super) fn for_webpki(&self) -> &[TrustAnchor<'static>] {
        &self.for_webpki
    }

    /// Which of these `webpki` hands back.
    pub(super) fn index_of(&self, anchor: &TrustAnchor<'_>) -> Option<usize> {
        self.for_webpki
            .iter()
            .position(|known| std::ptr::addr_eq(known, anchor))
    }
}

fn prepare(certificate: &Certificate) -> Result<TrustAnchor<'static>, AnchorError> {
    webpki::anchor_from_trusted_cert(certificate.as_pki_types())
        .map(|anchor| anchor.to_owned())
        .map_err(|error| AnchorError::Unusable {
            subject: certificate.subject().to_string(),
            reason: error.to_string(),
        })
}
