//! Private keys in their several encodings: PKCS#8 (RFC 5958), encrypted or not, PKCS#1 (RFC 8017),
//! SEC1 (RFC 5915).

use const_oid::ObjectIdentifier;
use der::Decode as _;
use pkcs8::PrivateKeyInfoRef;
use sec1::EcPrivateKey;
use tegata_crypto::KeyKind;
use tegata_crypto::sign::{PrivateKey, PrivateKeyError};
use tegata_pki::WithName;
use zeroize::Zeroizing;

use crate::blocks::{begins_private_block, private_blocks};
use crate::encryption::{EncryptionError, OpenError, Passphrase, Schemes, Work, decrypt_pkcs8, read_pkcs8};
use crate::pkcs12::Pkcs12Error;

/// Why a text gives no private key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFormatError {
    /// No block of a private key.
    #[error("it holds no `PRIVATE KEY` block; name the file of the key with --private-key")]
    Missing,
    /// A block of a private key that does not end.
    #[error("the block of its private key has no `-----END …-----` line: the text was cut off; copy it anew")]
    CutOff,
    /// Nothing.
    #[error("it is empty")]
    Empty,
    /// Not PEM at all.
    #[error(
        "it is not PEM text; convert what is in DER with `openssl pkey -inform DER` (a key) or `openssl x509 \
         -inform DER` (a certificate), and name a PKCS#12 file with --certificate alone"
    )]
    NotPem,
    /// Encrypted in OpenSSL's own way of old (`Proc-Type: 4,ENCRYPTED`).
    #[error(
        "the key is encrypted in OpenSSL's old way, in which a password protects little; convert it with \
         `openssl pkcs8 -topk8 -in KEY -out NEWKEY`, which asks for both passwords"
    )]
    OldEncryption,
    /// Encrypted in a way that cannot be undone.
    #[error(
        "the key cannot be decrypted: {0}; where its password still opens it, encrypt it anew with `openssl pkcs8 -topk8 \
         -v2 aes-256-cbc -in KEY -out NEWKEY`"
    )]
    Encryption(#[from] EncryptionError),
    /// A PKCS#12 file that cannot be used.
    #[error(transparent)]
    Pkcs12(#[from] Pkcs12Error),
    /// A key that only its TPM can use.
    #[error("the key belongs to a TPM; name the file of its certificate with --certificate")]
    Tpm,
    /// OpenSSH's own format.
    #[error("the key is in OpenSSH's format; convert a copy of it with `ssh-keygen -p -m PKCS8 -f COPY`")]
    OpenSsh,
    /// Not base64 or not DER.
    #[error("the key block is damaged")]
    Damaged,
    /// A key of another algorithm.
    #[error("the key is of the algorithm {}; RSA, ECDSA and ML-DSA can be used", WithName(.0))]
    Algorithm(String),
    /// A key on another curve.
    #[error("the key is on the elliptic curve {}; P-256, P-384 and P-521 can be used", WithName(.0))]
    Curve(String),
    /// Of a known kind, and yet refused.
    #[error("{0}")]
    Rejected(#[from] PrivateKeyError),
}

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");

const CURVES: [(ObjectIdentifier, KeyKind, usize); 3] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
        KeyKind::P256,
        32,
    ),
    (ObjectIdentifier::new_unwrap("1.3.132.0.34"), KeyKind::P384, 48),
    (ObjectIdentifier::new_unwrap("1.3.132.0.35"), KeyKind::P521, 66),
];

