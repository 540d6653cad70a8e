//! A TPM's key as a [`Signer`], and what stays open between its signatures.
//!
//! ```text
//! key file:  parent (persistent, or the primary key made anew) ─Load─▶ key ─Sign─▶ signature ─▶ FlushContext
//! handle:    ────────────────────────────────────────────────────────▶ key ─Sign─▶ signature
//! ```
//!
//! The device is opened for each signature and closed after it, so that other programs get at the TPM.
//! Behind a resource manager, which gives each client places of its own, a loaded key stays loaded until
//! the signer's source is dropped, and is loaded again when the TPM has lost it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tegata_base::Secret;
use tegata_crypto::{HashKind, KeyKind, hash};

use super::commands::{Tpm, Transient};
use super::error::TpmError;
use super::key_file::{KeyFile, Parent};
use super::passwords::{Lock, Passwords, Shared};
use super::public::Public;
use super::response_code::ResponseCode;
use super::signature::ToSign;
use super::transport::{Device, Transport};
use crate::{Signer, SignerError, Surroundings};

type Connection = Tpm<Box<dyn Transport + Send>>;

/// What a source of keys keeps between loads and signatures.
#[derive(Clone, Default)]
pub(crate) struct Keeper(Arc<Mutex<Kept>>);

#[derive(Default)]
pub(super) struct Kept {
    pub(super) passwords: Passwords,
    open: Option<Open>,
}

impl Keeper {
    pub(super) fn lock(&self) -> MutexGuard<'_, Kept> {
        // What is kept is whole between its changes, wherever a thread ended.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A key that stays loaded.
struct Open {
    device: Device,
    key: Lock,
    connection: Connection,
    loaded: Option<Transient>,
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(loaded) = self.loaded.take() {
            // A resource manager flushes it too when the connection ends.
            let _ = self.connection.flush(loaded);
        }
    }
}

/// Where the private half is.
pub(super) enum Origin {
    /// In the TPM, under this handle.
    Persistent(u32),
    /// In a file, encrypted by its parent.
    File(KeyFile),
}

pub(super) struct TpmSigner {
    pub(super) device: Device,
    pub(super) origin: Origin,
    pub(super) public: Public,
    /// Names the key to what is kept.
    pub(super) key: Lock,
    /// As the certificate writes it.
    pub(super) spki: Vec<u8>,
    pub(super) password: Shared,
    /// None: the empty one is tried, then the terminal is asked.
    pub(super) parent_password: Option<Shared>,
    pub(super) keeper: Keeper,
    pub(super) surroundings: Arc<dyn Surroundings>,
}

impl Signer for TpmSigner {
    fn kind(&self) -> KeyKind {
        self.public.kind()
    }

    fn spki(&self) -> Result<Vec<u8>, SignerError> {
        Ok(self.spki.clone())
    }

    fn sign(&self, hash: HashKind, message: &[u8]) -> Result<Vec<u8>, SignerError> {
        self.sign_digest(hash, &hash::digest(hash, message))
            .map_err(|error| match error.is_permanent() {
                true => SignerError::Refused(error.to_string()),
                false => SignerError::Failed(error.to_string()),
            })
    }
}

impl TpmSigner {
    fn sign_digest(&self, hash: HashKind, digest: &[u8]) -> Result<Vec<u8>, TpmError> {
        let to_sign = ToSign::new(&self.public, hash, digest)?;
        let kept = &mut *self.keeper.lock();
        if kept.passwords.was_refused(self.key, &self.password) {
            return Err(TpmError::WrongPassword);
        }
        match &self.origin {
            Origin::Persistent(handle) => {
                let mut tpm = Tpm::new(self.device.open()?);
                let signed = self.sign_with(&mut tpm, *handle, &to_sign);
                self.judged(signed, &mut kept.passwords)
            }
            Origin::File(file) if self.device.is_managed() => self.sign_kept(file, &to_sign, kept),
            Origin::File(file) => {
                let mut tpm = Tpm::new(self.device.open()?);
                let key = self.load(file, &mut tpm, &mut kept.passwords)?;
                let signed = tpm.with(key, |tpm, key| self.sign_with(tpm, key, &to_sign));
                self.judged(signed, &mut kept.passwords)
            }
        }
    }

