//! The keystore of a command: its flags over aws-vault's variables, opened when it is first needed.
//!
//! ```text
//! flags ─over─ variables ─▶ Keystore ─store()─▶ dyn SecretStore, and a note to tell once
//! ```
//!
//! Which one it is, where nobody named one, is found out by looking at what is there; that may speak to a
//! D-Bus, so a command that needs no key never does it.

mod backend_parser;
mod not_built;

use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tegata_vault::{
    Ask, Backend, BackendError, Chosen, Options, OptionsError, SecretStore, StoreError, choose,
};

use crate::unlock::Agents;
use crate::{Edge, Environment, NotUnicode};
pub(crate) use backend_parser::BackendParser;
pub use not_built::NotBuiltArgs;

/// What names a backend, beside the flag.
const BACKEND: &str = "AWS_VAULT_BACKEND";
/// aws-vault's gate in front of a keychain.
const BIOMETRICS: &str = "AWS_VAULT_BIOMETRICS";

/// The flags of every subcommand that opens a keystore.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Keystore")]
pub struct KeystoreArgs {
    /// The kind of keystore [default: AWS_VAULT_BACKEND or the one that works here]
    #[arg(long, value_name = "NAME", value_parser = BackendParser)]
    pub backend: Option<Backend>,
    /// The macOS keychain, without .keychain [default: AWS_VAULT_KEYCHAIN_NAME or aws-vault]
    #[arg(long, value_name = "NAME")]
    pub keychain: Option<String>,
    /// The Secret Service collection [default: AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME or awsvault]
    #[arg(long, value_name = "NAME")]
    pub secret_service_collection: Option<String>,
    /// The folder of pass or passage [default: AWS_VAULT_PASS_PASSWORD_STORE_DIR or their own]
    #[arg(long, value_name = "DIR")]
    pub pass_dir: Option<OsString>,
    /// The program to run for pass or passage [default: AWS_VAULT_PASS_CMD or their names]
    #[arg(long, value_name = "PROGRAM")]
    pub pass_cmd: Option<OsString>,
    /// What the names of items begin with in pass or passage [default: AWS_VAULT_PASS_PREFIX]
    #[arg(long, value_name = "PREFIX")]
    pub pass_prefix: Option<String>,
    /// The folder of encrypted files [default: AWS_VAULT_FILE_DIR or ~/.awsvault/keys]
    #[arg(long, value_name = "DIR")]
    pub file_dir: Option<OsString>,
    /// Flags of backends that are not built.
    #[command(flatten)]
    pub not_built: NotBuiltArgs,
}

