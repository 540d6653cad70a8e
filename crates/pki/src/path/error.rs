//! Why a path is refused, and what to warn about when it is not.

use std::fmt;

use jiff::Timestamp;
use tegata_base::time::iso_seconds;

use super::MAX_CHAIN;
use crate::certificate::Certificate;
use crate::crl::CrlSignatureError;
use crate::key::UnsupportedKey;
use crate::name::Name;

/// The place of a certificate in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The first: it signs requests.
    EndEntity,
    /// Between.
    Intermediate,
    /// The last: it is trusted as configured.
    Anchor,
}

/// The certificate that an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concerned {
    /// Its place.
    pub role: Role,
    /// Its subject (RFC 4514), at most 256 characters of it; may be empty.
    pub subject: String,
}

impl Concerned {
    pub(crate) fn new(role: Role, certificate: &Certificate) -> Self {
        Self {
            role,
            subject: shown(certificate.subject()),
        }
    }
}

/// A name as errors show it: a sender chooses it, so its length is limited.
pub(super) fn shown(name: &Name) -> String {
    const LONGEST: usize = 256;
    let text = name.to_string();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

impl fmt::Display for Concerned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let role = match self.role {
            Role::EndEntity => "the end-entity certificate",
            Role::Intermediate => "the intermediate certificate",
            Role::Anchor => "the trust anchor",
        };
        write!(f, "{role} `{}`", self.subject)
    }
}

/// The first rule that a certificate or its path breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// More certificates were sent than are looked at.
    #[error("{given} certificates were sent as the chain; at most {MAX_CHAIN} are allowed")]
    ChainTooLong {
        /// How many were sent.
        given: usize,
    },
    /// There is no anchor to end in.
    #[error("there is no trust anchor certificate to verify against")]
    NoAnchor,
    /// Not X.509 version 3.
    #[error("{certificate} is of X.509 version {version}; version 3 is required")]
    Version {
        /// Which certificate.
        certificate: Concerned,
        /// Its version.
        version: u8,
    },
    /// The end-entity certificate names nobody.
    #[error("the end-entity certificate has an empty subject; give it at least a common name")]
    EmptySubject,
    /// A CA certificate is used to sign a request.
    #[error("{certificate} is a CA certificate; use an end-entity certificate")]
    CaAsEndEntity {
        /// Which certificate.
        certificate: Concerned,
    },
    /// The end-entity certificate may not sign requests.
    #[error("{certificate} may not sign requests: its key usage does not include digitalSignature")]
    DigitalSignatureMissing {
        /// Which certificate.
        certificate: Concerned,
    },
    /// Signed with MD5, SHA-1 or another hash weaker than SHA-256.
    #[error("{certificate} is signed with the weak hash {hash}; SHA-256 or stronger is required")]
    WeakHash {
        /// Which certificate.
        certificate: Concerned,
        /// The hash.
        hash: String,
    },
    /// Signed with an algorithm that is not accepted.
    #[error("{certificate} is signed with the algorithm {oid}; RSA, ECDSA and ML-DSA are accepted")]
    SignatureAlgorithm {
        /// Which certificate.
        certificate: Concerned,
        /// The algorithm's object identifier.
        oid: String,
    },
    /// A key of a kind or size that is not accepted.
    #[error("{certificate} {reason}")]
    Key {
        /// Which certificate.
        certificate: Concerned,
        /// What is wrong with the key.
        reason: UnsupportedKey,
    },
    /// A critical extension that is not understood (RFC 5280 section 4.2).
    #[error("{certificate} has the critical extension {oid}, which is not supported")]
    CriticalExtension {
        /// Which certificate.
        certificate: Concerned,
        /// The extension's object identifier.
        oid: String,
    },
    /// Before its notBefore.
    #[error("{certificate} is not valid before {}", iso_seconds(*not_before))]
    NotYetValid {
        /// Which certificate.
        certificate: Concerned,
        /// The first second of its validity.
        not_before: Timestamp,
    },
    /// After its notAfter.
    #[error("{certificate} expired at {}", iso_seconds(*not_after))]
    Expired {
        /// Which certificate.
        certificate: Concerned,
        /// The last second of its validity.
        not_after: Timestamp,
    },
    /// An issuer that is no CA.
    #[error("{certificate} issued a certificate but is not a CA: its basic constraints do not say so")]
    NotCa {
        /// Which certificate.
        certificate: Concerned,
    },
    /// An issuer that may not sign certificates.
    #[error("{certificate} may not issue certificates: its key usage does not include keyCertSign")]
    KeyCertSignMissing {
        /// Which certificate.
        certificate: Concerned,
    },
    /// More CAs below an issuer than it allows (RFC 5280 section 4.2.1.9).
    #[error("{certificate} allows {allowed} CA certificates below it, and the path has {found}")]
    PathLength {
        /// Which certificate.
        certificate: Concerned,
        /// Its path length constraint.
        allowed: u8,
        /// How many there are.
        found: usize,
    },
    /// No certificate has the name of the issuer.
    #[error(
        "the issuer `{issuer}` of {certificate} is neither a trust anchor nor among the intermediates; \
         send the missing intermediate or check the trust anchor"
    )]
    IssuerMissing {
        /// Whose issuer.
        certificate: Concerned,
        /// The issuer's name.
        issuer: String,
    },
    /// The path ends in a root that is not trusted.
    #[error("the path ends in the self-signed certificate `{subject}`, which is not the trust anchor{}", namesake(*has_namesake))]
    UntrustedRoot {
        /// The root's name.
        subject: String,
        /// Whether an anchor has the same name, but another key.
        has_namesake: bool,
    },
    /// The issuers lead back to each other.
    #[error("the issuers above {certificate} certify each other in a circle; none is the trust anchor")]
    Circle {
        /// Where the circle closes.
        certificate: Concerned,
    },
    /// The issuer's name is the same only when encodings are ignored.
    #[error(
        "{certificate} names its issuer `{issuer}` in another encoding than the issuer's own certificate does; \
         names must match byte for byte"
    )]
    IssuerEncoding {
        /// Whose issuer.
        certificate: Concerned,
        /// The issuer's name.
        issuer: String,
    },
    /// A certificate of the issuer's name is there, but its key did not sign.
    #[error("{certificate} is not signed by the key of the certificate found for its issuer `{issuer}`")]
    Signature {
        /// Which certificate.
        certificate: Concerned,
        /// The issuer's name.
        issuer: String,
    },
    /// A name outside of what a CA above allows (RFC 5280 section 4.2.1.10).
    #[error("{certificate} has the name `{name}`, which the name constraints of `{ca}` do not allow")]
    NameConstraint {
        /// Which certificate.
        certificate: Concerned,
        /// The name.
        name: String,
        /// The subject of the CA.
        ca: String,
    },
    /// Name constraints of a form that is not matched, so that the path is refused even if it satisfies
    /// them.
    #[error(
        "{certificate} constrains {form} names, which is not supported; only DNS and IP address constraints are"
    )]
    UnsupportedNameConstraint {
        /// The CA with the constraints.
        certificate: Concerned,
        /// `directory`, `URI`…
        form: &'static str,
    },
    /// On the CRL of its issuer.
    #[error("{certificate} with the serial number {serial} was revoked at {}", iso_seconds(*at))]
    Revoked {
        /// Which certificate.
        certificate: Concerned,
        /// Its serial number in hex.
        serial: String,
        /// When.
        at: Timestamp,
    },
    /// A CRL that bears the issuer's name cannot be trusted, so nothing is known about revocation.
    #[error("revocation of {certificate} cannot be checked: {reason}")]
    Crl {
        /// Whose revocation.
        certificate: Concerned,
        /// What is wrong with the CRL.
        reason: CrlSignatureError,
    },
    /// Refused by the path builder for another reason.
    #[error("no path from {certificate} to a trust anchor is acceptable ({reason})")]
    Other {
        /// The end-entity certificate.
        certificate: Concerned,
        /// The path builder's reason.
        reason: String,
    },
}

