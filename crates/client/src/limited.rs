//! Files whose size nobody vouches for.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

/// What is in a file, which may be a device without an end.
///
/// # Errors
/// What the system says; [`io::ErrorKind::FileTooLarge`] for more than `limit` bytes, which is whole MiB.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        let reason = format!("it is larger than {} MiB", limit >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, reason));
    }
    Ok(bytes)
}

/// The same of a regular file alone: what is read again and again cannot be a pipe, nor should one be waited for.
///
/// # Errors
/// Those of [`read`]; [`io::ErrorKind::InvalidInput`] for what is no regular file.
pub(crate) fn read_file(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    // Not opened to be looked at: who writes to a pipe would write to nobody then.
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    read(path, limit)
}

#[cfg(test)]
mod tests;
