//! The bytes at a [`Location`]: a file's, a variable's, or what a descriptor gives.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use zeroize::Zeroizing;

use crate::protection::Protection;
use crate::wiped::append;
use crate::{KeyError, Location, Permissions, Surroundings};

/// No certificate, chain, key or password comes near it.
pub(crate) const MAX_FILE: u64 = 1 << 20;

/// Bytes, wiped afterwards since they may be a key or a password.
pub(crate) struct Material {
    /// What errors call the place.
    pub(crate) place: String,
    pub(crate) bytes: Zeroizing<Vec<u8>>,
    protection: Protection,
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
                    protection: Protection::default(),
                })
            }
            Location::Descriptor(number) => {
                let place = location.to_string();
                match surroundings.descriptor(*number) {
                    Ok(bytes) if bytes.len() as u64 > MAX_FILE => Err(KeyError::TooLarge { place }),
                    Ok(bytes) => Ok(Self {
                        place,
                        bytes,
                        protection: Protection::default(),
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
        let protection = Protection::of(path, &file);
        let bytes = read_bounded(file, metadata.len(), MAX_FILE).map_err(failed)?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(KeyError::TooLarge { place });
        }
        Ok(Self {
            place,
            bytes,
            protection,
        })
    }

    /// What it holds is refused when others can read or replace it; or the warning that they can.
    pub(crate) fn check_permissions(
        &self,
        what: &'static str,
        permissions: Permissions,
    ) -> Result<Option<String>, KeyError> {
        self.protection.check(what, permissions)
    }
}

/// A file that is neither a pipe, to whose other end nobody may ever write, nor a device.
pub(crate) struct RegularFile {
    pub(crate) protection: Protection,
    file: File,
    length: u64,
}

impl RegularFile {
    /// Opens it, and does not wait for the other end of what is a pipe.
    pub(crate) fn open(path: &Path) -> std::io::Result<Self> {
        let mut options = File::options();
        options.read(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt as _;
            options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
        }
        let file = options.open(path)?;
        let metadata = file.metadata()?;
        if !metadata.is_file() {
            return Err(std::io::Error::other(
                "it is not a regular file; name one, or a variable by env:NAME",
            ));
        }
        Ok(Self {
            protection: Protection::of(path, &file),
            length: metadata.len(),
            file,
        })
    }

    /// At most one byte more than the limit.
    pub(crate) fn read(self, limit: u64) -> std::io::Result<Zeroizing<Vec<u8>>> {
        read_bounded(self.file, self.length, limit)
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
    read_bounded(file, 0, MAX_FILE)
}

/// At most one byte more than the limit. The memory is taken in one piece, so that no copy stays behind.
fn read_bounded(file: File, expected: u64, limit: u64) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let size = usize::try_from(expected.min(limit)).unwrap_or_default();
    let mut bytes = Zeroizing::new(Vec::with_capacity(size + 1));
    let mut file = file.take(limit + 1);
    loop {
        let mut piece = Zeroizing::new([0; 4096]);
        let length = file.read(&mut piece[..])?;
        let Some(read) = piece.get(..length).filter(|read| !read.is_empty()) else {
            return Ok(bytes);
        };
        append(&mut bytes, read);
    }
}
