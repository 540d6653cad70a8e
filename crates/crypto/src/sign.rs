//! Private keys held in memory, and what they sign.

use aws_lc_rs::digest::{self, Digest};
use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, KeyPair as _, PqdsaKeyPair, PqdsaSigningAlgorithm,
    RsaEncoding, RsaKeyPair,
};
use tegata_base::Secret;

use crate::{HashKind, KeyKind, hash};

/// A private key in memory.
pub struct PrivateKey(Kept);

enum Kept {
    Rsa(RsaKeyPair),
    Ec { kind: KeyKind, pair: EcdsaKeyPair },
    MlDsa { kind: KeyKind, pair: PqdsaKeyPair },
}

/// Why a private key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrivateKeyError {
    /// Not a key of this kind and encoding, or inconsistent.
    #[error("not a usable private key (RSA keys need 2048 to 8192 bits; curves are P-256, P-384 and P-521)")]
    Rejected,
}

/// The library failed to sign or generate; it does so only when memory or randomness is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The operation failed.
    #[error("the cryptographic library failed to sign")]
    Failed,
}

impl PrivateKey {
    /// From unencrypted PKCS#8 (RFC 5958).
    ///
    /// # Errors
    /// [`PrivateKeyError::Rejected`].
    pub fn from_pkcs8(kind: KeyKind, der: &[u8]) -> Result<Self, PrivateKeyError> {
        let rejected = |_| PrivateKeyError::Rejected;
        Ok(Self(match kind {
            KeyKind::Rsa => Kept::Rsa(checked(RsaKeyPair::from_pkcs8(der).map_err(rejected)?)?),
            KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => ec(kind, |algorithm| {
                EcdsaKeyPair::from_pkcs8(algorithm, der).map_err(rejected)
            })?,
            KeyKind::MlDsa44 | KeyKind::MlDsa65 | KeyKind::MlDsa87 => Kept::MlDsa {
                kind,
                pair: PqdsaKeyPair::from_pkcs8(ml_dsa(kind), der).map_err(rejected)?,
            },
        }))
    }

    /// From PKCS#1 `RSAPrivateKey` (RFC 8017).
    ///
    /// # Errors
    /// [`PrivateKeyError::Rejected`].
    pub fn from_pkcs1(der: &[u8]) -> Result<Self, PrivateKeyError> {
        let pair = RsaKeyPair::from_der(der).map_err(|_| PrivateKeyError::Rejected)?;
        Ok(Self(Kept::Rsa(checked(pair)?)))
    }

    /// From SEC1 `ECPrivateKey` (RFC 5915) whose curve is known.
    ///
    /// # Errors
    /// [`PrivateKeyError::Rejected`].
    pub fn from_sec1(kind: KeyKind, der: &[u8]) -> Result<Self, PrivateKeyError> {
        let rejected = |_| PrivateKeyError::Rejected;
        ec(kind, |algorithm| {
            EcdsaKeyPair::from_private_key_der(algorithm, der).map_err(rejected)
        })
        .map(Self)
    }

    /// A fresh key and its PKCS#8. `rsa_bits` counts for RSA alone: 2048, 3072, 4096 or 8192.
    ///
    /// # Errors
    /// [`SignError`] when the size is none of these or the library fails.
    pub fn generate(kind: KeyKind, rsa_bits: u32) -> Result<(Self, Secret<Vec<u8>>), SignError> {
        let failed = |_| SignError::Failed;
        let der = match kind {
            KeyKind::Rsa => {
                let size = match rsa_bits {
                    2048 => KeySize::Rsa2048,
                    3072 => KeySize::Rsa3072,
                    4096 => KeySize::Rsa4096,
                    8192 => KeySize::Rsa8192,
                    _ => return Err(SignError::Failed),
                };
                RsaKeyPair::generate(size)
                    .map_err(failed)?
                    .as_der()
                    .map_err(failed)?
                    .as_ref()
                    .to_vec()
            }
            KeyKind::P256 | KeyKind::P384 | KeyKind::P521 => {
                let algorithm = native(kind).ok_or(SignError::Failed)?;
                EcdsaKeyPair::generate(algorithm)
                    .and_then(|key| key.to_pkcs8v1())
                    .map_err(failed)?
                    .as_ref()
                    .to_vec()
            }
            KeyKind::MlDsa44 | KeyKind::MlDsa65 | KeyKind::MlDsa87 => PqdsaKeyPair::generate(ml_dsa(kind))
                .and_then(|key| key.to_pkcs8v1())
                .map_err(failed)?
                .as_ref()
                .to_vec(),
        };
        let key = Self::from_pkcs8(kind, &der).map_err(|_| SignError::Failed)?;
        Ok((key, Secret::new(der)))
    }

    /// The kind of key.
    #[must_use]
    pub const fn kind(&self) -> KeyKind {
        match &self.0 {
            Kept::Rsa(_) => KeyKind::Rsa,
            Kept::Ec { kind, .. } | Kept::MlDsa { kind, .. } => *kind,
        }
    }

