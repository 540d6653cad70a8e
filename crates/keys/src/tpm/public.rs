//! The public half of a TPM key: what it may do, how it signs, and its SubjectPublicKeyInfo.

use const_oid::ObjectIdentifier;
use der::asn1::{AnyRef, BitStringRef, UintRef};
use der::{Decode as _, Encode as _};
use pkcs8::spki::{AlgorithmIdentifier, SubjectPublicKeyInfo};
use tegata_crypto::{HashKind, KeyKind};

use super::wire::{Malformed, Reader};

const TPM_ALG_RSA: u16 = 0x0001;
const TPM_ALG_NULL: u16 = 0x0010;
const TPM_ALG_RSASSA: u16 = 0x0014;
const TPM_ALG_RSAES: u16 = 0x0015;
const TPM_ALG_ECDSA: u16 = 0x0018;
const TPM_ALG_ECDAA: u16 = 0x001a;
const TPM_ALG_ECC: u16 = 0x0023;

const HASHES: [(u16, HashKind); 3] = [
    (0x000b, HashKind::Sha256),
    (0x000c, HashKind::Sha384),
    (0x000d, HashKind::Sha512),
];

/// `TPM_ECC_NIST_*`, the named curve (RFC 5480), its kind and the bytes of a coordinate.
const CURVES: [(u16, ObjectIdentifier, KeyKind, usize); 3] = [
    (
        0x0003,
        ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
        KeyKind::P256,
        32,
    ),
    (
        0x0004,
        ObjectIdentifier::new_unwrap("1.3.132.0.34"),
        KeyKind::P384,
        48,
    ),
    (
        0x0005,
        ObjectIdentifier::new_unwrap("1.3.132.0.35"),
        KeyKind::P521,
        66,
    ),
];

const RSA_ENCRYPTION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

/// The shortest modulus that is still safe and the longest that any TPM has, in bytes.
const MIN_MODULUS: usize = 256;
const MAX_MODULUS: usize = 512;

/// `TPMA_OBJECT`.
const USER_WITH_AUTH: u32 = 1 << 6;
const RESTRICTED: u32 = 1 << 16;
const SIGN: u32 = 1 << 18;

/// Why a TPM's key cannot sign for Tegata.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnusableKey {
    /// Not a public area.
    #[error("its public area cannot be read: {0}")]
    Malformed(#[from] Malformed),
    /// A symmetric or sealed object.
    #[error("it is not an RSA or elliptic-curve key but an object of type {0:#06x}")]
    Type(u16),
    /// RSA that can be broken.
    #[error("it is an RSA key of {0} bits; keys from 2048 bits on can be used")]
    Short(usize),
    /// A curve that Roles Anywhere does not take.
    #[error("it is on the TPM's elliptic curve {0:#06x}; P-256, P-384 and P-521 can be used")]
    Curve(u16),
    /// Made to decrypt or to be a parent.
    #[error("it was made without the attribute `sign`; make a signing key")]
    NotForSigning,
    /// Signs only what the TPM made itself.
    #[error(
        "it is restricted: it signs only what the TPM itself made; make a key without the attribute `restricted`"
    )]
    Restricted,
    /// No password opens it.
    #[error("only a policy opens it (it lacks the attribute `userwithauth`), which is not supported")]
    PolicyOnly,
    /// RSAPSS, ECDAA and so on.
    #[error(
        "its signing scheme is fixed to {0:#06x}; make a key for RSASSA or ECDSA, or without a fixed scheme"
    )]
    Scheme(u16),
    /// The hash of a fixed scheme.
    #[error("its signing scheme is fixed to the hash {0:#06x}; SHA-256, SHA-384 and SHA-512 can be used")]
    Hash(u16),
}

/// A public key as the TPM writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Point {
    Rsa { modulus: Vec<u8>, exponent: u32 },
    Ec { curve: usize, x: Vec<u8>, y: Vec<u8> },
}

/// A key that can sign, with the hash that its scheme is fixed to, if it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    point: Point,
    fixed_hash: Option<HashKind>,
}

