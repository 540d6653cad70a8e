//! The MAC over a PKCS#12 file's contents, which tells a wrong password for sure.

use std::num::NonZeroU32;

use const_oid::ObjectIdentifier;
use der::Sequence;
use der::asn1::{AnyRef, OctetStringRef};
use pkcs8::AlgorithmIdentifierRef;
use tegata_crypto::password::{PasswordHash, Pkcs12Purpose, hmac_holds, pkcs12};
use zeroize::Zeroizing;

use super::Pkcs12Error;
use crate::encryption::{EncryptionError, OpenError, Passphrase, Stretching, Work, bounded, hmac_of};

/// RFC 8018 appendix A.5.
const PBMAC1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.14");
const PBKDF2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.5.12");
/// RFC 9579 section 5 wants them as long as the hash; nothing is longer.
const MAX_PBMAC1_KEY: usize = 64;

const DIGESTS: [(ObjectIdentifier, PasswordHash); 4] = [
    (ObjectIdentifier::new_unwrap("1.3.14.3.2.26"), PasswordHash::Sha1),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1"),
        PasswordHash::Sha256,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2"),
        PasswordHash::Sha384,
    ),
    (
        ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3"),
        PasswordHash::Sha512,
    ),
];

/// A MAC and how its key is made.
pub(super) struct Mac<'a> {
    hash: PasswordHash,
    tag: &'a [u8],
    key: Key<'a>,
}

enum Key<'a> {
    /// RFC 7292 appendix B.
    Pkcs12 { salt: &'a [u8], iterations: u64 },
    /// RFC 9579.
    Pbmac1 {
        parameters: Stretching<'a>,
        length: usize,
    },
}

impl<'a> Mac<'a> {
    pub(super) fn read(data: AnyRef<'a>) -> Result<Self, Pkcs12Error> {
        let data: MacData<'a> = data.decode_as()?;
        let algorithm = data.digest.algorithm;
        let tag = data.digest.digest.as_bytes();
        if algorithm.oid == PBMAC1 {
            let parameters: Pbmac1Parameters<'a> =
                algorithm.parameters.ok_or(Pkcs12Error::Damaged)?.decode_as()?;
            if parameters.derivation.oid != PBKDF2 {
                return Err(Pkcs12Error::Mac(parameters.derivation.oid.to_string()));
            }
            let hash =
                hmac_of(parameters.mac.oid).map_err(|_| Pkcs12Error::Mac(parameters.mac.oid.to_string()))?;
            let parameters = Stretching::read(parameters.derivation.parameters)?;
            let length = parameters
                .key_length
                .and_then(|length| usize::try_from(length).ok())
                .filter(|length| (1..=MAX_PBMAC1_KEY).contains(length))
                .ok_or(Pkcs12Error::Damaged)?;
            let key = Key::Pbmac1 { parameters, length };
            return Ok(Self { hash, tag, key });
        }
        let (_, hash) = DIGESTS
            .into_iter()
            .find(|(known, _)| *known == algorithm.oid)
            .ok_or_else(|| Pkcs12Error::Mac(algorithm.oid.to_string()))?;
        let key = Key::Pkcs12 {
            salt: bounded(data.salt)?,
            iterations: data.iterations.unwrap_or(1),
        };
        Ok(Self { hash, tag, key })
    }

    /// Whether it is the MAC of the contents under this password.
    pub(super) fn check(
        &self,
        password: &Passphrase,
        work: &mut Work,
        contents: &[u8],
    ) -> Result<(), OpenError<Pkcs12Error>> {
        let key = self.key(password, work).map_err(Pkcs12Error::from)?;
        if hmac_holds(self.hash, &key, contents, self.tag) {
            Ok(())
        } else {
            Err(OpenError::WrongPassword)
        }
    }

    fn key(&self, password: &Passphrase, work: &mut Work) -> Result<Zeroizing<Vec<u8>>, EncryptionError> {
        match &self.key {
            Key::Pkcs12 { salt, iterations } => {
                let mut key = Zeroizing::new(vec![0; self.hash.output_len()]);
                let count: NonZeroU32 = work.iterations(self.hash, *iterations, key.len())?;
                pkcs12(
                    self.hash,
                    Pkcs12Purpose::Mac,
                    password.bmp(),
                    salt,
                    count,
                    &mut key,
                );
                Ok(key)
            }
            Key::Pbmac1 { parameters, length } => {
                let mut key = Zeroizing::new(vec![0; *length]);
                parameters.derive(password, work, &mut key)?;
                Ok(key)
            }
        }
    }
}

/// `MacData` (RFC 7292 section 4).
#[derive(Sequence)]
struct MacData<'a> {
    digest: DigestInfo<'a>,
    salt: &'a OctetStringRef,
    #[asn1(optional = "true")]
    iterations: Option<u64>,
}

/// `DigestInfo` (RFC 2315 section 9.4).
#[derive(Sequence)]
struct DigestInfo<'a> {
    algorithm: AlgorithmIdentifierRef<'a>,
    digest: &'a OctetStringRef,
}

/// `PBMAC1-params` (RFC 8018 appendix A.5).
#[derive(Sequence)]
struct Pbmac1Parameters<'a> {
    derivation: AlgorithmIdentifierRef<'a>,
    mac: AlgorithmIdentifierRef<'a>,
}
