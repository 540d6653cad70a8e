//! Identities of a certificate store of Windows. Keys stay with their providers (software, smart cards,
//! the TPM): each signature is made there, without a question to the user when that will do.
//!
//! ```text
//! CertOpenStore ─▶ certificates with keys ─Selection─▶ leaf ─CertGetCertificateChain─▶ chain
//!                                                        └─CryptAcquireCertificatePrivateKey─▶ KeyHandle
//! ```

#[expect(
    unsafe_code,
    reason = "the API of Windows is C; the proof is beside each call"
)]
mod ffi;

use std::io;
use std::sync::{Mutex, PoisonError};

use tegata_crypto::{HashKind, KeyKind, hash};
use tegata_pki::Certificate;

use self::ffi::{Context, Dialogs, KeyHandle, Store};
use super::place::SystemStore;
use crate::chain::path_alone;
use crate::identity::NotTheKey;
use crate::selected::Selection;
use crate::selector::Selector;
use crate::{Identity, KeyError, Loaded, Signer, SignerError, ecdsa};

/// Certificates that are looked at; no machine's own store comes near it.
const MAX_CERTIFICATES: usize = 10_000;

pub(super) fn load(selection: &Selection, place: &SystemStore) -> Result<Loaded, KeyError> {
    let failed = |error| KeyError::Read {
        place: format!("the certificate store {place}"),
        error,
    };
    let store = Store::open(place).map_err(failed)?;
    let mut known: Vec<(Certificate, Context)> = Vec::new();
    for context in store.with_keys(MAX_CERTIFICATES).map_err(failed)? {
        // What this program cannot read is nothing that it could use.
        known.extend(readable(&context.der()).map(|certificate| (certificate, context)));
    }
    let certificates: Vec<Certificate> = known.iter().map(|(certificate, _)| certificate.clone()).collect();
    let everything = Selector::default();
    let selector = selection.selector.as_ref().unwrap_or(&everything);
    let at = selector.choose(&certificates, selection.latest)?;
    let (leaf, context) = known.swap_remove(at);
    let others = store.chain(&context).map_err(failed)?;
    let chain = path_alone(&leaf, others.iter().filter_map(|der| readable(der)).collect())?;
    let signer = StoreKey::open(context, &leaf)?;
    match Identity::new(leaf, chain, Box::new(signer))? {
        Ok(identity) => Ok(Loaded {
            identity,
            warnings: Vec::new(),
        }),
        Err(NotTheKey) => Err(SignerError::Failed("the store's key is not the certificate's".into()).into()),
    }
}

fn readable(der: &[u8]) -> Option<Certificate> {
    Certificate::from_der(der).ok()
}

/// A private key that does not leave its provider.
struct StoreKey {
    kind: KeyKind,
    context: Context,
    /// One signature at a time: providers differ in whether their handles are for several threads.
    handle: Mutex<KeyHandle>,
}

impl StoreKey {
    fn open(context: Context, certificate: &Certificate) -> Result<Self, SignerError> {
        let kind = certificate
            .key_kind()
            .map_err(|error| SignerError::Failed(error.to_string()))?;
        if !matches!(kind, KeyKind::Rsa | KeyKind::P256 | KeyKind::P384 | KeyKind::P521) {
            return Err(SignerError::Failed(
                "certificate stores hold no keys of this kind".into(),
            ));
        }
        let handle = KeyHandle::acquire(&context, Dialogs::Never)
            .or_else(|_| KeyHandle::acquire(&context, Dialogs::Allowed))
            .map_err(refused)?;
        Ok(Self {
            kind,
            context,
            handle: Mutex::new(handle),
        })
    }

    /// Without dialogs first; then, with a key that was acquired for it, with them.
    fn try_sign(&self, hash: HashKind, digest: &[u8]) -> io::Result<Vec<u8>> {
        let mut handle = self.handle.lock().unwrap_or_else(PoisonError::into_inner);
        let sign = |handle: &KeyHandle, dialogs| match self.kind {
            KeyKind::Rsa => handle.sign_rsa(hash, digest, dialogs),
            _ => handle.sign_ecdsa(ecdsa::truncated(digest, self.kind), dialogs),
        };
        if let Ok(signature) = sign(&handle, Dialogs::Never) {
            return Ok(signature);
        }
        *handle = KeyHandle::acquire(&self.context, Dialogs::Allowed)?;
        sign(&handle, Dialogs::Allowed)
    }
}

impl Signer for StoreKey {
    fn kind(&self) -> KeyKind {
        self.kind
    }

    /// Unknown, which makes [`Identity`] try a signature: providers tell the public half in many forms,
    /// smart cards not always.
    fn spki(&self) -> Result<Vec<u8>, SignerError> {
        Ok(Vec::new())
    }

    fn sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        let signature = self
            .try_sign(hash, &hash::digest(hash, message))
            .map_err(refused)?;
        if self.kind == KeyKind::Rsa {
            return Ok(signature);
        }
        ecdsa::der_of_halves(&signature).ok_or_else(|| {
            SignerError::Failed("the store's signature is not two numbers of equal length".into())
        })
    }
}

fn refused(error: io::Error) -> SignerError {
    SignerError::Failed(format!(
        "Windows refuses the certificate's private key: {error}; `certutil -store` tells whether this user may have it"
    ))
}