    /// Signs with the key that is loaded already, or loads it.
    fn sign_kept(&self, file: &KeyFile, to_sign: &ToSign, kept: &mut Kept) -> Result<Vec<u8>, TpmError> {
        let mine = |open: &Open| open.key == self.key && open.device == self.device;
        if let Some(mut open) = kept.open.take().filter(mine)
            && let Some(handle) = open.loaded.as_ref().map(Transient::handle)
        {
            match self.sign_with(&mut open.connection, handle, to_sign) {
                Err(error) if error.is_loss() => {}
                signed => {
                    let signed = self.judged(signed, &mut kept.passwords)?;
                    kept.open = Some(open);
                    return Ok(signed);
                }
            }
        }
        let mut connection = Tpm::new(self.device.open()?);
        let loaded = self.load(file, &mut connection, &mut kept.passwords)?;
        let handle = loaded.handle();
        let mut open = Open {
            device: self.device.clone(),
            key: self.key,
            connection,
            loaded: Some(loaded),
        };
        let signed = self.sign_with(&mut open.connection, handle, to_sign);
        let signed = self.judged(signed, &mut kept.passwords)?;
        kept.open = Some(open);
        Ok(signed)
    }

    fn sign_with(&self, tpm: &mut Connection, key: u32, to_sign: &ToSign) -> Result<Vec<u8>, TpmError> {
        let password = self.password.expose().as_bytes();
        tpm.sign(key, password, to_sign, self.public.width())
    }

    /// What the refusal of a signature means.
    fn judged(
        &self,
        signed: Result<Vec<u8>, TpmError>,
        passwords: &mut Passwords,
    ) -> Result<Vec<u8>, TpmError> {
        signed.map_err(|error| match (error.code(), &self.origin) {
            (Some(code), _) if code.is_wrong_password() => {
                passwords.refuse(self.key, Arc::clone(&self.password));
                TpmError::WrongPassword
            }
            (Some(code), Origin::Persistent(handle)) if code.is_lost_handle() => {
                TpmError::NoSuchHandle { handle: *handle }
            }
            _ => error.explained(),
        })
    }

    fn load(
        &self,
        file: &KeyFile,
        tpm: &mut Connection,
        passwords: &mut Passwords,
    ) -> Result<Transient, TpmError> {
        let parent = file.parent;
        let load = |tpm: &mut Connection, parent, password: &[u8]| {
            tpm.load(parent, password, &file.private_area, &file.public_area)
        };
        let loaded = match parent {
            Parent::Persistent(handle) => {
                self.open_parent(parent, passwords, |password| load(tpm, handle, password))
            }
            Parent::Hierarchy(handle) => self
                .open_parent(parent, passwords, |password| tpm.create_primary(handle, password))
                .and_then(|primary| tpm.with(primary, |tpm, primary| load(tpm, primary, &[]))),
        };
        loaded.map_err(|error| match (error.code(), parent) {
            (Some(code), Parent::Persistent(handle)) if code.is_lost_handle() => {
                TpmError::NoSuchParent { handle }
            }
            (Some(code @ (ResponseCode::INTEGRITY | ResponseCode::TYPE)), _) => {
                TpmError::NotIts { parent, code }
            }
            _ => error.explained(),
        })
    }

    /// Uses the parent with the password that was given for it; without one, with none, which is what
    /// most have, and if that is wrong, with the one that the terminal gives.
    fn open_parent<R>(
        &self,
        parent: Parent,
        passwords: &mut Passwords,
        mut use_it: impl FnMut(&[u8]) -> Result<R, TpmError>,
    ) -> Result<R, TpmError> {
        let lock = Lock::Parent(parent.handle());
        let mut attempt = |password: Shared, passwords: &mut Passwords| {
            if passwords.was_refused(lock, &password) {
                return Err(TpmError::WrongParentPassword(parent));
            }
            match use_it(password.expose().as_bytes()) {
                Err(error) if error.code().is_some_and(ResponseCode::is_wrong_password) => {
                    passwords.refuse(lock, password);
                    Err(TpmError::WrongParentPassword(parent))
                }
                other => other,
            }
        };
        if let Some(password) = &self.parent_password {
            return attempt(Arc::clone(password), passwords);
        }
        let known = passwords.answer(lock).unwrap_or_else(none);
        match attempt(known, passwords) {
            Err(TpmError::WrongParentPassword(_)) => {}
            other => return other,
        }
        let answer = self
            .surroundings
            .ask(&format!("Password of {parent}: "))
            .map_err(|error| TpmError::NoParentPassword(parent, error))?;
        let answer = Arc::new(answer);
        let used = attempt(Arc::clone(&answer), passwords)?;
        passwords.remember(lock, answer);
        Ok(used)
    }
}

/// The password of what has none.
pub(super) fn none() -> Shared {
    Arc::new(Secret::new(String::new()))
}