    /// The public half, as the DER of a SubjectPublicKeyInfo.
    ///
    /// # Errors
    /// [`SignError::Failed`].
    pub fn public_spki(&self) -> Result<Vec<u8>, SignError> {
        let der: Result<PublicKeyX509Der<'_>, _> = match &self.0 {
            Kept::Rsa(pair) => pair.public_key().as_der(),
            Kept::Ec { pair, .. } => pair.public_key().as_der(),
            Kept::MlDsa { pair, .. } => pair.public_key().as_der(),
        };
        der.map(|der| der.as_ref().to_vec())
            .map_err(|_| SignError::Failed)
    }

    /// Signs: RSA PKCS#1 v1.5, ECDSA in DER, or pure ML-DSA (which ignores `hash`).
    ///
    /// # Errors
    /// [`SignError`].
    pub fn sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let rng = SystemRandom::new();
        let failed = |_| SignError::Failed;
        match &self.0 {
            Kept::Rsa(pair) => {
                let mut out = vec![0; pair.public_modulus_len()];
                pair.sign(rsa_encoding(hash), &rng, message, &mut out)
                    .map_err(failed)?;
                Ok(out)
            }
            Kept::Ec { kind, pair } => {
                let native = native_hash(*kind);
                let signature = if hash == native {
                    pair.sign(&rng, message)
                } else {
                    pair.sign_digest(&fitted(&hash::digest(hash, message), native)?)
                };
                signature.map(|s| s.as_ref().to_vec()).map_err(failed)
            }
            Kept::MlDsa { pair, .. } => {
                let mut out = vec![0; pair.algorithm().signature_len()];
                let length = pair.sign(message, &mut out).map_err(failed)?;
                out.truncate(length);
                Ok(out)
            }
        }
    }
}

/// The digest as one of the hash that the library ties to the curve. ECDSA takes the leftmost bits of a
/// digest that is longer than the order of the curve, and reads what it takes as an integer (FIPS 186-5,
/// 6.4.1): what is cut off would be ignored, and zeros in front change nothing.
fn fitted(digest: &[u8], native: HashKind) -> Result<Digest, SignError> {
    let (algorithm, length) = match native {
        HashKind::Sha256 => (&digest::SHA256, 32),
        HashKind::Sha384 => (&digest::SHA384, 48),
        HashKind::Sha512 => (&digest::SHA512, 64),
    };
    let mut bytes = vec![0; length - digest.len().min(length)];
    bytes.extend(digest.iter().take(length));
    Digest::import_less_safe(&bytes, algorithm).map_err(|_| SignError::Failed)
}

fn ec(
    kind: KeyKind,
    read: impl FnOnce(&'static EcdsaSigningAlgorithm) -> Result<EcdsaKeyPair, PrivateKeyError>,
) -> Result<Kept, PrivateKeyError> {
    let pair = read(native(kind).ok_or(PrivateKeyError::Rejected)?)?;
    Ok(Kept::Ec { kind, pair })
}

/// The hash of [`native`].
const fn native_hash(kind: KeyKind) -> HashKind {
    match kind {
        KeyKind::P384 => HashKind::Sha384,
        KeyKind::P521 => HashKind::Sha512,
        _ => HashKind::Sha256,
    }
}

const fn native(kind: KeyKind) -> Option<&'static EcdsaSigningAlgorithm> {
    match kind {
        KeyKind::P256 => Some(&signature::ECDSA_P256_SHA256_ASN1_SIGNING),
        KeyKind::P384 => Some(&signature::ECDSA_P384_SHA384_ASN1_SIGNING),
        KeyKind::P521 => Some(&signature::ECDSA_P521_SHA512_ASN1_SIGNING),
        KeyKind::Rsa | KeyKind::MlDsa44 | KeyKind::MlDsa65 | KeyKind::MlDsa87 => None,
    }
}

const fn ml_dsa(kind: KeyKind) -> &'static PqdsaSigningAlgorithm {
    match kind {
        KeyKind::MlDsa65 => &signature::ML_DSA_65_SIGNING,
        KeyKind::MlDsa87 => &signature::ML_DSA_87_SIGNING,
        _ => &signature::ML_DSA_44_SIGNING,
    }
}

fn rsa_encoding(hash: HashKind) -> &'static dyn RsaEncoding {
    match hash {
        HashKind::Sha256 => &signature::RSA_PKCS1_SHA256,
        HashKind::Sha384 => &signature::RSA_PKCS1_SHA384,
        HashKind::Sha512 => &signature::RSA_PKCS1_SHA512,
    }
}

fn checked(pair: RsaKeyPair) -> Result<RsaKeyPair, PrivateKeyError> {
    if (256..=1024).contains(&pair.public_modulus_len()) {
        Ok(pair)
    } else {
        Err(PrivateKeyError::Rejected)
    }
}
