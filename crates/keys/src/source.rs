//! From what the flags name to an [`Identity`](crate::Identity), as often as a long-running command
//! asks for one.
//!
//! ```text
//! SourceSpec + Surroundings ─▶ IdentitySource ─load─▶ Loaded { identity, warnings }
//!                                 │  keeps: token session, what descriptors gave, the answer given
//!                                 │         at the terminal
//! ```
//!
//! Which source serves follows AWS's helper: no key is the certificate's own place; a `pkcs11:` key is
//! a token's, a `handle:` key a TPM's, a file with a `TSS2 PRIVATE KEY` a TPM's too; anything else is a
//! file's, a variable's or a descriptor's. Files are read anew at each load, so that rotated ones are
//! seen.

use std::sync::Arc;

use tegata_base::Secret;
use tegata_pki::Certificate;

use crate::files::{self, Certified, Permissions};
use crate::location::Location;
use crate::os_store::{self, SystemStore};
use crate::selected::Selection;
use crate::signer_process::{self, SignerProcess};
use crate::surroundings::Remembering;
use crate::{KeyError, Loaded, Surroundings, pkcs11, spiffe, tpm};

/// What the user named, parsed.
#[derive(Default)]
pub struct SourceSpec {
    /// The end-entity certificate.
    pub certificate: Option<Location>,
    /// Its private key.
    pub private_key: Option<Location>,
    /// More intermediates.
    pub intermediates: Option<Location>,
    /// Which certificate is meant, where there are several.
    pub selection: Selection,
    /// The certificate store of Windows to look in; the user's `MY` when none was named.
    pub system_store: Option<SystemStore>,
    /// What to do about a private key that others can read.
    pub permissions: Permissions,
    /// The password of an encrypted key file (PKCS#8 or PKCS#12).
    pub key_password: Password,
    /// How PKCS#11 tokens are reached.
    pub pkcs11: pkcs11::Options,
    /// A program that signs in the place of a key.
    pub signer_process: Option<SignerProcess>,
    /// What a TPM asks before it lets the key sign.
    pub tpm_password: TpmPassword,
    /// What a TPM asks before it loads a key under its parent: the password of the parent key or of the
    /// hierarchy.
    pub tpm_parent_password: TpmPassword,
}

/// Where a password comes from.
#[derive(Default)]
pub enum Password {
    /// Nowhere yet: the terminal is asked when one is needed.
    #[default]
    Ask,
    /// Given as it is. An empty one is as good as none, as for `aws_signing_helper`.
    Given(Secret<String>),
    /// The first line of what is there.
    In(Location),
}

/// The authorization value of a TPM key.
#[derive(Default)]
pub enum TpmPassword {
    /// As the key file says; the terminal is asked when one is needed.
    #[default]
    Ask,
    /// This one.
    Given(Password),
    /// None is needed (`--no-tpm-key-password`).
    Without,
}

/// Gives identities, one at each load.
pub struct IdentitySource {
    spec: SourceSpec,
    surroundings: Arc<dyn Surroundings>,
    /// The password of the key file that was answered last.
    answer: Option<Secret<String>>,
    tokens: pkcs11::Tokens,
    tpm: tpm::Keeper,
}

impl IdentitySource {
    /// Nothing is opened yet.
    #[must_use]
    pub fn new(spec: SourceSpec, surroundings: Arc<dyn Surroundings>) -> Self {
        Self {
            spec,
            surroundings: Arc::new(Remembering::new(surroundings)),
            answer: None,
            tpm: tpm::Keeper::default(),
            tokens: pkcs11::Tokens::default(),
        }
    }

    /// Reads certificate and chain and makes the key ready to sign.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn load(&mut self) -> Result<Loaded, KeyError> {
        let loaded = self.load_any()?;
        self.spec.selection.check(loaded.identity.certificate())?;
        Ok(loaded)
    }

    /// The certificate by itself, where it can be read without a password, PIN or agent, and though its key cannot.
    #[must_use]
    pub fn certificate_alone(&self) -> Option<Certificate> {
        let location = self.spec.certificate.as_ref()?;
        Certified::read(location, &*self.surroundings, &self.spec.selection)
            .ok()
            .map(|certified| certified.leaf)
    }

    fn load_any(&mut self) -> Result<Loaded, KeyError> {
        if let Some(process) = &self.spec.signer_process {
            return signer_process::load(process, &self.spec, &self.surroundings);
        }
        let key = self.spec.private_key.as_ref().or(self.spec.certificate.as_ref());
        let context = tpm::Context {
            spec: &self.spec,
            surroundings: &self.surroundings,
            keeper: &self.tpm,
        };
        match key {
            None if self.spec.selection.is_given() || self.spec.system_store.is_some() => {
                os_store::load(&self.spec.selection, self.spec.system_store.as_ref())
            }
            None => Err(KeyError::NoCertificate),
            _ if self.is_on_a_token() => {
                pkcs11::load(&self.spec, &self.surroundings, &mut self.tokens, &mut self.answer)
            }
            Some(Location::Spiffe(svid)) => spiffe::load(svid, &self.surroundings),
            Some(Location::TpmHandle(handle)) => tpm::load_handle(*handle, context),
            Some(_) => files::load(context, &mut self.answer),
        }
    }

    fn is_on_a_token(&self) -> bool {
        [&self.spec.certificate, &self.spec.private_key]
            .into_iter()
            .flatten()
            .any(|location| matches!(location, Location::Token(_)))
    }
}
