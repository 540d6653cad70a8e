//! The data directory: private to its owner, used by one process at a time.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::FlockOperation;

/// A locked data directory. The lock is held until the last clone is dropped, or the process ends
/// however it ends.
#[derive(Debug, Clone)]
pub struct DataDir(Arc<Locked>);

#[derive(Debug)]
struct Locked {
    path: PathBuf,
    /// Holds the lock by being open.
    _lock: File,
}

/// Why a data directory cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DataDirError {
    /// There is no such directory, or it holds no store.
    #[error("{} holds no store: create one with `tegata server init --data {}`", .0.display(), .0.display())]
    Missing(PathBuf),
    /// There is a store already.
    #[error("{} already holds a store: choose another directory", .0.display())]
    Exists(PathBuf),
    /// Another process holds the lock.
    #[error("{} is in use by {holder}: stop it first", path.display())]
    InUse {
        /// The directory.
        path: PathBuf,
        /// `process 4711`, or `another process` when it did not say.
        holder: String,
    },
    /// Others than the owner can enter.
    #[error("{} can be entered by others (mode {mode:03o}): run `chmod 700 {}`", path.display(), path.display())]
    TooOpen {
        /// The directory.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The operating system refused.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What it said.
        source: io::Error,
    },
}

impl DataDir {
    const DATABASE: &str = "tegata.db";

    /// Makes the directory if need be (mode 0700; a parent must exist), and locks it.
    ///
    /// # Errors
    /// [`DataDirError::Exists`] when it holds a store, else as [`DataDir::open`].
    pub fn create(path: &Path) -> Result<Self, DataDirError> {
        match DirBuilder::new().mode(0o700).create(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let empty = std::fs::read_dir(path)
                    .map_err(|e| io_error(path, e))?
                    .next()
                    .is_none();
                // An empty directory is ours to close; one with content may be shared on purpose.
                if empty {
                    restrict(path, 0o700)?;
                }
            }
            result => {
                result
                    .and_then(|()| sync_name(path))
                    .map_err(|e| io_error(path, e))?;
            }
        }
        let dir = Self::lock(path)?;
        if dir.database().exists() {
            return Err(DataDirError::Exists(path.to_owned()));
        }
        Ok(dir)
    }

    /// Locks a directory that holds a store.
    ///
    /// # Errors
    /// [`DataDirError::Missing`], [`DataDirError::TooOpen`], or [`DataDirError::InUse`] at once when
    /// another process has it.
    pub fn open(path: &Path) -> Result<Self, DataDirError> {
        if !path.join(Self::DATABASE).exists() {
            return Err(DataDirError::Missing(path.to_owned()));
        }
        Self::lock(path)
    }

    /// The directory.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The store's file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.path().join(Self::DATABASE)
    }

    /// The directory of the audit spool, which its owner makes.
    #[must_use]
    pub fn spool(&self) -> PathBuf {
        self.path().join("spool")
    }

    fn lock(path: &Path) -> Result<Self, DataDirError> {
        let mode = std::fs::metadata(path).map_err(|e| io_error(path, e))?.mode() & 0o777;
        if mode & 0o077 != 0 {
            return Err(DataDirError::TooOpen {
                path: path.to_owned(),
                mode,
            });
        }
        let name = path.join("lock");
        let mut lock = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .open(&name)
            .map_err(|e| io_error(&name, e))?;
        match rustix::fs::flock(&lock, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => {
                return Err(DataDirError::InUse {
                    path: path.to_owned(),
                    holder: holder(&mut lock),
                });
            }
            Err(error) => return Err(io_error(&name, error.into())),
        }
        // For the message of whoever comes next; on a full disk the lock holds without it.
        if let Err(error) = sign(&mut lock) {
            tracing::warn!(%error, "the lock file does not name this process");
        }
        Ok(Self(Arc::new(Locked {
            path: path.to_owned(),
            _lock: lock,
        })))
    }
}

/// Makes the name of a new directory durable.
fn sync_name(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
}

/// Sets a file's or directory's permission bits.
pub(crate) fn restrict(path: &Path, mode: u32) -> Result<(), DataDirError> {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(|e| io_error(path, e))
}

fn sign(lock: &mut File) -> io::Result<()> {
    lock.set_len(0)?;
    lock.rewind()?;
    writeln!(lock, "{}", std::process::id())
}

fn holder(lock: &mut File) -> String {
    let mut text = String::new();
    let read = lock.take(20).read_to_string(&mut text);
    match (read, text.trim().parse::<u32>()) {
        (Ok(_), Ok(process)) => format!("process {process}"),
        _ => "another process".to_owned(),
    }
}

fn io_error(path: &Path, source: io::Error) -> DataDirError {
    DataDirError::Io {
        path: path.to_owned(),
        source,
    }
}
