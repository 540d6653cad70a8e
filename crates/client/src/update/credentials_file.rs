//! The shared credentials file: where it is, and how it is changed while others read and change it.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use tegata_profiles::{Change, ProfileName, edit};

use crate::Environment;
use crate::config_files;
use crate::private_file::{Attributes, PrivateFileError};
use crate::shared_file::{NotChanged, SharedFile};

/// No credentials file comes near it.
const MAX_FILE: u64 = 16 << 20;
/// Why the file was not changed. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsFileError {
    /// No variable says where it is.
    #[error(
        "there is no home directory to keep a credentials file in; set HOME or AWS_SHARED_CREDENTIALS_FILE"
    )]
    NoHome,
    /// It cannot be locked, read or replaced.
    #[error(transparent)]
    File(#[from] NotChanged),
}

pub(super) fn not_changed(error: PrivateFileError) -> NotChanged {
    let (variable, _) = config_files::CREDENTIALS;
    NotChanged { error, variable }
}

/// Who may read the credentials: the owner alone, or its group, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileMode(u32);

/// Not a mode for a file of secrets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the mode of a credentials file is 0600, or 0640 to let its group read it")]
pub struct InvalidFileMode;

impl FromStr for FileMode {
    type Err = InvalidFileMode;

    fn from_str(text: &str) -> Result<Self, InvalidFileMode> {
        match u32::from_str_radix(text, 8) {
            Ok(mode @ (0o600 | 0o640)) => Ok(Self(mode)),
            _ => Err(InvalidFileMode),
        }
    }
}

/// The file that `AWS_SHARED_CREDENTIALS_FILE` names, or `~/.aws/credentials`.
pub(super) struct CredentialsFile {
    path: PathBuf,
    mode: FileMode,
}

/// The file, while nobody else who takes the lock can change it.
pub(super) struct Held {
    file: SharedFile,
    mode: FileMode,
}

impl CredentialsFile {
    /// Finds the file; it need not be there.
    ///
    /// # Errors
    /// [`CredentialsFileError::NoHome`].
    pub(super) fn locate(environment: &Environment, mode: FileMode) -> Result<Self, CredentialsFileError> {
        let (variable, in_home) = config_files::CREDENTIALS;
        let path = config_files::locate(environment, variable, in_home);
        Ok(Self {
            path: path.ok_or(CredentialsFileError::NoHome)?,
            mode,
        })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Waits until nobody else has the lock, and makes the directory when it is missing.
    ///
    /// # Errors
    /// [`CredentialsFileError`].
    pub(super) fn lock(&self) -> Result<Held, CredentialsFileError> {
        let file = SharedFile::lock(&self.path).map_err(not_changed)?;
        Ok(Held {
            file,
            mode: self.mode,
        })
    }
}

impl Held {
    /// Makes changes to one profile. Returns what the user should know.
    ///
    /// The file keeps its owner. It holds a secret, so its mode becomes the one that was asked for, whatever
    /// it was.
    ///
    /// # Errors
    /// [`CredentialsFileError`]; the file is as it was.
    pub(super) fn change(
        &self,
        profile: &ProfileName,
        changes: &[Change],
    ) -> Result<Option<String>, CredentialsFileError> {
        let FileMode(mode) = self.mode;
        let found = self.file.read(MAX_FILE).map_err(not_changed)?;
        let old = found.as_ref().map(|found| found.attributes);
        let text = found
            .as_ref()
            .map_or(b"".as_slice(), |found| found.text.as_slice());
        let new = edit(text, profile, changes);
        let is_right = old.is_some_and(|old| old.mode == mode);
        if new.as_slice() != text || !is_right {
            let owner = old.and_then(|old| old.owner);
            let attributes = Attributes { owner, mode };
            self.file.replace(&new, attributes).map_err(not_changed)?;
        }
        Ok(old
            .filter(|old| old.mode & 0o077 & !mode != 0)
            .map(|old| self.narrowed(old.mode)))
    }

    /// What to tell of a file that more could get at before.
    fn narrowed(&self, old: u32) -> String {
        let FileMode(mode) = self.mode;
        let path = self.file.path().display();
        let more = match mode {
            0o600 => "; --file-mode 0640 lets its group read it",
            _ => "",
        };
        format!(
            "warning: {path} had the mode {old:04o}, and others could get at the credentials; it has {mode:04o} now{more}"
        )
    }
}
