//! Which store: by its name, or the one that works here.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use crate::options::Options;
use crate::pass::{PasswordManager, PasswordStore};
use crate::{Ask, FileStore, Passphrase, SealedStore, SecretStore, StoreError};

/// A kind of store. The names are aws-vault's; `tegata-file` is Tegata's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// The Secret Service of desktops, over D-Bus.
    SecretService,
    /// A keychain of macOS.
    Keychain,
    /// The Credential Manager of Windows.
    WinCred,
    /// The kernel's keyring of Linux.
    KeyCtl,
    /// `pass`.
    Pass,
    /// `passage`.
    Passage,
    /// aws-vault's encrypted files.
    File,
    /// Tegata's encrypted files.
    TegataFile,
}

/// Why a name is none of a backend here.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BackendError {
    /// A backend of aws-vault's that Tegata does not have.
    #[error("the backend {name} is not built into Tegata; {instead}")]
    NotBuilt {
        /// Its name.
        name: &'static str,
        /// What there is for it.
        instead: &'static str,
    },
    /// No backend at all.
    #[error("{name:?} is no backend; use one of {}", list())]
    Unknown {
        /// What was asked for.
        name: String,
    },
}

/// Those that are built, in the order of aws-vault's list.
const BUILT: &[(&str, Backend)] = &[
    ("wincred", Backend::WinCred),
    ("keychain", Backend::Keychain),
    ("secret-service", Backend::SecretService),
    ("keyctl", Backend::KeyCtl),
    ("pass", Backend::Pass),
    ("passage", Backend::Passage),
    ("file", Backend::File),
    ("tegata-file", Backend::TegataFile),
];

/// Those that need an account or hardware that no test of ours has.
const NOT_BUILT: &[(&str, &str)] = &[
    ("winhello", "use wincred"),
    ("kwallet", "use secret-service, which KWallet answers, too"),
    (
        "op-connect",
        "move its items to another backend with aws-vault, or use file",
    ),
    (
        "op",
        "move its items to another backend with aws-vault, or use file",
    ),
    (
        "op-desktop",
        "move its items to another backend with aws-vault, or use file",
    ),
    (
        "proton-pass",
        "move its items to another backend with aws-vault, or use file",
    ),
];

fn list() -> String {
    let names: Vec<&str> = Backend::here().map(Backend::name).collect();
    names.join(", ")
}

impl Backend {
    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        let found = BUILT.iter().find(|(_, backend)| *backend == self);
        found.map_or("", |(name, _)| name)
    }

    /// Those of this operating system, in aws-vault's order.
    pub fn here() -> impl Iterator<Item = Self> {
        BUILT
            .iter()
            .map(|(_, backend)| *backend)
            .filter(|backend| backend.is_here())
    }

    const fn is_here(self) -> bool {
        match self {
            Self::SecretService => cfg!(all(target_os = "linux", feature = "secret-service")),
            Self::KeyCtl => cfg!(target_os = "linux"),
            Self::Keychain => cfg!(target_os = "macos"),
            Self::WinCred => cfg!(windows),
            Self::Pass | Self::Passage => cfg!(unix),
            Self::File | Self::TegataFile => true,
        }
    }

    /// The folder that such a store is in, where it is one.
    #[must_use]
    pub fn folder(self, options: &Options) -> Option<PathBuf> {
        match self {
            Self::File => options.file_folder().ok(),
            Self::TegataFile => options.sealed_folder().ok(),
            Self::Pass => options.password_folder(PasswordManager::Pass).ok(),
            Self::Passage => options.password_folder(PasswordManager::Passage).ok(),
            _ => None,
        }
    }

    /// Opens the store of this kind. Nothing is asked for and nothing is made until it is used.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where it is not, and [`StoreError::NoHome`] without a place for it.
    pub fn open(self, options: &Options, ask: Arc<dyn Ask>) -> Result<Box<dyn SecretStore>, StoreError> {
        match self {
            Self::File => Ok(Box::new(file(options, ask)?)),
            Self::TegataFile => Ok(Box::new(sealed(options, ask)?)),
            Self::Pass => password_store(PasswordManager::Pass, options),
            Self::Passage => password_store(PasswordManager::Passage, options),
            #[cfg(target_os = "linux")]
            Self::KeyCtl => Ok(Box::new(crate::KernelKeyring::open(options.keyring_scope)?)),
            #[cfg(all(target_os = "linux", feature = "secret-service"))]
            Self::SecretService => Ok(Box::new(secret_service(options)?)),
            #[cfg(target_os = "macos")]
            Self::Keychain => keychain(options),
            #[cfg(windows)]
            Self::WinCred => Ok(Box::new(crate::CredentialManager)),
            absent => Err(StoreError::Unavailable {
                place: format!("the backend {}", absent.name()),
                why: "it is of another operating system".to_owned(),
                advice: "choose another with --backend, such as file",
            }),
        }
    }
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Backend {
    type Err = BackendError;

    fn from_str(text: &str) -> Result<Self, BackendError> {
        if let Some((_, backend)) = BUILT.iter().find(|(name, _)| *name == text) {
            return Ok(*backend);
        }
        match NOT_BUILT.iter().find(|(name, _)| *name == text) {
            Some((name, instead)) => Err(BackendError::NotBuilt { name, instead }),
            None => Err(BackendError::Unknown {
                name: text.to_owned(),
            }),
        }
    }
}

