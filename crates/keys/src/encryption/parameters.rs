//! What the encryption of private keys is called and how its parameters are written (RFC 8018, RFC 7914,
//! RFC 7292 appendix C, RFC 5958).

use const_oid::ObjectIdentifier;
use der::Sequence;
use der::asn1::OctetStringRef;
use pkcs8::AlgorithmIdentifierRef;
use tegata_crypto::cbc::Cipher;
use tegata_crypto::password::PasswordHash;

use super::{EncryptionError, Schemes};

/// Salts that are read, in bytes. Nobody makes them longer than 64.
const MAX_SALT: usize = 1024;

pub(super) const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
pub(super) const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
pub(super) const SCRYPT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.11591.4.11");
const DES_EDE3_CBC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.3.7");

/// RFC 8018 appendix B.2.5.
const AES: [(ObjectIdentifier, Cipher); 3] = [
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.2"),
        Cipher::Aes128,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.22"),
        Cipher::Aes192,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.1.42"),
        Cipher::Aes256,
    ),
];

/// RFC 7292 appendix C, those that are met: each with SHA-1.
pub(super) const OF_PKCS12: [(ObjectIdentifier, Cipher); 3] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.3"),
        Cipher::TripleDes,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.5"),
        Cipher::Rc2Of128,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.1.12.1.6"),
        Cipher::Rc2Of40,
    ),
];

/// RFC 8018 appendix B.1.
const HMACS: [(ObjectIdentifier, PasswordHash); 4] = [
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.2.7"),
        PasswordHash::Sha1,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.2.9"),
        PasswordHash::Sha256,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.2.10"),
        PasswordHash::Sha384,
    ),
    (
        ObjectIdentifier::new_unwrap("1.2.840.113549.2.11"),
        PasswordHash::Sha512,
    ),
];

/// Names for the ciphers that are refused most often.
const REFUSED: [(&str, &str); 8] = [
    ("1.2.840.113549.3.7", "Triple DES"),
    ("1.3.14.3.2.7", "DES"),
    ("1.2.840.113549.3.2", "RC2"),
    ("1.2.840.113549.1.5.3", "DES and MD5"),
    ("1.2.840.113549.1.5.10", "DES and SHA-1"),
    ("1.2.840.113549.1.12.1.3", "Triple DES in the way of PKCS#12"),
    ("1.2.840.113549.1.12.1.5", "RC2 in the way of PKCS#12"),
    ("1.2.840.113549.1.12.1.6", "RC2 in the way of PKCS#12"),
];

/// The hash of an HMAC.
pub(crate) fn hmac_of(oid: ObjectIdentifier) -> Result<PasswordHash, EncryptionError> {
    HMACS
        .into_iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, hash)| hash)
        .ok_or_else(|| EncryptionError::Derivation(format!("a pseudorandom function, {oid},")))
}

pub(super) fn cipher_of(oid: ObjectIdentifier, taken: Schemes) -> Result<Cipher, EncryptionError> {
    if oid == DES_EDE3_CBC && taken == Schemes::OfPkcs12 {
        return Ok(Cipher::TripleDes);
    }
    AES.into_iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, cipher)| cipher)
        .ok_or_else(|| refused(oid))
}

pub(super) fn refused(oid: ObjectIdentifier) -> EncryptionError {
    let text = oid.to_string();
    let name = REFUSED.iter().find(|(known, _)| *known == text);
    EncryptionError::Cipher(name.map_or(text.clone(), |(_, name)| (*name).into()))
}

pub(crate) fn bounded(salt: &OctetStringRef) -> Result<&[u8], EncryptionError> {
    let salt = salt.as_bytes();
    if salt.len() > MAX_SALT {
        return Err(EncryptionError::Damaged);
    }
    Ok(salt)
}

/// `PBES2-params` (RFC 8018 appendix A.4).
#[derive(Sequence)]
pub(super) struct Pbes2Parameters<'a> {
    pub(super) derivation: AlgorithmIdentifierRef<'a>,
    pub(super) cipher: AlgorithmIdentifierRef<'a>,
}

/// `PBKDF2-params` (RFC 8018 appendix A.2), its salt given as it is.
#[derive(Sequence)]
pub(super) struct Pbkdf2Parameters<'a> {
    pub(super) salt: &'a OctetStringRef,
    pub(super) iterations: u64,
    #[asn1(optional = "true")]
    pub(super) length: Option<u32>,
    #[asn1(optional = "true")]
    pub(super) hmac: Option<AlgorithmIdentifierRef<'a>>,
}

/// `scrypt-params` (RFC 7914 section 7).
#[derive(Sequence)]
pub(super) struct ScryptParameters<'a> {
    pub(super) salt: &'a OctetStringRef,
    pub(super) n: u64,
    pub(super) r: u32,
    pub(super) p: u32,
    #[asn1(optional = "true")]
    pub(super) length: Option<u32>,
}

/// `pkcs-12PbeParams` (RFC 7292 appendix C).
#[derive(Sequence)]
pub(super) struct Pkcs12Parameters<'a> {
    pub(super) salt: &'a OctetStringRef,
    pub(super) iterations: u64,
}

/// `EncryptedPrivateKeyInfo` (RFC 5958 section 3).
#[derive(Sequence)]
pub(super) struct EncryptedKey<'a> {
    pub(super) algorithm: AlgorithmIdentifierRef<'a>,
    pub(super) data: &'a OctetStringRef,
}
