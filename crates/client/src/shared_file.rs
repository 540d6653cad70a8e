//! A file of settings that people and other programs read and change: changed under a lock, and replaced whole.
//!
//! The lock is a file beside it (`config.lock`), which stays there. Who edits by hand does not know of it; what is
//! read under the lock and what replaces it are no more than a moment apart.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::io::Errno;
use tegata_keys::shell_path;
use zeroize::Zeroizing;

use crate::private_file::{
    self, Attributes, Links, Lock, PrivateFile, PrivateFileError, create_directory, directory_of, failed,
};

/// As many as Linux follows.
const MAX_LINKS: usize = 40;
/// A change takes milliseconds.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// Why a file was not changed. It is as it was.
#[derive(Debug, thiserror::Error)]
#[error("{error}; {advice}", advice = self.advice())]
pub struct NotChanged {
    /// What went wrong.
    pub error: PrivateFileError,
    /// The variable that names the file.
    pub variable: &'static str,
}

impl NotChanged {
    fn advice(&self) -> String {
        const AS_IT_WAS: &str = "what is there is as it was";
        let another = || format!("name another file in {}", self.variable);
        let (path, error) = match &self.error {
            PrivateFileError::System { path, error, .. } => (path, error),
            PrivateFileError::Group { .. } => {
                return format!("make this user a member of that group; {AS_IT_WAS}");
            }
            PrivateFileError::Owner { .. } => return format!("run this as that user; {AS_IT_WAS}"),
            PrivateFileError::Locked { .. } | PrivateFileError::NotOurs { .. } => return AS_IT_WAS.into(),
            _ => return another(),
        };
        let directory = directory_of(path).display();
        if error.raw_os_error() == Some(Errno::PERM.raw_os_error()) {
            let attributes = format!(
                "lsattr -d {} {}",
                shell_path(path),
                shell_path(directory_of(path))
            );
            return format!(
                "see whether it or its folder is immutable or append-only: {attributes}; or the folder is sticky and \
                 another user's; {AS_IT_WAS}"
            );
        }
        match error.kind() {
            io::ErrorKind::PermissionDenied => format!("let this user write in {directory}; {AS_IT_WAS}"),
            io::ErrorKind::ReadOnlyFilesystem => another(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
                format!("make room in {directory}; {AS_IT_WAS}")
            }
            _ => AS_IT_WAS.into(),
        }
    }
}

/// The file, which need not be there, while nobody else who takes the lock can change it.
pub(crate) struct SharedFile {
    /// What links lead to, so that they stay.
    path: PathBuf,
    lock: Lock,
}

/// What is there.
pub(crate) struct Found {
    pub(crate) text: Zeroizing<Vec<u8>>,
    pub(crate) attributes: Attributes,
}

impl SharedFile {
    /// Waits until nobody else has the lock, and makes the directory when it is missing.
    ///
    /// # Errors
    /// [`PrivateFileError`].
    pub(crate) fn lock(path: &Path) -> Result<Self, PrivateFileError> {
        let file = followed(path).map_err(failed("follow the link", path))?;
        // No lock is left beside a device, a pipe or a directory.
        let is_another_kind = fs::symlink_metadata(&file).is_ok_and(|found| !found.is_file());
        let Some(name) = file.file_name().filter(|_| !is_another_kind) else {
            return Err(PrivateFileError::NotAFile(file));
        };
        let mut beside = name.to_owned();
        beside.push(".lock");
        let directory = directory_of(&file);
        if !directory.exists() {
            create_directory(directory)?;
        }
        let lock = Lock::take(&directory.join(beside), LONGEST_WAIT, &std::thread::sleep)?;
        Ok(Self { path: file, lock })
    }

    /// Where it is, when links are followed.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What is there, if it is.
    ///
    /// # Errors
    /// [`PrivateFileError`], also for more than `limit` bytes.
    pub(crate) fn read(&self, limit: u64) -> Result<Option<Found>, PrivateFileError> {
        let Some(file) = PrivateFile::open(&self.path, Links::Refuse)? else {
            return Ok(None);
        };
        let attributes = file.attributes();
        let text = file.read(limit)?;
        Ok(Some(Found { text, attributes }))
    }

    /// Puts a text in its place.
    ///
    /// # Errors
    /// [`PrivateFileError`]; the file is as it was.
    pub(crate) fn replace(&self, text: &[u8], attributes: Attributes) -> Result<(), PrivateFileError> {
        private_file::replace(&self.lock, &self.path, text, attributes)
    }

    /// Does all of [`replace`](Self::replace) that may fail for want of rights or room, and leaves the file.
    ///
    /// # Errors
    /// [`PrivateFileError`].
    pub(crate) fn try_replace(&self, text: &[u8], attributes: Attributes) -> Result<(), PrivateFileError> {
        private_file::try_replace(&self.lock, &self.path, text, attributes)
    }
}

/// What the path stands for when each link at its end is followed, the last of which may lead nowhere.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut at = path.to_owned();
    for _ in 0..MAX_LINKS {
        match fs::symlink_metadata(&at) {
            Ok(metadata) if metadata.is_symlink() => {}
            Ok(_) => return Ok(at),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(at),
            Err(error) => return Err(error),
        }
        let target = fs::read_link(&at)?;
        at = at.parent().unwrap_or(Path::new("")).join(target);
    }
    Err(io::Error::other("it is a link that leads to itself"))
}
