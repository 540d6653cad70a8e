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

mod parameters;
mod work;

use der::Decode as _;
use der::asn1::{AnyRef, OctetStringRef};
use pkcs8::AlgorithmIdentifierRef;
use tegata_crypto::cbc::{Cipher, DecryptError};
use tegata_crypto::password::{PasswordHash, Pkcs12Purpose, ScryptRefused, pbkdf2, pkcs12, scrypt};
use zeroize::Zeroizing;

use parameters::{
    EncryptedKey, OF_PKCS12, PBES2, PBKDF2, Pbes2Parameters, Pbkdf2Parameters, Pkcs12Parameters, SCRYPT,
    ScryptParameters, cipher_of, refused,
};
pub(crate) use parameters::{bounded, hmac_of};
pub(crate) use work::Work;

/// Why what a password closes cannot be opened at all; what mends it depends on the file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EncryptionError {
    /// An outdated or unknown cipher.
    #[error("it is encrypted with {0}, which is not taken")]
    Cipher(String),
    /// A key derivation that is neither PBKDF2 with HMAC of SHA-1 or SHA-2, nor scrypt.
    #[error("its password is stretched with {0}, which is not known")]
    Derivation(String),
    /// More work than is taken from a file.
    #[error("its password is stretched with more work than is taken from a file ({what})")]
    TooCostly {
        /// What it asks for.
        what: String,
    },
    /// Not what the standards describe.
    #[error("its encryption is damaged")]
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

/// How an `EncryptedPrivateKeyInfo` is encrypted, and what. It shows without a password whether one could
/// be of use.
pub(crate) fn read_pkcs8(der: &[u8], taken: Schemes) -> Result<(Scheme<'_>, &[u8]), EncryptionError> {
    let closed = EncryptedKey::from_der(der)?;
    let scheme = Scheme::read(&closed.algorithm, taken)?;
    let ciphertext = closed.data.as_bytes();
    if ciphertext.is_empty() || !ciphertext.len().is_multiple_of(scheme.cipher.block_len()) {
        return Err(EncryptionError::Damaged);
    }
    Ok((scheme, ciphertext))
}

/// The PKCS#8 inside an `EncryptedPrivateKeyInfo`.
pub(crate) fn decrypt_pkcs8(
    der: &[u8],
    password: &Passphrase,
    taken: Schemes,
    work: &mut Work,
) -> Result<Zeroizing<Vec<u8>>, OpenError<EncryptionError>> {
    let (scheme, ciphertext) = read_pkcs8(der, taken)?;
    scheme.decrypt(password, work, ciphertext)
}
