//! Files that are being written, and those that a crash left: they are no items, but aws-vault would list them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use tegata_base::Rng as _;
use tegata_crypto::OsRng;

use crate::StoreError;
use crate::file_name::DRAFT;

/// Bytes that make a draft's name its own.
const UNIQUE: usize = 8;

/// Writing takes milliseconds; who needs an hour is not writing any more.
const STALE: Duration = Duration::from_secs(3600);

/// Writes a new draft, and removes those that were left long ago.
pub(super) fn write(folder: &Path, bytes: &[u8]) -> Result<PathBuf, StoreError> {
    let mut unique = [0; UNIQUE];
    OsRng.fill(&mut unique);
    let draft = folder.join(format!("{DRAFT}{}", data_encoding::HEXLOWER.encode(&unique)));
    let written = private().open(&draft).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(file)
    });
    match written {
        Ok(file) => {
            // What cannot be tidied is no reason not to write.
            let _ = tidy(folder, &file);
            Ok(draft)
        }
        Err(error) => {
            let _ = fs::remove_file(&draft);
            Err(StoreError::file("write", &draft)(error))
        }
    }
}

/// Ages are told by the file system's own clock, which has just dated the new file.
fn tidy(folder: &Path, new: &File) -> io::Result<()> {
    let now = new.metadata()?.modified()?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !is_draft(entry.file_name().as_encoded_bytes()) {
            continue;
        }
        // Of the entry itself, not of what it may lead to.
        let found = entry.metadata()?;
        let age = now.duration_since(found.modified()?).unwrap_or_default();
        if found.is_file() && age > STALE {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn is_draft(file: &[u8]) -> bool {
    file.strip_prefix(DRAFT.as_bytes())
        .is_some_and(|unique| unique.len() == 2 * UNIQUE && unique.iter().all(u8::is_ascii_hexdigit))
}

/// A new file, for the owner alone from the first moment.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}
