//! Whether others than its owner can read or replace a file that holds a secret.

use std::fs::File;
use std::path::{Path, PathBuf};

use crate::{KeyError, Permissions, shell_path};

/// Reading and writing by the group and by everyone.
const OTHERS: u32 = 0o066;

/// A file's path and permission bits, those of the group without what an access control list gives this user.
#[derive(Default)]
pub(crate) struct Protection {
    path: PathBuf,
    /// Of a plain file, where the system has them.
    mode: Option<u32>,
}

impl Protection {
    /// Of an open file.
    pub(crate) fn of(path: &Path, file: &File) -> Self {
        Self {
            path: path.into(),
            mode: permission_bits(file),
        }
    }

    /// What the file holds is refused when others can read or replace it; or the warning that they can.
    pub(crate) fn check(
        &self,
        what: &'static str,
        permissions: Permissions,
    ) -> Result<Option<String>, KeyError> {
        let path = &self.path;
        let Some(mode) = self.mode.filter(|mode| mode & OTHERS != 0) else {
            return Ok(None);
        };
        match permissions {
            Permissions::Strict => Err(KeyError::Readable {
                what,
                path: path.clone(),
                mode,
            }),
            Permissions::Lenient => Ok(Some(format!(
                "warning: {} holds a {what} that others can read (mode {mode:04o}); run: chmod 600 {}",
                path.display(),
                shell_path(path)
            ))),
        }
    }
}

/// The permission bits of a plain file, those of its group without what an access control list gives this user; none
/// where the system has none.
#[cfg(unix)]
#[must_use]
pub fn permission_bits(file: &File) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let mode = metadata.permissions().mode() & 0o7777;
    #[cfg(target_os = "linux")]
    if mode & 0o060 != 0
        && let Some(group) = acl::others_than_this_user(file)
    {
        return Some(mode & !0o070 | group << 3);
    }
    Some(mode)
}

/// None: the system has no such bits.
#[cfg(not(unix))]
#[must_use]
pub const fn permission_bits(_: &File) -> Option<u32> {
    None
}

/// Access control lists (acl(5)). Where a file has one, the bits of its group are the most that anyone in the
/// list gets. systemd lets the user of a service read its credentials by a list that names this user alone,
/// which makes 0400 look like 0440.
#[cfg(target_os = "linux")]
mod acl {
    use std::fs::File;

    pub(super) const ATTRIBUTE: &str = "system.posix_acl_access";
    /// Room for over a hundred entries; a longer list is as good as none.
    const MAX_LIST: usize = 1024;

    /// `linux/posix_acl_xattr.h`
    const VERSION: u32 = 2;
    const USER: u16 = 0x02;
    const GROUP_OBJ: u16 = 0x04;
    const GROUP: u16 = 0x08;
    const MASK: u16 = 0x10;

    /// What the file's list, if it has one, gives to its group and to those that it names, but for this user
    /// and root: reading is 4, writing 2.
    pub(super) fn others_than_this_user(file: &File) -> Option<u32> {
        let mut list = [0; MAX_LIST];
        let length = rustix::fs::fgetxattr(file, ATTRIBUTE, &mut list[..]).ok()?;
        given(list.get(..length)?, rustix::process::geteuid().as_raw())
    }

    pub(super) fn given(list: &[u8], user: u32) -> Option<u32> {
        let (version, list) = list.split_first_chunk()?;
        let (entries, []) = list.as_chunks() else {
            return None;
        };
        if u32::from_le_bytes(*version) != VERSION {
            return None;
        }
        let (mut given, mut mask) = (0, u16::MAX);
        for &[t0, t1, p0, p1, i0, i1, i2, i3] in entries {
            let permissions = u16::from_le_bytes([p0, p1]);
            let id = u32::from_le_bytes([i0, i1, i2, i3]);
            match u16::from_le_bytes([t0, t1]) {
                USER if id == user || id == 0 => {}
                USER | GROUP_OBJ | GROUP => given |= permissions,
                MASK => mask = permissions,
                _ => {}
            }
        }
        Some(u32::from(given & mask & 7))
    }
}

#[cfg(test)]
mod tests;
