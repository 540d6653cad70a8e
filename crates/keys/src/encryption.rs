//! What a password closes: the encryption schemes of PKCS#8 and PKCS#12 files.
//!
//! ```text
//! AlgorithmIdentifier ─read─▶ Scheme ─decrypt(password, Work)─▶ plaintext
//! ```
//!
//! PBES2 (RFC 8018) derives its key with PBKDF2 or scrypt and decrypts with AES. The schemes of PKCS#12
//! (RFC 7292 appendix C), with Triple DES and RC2, are taken in PKCS#12 files alone, where much software
//! still writes them.
//!
//! The file says how much work the derivation is; [`Work`] says how much it may be.

use std::num::NonZeroU32;

use const_oid::ObjectIdentifier;
use der::asn1::{AnyRef, OctetStringRef};
use der::{Decode as _, Sequence};
use pkcs8::AlgorithmIdentifierRef;
use tegata_crypto::cbc::{Cipher, DecryptError};
use tegata_crypto::password::{
    PasswordHash, Pkcs12Purpose, ScryptCost, ScryptRefused, pbkdf2, pkcs12, scrypt,
};
use zeroize::Zeroizing;

/// Salts that are read, in bytes. Nobody makes them longer than 64.
const MAX_SALT: usize = 1024;

/// Why what a password closes cannot be opened at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionError {
    /// An outdated or unknown cipher.
    #[error(
        "it is encrypted with {0}, which is not taken; encrypt it anew with `openssl pkcs8 -topk8 -v2 aes-256-cbc`"
    )]
    Cipher(String),
    /// A key derivation that is neither PBKDF2 with HMAC of SHA-1 or SHA-2, nor scrypt.
    #[error(
        "its password is stretched with {0}, which is not known; encrypt it anew with `openssl pkcs8 -topk8`"
    )]
    Derivation(String),
    /// More work than [`Work`] allows.
    #[error(
        "its password is stretched with more work than is taken from a file ({what}); encrypt it anew with \
         `openssl pkcs8 -topk8`, whose defaults will do"
    )]
    TooCostly {
        /// What it asks for.
        what: String,
    },
    /// Not what the standards describe.
    #[error("its encryption parameters are damaged")]
    Damaged,
}

/// The password does not open it; or, where nothing else protects the content, it is damaged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OpenError<E> {
    WrongPassword,
    Unusable(E),
}

impl<E> OpenError<E> {
    pub(crate) fn map<F>(self, convert: impl FnOnce(E) -> F) -> OpenError<F> {
        match self {
            Self::WrongPassword => OpenError::WrongPassword,
            Self::Unusable(error) => OpenError::Unusable(convert(error)),
        }
    }
}

impl<E> From<E> for OpenError<E> {
    fn from(error: E) -> Self {
        Self::Unusable(error)
    }
}

/// The work that one file may still cost. One unit is an iteration of a hash for one block of output,
/// or a block of scrypt's memory written: some 0.1 to 1 µs.
#[derive(Debug)]
pub(crate) struct Work(u64);

impl Work {
    /// Ten times what careful people ask for today.
    pub(crate) const LIMIT: u64 = 10_000_000;
    /// Each of scrypt's two areas of memory, in blocks of 128 bytes: 128 MiB.
    const MEMORY: u64 = 1 << 20;

    pub(crate) const fn new() -> Self {
        Self(Self::LIMIT)
    }

    /// Takes what deriving `length` bytes will cost.
    pub(crate) fn iterations(
        &mut self,
        hash: PasswordHash,
        iterations: u64,
        length: usize,
    ) -> Result<NonZeroU32, EncryptionError> {
        let blocks = length.div_ceil(hash.output_len()).max(1) as u64;
        let count = u32::try_from(iterations)
            .ok()
            .filter(|_| self.take(iterations.saturating_mul(blocks)))
            .ok_or_else(|| EncryptionError::TooCostly {
                what: format!("{iterations} iterations"),
            })?;
        NonZeroU32::new(count).ok_or(EncryptionError::Damaged)
    }

    fn scrypt(&mut self, n: u64, r: u32, p: u32) -> Result<ScryptCost, EncryptionError> {
        if !n.is_power_of_two() || n < 2 || r == 0 || p == 0 {
            return Err(EncryptionError::Damaged);
        }
        let memory = n.max(p.into()).saturating_mul(r.into());
        let time = n.saturating_mul(r.into()).saturating_mul(p.into());
        if memory > Self::MEMORY || !self.take(time) {
            return Err(EncryptionError::TooCostly {
                what: format!("scrypt with N = {n}, r = {r}, p = {p}"),
            });
        }
        // At most 63: the logarithm of a u64.
        let log_n = u8::try_from(n.trailing_zeros()).map_err(|_| EncryptionError::Damaged)?;
        Ok(ScryptCost { log_n, r, p })
    }

    fn take(&mut self, units: u64) -> bool {
        match self.0.checked_sub(units) {
            Some(left) => {
                self.0 = left;
                true
            }
            None => false,
        }
    }
}

