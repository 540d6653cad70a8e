//! The bytes at a [`Location`]: a file's, a variable's, or what a descriptor gives.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use crate::wiped::append;
use crate::{KeyError, Location, Permissions, Surroundings, quoted};

/// No certificate, chain, key or password comes near it.
pub(crate) const MAX_FILE: u64 = 1 << 20;

/// Bytes, wiped afterwards since they may be a key or a password.
pub(crate) struct Material {
    /// What errors call the place.
    pub(crate) place: String,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    /// The path and permission bits of a plain file, where the system has them.
    mode: Option<(PathBuf, u32)>,
}

impl Material {
    /// Reads what is there now.
    pub(crate) fn read(location: &Location, surroundings: &dyn Surroundings) -> Result<Self, KeyError> {
        match location {
            Location::File(path) => Self::read_file(path),
            Location::Variable(name) => {
                let value = surroundings
                    .variable(name)
                    .ok_or_else(|| KeyError::NoVariable { name: name.clone() })?;
                Ok(Self {
                    place: location.to_string(),
                    bytes: Zeroizing::new(value.expose().clone()),
                    mode: None,
                })
            }
            Location::Descriptor(number) => {
                let place = location.to_string();
                match surroundings.descriptor(*number) {
                    Ok(bytes) if bytes.len() as u64 > MAX_FILE => Err(KeyError::TooLarge { place }),
                    Ok(bytes) => Ok(Self {
                        place,
                        bytes,
                        mode: None,
                    }),
                    Err(error) => Err(KeyError::Read { place, error }),
                }
            }
            _ => Err(KeyError::NotBytes),
        }
    }

    fn read_file(path: &Path) -> Result<Self, KeyError> {
        let place = path.display().to_string();
        let failed = |error| KeyError::Read {
            place: place.clone(),
            error,
        };
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(failed(std::io::ErrorKind::IsADirectory.into()));
        }
        let bytes = read_bounded(file, metadata.len()).map_err(failed)?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(KeyError::TooLarge { place });
        }
        Ok(Self {
            place,
            bytes,
            mode: mode(&metadata).map(|mode| (path.into(), mode)),
        })
    }

    /// What it holds is refused when others can read or replace it; or the warning that they can.
    pub(crate) fn check_permissions(
        &self,
        what: &'static str,
        permissions: Permissions,
    ) -> Result<Option<String>, KeyError> {
        match &self.mode {
            Some((path, mode)) => check_mode(path, *mode, what, permissions),
            None => Ok(None),
        }
    }
}

/// The same for a file that is read elsewhere. One that is not there passes: whoever reads it will tell.
pub(crate) fn check_file(
    path: &Path,
    what: &'static str,
    permissions: Permissions,
) -> Result<Option<String>, KeyError> {
    let metadata = std::fs::metadata(path).ok();
    match metadata.as_ref().and_then(mode) {
        Some(mode) => check_mode(path, mode, what, permissions),
        None => Ok(None),
    }
}

fn check_mode(
    path: &Path,
    mode: u32,
    what: &'static str,
    permissions: Permissions,
) -> Result<Option<String>, KeyError> {
    const OTHERS: u32 = 0o066;
    match permissions {
        _ if mode & OTHERS == 0 => Ok(None),
        Permissions::Strict => Err(KeyError::Readable {
            what,
            path: path.into(),
            mode,
        }),
        Permissions::Lenient => Ok(Some(format!(
            "warning: {} holds a {what} that others can read (mode {mode:04o}); run: chmod 600 {}",
            path.display(),
            quoted(path)
        ))),
    }
}

/// What a descriptor gives up to its end, or to a byte beyond the limit.
pub(crate) fn read_descriptor(number: u32) -> std::io::Result<Zeroizing<Vec<u8>>> {
    if cfg!(not(unix)) {
        return Err(std::io::ErrorKind::Unsupported.into());
    }
    let file = File::open(format!("/dev/fd/{number}")).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => std::io::Error::new(
            error.kind(),
            format!("descriptor {number} is not open; open it in the shell, as in `{number}<FILE`"),
        ),
        _ => error,
    })?;
    read_bounded(file, 0)
}

/// At most one byte more than the limit. The memory is taken in one piece, so that no copy stays behind.
fn read_bounded(file: File, expected: u64) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let size = usize::try_from(expected.min(MAX_FILE)).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + 1));
    let mut file = file.take(MAX_FILE + 1);
    loop {
        let mut piece = Zeroizing::new([0; 4096]);
        let length = file.read(&mut piece[..])?;
        let Some(read) = piece.get(..length).filter(|read| !read.is_empty()) else {
            return Ok(bytes);
        };
        append(&mut bytes, read);
    }
}

#[cfg(unix)]
fn mode(metadata: &std::fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.is_file().then(|| metadata.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(_: &std::fs::Metadata) -> Option<u32> {
    None
}