impl Public {
    /// Reads a `TPMT_PUBLIC`.
    ///
    /// # Errors
    /// [`UnusableKey`].
    pub fn parse(bytes: &[u8]) -> Result<Self, UnusableKey> {
        let mut reader = Reader(bytes);
        let kind = reader.u16()?;
        if ![TPM_ALG_RSA, TPM_ALG_ECC].contains(&kind) {
            return Err(UnusableKey::Type(kind));
        }
        let _name_hash = reader.u16()?;
        let attributes = reader.u32()?;
        let _policy = reader.sized()?;
        check(attributes)?;
        if reader.u16()? != TPM_ALG_NULL {
            // Only parents have a cipher.
            return Err(UnusableKey::NotForSigning);
        }
        let public = if kind == TPM_ALG_RSA {
            Self::rsa(&mut reader)?
        } else {
            Self::ecc(&mut reader)?
        };
        reader.finish()?;
        Ok(public)
    }

    fn rsa(reader: &mut Reader<'_>) -> Result<Self, UnusableKey> {
        let fixed_hash = scheme(reader, TPM_ALG_RSASSA)?;
        let bits = reader.u16()?;
        let exponent = match reader.u32()? {
            0 => 65537,
            exponent => exponent,
        };
        let modulus = reader.sized()?;
        if modulus.len() * 8 != usize::from(bits)
            || modulus.len() > MAX_MODULUS
            || modulus.first() < Some(&0x80)
        {
            return Err(Malformed.into());
        }
        if modulus.len() < MIN_MODULUS {
            return Err(UnusableKey::Short(8 * modulus.len()));
        }
        Ok(Self {
            point: Point::Rsa {
                modulus: modulus.to_vec(),
                exponent,
            },
            fixed_hash,
        })
    }

    fn ecc(reader: &mut Reader<'_>) -> Result<Self, UnusableKey> {
        let fixed_hash = scheme(reader, TPM_ALG_ECDSA)?;
        let id = reader.u16()?;
        let curve = CURVES
            .iter()
            .position(|(known, ..)| *known == id)
            .ok_or(UnusableKey::Curve(id))?;
        if reader.u16()? != TPM_ALG_NULL {
            reader.u16()?; // the hash of a key derivation
        }
        let x = reader.sized()?.to_vec();
        let y = reader.sized()?.to_vec();
        let public = Self {
            point: Point::Ec { curve, x, y },
            fixed_hash,
        };
        // Coordinates that are too long show here.
        public.spki()?;
        Ok(public)
    }

    /// The kind of key.
    #[must_use]
    pub fn kind(&self) -> KeyKind {
        match &self.point {
            Point::Rsa { .. } => KeyKind::Rsa,
            Point::Ec { curve, .. } => CURVES.get(*curve).map_or(KeyKind::P256, |(_, _, kind, _)| *kind),
        }
    }

    /// The hash that the key's scheme is fixed to.
    pub(super) fn fixed_hash(&self) -> Option<HashKind> {
        self.fixed_hash
    }

    /// The length of an RSA signature, or of a coordinate, in bytes.
    #[must_use]
    pub fn width(&self) -> usize {
        match &self.point {
            Point::Rsa { modulus, .. } => modulus.len(),
            Point::Ec { curve, .. } => CURVES.get(*curve).map_or(0, |(.., width)| *width),
        }
    }

    /// The DER of the SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`Malformed`] when a coordinate is longer than the curve has them.
    pub fn spki(&self) -> Result<Vec<u8>, Malformed> {
        match &self.point {
            Point::Rsa { modulus, exponent } => rsa_spki(modulus, *exponent),
            Point::Ec { curve, x, y } => {
                let (_, oid, _, width) = CURVES.get(*curve).ok_or(Malformed)?;
                let mut point = vec![4];
                point.extend(padded(x, *width).ok_or(Malformed)?);
                point.extend(padded(y, *width).ok_or(Malformed)?);
                spki(EC_PUBLIC_KEY, AnyRef::from(oid), &point)
            }
        }
    }