/// A store that was chosen because nobody named one.
pub struct Chosen {
    /// Its kind.
    pub backend: Backend,
    /// It.
    pub store: Box<dyn SecretStore>,
    /// What the person should know, when it is not what they would expect: why, and how to choose.
    pub note: Option<String>,
}

/// Opens the store that works here: the system's own, or the one that has items already.
///
/// On Linux that is the Secret Service if it answers; where it does not, or has no collection of ours while
/// files are there, the files. Nothing is asked for.
///
/// # Errors
/// [`StoreError`] when not even files can be kept.
pub fn choose(options: &Options, ask: Arc<dyn Ask>) -> Result<Chosen, StoreError> {
    let system = Backend::here().find(|backend| matches!(backend, Backend::WinCred | Backend::Keychain));
    if let Some(backend) = system {
        let store = backend.open(options, ask)?;
        return Ok(Chosen {
            backend,
            store,
            note: None,
        });
    }
    #[cfg(all(target_os = "linux", feature = "secret-service"))]
    return choose_on_linux(options, ask);
    #[cfg(not(all(target_os = "linux", feature = "secret-service")))]
    choose_files(
        options,
        ask,
        "this system has no keystore of its own that Tegata knows",
    )
}

#[cfg(all(target_os = "linux", feature = "secret-service"))]
fn choose_on_linux(options: &Options, ask: Arc<dyn Ask>) -> Result<Chosen, StoreError> {
    if !options.has_bus {
        return choose_files(options, ask, "there is no session bus, and so no Secret Service");
    }
    let opened = secret_service(options).and_then(|store| Ok((store.has_collection()?, store)));
    let (has_collection, store) = match opened {
        Ok(opened) => opened,
        Err(error) => return choose_files(options, ask, &error.to_string()),
    };
    // A collection is made with a dialog for its password, which must be seen.
    if !has_collection && !options.has_display {
        return choose_files(
            options,
            ask,
            "the Secret Service has no collection of keys and no display to ask on",
        );
    }
    if !has_collection && let Some(files) = with_items(options, &ask) {
        return Ok(files);
    }
    Ok(Chosen {
        backend: Backend::SecretService,
        store: Box::new(store),
        note: None,
    })
}

/// Files that have items, if any have.
fn with_items(options: &Options, ask: &Arc<dyn Ask>) -> Option<Chosen> {
    for backend in [Backend::File, Backend::TegataFile] {
        let store = backend.open(options, Arc::clone(ask)).ok()?;
        if store.names().is_ok_and(|names| !names.is_empty()) {
            return Some(Chosen {
                backend,
                store,
                note: None,
            });
        }
    }
    None
}

fn choose_files(options: &Options, ask: Arc<dyn Ask>, why: &str) -> Result<Chosen, StoreError> {
    if let Some(files) = with_items(options, &ask) {
        return Ok(files);
    }
    let store = Backend::File.open(options, ask)?;
    let note = format!(
        "{why}; keys are kept in {} (choose another place with --backend or AWS_VAULT_BACKEND)",
        store.place()
    );
    Ok(Chosen {
        backend: Backend::File,
        store,
        note: Some(note),
    })
}

fn file(options: &Options, ask: Arc<dyn Ask>) -> Result<FileStore, StoreError> {
    let folder = options.file_folder()?;
    Ok(FileStore::new(folder, passphrase(options, ask)))
}

fn sealed(options: &Options, ask: Arc<dyn Ask>) -> Result<SealedStore, StoreError> {
    let folder = options.sealed_folder()?;
    Ok(SealedStore::new(folder, passphrase(options, ask)))
}

fn passphrase(options: &Options, ask: Arc<dyn Ask>) -> Passphrase {
    Passphrase::new(options.file_passphrase.clone(), ask).or_unlocked(options.unlocked.clone())
}

fn password_store(manager: PasswordManager, options: &Options) -> Result<Box<dyn SecretStore>, StoreError> {
    Ok(Box::new(PasswordStore {
        manager,
        folder: options.password_folder(manager)?,
        command: options
            .pass_command
            .clone()
            .unwrap_or_else(|| manager.command().into()),
        prefix: options.pass_prefix.clone(),
    }))
}

#[cfg(target_os = "macos")]
fn keychain(options: &Options) -> Result<Box<dyn SecretStore>, StoreError> {
    let home = options.home.as_deref().ok_or(StoreError::NoHome)?;
    Ok(Box::new(crate::KeychainStore::new(&options.keychain, home)))
}

#[cfg(all(target_os = "linux", feature = "secret-service"))]
fn secret_service(options: &Options) -> Result<crate::SecretServiceStore, StoreError> {
    let patience = crate::Patience::usual(options.has_display);
    crate::SecretServiceStore::open(&options.collection, patience)
}

#[cfg(test)]
mod tests;