/// A password as the schemes want it.
pub(crate) struct Passphrase {
    /// For PBES2.
    utf8: Zeroizing<Vec<u8>>,
    /// For PKCS#12: a BMPString with its final zeros.
    bmp: Zeroizing<Vec<u8>>,
}

impl Passphrase {
    pub(crate) fn new(text: &str) -> Self {
        let mut bmp = Zeroizing::new(Vec::with_capacity(2 * text.len() + 2));
        for unit in text.encode_utf16().chain([0]) {
            bmp.extend(unit.to_be_bytes());
        }
        Self {
            utf8: Zeroizing::new(text.as_bytes().to_vec()),
            bmp,
        }
    }

    /// No password, which is for PKCS#12 another one than the empty.
    pub(crate) fn none() -> Self {
        Self {
            utf8: Zeroizing::new(Vec::new()),
            bmp: Zeroizing::new(Vec::new()),
        }
    }

    pub(crate) fn utf8(&self) -> &[u8] {
        &self.utf8
    }

    pub(crate) fn bmp(&self) -> &[u8] {
        &self.bmp
    }
}

/// Which schemes are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Schemes {
    /// PBES2 with AES.
    Modern,
    /// Also Triple DES and RC2, and the derivation of PKCS#12.
    OfPkcs12,
}

/// How something is encrypted.
#[derive(Debug)]
pub(crate) struct Scheme<'a> {
    derivation: Derivation<'a>,
    cipher: Cipher,
}

#[derive(Debug)]
enum Derivation<'a> {
    /// The key alone; the vector stands in the parameters.
    Pbkdf2 {
        parameters: Stretching<'a>,
        iv: &'a [u8],
    },
    Scrypt {
        salt: &'a [u8],
        n: u64,
        r: u32,
        p: u32,
        iv: &'a [u8],
    },
    /// Key and vector, with SHA-1.
    Pkcs12 { salt: &'a [u8], iterations: u64 },
}

/// PBKDF2 as parameters describe it.
#[derive(Debug)]
pub(crate) struct Stretching<'a> {
    salt: &'a [u8],
    iterations: u64,
    hash: PasswordHash,
    pub(crate) key_length: Option<u32>,
}

const PBES2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
const SCRYPT: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.11591.4.11");
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
const OF_PKCS12: [(ObjectIdentifier, Cipher); 3] = [
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

impl From<der::Error> for EncryptionError {
    fn from(_: der::Error) -> Self {
        Self::Damaged
    }
}

impl<'a> Scheme<'a> {
    /// Reads how something is encrypted.
    pub(crate) fn read(
        algorithm: &AlgorithmIdentifierRef<'a>,
        taken: Schemes,
    ) -> Result<Self, EncryptionError> {
        let parameters = algorithm.parameters.ok_or(EncryptionError::Damaged)?;
        if algorithm.oid == PBES2 {
            return Self::read_pbes2(parameters, taken);
        }
        let old = OF_PKCS12
            .into_iter()
            .find(|(oid, _)| taken == Schemes::OfPkcs12 && *oid == algorithm.oid);
        let (_, cipher) = old.ok_or_else(|| refused(algorithm.oid))?;
        let Pkcs12Parameters { salt, iterations } = parameters.decode_as()?;
        Ok(Self {
            derivation: Derivation::Pkcs12 {
                salt: bounded(salt)?,
                iterations,
            },
            cipher,
        })
    }

    fn read_pbes2(parameters: AnyRef<'a>, taken: Schemes) -> Result<Self, EncryptionError> {
        let Pbes2Parameters { derivation, cipher } = parameters.decode_as()?;
        let iv: &OctetStringRef = cipher.parameters.ok_or(EncryptionError::Damaged)?.decode_as()?;
        let iv = iv.as_bytes();
        let cipher = cipher_of(cipher.oid, taken)?;
        let (derivation, length) = if derivation.oid == PBKDF2 {
            let parameters = Stretching::read(derivation.parameters)?;
            let length = parameters.key_length;
            (Derivation::Pbkdf2 { parameters, iv }, length)
        } else if derivation.oid == SCRYPT {
            let parameters = derivation.parameters.ok_or(EncryptionError::Damaged)?;
            let ScryptParameters {
                salt,
                n,
                r,
                p,
                length,
            } = parameters.decode_as()?;
            let salt = bounded(salt)?;
            (Derivation::Scrypt { salt, n, r, p, iv }, length)
        } else {
            return Err(EncryptionError::Derivation(derivation.oid.to_string()));
        };
        // The length is the cipher's; a file that says another one lies about one of the two.
        if iv.len() != cipher.block_len()
            || length.is_some_and(|length| usize::try_from(length) != Ok(cipher.key_len()))
        {
            return Err(EncryptionError::Damaged);
        }
        Ok(Self { derivation, cipher })
    }

    /// Decrypts. Without a MAC, damage looks like a wrong password.
    pub(crate) fn decrypt(
        &self,
        password: &Passphrase,
        work: &mut Work,
        ciphertext: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, OpenError<EncryptionError>> {
        let mut key = Zeroizing::new(vec![0; self.cipher.key_len()]);
        let mut own_iv = vec![0; self.cipher.block_len()];
        let iv = match &self.derivation {
            Derivation::Pbkdf2 { parameters, iv } => {
                parameters.derive(password, work, &mut key)?;
                *iv
            }
            Derivation::Scrypt { salt, n, r, p, iv } => {
                let cost = work.scrypt(*n, *r, *p)?;
                scrypt(password.utf8(), salt, cost, &mut key)
                    .map_err(|ScryptRefused| EncryptionError::Damaged)?;
                *iv
            }
            Derivation::Pkcs12 { salt, iterations } => {
                let outputs: [(_, &mut [u8]); 2] =
                    [(Pkcs12Purpose::Key, &mut key), (Pkcs12Purpose::Iv, &mut own_iv)];
                for (purpose, out) in outputs {
                    let count = work.iterations(PasswordHash::Sha1, *iterations, out.len())?;
                    pkcs12(PasswordHash::Sha1, purpose, password.bmp(), salt, count, out);
                }
                &own_iv
            }
        };
        self.cipher
            .decrypt(&key, iv, ciphertext)
            .map_err(|DecryptError| OpenError::WrongPassword)
    }
}

impl<'a> Stretching<'a> {
    /// Reads `PBKDF2-params`.
    pub(crate) fn read(parameters: Option<AnyRef<'a>>) -> Result<Self, EncryptionError> {
        let parameters: Pbkdf2Parameters<'a> = parameters.ok_or(EncryptionError::Damaged)?.decode_as()?;
        let hash = match parameters.hmac {
            None => PasswordHash::Sha1,
            Some(algorithm) => hmac_of(algorithm.oid)?,
        };
        Ok(Self {
            salt: bounded(parameters.salt)?,
            iterations: parameters.iterations,
            hash,
            key_length: parameters.length,
        })
    }

    pub(crate) fn derive(
        &self,
        password: &Passphrase,
        work: &mut Work,
        key: &mut [u8],
    ) -> Result<(), EncryptionError> {
        let count = work.iterations(self.hash, self.iterations, key.len())?;
        pbkdf2(self.hash, password.utf8(), self.salt, count, key);
        Ok(())
    }
}

/// The hash of an HMAC.
pub(crate) fn hmac_of(oid: ObjectIdentifier) -> Result<PasswordHash, EncryptionError> {
    HMACS
        .into_iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, hash)| hash)
        .ok_or_else(|| EncryptionError::Derivation(format!("a pseudorandom function, {oid},")))
}

