//! Files that hold a secret, or guard one. What is opened is looked at before it is believed, and what is
//! written is seen whole or not at all. The cache, `update`, `serve` and what changes the config file use no other way.
//!
//! ```text
//! path ─open─▶ PrivateFile ─owner? mode?─▶ read, at most so many bytes
//! path.lock ─▶ Lock ─▶ replace: .name.tegata-new, synced ─rename─▶ path, its folder synced
//! ```
//!
//! Nothing here waits on a pipe or follows a link into somebody else's file: files are opened without
//! waiting, and owner, kind and mode are those of what was opened, not of what the path named before.

mod lock;
mod replace;

use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Read as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use rustix::io::Errno;
use tegata_keys::{permission_bits, shell_path};
use zeroize::Zeroizing;

pub(crate) use lock::Lock;
pub(crate) use replace::{Attributes, create, replace, try_replace};

/// Why a file is not used. Each message names it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PrivateFileError {
    /// The system refuses.
    #[error("cannot {doing} {}: {error}", path.display())]
    System {
        /// What was tried.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// A directory, a device, a pipe, or a link where none may be.
    #[error("{} is not a regular file", .0.display())]
    NotAFile(PathBuf),
    /// Its owner could have put anything there.
    #[error("{} belongs to another user (id {owner}); remove it, or name another place", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// Whose it is.
        owner: u32,
    },
    /// What takes its place would be another user's.
    #[error("cannot keep the owner (id {owner}) of {}: {error}", path.display())]
    Owner {
        /// The file.
        path: PathBuf,
        /// Whose it is.
        owner: u32,
        /// What the system says.
        error: io::Error,
    },
    /// What takes its place would be another group's.
    #[error("cannot keep the group (id {group}) of {}: {error}", path.display())]
    Group {
        /// The file.
        path: PathBuf,
        /// Which group it has.
        group: u32,
        /// What the system says.
        error: io::Error,
    },
    /// Who may not can read or write it.
    #[error("{} can be read or written by others (mode {mode:04o}); run: chmod 600 {}", path.display(), shell_path(path))]
    TooOpen {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// Larger than any file of its kind.
    #[error("{} is larger than {limit} bytes; is it the right file?", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// What it may have.
        limit: u64,
    },
    /// Another process keeps the lock.
    #[error("another process has locked {} for {seconds} s; see which with: fuser {}", path.display(), shell_path(path))]
    Locked {
        /// The lock file.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
}

/// Makes an error of what the system says.
pub(crate) fn failed(doing: &'static str, path: &Path) -> impl Fn(io::Error) -> PrivateFileError {
    let path = path.to_owned();
    move |error| PrivateFileError::System {
        doing,
        path: path.clone(),
        error,
    }
}

/// What to do with a link in the place of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Open what it leads to, as where a person named the file.
    Follow,
    /// Refuse it.
    Refuse,
}

/// Who may read a file, beside its owner. Nobody else may write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Nobody.
    Owner,
    /// Its group.
    Group,
}

impl Readers {
    const fn forbidden(self) -> u32 {
        match self {
            Self::Owner => 0o066,
            Self::Group => 0o026,
        }
    }
}

/// A regular file, open for reading.
pub struct PrivateFile {
    file: File,
    path: PathBuf,
    metadata: Metadata,
}