/// RFC 9881, section 2.
const ML_DSA: [(ObjectIdentifier, KeyKind); 3] = [
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

/// Whether the text holds a private key of any form, be it usable or not.
pub(crate) fn holds_private_key(text: &[u8]) -> bool {
    !private_blocks(text).is_empty()
}

/// A private key as PEM holds it.
pub(crate) enum PemKey {
    /// Ready to sign.
    Open(PrivateKey),
    /// `EncryptedPrivateKeyInfo`, in DER.
    Encrypted(Zeroizing<Vec<u8>>),
}

const BEGIN: &[u8] = b"-----BEGIN ";

/// The first private key of a PEM text.
pub(crate) fn read(text: &[u8]) -> Result<PemKey, KeyFormatError> {
    let blocks = private_blocks(text);
    let Some(block) = blocks.first() else {
        return Err(match text {
            [] => KeyFormatError::Empty,
            _ if begins_private_block(text) => KeyFormatError::CutOff,
            _ if text.windows(BEGIN.len()).any(|part| part == BEGIN) => KeyFormatError::Missing,
            _ => KeyFormatError::NotPem,
        });
    };
    if block.encrypted {
        return Err(KeyFormatError::OldEncryption);
    }
    match block.label {
        "PRIVATE KEY" => Ok(PemKey::Open(from_pkcs8(&block.der()?)?)),
        "RSA PRIVATE KEY" => Ok(PemKey::Open(PrivateKey::from_pkcs1(&block.der()?)?)),
        "EC PRIVATE KEY" => Ok(PemKey::Open(from_sec1(&block.der()?)?)),
        "ENCRYPTED PRIVATE KEY" => {
            let der = block.der()?;
            // Before a password is asked for that would be of no use.
            read_pkcs8(&der, Schemes::Modern)?;
            Ok(PemKey::Encrypted(der))
        }
        "TSS2 PRIVATE KEY" => Err(KeyFormatError::Tpm),
        "OPENSSH PRIVATE KEY" => Err(KeyFormatError::OpenSsh),
        other => Err(KeyFormatError::Algorithm(
            other.trim_end_matches("PRIVATE KEY").trim().into(),
        )),
    }
}

/// Decrypts PKCS#8. Nothing but what comes out tells whether the password was right.
pub(crate) fn unlock(der: &[u8], password: &str) -> Result<PrivateKey, OpenError<KeyFormatError>> {
    let mut work = Work::new();
    let plain = decrypt_pkcs8(der, &Passphrase::new(password), Schemes::Modern, &mut work)
        .map_err(|error| error.map(KeyFormatError::from))?;
    from_pkcs8(&plain).map_err(|error| match error {
        KeyFormatError::Damaged => OpenError::WrongPassword,
        error => OpenError::Unusable(error),
    })
}

/// An unencrypted PKCS#8 key.
pub(crate) fn from_pkcs8(der: &[u8]) -> Result<PrivateKey, KeyFormatError> {
    let info = PrivateKeyInfoRef::from_der(der).map_err(|_| KeyFormatError::Damaged)?;
    let oid = info.algorithm.oid;
    let kind = if oid == RSA {
        KeyKind::Rsa
    } else if oid == EC {
        let curve = info
            .algorithm
            .parameters_oid()
            .map_err(|_| KeyFormatError::Curve("given by explicit parameters".into()))?;
        curve_kind(curve)?
    } else {
        ML_DSA
            .iter()
            .find(|(known, _)| *known == oid)
            .map(|(_, kind)| *kind)
            .ok_or_else(|| KeyFormatError::Algorithm(oid.to_string()))?
    };
    Ok(PrivateKey::from_pkcs8(kind, der)?)
}

fn from_sec1(der: &[u8]) -> Result<PrivateKey, KeyFormatError> {
    let key = EcPrivateKey::from_der(der).map_err(|_| KeyFormatError::Damaged)?;
    let kind = match key.parameters.and_then(|parameters| parameters.named_curve()) {
        Some(curve) => curve_kind(curve)?,
        // Without parameters, which are optional, the key's length tells the curve.
        None => CURVES
            .iter()
            .find(|(_, _, length)| *length == key.private_key.len())
            .map(|(_, kind, _)| *kind)
            .ok_or_else(|| KeyFormatError::Curve("without a name".into()))?,
    };
    Ok(PrivateKey::from_sec1(kind, der)?)
}

fn curve_kind(curve: ObjectIdentifier) -> Result<KeyKind, KeyFormatError> {
    CURVES
        .iter()
        .find(|(known, _, _)| *known == curve)
        .map(|(_, kind, _)| *kind)
        .ok_or_else(|| KeyFormatError::Curve(curve.to_string()))
}