    /// Whether a SubjectPublicKeyInfo is of this key, however it is written: points may be compressed
    /// and the parameters of RSA absent.
    #[must_use]
    pub fn is_named_by(&self, other: &[u8]) -> bool {
        let Ok(own) = self.spki() else { return false };
        if own == other {
            return true;
        }
        let (Ok(own), Ok(other)) = (parsed(&own), parsed(other)) else {
            return false;
        };
        if own.algorithm.oid != other.algorithm.oid {
            return false;
        }
        let (own_key, other_key) = (
            own.subject_public_key.raw_bytes(),
            other.subject_public_key.raw_bytes(),
        );
        match &self.point {
            Point::Rsa { .. } => own_key == other_key,
            Point::Ec { x, y, .. } => {
                let parity = 2 + (y.last().unwrap_or(&0) & 1);
                let compressed = padded(x, self.width()).map(|x| [vec![parity], x].concat());
                own.algorithm.parameters == other.algorithm.parameters
                    && compressed.as_deref() == Some(other_key)
            }
        }
    }
}

fn check(attributes: u32) -> Result<(), UnusableKey> {
    if attributes & SIGN == 0 {
        return Err(UnusableKey::NotForSigning);
    }
    if attributes & RESTRICTED != 0 {
        return Err(UnusableKey::Restricted);
    }
    if attributes & USER_WITH_AUTH == 0 {
        return Err(UnusableKey::PolicyOnly);
    }
    Ok(())
}

/// `TPMT_RSA_SCHEME` or `TPMT_ECC_SCHEME`: the hash, when the scheme is fixed to `usable`.
fn scheme(reader: &mut Reader<'_>, usable: u16) -> Result<Option<HashKind>, UnusableKey> {
    let scheme = reader.u16()?;
    if scheme == TPM_ALG_NULL {
        return Ok(None);
    }
    if scheme != TPM_ALG_RSAES {
        let hash = reader.u16()?;
        if scheme == TPM_ALG_ECDAA {
            reader.u16()?;
        }
        if scheme == usable {
            return hash_kind(hash).map(Some).ok_or(UnusableKey::Hash(hash));
        }
    }
    Err(UnusableKey::Scheme(scheme))
}

/// The hash of a `TPM_ALG_ID`.
pub(super) fn hash_kind(id: u16) -> Option<HashKind> {
    HASHES
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, kind)| *kind)
}

/// The `TPM_ALG_ID` of a hash.
pub(super) fn hash_id(kind: HashKind) -> u16 {
    match kind {
        HashKind::Sha256 => 0x000b,
        HashKind::Sha384 => 0x000c,
        HashKind::Sha512 => 0x000d,
    }
}

/// A number in so many bytes.
pub(super) fn padded(number: &[u8], width: usize) -> Option<Vec<u8>> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let digits = number.get(zeros..)?;
    let mut out = vec![0; width.checked_sub(digits.len())?];
    out.extend(digits);
    Some(out)
}

#[derive(der::Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

fn rsa_spki(modulus: &[u8], exponent: u32) -> Result<Vec<u8>, Malformed> {
    let exponent = exponent.to_be_bytes();
    let key = RsaPublicKey {
        modulus: UintRef::new(modulus).map_err(|_| Malformed)?,
        exponent: UintRef::new(&exponent).map_err(|_| Malformed)?,
    };
    let key = key.to_der().map_err(|_| Malformed)?;
    spki(RSA_ENCRYPTION, AnyRef::NULL, &key)
}

fn spki(oid: ObjectIdentifier, parameters: AnyRef<'_>, key: &[u8]) -> Result<Vec<u8>, Malformed> {
    let info = SubjectPublicKeyInfo {
        algorithm: AlgorithmIdentifier {
            oid,
            parameters: Some(parameters),
        },
        subject_public_key: BitStringRef::from_bytes(key).map_err(|_| Malformed)?,
    };
    info.to_der().map_err(|_| Malformed)
}

fn parsed(spki: &[u8]) -> der::Result<SubjectPublicKeyInfo<AnyRef<'_>, BitStringRef<'_>>> {
    SubjectPublicKeyInfo::from_der(spki)
}

#[cfg(test)]
pub(super) mod testing;
#[cfg(test)]
mod tests;
