//! Signatures on certificates, CRLs and requests: which algorithm, and whether it holds.

use std::fmt;
use std::sync::LazyLock;

use const_oid::ObjectIdentifier;
use der::{Reader as _, SliceReader};
use rustls_pki_types::{SignatureVerificationAlgorithm, alg_id};
use tegata_crypto::{HashKind, KeyKind};

use crate::asn1::PublicKeyInfo;

/// The algorithms that certificates and CRLs may be signed with: RSA (PKCS#1 v1.5 and PSS) and ECDSA
/// with SHA-256 or stronger, and ML-DSA. Ed25519 is left out since no such key is accepted.
static ACCEPTED: LazyLock<Vec<&'static dyn SignatureVerificationAlgorithm>> = LazyLock::new(|| {
    webpki::ALL_VERIFICATION_ALGS
        .iter()
        .copied()
        .filter(|algorithm| algorithm.signature_alg_id().as_ref() != alg_id::ED25519.as_ref())
        .collect()
});

/// The algorithms for `webpki`.
pub(crate) fn accepted() -> &'static [&'static dyn SignatureVerificationAlgorithm] {
    &ACCEPTED
}

enum Family {
    Rsa,
    Ecdsa,
    MlDsa(KeyKind),
}

/// Signature algorithms by object identifier (RFC 4055, RFC 5758, RFC 9881).
const STRONG: &[(ObjectIdentifier, Family, Option<HashKind>)] = {
    const fn oid(text: &str) -> ObjectIdentifier {
        ObjectIdentifier::new_unwrap(text)
    }
    &[
        (oid("1.2.840.113549.1.1.11"), Family::Rsa, Some(HashKind::Sha256)),
        (oid("1.2.840.113549.1.1.12"), Family::Rsa, Some(HashKind::Sha384)),
        (oid("1.2.840.113549.1.1.13"), Family::Rsa, Some(HashKind::Sha512)),
        (oid("1.2.840.10045.4.3.2"), Family::Ecdsa, Some(HashKind::Sha256)),
        (oid("1.2.840.10045.4.3.3"), Family::Ecdsa, Some(HashKind::Sha384)),
        (oid("1.2.840.10045.4.3.4"), Family::Ecdsa, Some(HashKind::Sha512)),
        (
            oid("2.16.840.1.101.3.4.3.17"),
            Family::MlDsa(KeyKind::MlDsa44),
            None,
        ),
        (
            oid("2.16.840.1.101.3.4.3.18"),
            Family::MlDsa(KeyKind::MlDsa65),
            None,
        ),
        (
            oid("2.16.840.1.101.3.4.3.19"),
            Family::MlDsa(KeyKind::MlDsa87),
            None,
        ),
    ]
};

/// Algorithms that are known to use a hash weaker than SHA-256.
const WEAK: &[(&str, &str)] = &[
    ("1.2.840.113549.1.1.2", "MD2"),
    ("1.2.840.113549.1.1.3", "MD4"),
    ("1.2.840.113549.1.1.4", "MD5"),
    ("1.2.840.113549.1.1.5", "SHA-1"),
    ("1.3.14.3.2.29", "SHA-1"),
    ("1.2.840.10040.4.3", "SHA-1"),
    ("1.2.840.10045.4.1", "SHA-1"),
    ("1.2.840.113549.1.1.14", "SHA-224"),
    ("1.2.840.10045.4.3.1", "SHA-224"),
];

/// The algorithm of a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureAlgorithm {
    /// RSA, PKCS#1 v1.5.
    Rsa(HashKind),
    /// RSA-PSS with one of the accepted hashes, MGF1 with the same hash.
    RsaPss(HashKind),
    /// ECDSA.
    Ecdsa(HashKind),
    /// ML-DSA, which signs the message itself.
    MlDsa(KeyKind),
    /// A hash weaker than SHA-256; never accepted.
    Weak(&'static str),
    /// Another algorithm, by object identifier; never accepted.
    Unsupported(String),
}

impl SignatureAlgorithm {
    /// From the value of an AlgorithmIdentifier.
    pub(crate) fn identify(algorithm: &[u8]) -> Result<Self, der::Error> {
        let mut reader = SliceReader::new(algorithm)?;
        let oid: ObjectIdentifier = reader.decode()?;
        if let Some((_, family, hash)) = STRONG.iter().find(|(known, ..)| *known == oid) {
            return Ok(match (family, hash) {
                (Family::Rsa, Some(hash)) => Self::Rsa(*hash),
                (Family::Ecdsa, Some(hash)) => Self::Ecdsa(*hash),
                (Family::MlDsa(kind), _) => Self::MlDsa(*kind),
                (Family::Rsa | Family::Ecdsa, None) => Self::Unsupported(oid.to_string()),
            });
        }
        let pss = [
            (alg_id::RSA_PSS_SHA256, HashKind::Sha256),
            (alg_id::RSA_PSS_SHA384, HashKind::Sha384),
            (alg_id::RSA_PSS_SHA512, HashKind::Sha512),
        ];
        if let Some((_, hash)) = pss.iter().find(|(known, _)| known.as_ref() == algorithm) {
            return Ok(Self::RsaPss(*hash));
        }
        let oid = oid.to_string();
        Ok(match WEAK.iter().find(|(known, _)| *known == oid) {
            Some((_, hash)) => Self::Weak(hash),
            None => Self::Unsupported(oid),
        })
    }

    /// The hash; `None` for ML-DSA and for what is not accepted.
    #[must_use]
    pub const fn hash(&self) -> Option<HashKind> {
        match self {
            Self::Rsa(hash) | Self::RsaPss(hash) | Self::Ecdsa(hash) => Some(*hash),
            Self::MlDsa(_) | Self::Weak(_) | Self::Unsupported(_) => None,
        }
    }

    /// Whether such a signature can be accepted at all.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        !matches!(self, Self::Weak(_) | Self::Unsupported(_))
    }
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rsa(hash) => write!(f, "RSA with {}", hash_name(*hash)),
            Self::RsaPss(hash) => write!(f, "RSA-PSS with {}", hash_name(*hash)),
            Self::Ecdsa(hash) => write!(f, "ECDSA with {}", hash_name(*hash)),
            Self::MlDsa(KeyKind::MlDsa65) => f.write_str("ML-DSA-65"),
            Self::MlDsa(KeyKind::MlDsa87) => f.write_str("ML-DSA-87"),
            Self::MlDsa(_) => f.write_str("ML-DSA-44"),
            Self::Weak(hash) => f.write_str(hash),
            Self::Unsupported(oid) => f.write_str(oid),
        }
    }
}

const fn hash_name(hash: HashKind) -> &'static str {
    match hash {
        HashKind::Sha256 => "SHA-256",
        HashKind::Sha384 => "SHA-384",
        HashKind::Sha512 => "SHA-512",
    }
}

/// Checks a signature with the key of a SubjectPublicKeyInfo. `algorithm` is the value of the
/// signature's AlgorithmIdentifier. False also when the algorithm is not accepted or is not one of the
/// key's.
pub(crate) fn holds(spki: &[u8], algorithm: &[u8], message: &[u8], signature: &[u8]) -> bool {
    let Ok(info) = PublicKeyInfo::parse(spki) else {
        return false;
    };
    accepted()
        .iter()
        .filter(|known| known.signature_alg_id().as_ref() == algorithm)
        .filter(|known| known.public_key_alg_id().as_ref() == info.algorithm)
        .any(|known| known.verify_signature(info.key, message, signature).is_ok())
}
