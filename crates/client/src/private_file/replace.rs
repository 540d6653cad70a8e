//! Writing a file whole: who reads it sees the old bytes or the new ones, and a crash leaves one of them.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, fchown};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use tegata_base::Rng;

use super::{Lock, PrivateFileError, check_beside, directory_of, failed, this_user};

/// What a file is like, beside its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Attributes {
    /// User and group; those of this process where it is not said.
    pub(crate) owner: Option<(u32, u32)>,
    /// The permission bits.
    pub(crate) mode: u32,
}

impl Attributes {
    /// For this user alone.
    pub(crate) const PRIVATE: Self = Self {
        owner: None,
        mode: 0o600,
    };

    pub(super) fn of(metadata: &Metadata) -> Self {
        Self {
            owner: Some((metadata.uid(), metadata.gid())),
            mode: metadata.mode() & 0o777,
        }
    }
}

/// Puts bytes in the place of a file, be it there or not. The lock that is held must be the file's own: it
/// keeps others from the draft, whose name is always the same, so that no more than one is ever left behind.
///
/// # Errors
/// [`PrivateFileError`]; the file is as it was.
pub(crate) fn replace(
    _held: &Lock,
    path: &Path,
    bytes: &[u8],
    attributes: Attributes,
) -> Result<(), PrivateFileError> {
    let draft = Draft::write(path, bytes, attributes)?;
    fs::rename(&draft.0, path).map_err(failed("replace", path))?;
    sync_directory(path)
}

/// Does all of [`replace`] but the last step: what it needs in rights and room is there.
///
/// # Errors
/// [`PrivateFileError`].
pub(crate) fn try_replace(
    _held: &Lock,
    path: &Path,
    bytes: &[u8],
    attributes: Attributes,
) -> Result<(), PrivateFileError> {
    Draft::write(path, bytes, attributes).map(drop)
}

/// What is to take the place of a file; unless it did, it is removed when dropped.
struct Draft(PathBuf);

impl Draft {
    fn write(path: &Path, bytes: &[u8], attributes: Attributes) -> Result<Self, PrivateFileError> {
        let draft = beside(path, ".tegata-new");
        remove_leftover(&draft)?;
        let draft = Self(draft);
        write(&draft.0, bytes, attributes, path)?;
        Ok(draft)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // It is not there any more when it took the file's place.
        let _ = fs::remove_file(&self.0);
    }
}

/// Makes a file for this user alone, unless there is one: false then. Nobody sees it before it is whole.
///
/// # Errors
/// [`PrivateFileError`]; there is no new file.
pub(crate) fn create(path: &Path, bytes: &[u8], rng: &mut dyn Rng) -> Result<bool, PrivateFileError> {
    let mut unique = [0; 8];
    rng.fill(&mut unique);
    let draft = beside(path, &format!(".{}", HEXLOWER.encode(&unique)));
    let written = write(&draft, bytes, Attributes::PRIVATE, path)
        .and_then(|()| name_unless_taken(&draft, path).map_err(failed("create", path)));
    if written.is_err() {
        let _ = fs::remove_file(&draft);
    }
    match written {
        Ok(()) => sync_directory(path).map(|()| true),
        Err(PrivateFileError::System { error, .. }) if error.kind() == io::ErrorKind::AlreadyExists => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Gives the draft its name, unless something else has it.
#[cfg(any(target_os = "linux", target_vendor = "apple"))]
fn name_unless_taken(draft: &Path, path: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;

    match renameat_with(CWD, draft, CWD, path, RenameFlags::NOREPLACE) {
        // File systems that cannot, NFS among them, have hard links; as others have none, and can.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => link_unless_taken(draft, path),
        renamed => Ok(renamed?),
    }
}

#[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
fn name_unless_taken(draft: &Path, path: &Path) -> io::Result<()> {
    link_unless_taken(draft, path)
}

fn link_unless_taken(draft: &Path, path: &Path) -> io::Result<()> {
    fs::hard_link(draft, path)?;
    // It has the other name now, and this one is nobody's.
    let _ = fs::remove_file(draft);
    Ok(())
}

/// `.name` and more, in the same folder.
fn beside(path: &Path, after: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(after);
    directory_of(path).join(name)
}

/// Removes what a process that was killed left, and nothing else.
fn remove_leftover(draft: &Path) -> Result<(), PrivateFileError> {
    let found = match fs::symlink_metadata(draft) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(failed("look at", draft)(error)),
    };
    if !found.is_file() {
        return Err(PrivateFileError::NotAFile(draft.to_owned()));
    }
    check_beside(draft, &found)?;
    fs::remove_file(draft).map_err(failed("remove", draft))
}

/// Writes the draft of a file, down to the disk.
fn write(draft: &Path, bytes: &[u8], attributes: Attributes, path: &Path) -> Result<(), PrivateFileError> {
    let create = || {
        let mut options = OpenOptions::new();
        let mut file = options.create_new(true).write(true).mode(0o600).open(draft)?;
        file.write_all(bytes)?;
        Ok(file)
    };
    let file = create().map_err(failed("write", draft))?;
    give(&file, attributes, path)?;
    file.sync_all().map_err(failed("write", draft))
}

/// Owner, then mode, since a change of owner takes bits of the mode away.
fn give(file: &File, attributes: Attributes, path: &Path) -> Result<(), PrivateFileError> {
    let made = file.metadata().map_err(failed("look at", path))?;
    if let Some((user, group)) = attributes.owner
        && (made.uid(), made.gid()) != (user, group)
    {
        keep_owner(file, (user, group), attributes.mode, path)?;
    }
    file.set_permissions(Permissions::from_mode(attributes.mode))
        .map_err(failed("keep the mode of", path))
}

/// Its group alone can be given by who is in it. Where the mode gives the group nothing, which group it is does
/// not matter.
fn keep_owner(
    file: &File,
    (user, group): (u32, u32),
    mode: u32,
    path: &Path,
) -> Result<(), PrivateFileError> {
    let is_ours = user == this_user();
    let path = || path.to_owned();
    match fchown(file, (!is_ours).then_some(user), Some(group)) {
        Ok(()) => Ok(()),
        Err(error) if !is_ours => Err(PrivateFileError::Owner {
            path: path(),
            owner: user,
            error,
        }),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied && mode & 0o070 == 0 => Ok(()),
        Err(error) => Err(PrivateFileError::Group {
            path: path(),
            group,
            error,
        }),
    }
}

/// So that the new name survives a loss of power, too.
fn sync_directory(path: &Path) -> Result<(), PrivateFileError> {
    let folder = directory_of(path);
    let synced = File::open(folder).and_then(|folder| folder.sync_all());
    match synced {
        // It is in place. A folder that may not be read, or a file system that does not know this, is no
        // reason to say that it is not.
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        synced => synced.map_err(failed("sync", folder)),
    }
}
