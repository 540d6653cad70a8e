//! Keystores: where a person's long-lived keys are kept, and where aws-vault kept them before.
//!
//! ```text
//! Options ─▶ Backend ─open─▶ dyn SecretStore ─get(ItemName)─▶ Item ─read─▶ LongTermKey
//! (flags, environment)         names, get, set, remove        (JSON of aws-vault)
//! ```
//!
//! A [`SecretStore`] keeps [`Item`]s under [`ItemName`]s and knows nothing of AWS; a [`LongTermKey`] is what
//! most items hold. Each backend keeps its items exactly where aws-vault's keyring library does, in the
//! same form, so that both programs find what either wrote; [`SealedStore`] alone is Tegata's own. aws-vault's
//! cached sessions are recognised by their names, so that they can be listed and cleared; they are never used.
//!
//! With the feature `testing` there is also a fake, `testing::MemoryStore`, and the suite that every backend
//! passes, `testing::conformance`.

mod ask;
mod backend;
mod command;
mod error;
mod file;
mod file_name;
mod folder;
mod item;
mod jwe;
#[cfg(target_os = "macos")]
mod keychain;
#[cfg(target_os = "linux")]
mod keyctl;
mod long_term_key;
mod name;
mod options;
mod pass;
mod passphrase;
mod sealed;
#[cfg(all(target_os = "linux", feature = "secret-service"))]
mod secret_service;
mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod unlocked;
#[cfg(windows)]
mod wincred;

pub use ask::Ask;
pub use backend::{Backend, BackendError, Chosen, choose};
pub use command::CommandError;
pub use error::StoreError;
pub use file::FileStore;
pub use item::{InvalidItem, Item, MAX_ITEM};
#[cfg(target_os = "macos")]
pub use keychain::KeychainStore;
#[cfg(target_os = "linux")]
pub use keyctl::{KernelKeyring, KeyringScope, UnknownScope};
pub use long_term_key::{InvalidKey, LongTermKey};
pub use name::{InvalidName, ItemKind, ItemName, OWN_SESSIONS};
pub use options::{Options, OptionsError};
pub use pass::{PasswordManager, PasswordStore};
pub use passphrase::Passphrase;
pub use sealed::SealedStore;
#[cfg(all(target_os = "linux", feature = "secret-service"))]
pub use secret_service::{Patience, SecretServiceStore};
pub use store::SecretStore;
pub use unlocked::{Opened, Unlocked};
#[cfg(windows)]
pub use wincred::CredentialManager;
