//! Where each kind of store is: aws-vault's variables, which its flags then overrule.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tegata_base::Secret;

use crate::pass::PasswordManager;
use crate::passphrase;
#[cfg(target_os = "linux")]
use crate::{KeyringScope, UnknownScope};
use crate::{StoreError, Unlocked, folder};

/// What a store is opened with.
pub struct Options {
    /// The home directory.
    pub home: Option<PathBuf>,
    /// `AWS_VAULT_KEYCHAIN_NAME`: the file of the keychain, without `.keychain`.
    pub keychain: String,
    /// `AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME`.
    pub collection: String,
    /// `AWS_VAULT_PASS_PASSWORD_STORE_DIR`, for `passage`, too.
    pub pass_folder: Option<OsString>,
    /// `AWS_VAULT_PASS_CMD`.
    pub pass_command: Option<OsString>,
    /// `AWS_VAULT_PASS_PREFIX`.
    pub pass_prefix: String,
    /// `AWS_VAULT_FILE_DIR`.
    pub file_folder: Option<OsString>,
    /// `AWS_VAULT_FILE_PASSPHRASE`. Empty is a passphrase, too.
    pub file_passphrase: Option<Arc<Secret<Vec<u8>>>>,
    /// Who may keep encrypted files unlocked; no variable tells.
    pub unlocked: Option<Arc<dyn Unlocked>>,
    /// `TEGATA_FILE_DIR`: the folder of `tegata-file`.
    pub sealed_folder: Option<OsString>,
    /// `XDG_DATA_HOME`.
    pub data_home: Option<PathBuf>,
    /// `PASSWORD_STORE_DIR`, where `pass` itself looks.
    pub password_store_dir: Option<PathBuf>,
    /// `PASSAGE_DIR`, where `passage` itself looks.
    pub passage_dir: Option<PathBuf>,
    /// `TEGATA_KEYCTL_SCOPE`: which of the kernel's keyrings.
    #[cfg(target_os = "linux")]
    pub keyring_scope: KeyringScope,
    /// Whether there is a session bus to ask.
    pub has_bus: bool,
    /// Whether a person could see a dialog.
    pub has_display: bool,
}

/// A variable with a value that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OptionsError {
    /// `TEGATA_KEYCTL_SCOPE`.
    #[cfg(target_os = "linux")]
    #[error("TEGATA_KEYCTL_SCOPE: {0}")]
    Scope(#[from] UnknownScope),
    /// A name that no such thing can have.
    #[error("{variable} is not Unicode")]
    NotUnicode {
        /// The variable.
        variable: &'static str,
    },
}

impl Options {
    /// Reads the variables. Those that are empty count as not set, but for the passphrase.
    ///
    /// # Errors
    /// [`OptionsError`].
    pub fn from_environment(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Self, OptionsError> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let text = |name: &'static str, otherwise: &str| match set(name) {
            Some(value) => value
                .into_string()
                .map_err(|_| OptionsError::NotUnicode { variable: name }),
            None => Ok(otherwise.to_owned()),
        };
        let absolute = |name: &str| set(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let has_bus_socket = || absolute("XDG_RUNTIME_DIR").is_some_and(|path| path.join("bus").exists());
        let given = variable(passphrase::VARIABLE);
        Ok(Self {
            home: set("HOME").or_else(|| set("USERPROFILE")).map(PathBuf::from),
            keychain: text("AWS_VAULT_KEYCHAIN_NAME", "aws-vault")?,
            collection: text("AWS_VAULT_SECRET_SERVICE_COLLECTION_NAME", "awsvault")?,
            pass_folder: set("AWS_VAULT_PASS_PASSWORD_STORE_DIR"),
            pass_command: set("AWS_VAULT_PASS_CMD"),
            pass_prefix: text("AWS_VAULT_PASS_PREFIX", "")?,
            file_folder: set("AWS_VAULT_FILE_DIR"),
            file_passphrase: given.map(|value| Arc::new(Secret::new(value.into_encoded_bytes()))),
            unlocked: None,
            sealed_folder: set("TEGATA_FILE_DIR"),
            data_home: absolute("XDG_DATA_HOME"),
            password_store_dir: set("PASSWORD_STORE_DIR").map(PathBuf::from),
            passage_dir: set("PASSAGE_DIR").map(PathBuf::from),
            #[cfg(target_os = "linux")]
            keyring_scope: text("TEGATA_KEYCTL_SCOPE", "user")?.parse()?,
            has_bus: set("DBUS_SESSION_BUS_ADDRESS").is_some() || has_bus_socket(),
            has_display: set("DISPLAY").or_else(|| set("WAYLAND_DISPLAY")).is_some(),
        })
    }

    pub(crate) fn file_folder(&self) -> Result<PathBuf, StoreError> {
        self.named_or_home(self.file_folder.as_deref(), ".awsvault/keys")
    }

    pub(crate) fn sealed_folder(&self) -> Result<PathBuf, StoreError> {
        match (&self.sealed_folder, &self.data_home) {
            (None, Some(data)) => Ok(data.join("tegata/vault")),
            (named, _) => self.named_or_home(named.as_deref(), ".local/share/tegata/vault"),
        }
    }

    pub(crate) fn password_folder(&self, manager: PasswordManager) -> Result<PathBuf, StoreError> {
        let own = match manager {
            PasswordManager::Pass => &self.password_store_dir,
            PasswordManager::Passage => &self.passage_dir,
        };
        match (&self.pass_folder, own) {
            (None, Some(own)) => Ok(own.clone()),
            (named, _) => self.named_or_home(named.as_deref(), manager.usual_folder()),
        }
    }

    fn named_or_home(&self, named: Option<&OsStr>, in_home: &str) -> Result<PathBuf, StoreError> {
        let home = self.home.as_deref();
        match (named, home) {
            (Some(named), home) => Ok(folder::expanded(named, home)),
            (None, Some(home)) => Ok(Path::new(home).join(in_home)),
            (None, None) => Err(StoreError::NoHome),
        }
    }
}

#[cfg(test)]
mod tests;
