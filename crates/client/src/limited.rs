//! Files whose size nobody vouches for.

use std::fs::File;
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
