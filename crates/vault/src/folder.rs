//! A folder of small secret files, one an item: listed, read within bounds, replaced at once and whole.

use std::ffi::OsStr;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tegata_base::{Rng as _, Secret};
use tegata_crypto::OsRng;

use crate::{ItemName, StoreError, file_name};

/// Entries that are listed; nobody has so many profiles.
const MAX_ENTRIES: usize = 10_000;

/// How files begin that are being written. They are not items, but aws-vault would list one that a crash
/// left behind.
const DRAFT: &str = ".tegata-draft-";

/// The folder; it need not be there until something is written.
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    pub(crate) const fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Names of the items, sorted.
    pub(crate) fn names(&self) -> Result<Vec<ItemName>, StoreError> {
        let failed = || StoreError::file("list", &self.path);
        let entries = match fs::read_dir(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries.map_err(failed())?,
        };
        let mut names = Vec::new();
        for entry in entries.take(MAX_ENTRIES) {
            let entry = entry.map_err(failed())?;
            let file = entry.file_name();
            let is_draft = file.as_encoded_bytes().starts_with(DRAFT.as_bytes());
            // Links count: some keep their home's files as links into a repository.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if !is_draft && !is_folder {
                names.extend(file_name::decode(&file));
            }
        }
        names.sort();
        Ok(names)
    }

    /// A file of at most `limit` bytes, if it is there.
    pub(crate) fn read(&self, file: &str, limit: usize) -> Result<Option<Secret<Vec<u8>>>, StoreError> {
        let path = self.path.join(file);
        let opened = match open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(StoreError::file("read", &path))?,
        };
        read_bounded(opened, limit)
            .map(|bytes| Some(Secret::new(bytes)))
            .map_err(StoreError::file("read", &path))
    }

    /// Puts a file in place of one of that name: who reads sees the old one or the new one.
    pub(crate) fn replace(&self, file: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let draft = self.draft(bytes)?;
        let path = self.path.join(file);
        let placed = fs::rename(&draft, &path).map_err(StoreError::file("replace", &path));
        self.settle(placed, &draft)
    }

    /// Puts a file where there is none, and says whether there was none.
    pub(crate) fn create(&self, file: &str, bytes: &[u8]) -> Result<bool, StoreError> {
        let draft = self.draft(bytes)?;
        let path = self.path.join(file);
        let created = match fs::hard_link(&draft, &path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            linked => linked.map(|()| true).map_err(StoreError::file("create", &path)),
        };
        let _ = fs::remove_file(&draft);
        let created = created?;
        self.sync()?;
        Ok(created)
    }

    /// Removes a file, and says whether there was one.
    pub(crate) fn remove(&self, file: &str) -> Result<bool, StoreError> {
        let path = self.path.join(file);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            removed => removed.map_err(StoreError::file("remove", &path))?,
        }
        self.sync()?;
        Ok(true)
    }

    /// Writes a file that nobody else reads yet.
    fn draft(&self, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        make(&self.path).map_err(StoreError::file("make", &self.path))?;
        let mut unique = [0; 8];
        OsRng.fill(&mut unique);
        let draft = self
            .path
            .join(format!("{DRAFT}{}", data_encoding::HEXLOWER.encode(&unique)));
        let written = private()
            .open(&draft)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
        let written = written.map_err(StoreError::file("write", &draft));
        if written.is_err() {
            let _ = fs::remove_file(&draft);
        }
        written.map(|()| draft)
    }

    fn settle(&self, placed: Result<(), StoreError>, draft: &Path) -> Result<(), StoreError> {
        if placed.is_err() {
            let _ = fs::remove_file(draft);
        }
        placed?;
        self.sync()
    }

    /// What was renamed or removed stays so, even if the power goes.
    fn sync(&self) -> Result<(), StoreError> {
        if cfg!(unix) {
            File::open(&self.path)
                .and_then(|folder| folder.sync_all())
                .map_err(StoreError::file("sync", &self.path))?;
        }
        Ok(())
    }
}

/// The whole of a file that has at most `limit` bytes.
fn read_bounded(file: File, limit: usize) -> io::Result<Vec<u8>> {
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    let too_large = || io::Error::new(io::ErrorKind::FileTooLarge, "it is too large for an item");
    let length = usize::try_from(metadata.len()).map_err(|_| too_large())?;
    if length > limit {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(length + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    match bytes.len() {
        length if length > limit => Err(too_large()),
        _ => Ok(bytes),
    }
}

/// A pipe in a file's place does not hold this up.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        rustix::fs::OFlags::NONBLOCK.bits().cast_signed(),
    );
    options.open(path)
}

/// A new file, for the owner alone from the first moment.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the folder and those above it, for the owner alone.
fn make(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// The path of a file that a person named with a leading tilde.
pub(crate) fn expanded(path: &OsStr, home: Option<&Path>) -> PathBuf {
    let path = Path::new(path);
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests;