fn cipher_of(oid: ObjectIdentifier, taken: Schemes) -> Result<Cipher, EncryptionError> {
    if oid == DES_EDE3_CBC && taken == Schemes::OfPkcs12 {
        return Ok(Cipher::TripleDes);
    }
    AES.into_iter()
        .find(|(known, _)| *known == oid)
        .map(|(_, cipher)| cipher)
        .ok_or_else(|| refused(oid))
}

fn refused(oid: ObjectIdentifier) -> EncryptionError {
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
struct Pbes2Parameters<'a> {
    derivation: AlgorithmIdentifierRef<'a>,
    cipher: AlgorithmIdentifierRef<'a>,
}

/// `PBKDF2-params` (RFC 8018 appendix A.2), its salt given as it is.
#[derive(Sequence)]
struct Pbkdf2Parameters<'a> {
    salt: &'a OctetStringRef,
    iterations: u64,
    #[asn1(optional = "true")]
    length: Option<u32>,
    #[asn1(optional = "true")]
    hmac: Option<AlgorithmIdentifierRef<'a>>,
}

/// `scrypt-params` (RFC 7914 section 7).
#[derive(Sequence)]
struct ScryptParameters<'a> {
    salt: &'a OctetStringRef,
    n: u64,
    r: u32,
    p: u32,
    #[asn1(optional = "true")]
    length: Option<u32>,
}

/// `pkcs-12PbeParams` (RFC 7292 appendix C).
#[derive(Sequence)]
struct Pkcs12Parameters<'a> {
    salt: &'a OctetStringRef,
    iterations: u64,
}

/// `EncryptedPrivateKeyInfo` (RFC 5958 section 3).
#[derive(Sequence)]
struct EncryptedKey<'a> {
    algorithm: AlgorithmIdentifierRef<'a>,
    data: &'a OctetStringRef,
}

/// The PKCS#8 inside an `EncryptedPrivateKeyInfo`.
pub(crate) fn decrypt_pkcs8(
    der: &[u8],
    password: &Passphrase,
    taken: Schemes,
    work: &mut Work,
) -> Result<Zeroizing<Vec<u8>>, OpenError<EncryptionError>> {
    let closed = EncryptedKey::from_der(der).map_err(EncryptionError::from)?;
    Scheme::read(&closed.algorithm, taken)?.decrypt(password, work, closed.data.as_bytes())
}

#[cfg(test)]
mod tests;
