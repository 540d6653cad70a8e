//! Signing with a key on a token.

use std::cell::Cell;
use std::sync::{Arc, Mutex, PoisonError};

use cryptoki_sys as c;
use cryptoki_sys::{CK_MECHANISM_TYPE, CK_OBJECT_HANDLE};
use tegata_crypto::{HashKind, KeyKind, hash};
use tegata_pki::Certificate;

use super::error::TokenError;
use super::ffi::Rv;
use super::key::{self, KeyObject, KeyType, PublicHalf};
use super::pin::{self, PinSource};
use super::session::{Access, Session};
use crate::{Signer, SignerError, ecdsa};

/// A certificate's key on a token.
pub(super) struct TokenSigner {
    session: Arc<Session>,
    key: KeyObject,
    key_type: KeyType,
    kind: KeyKind,
    /// The certificate's, once it is proven that the key is its own; empty till then, which makes
    /// [`crate::Identity`] try a signature.
    spki: Vec<u8>,
    context: PinSource,
    reuse_pin: bool,
    /// The key's handle, and the epoch of the session in which it holds.
    handle: Mutex<(u64, CK_OBJECT_HANDLE)>,
}

impl TokenSigner {
    /// A signer with a key that was found in this epoch of the session.
    pub(super) fn new(
        session: &Arc<Session>,
        epoch: u64,
        key: KeyObject,
        certificate: &Certificate,
        context: PinSource,
        reuse_pin: bool,
    ) -> Result<Self, TokenError> {
        let unsupported = || TokenError::Algorithm {
            token: session.label().into(),
        };
        let kind = certificate.key_kind().map_err(|_| unsupported())?;
        let key_type = key.key_type.ok_or_else(unsupported)?;
        let proven = key.public.is_some() && key.public == PublicHalf::from_spki(certificate.spki());
        Ok(Self {
            session: Arc::clone(session),
            handle: Mutex::new((epoch, key.handle)),
            spki: if proven {
                certificate.spki().into()
            } else {
                Vec::new()
            },
            key,
            key_type,
            kind,
            context,
            reuse_pin,
        })
    }

    /// Takes it that the key is the certificate's.
    pub(super) fn trust(&mut self, certificate: &Certificate) {
        self.spki = certificate.spki().into();
    }

    fn try_sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, TokenError> {
        let digest = hash::digest(hash, message);
        let sign = |mechanism, data: &[u8]| self.session.run(|access| self.sign_in(access, mechanism, data));
        if self.key_type == KeyType::Ec {
            return sign(c::CKM_ECDSA, ecdsa::truncated(&digest, self.kind));
        }
        match sign(c::CKM_RSA_PKCS, &[digest_info(hash), &digest].concat()) {
            Err(error) if error.is_mechanism() => sign(hashing(hash), message),
            other => other,
        }
    }

    fn sign_in(
        &self,
        access: &mut Access<'_>,
        mechanism: CK_MECHANISM_TYPE,
        data: &[u8],
    ) -> Result<Vec<u8>, TokenError> {
        let key = self.locate(access)?;
        let failed = TokenError::failed("sign");
        // One that was left under way by an earlier signature may be of another key: the session is opened
        // again then. One that this signature began, before a PIN that was refused, goes on.
        let begun = Cell::new(false);
        let begin = |access: &mut Access<'_>| {
            let already = begun.replace(true);
            match access.cryptoki.sign_init(access.handle, mechanism, key) {
                Err(Rv(c::CKR_OPERATION_ACTIVE)) if already => Ok(()),
                other => other.map_err(TokenError::failed("sign")),
            }
        };
        if self.key.always_authenticate {
            pin::permit(access, &self.context, self.reuse_pin, begin)?;
        } else {
            begin(access)?;
        }
        access.cryptoki.sign(access.handle, data).map_err(failed)
    }

    /// The key's handle in this session, looked up again when the session was opened again.
    fn locate(&self, access: &mut Access<'_>) -> Result<CK_OBJECT_HANDLE, TokenError> {
        let mut kept = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        let (epoch, handle) = *kept;
        if epoch == access.epoch {
            return Ok(handle);
        }
        let found = key::search(access, &self.key.conditions())?;
        let same = |key: &&KeyObject| key.key_type == self.key.key_type && key.public == self.key.public;
        let handle = found.iter().find(same).map(|key| key.handle);
        let handle = handle.ok_or_else(|| TokenError::KeyGone {
            token: self.session.label().into(),
        })?;
        *kept = (access.epoch, handle);
        Ok(handle)
    }
}

impl Signer for TokenSigner {
    fn kind(&self) -> KeyKind {
        self.kind
    }

    fn spki(&self) -> Result<Vec<u8>, SignerError> {
        Ok(self.spki.clone())
    }

    fn sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        let failed = |error: TokenError| match error.is_permanent() {
            true => SignerError::Refused(error.to_string()),
            false => SignerError::Failed(error.to_string()),
        };
        let signature = self.try_sign(hash, message).map_err(failed)?;
        match self.key_type {
            KeyType::Rsa => Ok(signature),
            KeyType::Ec => ecdsa::der_of_halves(&signature).ok_or_else(|| {
                SignerError::Failed("the token's signature is not two numbers of equal length".into())
            }),
        }
    }
}

/// What comes before the digest in a `DigestInfo` (RFC 8017 section 9.2, note 1).
const fn digest_info(hash: HashKind) -> &'static [u8] {
    match hash {
        HashKind::Sha256 => b"\x30\x31\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x01\x05\x00\x04\x20",
        HashKind::Sha384 => b"\x30\x41\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x02\x05\x00\x04\x30",
        HashKind::Sha512 => b"\x30\x51\x30\x0d\x06\x09\x60\x86\x48\x01\x65\x03\x04\x02\x03\x05\x00\x04\x40",
    }
}

/// The mechanism that hashes too.
const fn hashing(hash: HashKind) -> CK_MECHANISM_TYPE {
    match hash {
        HashKind::Sha256 => c::CKM_SHA256_RSA_PKCS,
        HashKind::Sha384 => c::CKM_SHA384_RSA_PKCS,
        HashKind::Sha512 => c::CKM_SHA512_RSA_PKCS,
    }
}

#[cfg(test)]
mod tests;
