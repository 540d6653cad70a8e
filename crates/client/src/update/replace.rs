//! Replacing a file whole: who reads it sees the old text or the new one, and a crash leaves one of them.
//!
//! ```text
//! lock ─▶ read ─▶ write a file beside it ─▶ sync ─▶ rename over it ─▶ sync the directory ─▶ unlock
//! ```
//!
//! The lock is `flock` on a file beside it that stays, since a lock on the file itself would be lost
//! with each rename.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use zeroize::Zeroizing;

use super::credentials_file::CredentialsFileError;

/// No credentials file comes near it.
const MAX_FILE: u64 = 16 << 20;
/// As many as Linux follows.
const MAX_LINKS: usize = 40;
/// A change takes milliseconds.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// A file's directory, and the names in it that its replacement needs.
pub(super) struct Directory {
    path: PathBuf,
    file: PathBuf,
    temporary: PathBuf,
    lock: PathBuf,
}

/// What the file is before the change.
pub(super) struct Old {
    pub(super) text: Zeroizing<Vec<u8>>,
    metadata: Metadata,
}

/// Held until dropped.
pub(super) struct Lock {
    _file: File,
}

impl Directory {
    /// The directory of a file, or of what it is a link to, so that the link stays. Makes it when it is
    /// missing, for its owner alone.
    pub(super) fn of(path: &Path) -> Result<Self, CredentialsFileError> {
        let file = followed(path).map_err(failed("follow the link", path))?;
        let name = file
            .file_name()
            .ok_or_else(|| CredentialsFileError::NotAFile(file.clone()))?;
        let directory = match file.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        if !directory.exists() {
            create(&directory).map_err(failed("create", &directory))?;
        }
        let beside = |before: &str, after: &str| {
            let mut beside = OsString::from(before);
            beside.push(name);
            beside.push(after);
            directory.join(beside)
        };
        Ok(Self {
            temporary: beside(".", ".tegata-new"),
            lock: beside("", ".lock"),
            path: directory.clone(),
            file,
        })
    }

    /// Waits until nobody else has the lock.
    pub(super) fn lock(&self) -> Result<Lock, CredentialsFileError> {
        let file = private()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&self.lock)
            .map_err(failed("open", &self.lock))?;
        let mut waited = Duration::ZERO;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { _file: file }),
                Err(TryLockError::WouldBlock) if waited >= LONGEST_WAIT => {
                    return Err(CredentialsFileError::Locked {
                        path: self.lock.clone(),
                        seconds: LONGEST_WAIT.as_secs(),
                    });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(BETWEEN_TRIES),
                Err(TryLockError::Error(error)) => return Err(failed("lock", &self.lock)(error)),
            }
            waited += BETWEEN_TRIES;
        }
    }

    /// The file as it is, if it is there.
    pub(super) fn read(&self) -> Result<Option<Old>, CredentialsFileError> {
        // Before it is opened: opening a pipe would wait for a writer.
        match fs::metadata(&self.file) {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Err(CredentialsFileError::NotAFile(self.file.clone())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("read", &self.file)(error)),
        }
        let read = || {
            let file = File::open(&self.file)?;
            let metadata = file.metadata()?;
            let length = usize::try_from(metadata.len().min(MAX_FILE)).unwrap_or_default();
            let mut text = Zeroizing::new(Vec::with_capacity(length + 1));
            file.take(MAX_FILE + 1).read_to_end(&mut text)?;
            Ok(Old { text, metadata })
        };
        let old = read().map_err(failed("read", &self.file))?;
        match old.text.len() as u64 > MAX_FILE {
            true => Err(CredentialsFileError::TooLarge(self.file.clone())),
            false => Ok(Some(old)),
        }
    }

    /// Puts a new text in the file's place, with the owner and mode of the old one; only for the owner to
    /// read when there was none. The lock must be held.
    pub(super) fn replace(&self, text: &[u8], old: Option<&Old>) -> Result<(), CredentialsFileError> {
        // What a process that was killed left behind.
        let _ = fs::remove_file(&self.temporary);
        let written = self
            .write(text, old)
            .and_then(|()| fs::rename(&self.temporary, &self.file).map_err(failed("replace", &self.file)));
        if written.is_err() {
            let _ = fs::remove_file(&self.temporary);
            return written;
        }
        sync(&self.path).map_err(failed("sync", &self.path))
    }

    fn write(&self, text: &[u8], old: Option<&Old>) -> Result<(), CredentialsFileError> {
        let create = || {
            let mut file = private().create_new(true).write(true).open(&self.temporary)?;
            file.write_all(text)?;
            Ok(file)
        };
        let file = create().map_err(failed("write", &self.temporary))?;
        if let Some(old) = old {
            take_after(&file, &old.metadata).map_err(failed("keep the owner and mode of", &self.file))?;
        }
        file.sync_all().map_err(failed("write", &self.temporary))
    }
}

/// What to tell of a file that others can get at.
pub(super) fn warning(path: &Path, old: &Old) -> Option<String> {
    let mode = mode(&old.metadata)?;
    (mode & 0o066 != 0).then(|| {
        format!(
            "warning: others can get at the credentials in {} (mode {mode:04o}), and that stays so; unless they \
             are to, run: chmod 600 {}",
            path.display(),
            path.display()
        )
    })
}

fn failed(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> CredentialsFileError {
    let path = path.to_owned();
    move |error| CredentialsFileError::System {
        doing,
        path: path.clone(),
        error,
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

#[cfg(unix)]
fn create(directory: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(directory)
}

#[cfg(unix)]
fn private() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Owner, then mode, since a change of owner takes bits of the mode away.
#[cfg(unix)]
fn take_after(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let new = file.metadata()?;
    if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
        fchown(file, Some(old.uid()), Some(old.gid()))?;
    }
    file.set_permissions(fs::Permissions::from_mode(old.mode() & 0o777))
}

#[cfg(unix)]
fn mode(metadata: &Metadata) -> Option<u32> {
    use std::os::unix::fs::MetadataExt as _;
    Some(metadata.mode() & 0o777)
}

/// So that the new name survives a loss of power, too.
#[cfg(unix)]
fn sync(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

#[cfg(not(unix))]
fn create(directory: &Path) -> io::Result<()> {
    fs::create_dir_all(directory)
}

#[cfg(not(unix))]
fn private() -> OpenOptions {
    OpenOptions::new()
}

#[cfg(not(unix))]
fn take_after(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

#[cfg(not(unix))]
fn mode(_: &Metadata) -> Option<u32> {
    None
}

#[cfg(not(unix))]
fn sync(_: &Path) -> io::Result<()> {
    Ok(())
}