impl PrivateFile {
    /// Opens a file; none when it is not there.
    ///
    /// # Errors
    /// [`PrivateFileError::System`] and [`PrivateFileError::NotAFile`].
    pub fn open(path: &Path, links: Links) -> Result<Option<Self>, PrivateFileError> {
        let mut options = OpenOptions::new();
        options.read(true);
        match open(&mut options, path, links) {
            Ok(file) => Ok(Some(file)),
            Err(PrivateFileError::System { error, .. }) if error.kind() == io::ErrorKind::NotFound => {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Refuses what belongs to neither this user nor root.
    ///
    /// # Errors
    /// [`PrivateFileError::NotOurs`].
    pub fn check_owner(&self) -> Result<(), PrivateFileError> {
        check_owner(&self.path, &self.metadata, &[this_user(), 0])
    }

    /// Refuses what others can read, or write.
    ///
    /// # Errors
    /// [`PrivateFileError::TooOpen`].
    pub fn check_mode(&self, readers: Readers) -> Result<(), PrivateFileError> {
        let mode = permission_bits(&self.file).unwrap_or_else(|| self.metadata.mode()) & 0o777;
        if mode & readers.forbidden() == 0 {
            return Ok(());
        }
        Err(PrivateFileError::TooOpen {
            path: self.path.clone(),
            mode,
        })
    }

    /// Owner and mode, for what takes its place.
    pub(crate) fn attributes(&self) -> Attributes {
        Attributes::of(&self.metadata)
    }

    /// All of it.
    ///
    /// # Errors
    /// [`PrivateFileError::System`], and [`PrivateFileError::TooLarge`] for more than `limit` bytes.
    pub fn read(self, limit: u64) -> Result<Zeroizing<Vec<u8>>, PrivateFileError> {
        let length = usize::try_from(self.metadata.len().min(limit)).unwrap_or_default();
        let mut bytes = Zeroizing::new(Vec::with_capacity(length + 1));
        self.file
            .take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(failed("read", &self.path))?;
        match bytes.len() as u64 > limit {
            true => Err(PrivateFileError::TooLarge {
                path: self.path,
                limit,
            }),
            false => Ok(bytes),
        }
    }
}

/// Makes a directory, and those above it, for its owner alone. One that is there is left as it is.
pub(crate) fn create_directory(path: &Path) -> Result<(), PrivateFileError> {
    let mut builder = DirBuilder::new();
    builder.recursive(true).mode(0o700);
    builder.create(path).map_err(failed("create", path))
}

/// Makes a directory that nobody else can look into, or closes one of this user's to others; false for one that
/// is another's, or none.
pub(crate) fn own_directory(path: &Path) -> Result<bool, PrivateFileError> {
    create_directory(path)?;
    let metadata = fs::symlink_metadata(path).map_err(failed("look at", path))?;
    if !metadata.is_dir() || metadata.uid() != this_user() {
        return Ok(false);
    }
    if metadata.mode() & 0o077 != 0 {
        fs::set_permissions(path, Permissions::from_mode(0o700)).map_err(failed("close to others", path))?;
    }
    Ok(true)
}

/// The directory that a file is in.
pub(crate) fn directory_of(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Opens what is a regular file, and does not wait for the other end of what is a pipe.
fn open(options: &mut OpenOptions, path: &Path, links: Links) -> Result<PrivateFile, PrivateFileError> {
    let mut flags = OFlags::NONBLOCK;
    flags.set(OFlags::NOFOLLOW, links == Links::Refuse);
    options.custom_flags(flags.bits().cast_signed());
    let file = options.open(path).map_err(|error| {
        // What opening a link, a directory, or a socket gives.
        let kinds = [Errno::LOOP, Errno::ISDIR, Errno::NXIO];
        match Errno::from_io_error(&error).is_some_and(|errno| kinds.contains(&errno)) {
            true => PrivateFileError::NotAFile(path.to_owned()),
            false => failed("open", path)(error),
        }
    })?;
    let metadata = file.metadata().map_err(failed("look at", path))?;
    if !metadata.is_file() {
        return Err(PrivateFileError::NotAFile(path.to_owned()));
    }
    Ok(PrivateFile {
        file,
        path: path.to_owned(),
        metadata,
    })
}

fn check_owner(path: &Path, metadata: &Metadata, trusted: &[u32]) -> Result<(), PrivateFileError> {
    let owner = metadata.uid();
    if trusted.contains(&owner) {
        return Ok(());
    }
    Err(PrivateFileError::NotOurs {
        path: path.to_owned(),
        owner,
    })
}

/// Refuses a file that only its folder's owner, root or this user may have put there.
fn check_beside(path: &Path, metadata: &Metadata) -> Result<(), PrivateFileError> {
    let folder = directory_of(path);
    let folder_owner = fs::metadata(folder).map_err(failed("look at", folder))?.uid();
    check_owner(path, metadata, &[this_user(), 0, folder_owner])
}

pub(crate) fn this_user() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[cfg(test)]
mod tests;
