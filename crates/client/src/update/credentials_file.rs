//! The shared credentials file: where it is, and how it is changed while others read and change it.

use std::io;
use std::path::{Path, PathBuf};

use tegata_profiles::{Change, ProfileName, edit};

use super::replace::{self, Directory};
use crate::Environment;

/// Why the file was not changed. It is as it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CredentialsFileError {
    /// No variable says where it is.
    #[error(
        "there is no home directory to keep a credentials file in; set HOME or AWS_SHARED_CREDENTIALS_FILE"
    )]
    NoHome,
    /// The system refuses.
    #[error("cannot {doing} {}: {error}; {}", path.display(), advice(error, path))]
    System {
        /// What was tried.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A directory, a device, a pipe.
    #[error("{} is not a regular file; name one in AWS_SHARED_CREDENTIALS_FILE", .0.display())]
    NotAFile(PathBuf),
    /// Larger than any credentials file.
    #[error("{} is larger than 16 MiB; is it the right file?", .0.display())]
    TooLarge(PathBuf),
    /// Another process keeps the lock.
    #[error("another process has locked {} for {} s; see which with: fuser {}", path.display(), seconds, path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
}

fn advice(error: &io::Error, path: &Path) -> String {
    let directory = path.parent().unwrap_or(path).display();
    match error.kind() {
        io::ErrorKind::PermissionDenied => {
            format!("let this user write in {directory}; the credentials there are as they were")
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "name a file that can be written in AWS_SHARED_CREDENTIALS_FILE".into()
        }
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            format!("make room in {directory}; the credentials there are as they were")
        }
        _ => "the credentials there are as they were".into(),
    }
}

/// The file that `AWS_SHARED_CREDENTIALS_FILE` names, or `~/.aws/credentials`.
pub(super) struct CredentialsFile {
    path: PathBuf,
    has_warned: bool,
}

impl CredentialsFile {
    /// Finds the file; it need not be there.
    ///
    /// # Errors
    /// [`CredentialsFileError::NoHome`].
    pub(super) fn locate(environment: &Environment) -> Result<Self, CredentialsFileError> {
        let home = environment.first(&["HOME", "USERPROFILE"]).map(Path::new);
        let in_home = |rest: &str| home.map(|home| home.join(rest));
        let path = match environment.get("AWS_SHARED_CREDENTIALS_FILE") {
            // As the SDKs do, which take it from configuration that no shell has read.
            Some(path) => match path.strip_prefix("~/") {
                Some(rest) => in_home(rest),
                None => Some(path.into()),
            },
            None => in_home(".aws/credentials"),
        };
        Ok(Self {
            path: path.ok_or(CredentialsFileError::NoHome)?,
            has_warned: false,
        })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes changes to one profile while nobody else who takes the lock can. Returns what the user
    /// should know, once.
    ///
    /// # Errors
    /// [`CredentialsFileError`]; the file is as it was.
    pub(super) fn change(
        &mut self,
        profile: &ProfileName,
        changes: &[Change],
    ) -> Result<Option<String>, CredentialsFileError> {
        let directory = Directory::of(&self.path)?;
        let _lock = directory.lock()?;
        let old = directory.read()?;
        let text = old.as_ref().map_or(b"".as_slice(), |old| &old.text);
        let new = edit(text, profile, changes);
        if new.as_slice() != text {
            directory.replace(&new, old.as_ref())?;
        }
        let warning = old.and_then(|old| replace::warning(&self.path, &old));
        let first = !std::mem::replace(&mut self.has_warned, warning.is_some());
        Ok(warning.filter(|_| first))
    }
}
