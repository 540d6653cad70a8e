//! A folder of small secret files, one an item: listed, read within bounds, replaced at once and whole.
//!
//! Where the file system takes upper and lower case for one, `Prod` is not `prod` all the same: the one that is
//! not listed is not there, and is not written over the other.

mod drafts;

use std::ffi::{OsStr, OsString};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use tegata_base::Secret;

use crate::file_name::{self, DRAFT, FileName};
use crate::{ItemName, StoreError};

/// Entries that are listed; nobody has so many profiles.
const MAX_ENTRIES: usize = 10_000;

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
    pub(crate) fn read(&self, file: &FileName, limit: usize) -> Result<Option<Secret<Vec<u8>>>, StoreError> {
        let path = self.file(file);
        let opened = match open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            opened => opened.map_err(StoreError::file("read", &path))?,
        };
        if self.namesake(file)?.is_some() {
            return Ok(None);
        }
        read_bounded(opened, limit)
            .map(|bytes| Some(Secret::new(bytes)))
            .map_err(StoreError::file("read", &path))
    }

    /// Puts a file in place of one of that name: who reads sees the old one or the new one.
    pub(crate) fn replace(&self, file: &FileName, bytes: &[u8]) -> Result<(), StoreError> {
        if let Some(other) = self.namesake(file)? {
            return Err(StoreError::Namesake {
                file: file.to_string(),
                other: other.to_string_lossy().into_owned(),
                folder: self.path.clone(),
            });
        }
        let draft = self.draft(bytes)?;
        let path = self.file(file);
        let placed = fs::rename(&draft, &path).map_err(StoreError::file("replace", &path));
        if placed.is_err() {
            let _ = fs::remove_file(draft);
        }
        placed?;
        self.sync()
    }

    /// Puts a file where there is none, and says whether there was none.
    pub(crate) fn create(&self, file: &FileName, bytes: &[u8]) -> Result<bool, StoreError> {
        let draft = self.draft(bytes)?;
        let path = self.file(file);
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
    pub(crate) fn remove(&self, file: &FileName) -> Result<bool, StoreError> {
        if self.namesake(file)?.is_some() {
            return Ok(false);
        }
        let path = self.file(file);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            removed => removed.map_err(StoreError::file("remove", &path))?,
        }
        self.sync()?;
        Ok(true)
    }

    fn file(&self, file: &FileName) -> PathBuf {
        self.path.join(file.as_str())
    }

    /// Another file that the file system gives under this name.
    fn namesake(&self, file: &FileName) -> Result<Option<OsString>, StoreError> {
        if fs::symlink_metadata(self.file(file)).is_err() {
            return Ok(None);
        }
        let failed = || StoreError::file("list", &self.path);
        let mut listed = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(failed())? {
            listed.push(entry.map_err(failed())?.file_name());
        }
        Ok(namesake_among(listed, file))
    }

    /// Makes the folder and those above it, for the owner alone.
    pub(crate) fn make(&self) -> Result<(), StoreError> {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder
            .create(&self.path)
            .map_err(StoreError::file("make", &self.path))
    }

    /// Writes a file that nobody else reads yet.
    fn draft(&self, bytes: &[u8]) -> Result<PathBuf, StoreError> {
        self.make()?;
        drafts::write(&self.path, bytes)
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

/// Of a file that can be opened, and those that are listed: the one that it is, if it is under another name.
fn namesake_among(listed: Vec<OsString>, file: &FileName) -> Option<OsString> {
    if listed.iter().any(|other| other == file.as_str()) {
        return None;
    }
    let in_one_case = |name: &str| name.to_uppercase().to_lowercase();
    let wanted = in_one_case(file.as_str());
    listed
        .into_iter()
        .find(|other| other.to_str().is_some_and(|other| in_one_case(other) == wanted))
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