/// Why there is no keystore. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeystoreError {
    /// The variable names a backend that is none here.
    #[error("{BACKEND}: {0}")]
    Backend(#[from] BackendError),
    /// A variable that is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// A variable that makes no sense.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// It cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A keystore that is opened when it is first needed, and then stays open.
pub struct Keystore {
    /// What was named, by a flag or the variable.
    named: Option<Backend>,
    options: Options,
    ask: Arc<dyn Ask>,
    opened: OnceLock<Opened>,
    wants_biometrics: bool,
}

struct Opened {
    backend: Backend,
    store: Box<dyn SecretStore>,
    note: Mutex<Option<String>>,
}

impl KeystoreArgs {
    /// The keystore that flags and variables name. Nothing is opened, asked for or made yet.
    ///
    /// # Errors
    /// [`KeystoreError`], for variables that make no sense.
    pub fn open(&self, environment: &Environment, ask: Arc<dyn Ask>) -> Result<Keystore, KeystoreError> {
        let named = match self.backend {
            Some(backend) => Some(backend),
            None => environment.text(BACKEND)?.map(str::parse).transpose()?,
        };
        Ok(Keystore {
            named,
            options: self.options(environment)?,
            ask,
            opened: OnceLock::new(),
            wants_biometrics: self.not_built.biometrics || is_yes(environment, BIOMETRICS)?,
        })
    }

    fn options(&self, environment: &Environment) -> Result<Options, OptionsError> {
        let variable = |name: &str| environment.set_or_empty(name).map(OsString::from);
        let mut options = Options::from_environment(&variable)?;
        let named = |flag: &Option<String>| flag.clone().filter(|name| !name.is_empty());
        let place = |flag: &Option<OsString>| flag.clone().filter(|path| !path.is_empty());
        options.keychain = named(&self.keychain).unwrap_or(options.keychain);
        options.collection = named(&self.secret_service_collection).unwrap_or(options.collection);
        options.pass_folder = place(&self.pass_dir).or(options.pass_folder);
        options.pass_command = place(&self.pass_cmd).or(options.pass_command);
        // Empty is a prefix, too: the whole tree.
        options.pass_prefix = self.pass_prefix.clone().unwrap_or(options.pass_prefix);
        options.file_folder = place(&self.file_dir).or(options.file_folder);
        options.unlocked = Some(Arc::new(Agents::of(environment)));
        Ok(options)
    }
}

impl Keystore {
    /// The store.
    ///
    /// # Errors
    /// [`KeystoreError::Store`] where it is not there, or none can be kept.
    pub fn store(&self) -> Result<&dyn SecretStore, KeystoreError> {
        Ok(self.opened()?.store.as_ref())
    }

    /// Its kind.
    ///
    /// # Errors
    /// As [`Keystore::store`].
    pub fn backend(&self) -> Result<Backend, KeystoreError> {
        Ok(self.opened()?.backend)
    }

    /// Whether a flag or the variable names it.
    #[must_use]
    pub const fn is_named(&self) -> bool {
        self.named.is_some()
    }

    /// The folder that it is in, once it was opened, where it is one.
    #[must_use]
    pub fn folder(&self) -> Option<PathBuf> {
        self.opened.get()?.backend.folder(&self.options)
    }

    /// Whether other secrets are among its items, such as passwords: the whole tree of pass or passage, which aws-vault
    /// takes where no prefix is named.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        let backend = self.opened.get().map(|opened| opened.backend);
        matches!(backend, Some(Backend::Pass | Backend::Passage)) && self.options.pass_prefix.is_empty()
    }

    /// What the person should know of the store that was opened, the first time it is asked for.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        let opened = self.opened.get()?;
        opened.note.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// The store; what the person should know of it is told on stderr, once.
    ///
    /// # Errors
    /// As [`Keystore::store`].
    pub fn store_and_tell(&self, edge: &mut Edge<'_>) -> Result<&dyn SecretStore, KeystoreError> {
        let store = self.store()?;
        if let Some(note) = self.note() {
            edge.tell(&note);
        }
        Ok(store)
    }

    /// Its kind and folder, if a passphrase opens it.
    ///
    /// # Errors
    /// As [`Keystore::store`], and for stores that are unlocked in other ways.
    pub fn unlockable(&self) -> Result<(Backend, PathBuf), KeystoreError> {
        let backend = self.backend()?;
        Ok((backend, backend.unlockable(&self.options)?))
    }

    /// Asks for its passphrase, and checks it; who keeps it unlocked is not asked.
    ///
    /// # Errors
    /// As [`Keystore::unlockable`], and for a wrong passphrase.
    pub fn unlock(&self) -> Result<tegata_vault::Opened, KeystoreError> {
        Ok(self.backend()?.unlock(&self.options, Arc::clone(&self.ask))?)
    }

    fn opened(&self) -> Result<&Opened, KeystoreError> {
        if let Some(opened) = self.opened.get() {
            return Ok(opened);
        }
        let opened = self.open()?;
        Ok(self.opened.get_or_init(|| opened))
    }

    fn open(&self) -> Result<Opened, KeystoreError> {
        let ask = Arc::clone(&self.ask);
        let chosen = match self.named {
            Some(backend) => Chosen {
                backend,
                store: backend.open(&self.options, ask)?,
                note: None,
            },
            None => choose(&self.options, ask)?,
        };
        let without_gate = self.wants_biometrics && chosen.backend == Backend::Keychain;
        let gate =
            || "--biometrics is not built into Tegata; macOS asks for the keychain's password".to_owned();
        Ok(Opened {
            backend: chosen.backend,
            store: chosen.store,
            note: Mutex::new(chosen.note.or_else(|| without_gate.then(gate))),
        })
    }
}

/// As Go reads a boolean; aws-vault refuses anything else, but here it only decides about a note.
fn is_yes(environment: &Environment, name: &str) -> Result<bool, NotUnicode> {
    let value = environment.text(name)?;
    Ok(value.is_some_and(|value| ["1", "t", "T", "true", "TRUE", "True"].contains(&value)))
}

#[cfg(test)]
mod tests;
