//! The directory of the cache: `$XDG_CACHE_HOME/tegata` or `~/.cache/tegata`, for its owner alone.

use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use data_encoding::HEXLOWER;
use zeroize::Zeroizing;

use super::CacheError;
use crate::private_file::{self, Attributes, Links, Lock, PrivateFile, PrivateFileError};
use crate::{Edge, Environment};

/// A session is far below it.
const MAX_FILE: u64 = 64 << 10;
/// No session lives so long: GetSessionToken's last 36 hours at most.
pub(super) const STALE: Duration = Duration::from_secs(48 * 3600);
/// Characters of the hash that names begin with.
const HASH: usize = 64;
/// How the names end of what is kept for a question.
const ENDINGS: [&str; 3] = [".session", ".lock", ".failed"];

/// It.
pub(crate) struct Directory(PathBuf);

impl Directory {
    /// Finds it, or makes it.
    pub(crate) fn open(environment: &Environment) -> Result<Self, CacheError> {
        Self::private(Self::place(environment).ok_or(CacheError::NoPlace)?)
    }

    /// The user's own, if it is there.
    pub(crate) fn find(environment: &Environment) -> Option<Self> {
        Self::existing(Self::place(environment)?)
    }

    /// A directory of the user's own, if it is there.
    pub(super) fn existing(path: PathBuf) -> Option<Self> {
        let metadata = fs::symlink_metadata(&path).ok()?;
        (metadata.is_dir() && metadata.uid() == private_file::this_user()).then_some(Self(path))
    }

    /// Where it is, or would be.
    pub(crate) fn place(environment: &Environment) -> Option<PathBuf> {
        let absolute = |name| {
            environment
                .path(name)
                .map(Path::to_owned)
                .filter(|path| path.is_absolute())
        };
        let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
        Some(base?.join("tegata"))
    }

    /// The sessions that are kept, as files.
    pub(crate) fn sessions(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        let is_session = |path: &PathBuf| {
            let stem = path.file_stem().map_or(0, |stem| stem.len());
            stem >= HASH && path.extension().is_some_and(|ending| ending == "session")
        };
        entries.map(|entry| entry.path()).filter(is_session).collect()
    }

    /// A directory that is the user's own and nobody else can look into.
    pub(super) fn private(path: PathBuf) -> Result<Self, CacheError> {
        match private_file::own_directory(&path)? {
            true => Ok(Self(path)),
            false => Err(CacheError::NotOurs(path)),
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// A file of ours, if there is one that can be of use.
    pub(super) fn read(&self, name: &str) -> Option<Zeroizing<Vec<u8>>> {
        let file = PrivateFile::open(&self.0.join(name), Links::Refuse).ok()??;
        file.check_owner().ok()?;
        file.read(MAX_FILE).ok()
    }

    /// Puts a file in place of what was there, at once and whole, while the lock of its question is held.
    pub(super) fn write(&self, held: &Lock, name: &str, bytes: &[u8]) -> Result<(), PrivateFileError> {
        private_file::replace(held, &self.0.join(name), bytes, Attributes::PRIVATE)
    }

    pub(super) fn remove(&self, name: &str) {
        // What is not there is as good as removed.
        let _ = fs::remove_file(self.0.join(name));
    }

    /// Waits until no other process asks this question.
    pub(crate) fn lock(
        &self,
        name: &str,
        patience: Duration,
        edge: &Edge<'_>,
    ) -> Result<Lock, PrivateFileError> {
        Lock::take(&self.0.join(format!("{name}.lock")), patience, edge.sleep)
    }

    /// Removes what no session can need any more, by its age.
    pub(super) fn tidy(&self) {
        for found in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let name = found.file_name();
            let is_ours = name.to_str().is_some_and(|name| {
                let stem = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
                stem.or(name.strip_prefix('.'))
                    .is_some_and(|stem| stem.len() >= HASH && stem.is_char_boundary(HASH))
            });
            let is_old = found
                .metadata()
                .and_then(|metadata| metadata.modified())
                .is_ok_and(|modified| age(modified) > STALE);
            if is_ours && is_old {
                remove_unless_held(&found.path());
            }
        }
    }
}

/// A lock that a process has is in use, however old its file is; had here, nobody takes it while it goes.
fn remove_unless_held(path: &Path) {
    let is_lock = path.extension().is_some_and(|ending| ending == "lock");
    let held = is_lock.then(|| Lock::take(path, Duration::ZERO, &|_| {}));
    if !matches!(held, Some(Err(_))) {
        let _ = fs::remove_file(path);
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "compared with the times that the file system gives files, by the same clock"
)]
fn age(modified: SystemTime) -> Duration {
    SystemTime::now().duration_since(modified).unwrap_or_default()
}

/// A name for the directory in a few letters.
pub(super) fn short_name(path: &Path) -> String {
    let digest = tegata_crypto::hash::sha256(path.as_os_str().as_encoded_bytes());
    HEXLOWER.encode(&digest).chars().take(16).collect()
}

/// 32 random bytes.
pub(super) fn fresh(edge: &mut Edge<'_>) -> Zeroizing<[u8; 32]> {
    let mut bytes = Zeroizing::new([0; 32]);
    edge.rng.fill(&mut *bytes);
    bytes
}
