//! Where the story's files are: a directory of its own, removed at the end unless it is to be kept.

use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::outcome::Trouble;

/// The server's data directory, and in it a directory for the files that commands name.
pub(super) struct Place {
    data: PathBuf,
    /// Removes the directory when it is dropped.
    temporary: Option<TempDir>,
}

impl Place {
    /// The directory to keep, or a temporary one. Nothing is made yet in a directory to keep.
    pub(super) fn open(keep: Option<&Path>) -> Result<Self, Trouble> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |cause| Trouble::File { path, cause }
        };
        if let Some(keep) = keep {
            let data = std::path::absolute(keep).map_err(failed(keep))?;
            return Self::at(data, None);
        }
        let temporary = tempfile::Builder::new()
            .prefix("tegata-quickstart-")
            .tempdir()
            .map_err(failed(&std::env::temp_dir()))?;
        Self::at(temporary.path().join("data"), Some(temporary))
    }

    fn at(data: PathBuf, temporary: Option<TempDir>) -> Result<Self, Trouble> {
        // Commands are text; a path that is none could not be shown.
        if data.to_str().is_none_or(|text| text.contains(char::is_control)) {
            return Err(Trouble::NotText(data));
        }
        Ok(Self { data, temporary })
    }

    /// The server's data directory.
    pub(super) fn data(&self) -> &Path {
        &self.data
    }

    /// Whether it is still there at the end.
    pub(super) const fn is_kept(&self) -> bool {
        self.temporary.is_none()
    }

    /// The path of one of the story's files.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.data.join("quickstart").join(name)
    }

    /// Makes the directory of the story's files, in a data directory that is there.
    pub(super) fn make(&self) -> Result<(), Trouble> {
        let path = self.data.join("quickstart");
        match DirBuilder::new().mode(0o700).create(&path) {
            Err(cause) if cause.kind() == io::ErrorKind::AlreadyExists => Err(Trouble::Exists(path)),
            Err(cause) => Err(Trouble::File { path, cause }),
            Ok(()) => Ok(()),
        }
    }

    /// Writes one of the story's files, for its owner alone: some hold keys.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<PathBuf, Trouble> {
        let path = self.file(name);
        let write = || {
            let mut options = OpenOptions::new();
            let mut file = options
                .write(true)
                .create(true)
                .truncate(true)
                .mode(0o600)
                .open(&path)?;
            file.write_all(text.as_bytes())
        };
        write().map_err(|cause| Trouble::File {
            path: path.clone(),
            cause,
        })?;
        Ok(path)
    }
}
