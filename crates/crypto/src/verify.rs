//! Verifying signatures of public keys found in certificates.

use aws_lc_rs::signature::{self, ParsedPublicKey, VerificationAlgorithm};

use crate::{HashKind, KeyKind};

/// A parsed public key for one kind of signature; keep it to verify many.
#[derive(Debug)]
pub struct PublicKey(ParsedPublicKey);

/// Why a key cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not a key of the stated kind, or RSA outside 2048–8192 bits.
    #[error("not a usable public key of this kind (RSA keys need 2048 to 8192 bits)")]
    Rejected,
}

/// The signature is not of this message by this key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the signature does not match")]
pub struct BadSignature;

impl PublicKey {
    /// From the DER of a SubjectPublicKeyInfo whose kind is known.
    ///
    /// # Errors
    /// [`KeyError::Rejected`].
    pub fn from_spki(kind: KeyKind, hash: HashKind, spki: &[u8]) -> Result<Self, KeyError> {
        ParsedPublicKey::new(algorithm(kind, hash), spki)
            .map(Self)
            .map_err(|_| KeyError::Rejected)
    }

    /// Checks a signature: RSA PKCS#1 v1.5, ECDSA in DER, or pure ML-DSA with an empty context.
    ///
    /// # Errors
    /// [`BadSignature`].
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), BadSignature> {
        self.0.verify_sig(message, signature).map_err(|_| BadSignature)
    }
}

fn algorithm(kind: KeyKind, hash: HashKind) -> &'static dyn VerificationAlgorithm {
    use HashKind::{Sha256, Sha384, Sha512};
    match (kind, hash) {
        (KeyKind::Rsa, Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
        (KeyKind::Rsa, Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        (KeyKind::Rsa, Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
        (KeyKind::P256, Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
        (KeyKind::P256, Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
        (KeyKind::P256, Sha512) => &signature::ECDSA_P256_SHA512_ASN1,
        (KeyKind::P384, Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
        (KeyKind::P384, Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
        (KeyKind::P384, Sha512) => &signature::ECDSA_P384_SHA512_ASN1,
        (KeyKind::P521, Sha256) => &signature::ECDSA_P521_SHA256_ASN1,
        (KeyKind::P521, Sha384) => &signature::ECDSA_P521_SHA384_ASN1,
        (KeyKind::P521, Sha512) => &signature::ECDSA_P521_SHA512_ASN1,
        (KeyKind::MlDsa44, _) => &signature::ML_DSA_44,
        (KeyKind::MlDsa65, _) => &signature::ML_DSA_65,
        (KeyKind::MlDsa87, _) => &signature::ML_DSA_87,
    }
}
