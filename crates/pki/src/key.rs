//! What kind of key a SubjectPublicKeyInfo holds.

use std::fmt;

use const_oid::ObjectIdentifier;
use der::asn1::UintRef;
use der::{Decode as _, Reader as _, SliceReader};
use tegata_crypto::KeyKind;

use crate::asn1::{self, PublicKeyInfo};

/// Sizes of RSA keys that are accepted, in bits.
pub(crate) const RSA_BITS: std::ops::RangeInclusive<u32> = 2048..=8192;

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// Named curves (RFC 5480 section 2.1.1.1).
const CURVES: &[(ObjectIdentifier, KeyKind)] = &[
    (ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"), KeyKind::P256),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), KeyKind::P384),
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), KeyKind::P521),
];

/// Algorithms without parameters (RFC 9881 section 2).
const ML_DSA: &[(ObjectIdentifier, KeyKind)] = &[
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.17"),
        KeyKind::MlDsa44,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.18"),
        KeyKind::MlDsa65,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.3.19"),
        KeyKind::MlDsa87,
    ),
];

/// Why a public key is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnsupportedKey {
    /// RSA outside 2048–8192 bits.
    #[error("has an RSA key of {bits} bits; 2048 to 8192 are accepted")]
    RsaSize {
        /// The length of its modulus.
        bits: u32,
    },
    /// An elliptic curve other than P-256, P-384 and P-521, by its object identifier.
    #[error(
        "has a key on the elliptic curve {}; P-256, P-384 and P-521 are accepted",
        WithName(oid)
    )]
    Curve {
        /// The curve's object identifier.
        oid: String,
    },
    /// Another algorithm.
    #[error(
        "has a key of the algorithm {}; RSA, ECDSA and ML-DSA are accepted",
        WithName(oid)
    )]
    Algorithm {
        /// The algorithm's object identifier.
        oid: String,
    },
    /// Not decodable.
    #[error("has a malformed public key")]
    Malformed,
}

/// The dotted digits of an object identifier with the name that people know its algorithm or curve by, where
/// it is one that keys are made of and that is not accepted: `1.3.101.112 (Ed25519)`.
#[derive(Debug, Clone, Copy)]
pub struct WithName<'a>(pub &'a str);

/// RFC 8410, RFC 8017 appendix C, RFC 3279 section 2.3, SEC 2 section A.2, RFC 5639, GB/T 33560.
const NAMES: &[(&str, &str)] = &[
    ("1.3.101.110", "X25519"),
    ("1.3.101.111", "X448"),
    ("1.3.101.112", "Ed25519"),
    ("1.3.101.113", "Ed448"),
    ("1.2.840.113549.1.1.7", "RSA-OAEP"),
    ("1.2.840.113549.1.1.10", "RSA-PSS"),
    ("1.2.840.113549.1.3.1", "Diffie-Hellman"),
    ("1.2.840.10046.2.1", "Diffie-Hellman"),
    ("1.2.840.10040.4.1", "DSA"),
    ("1.2.840.10045.3.1.1", "P-192"),
    ("1.3.132.0.33", "P-224"),
    ("1.3.132.0.10", "secp256k1"),
    ("1.3.36.3.3.2.8.1.1.7", "brainpoolP256r1"),
    ("1.3.36.3.3.2.8.1.1.11", "brainpoolP384r1"),
    ("1.3.36.3.3.2.8.1.1.13", "brainpoolP512r1"),
    ("1.2.156.10197.1.301", "SM2"),
];

impl fmt::Display for WithName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match NAMES.iter().find(|(oid, _)| *oid == self.0) {
            Some((oid, name)) => write!(f, "{oid} ({name})"),
            None => f.write_str(self.0),
        }
    }
}

/// A key that is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Accepted {
    pub(crate) kind: KeyKind,
    pub(crate) rsa_bits: Option<u32>,
}

/// Reads the kind from the DER of a SubjectPublicKeyInfo.
pub(crate) fn identify(spki: &[u8]) -> Result<Accepted, UnsupportedKey> {
    let malformed = |_| UnsupportedKey::Malformed;
    let info = PublicKeyInfo::parse(spki).map_err(malformed)?;
    let mut algorithm = SliceReader::new(info.algorithm).map_err(malformed)?;
    let oid: ObjectIdentifier = algorithm.decode().map_err(malformed)?;
    let plain = |kind| Accepted { kind, rsa_bits: None };
    if oid == RSA_ENCRYPTION {
        let bits = modulus_bits(info.key).map_err(malformed)?;
        return if RSA_BITS.contains(&bits) {
            Ok(Accepted {
                kind: KeyKind::Rsa,
                rsa_bits: Some(bits),
            })
        } else {
            Err(UnsupportedKey::RsaSize { bits })
        };
    }
    if oid == EC_PUBLIC_KEY {
        let curve: ObjectIdentifier = algorithm.decode().map_err(malformed)?;
        return find(CURVES, curve)
            .map(plain)
            .ok_or_else(|| UnsupportedKey::Curve {
                oid: curve.to_string(),
            });
    }
    find(ML_DSA, oid)
        .map(plain)
        .ok_or_else(|| UnsupportedKey::Algorithm { oid: oid.to_string() })
}

fn find(table: &[(ObjectIdentifier, KeyKind)], oid: ObjectIdentifier) -> Option<KeyKind> {
    table
        .iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, kind)| *kind)
}

/// The bits of the modulus of an `RSAPublicKey` (RFC 8017 appendix A.1.1).
fn modulus_bits(key: &[u8]) -> Result<u32, der::Error> {
    let mut reader = SliceReader::new(asn1::sequence(der::asn1::AnyRef::from_der(key)?)?)?;
    let modulus: UintRef<'_> = reader.decode()?;
    let bytes = modulus.as_bytes();
    let unused = bytes.first().map_or(0, |first| first.leading_zeros());
    let bits = u32::try_from(bytes.len())
        .unwrap_or(u32::MAX / 8)
        .saturating_mul(8);
    Ok(bits.saturating_sub(unused))
}