/// What a caller is told: the message of `CreateSession`'s AccessDeniedException.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathClass {
    /// No path to the anchor.
    UntrustedSigningCertificate,
    /// The end-entity certificate itself may not be used.
    InsufficientCertificate,
    /// Revoked.
    Revoked,
}

impl PathClass {
    /// AWS's wording.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::UntrustedSigningCertificate => "Untrusted signing certificate",
            Self::InsufficientCertificate => "Untrusted certificate. Insufficient certificate",
            Self::Revoked => "Certificate revoked",
        }
    }
}

impl PathError {
    /// What a caller is told.
    #[must_use]
    pub const fn class(&self) -> PathClass {
        match self {
            Self::Revoked { .. } => PathClass::Revoked,
            Self::EmptySubject | Self::CaAsEndEntity { .. } | Self::DigitalSignatureMissing { .. } => {
                PathClass::InsufficientCertificate
            }
            Self::Version { certificate, .. }
            | Self::WeakHash { certificate, .. }
            | Self::SignatureAlgorithm { certificate, .. }
            | Self::Key { certificate, .. }
            | Self::CriticalExtension { certificate, .. } => match certificate.role {
                Role::EndEntity => PathClass::InsufficientCertificate,
                Role::Intermediate | Role::Anchor => PathClass::UntrustedSigningCertificate,
            },
            Self::ChainTooLong { .. }
            | Self::NoAnchor
            | Self::NotYetValid { .. }
            | Self::Expired { .. }
            | Self::NotCa { .. }
            | Self::KeyCertSignMissing { .. }
            | Self::PathLength { .. }
            | Self::IssuerMissing { .. }
            | Self::UntrustedRoot { .. }
            | Self::Circle { .. }
            | Self::IssuerEncoding { .. }
            | Self::Signature { .. }
            | Self::NameConstraint { .. }
            | Self::UnsupportedNameConstraint { .. }
            | Self::Crl { .. }
            | Self::Other { .. } => PathClass::UntrustedSigningCertificate,
        }
    }

    pub(super) fn other(leaf: &Certificate, refusal: &webpki::Error) -> Self {
        Self::Other {
            certificate: Concerned::new(Role::EndEntity, leaf),
            reason: refusal.to_string(),
        }
    }
}

const fn namesake(exists: bool) -> &'static str {
    if exists {
        ": the trust anchor of the same name has another key"
    } else {
        ""
    }
}

/// What an operator should know about a path that is good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Warning {
    /// A CRL past its nextUpdate was honoured.
    #[error("the CRL of `{issuer}` was due to be replaced at {}; it is still honoured", iso_seconds(*next_update))]
    StaleCrl {
        /// Its issuer.
        issuer: String,
        /// When the next one was due.
        next_update: Timestamp,
    },
}
