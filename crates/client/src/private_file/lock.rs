//! A lock between processes: `flock` on a file beside the one that it guards, which stays there, since a
//! lock on the file itself would be lost with each rename. The system lets go of it when the process ends,
//! however it ends.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, fchown};
use std::path::Path;
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use super::{Links, PrivateFileError, check_beside, check_owner, directory_of, failed, open, this_user};

const BETWEEN_TRIES: Duration = Duration::from_millis(20);

/// Held until dropped.
pub(crate) struct Lock {
    _file: File,
    waited: bool,
}

impl Lock {
    /// Waits until nobody else has the lock of this name, for so long at most.
    ///
    /// # Errors
    /// [`PrivateFileError`].
    pub(crate) fn take(
        path: &Path,
        patience: Duration,
        sleep: &dyn Fn(Duration),
    ) -> Result<Self, PrivateFileError> {
        let mut left = patience;
        let mut waited = false;
        let mut file = open_or_make(path)?;
        loop {
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) if is_at(&file, path) => return Ok(Self { _file: file, waited }),
                // It was tidied away in between.
                Ok(()) => file = open_or_make(path)?,
                Err(Errno::WOULDBLOCK) => waited = true,
                Err(error) => return Err(failed("lock", path)(error.into())),
            }
            if left.is_zero() {
                return Err(PrivateFileError::Locked {
                    path: path.to_owned(),
                    seconds: patience.as_secs(),
                });
            }
            sleep(BETWEEN_TRIES.min(left));
            left = left.saturating_sub(BETWEEN_TRIES);
        }
    }

    /// Whether another process had it first.
    pub(crate) const fn waited(&self) -> bool {
        self.waited
    }
}

/// A regular file of ours. Nothing is ever written to it.
fn open_or_make(path: &Path) -> Result<File, PrivateFileError> {
    match make(path) {
        Err(PrivateFileError::System { error, .. }) if error.kind() == ErrorKind::AlreadyExists => {
            open_one(path)
        }
        made => made,
    }
}

fn make(path: &Path) -> Result<File, PrivateFileError> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).mode(0o600);
    let made = open(&mut options, path, Links::Refuse)?;
    give_to_folder(&made.file, path)?;
    Ok(made.file)
}

fn open_one(path: &Path) -> Result<File, PrivateFileError> {
    let mut options = OpenOptions::new();
    // To read, too: a pipe that is opened for writing alone is refused before it can be looked at.
    options.read(true).write(true);
    match open(&mut options, path, Links::Refuse) {
        Ok(found) => {
            check_beside(path, &found.metadata)?;
            Ok(found.file)
        }
        Err(PrivateFileError::System { error, .. }) if error.kind() == ErrorKind::PermissionDenied => {
            // Whose it is says more than that it may not be opened.
            let metadata = fs::symlink_metadata(path).map_err(failed("look at", path))?;
            check_owner(path, &metadata, &[this_user()])?;
            Err(failed("open", path)(error))
        }
        Err(error) => Err(error),
    }
}

/// A lock that root makes is for the one whose folder it is, too, as under `sudo`.
fn give_to_folder(made: &File, path: &Path) -> Result<(), PrivateFileError> {
    if this_user() != 0 {
        return Ok(());
    }
    let folder = directory_of(path);
    let found = fs::metadata(folder).map_err(failed("look at", folder))?;
    match found.uid() {
        0 => Ok(()),
        owner => fchown(made, Some(owner), Some(found.gid())).map_err(failed("give away", path)),
    }
}

/// Whether the open file is the one that the path names now.
fn is_at(file: &File, path: &Path) -> bool {
    let identity = |metadata: Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(named)) => identity(open) == identity(named),
        _ => false,
    }
}
