//! The directory of the cache: `$XDG_CACHE_HOME/tegata` or `~/.cache/tegata`, for its owner alone.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use data_encoding::HEXLOWER;
use rustix::fs::{FlockOperation, OFlags, flock};

use super::CacheError;
use crate::{Edge, Environment};

/// A session is far below it.
const MAX_FILE: u64 = 64 << 10;
/// How long to wait for another process that asks for the same session.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);
/// No session lives longer than half of it.
const STALE: Duration = Duration::from_secs(24 * 3600);

pub(super) struct Directory(PathBuf);

/// Held until it is dropped, or its process ends, however it ends.
pub(super) struct Lock {
    _file: File,
}

fn failed(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> CacheError {
    let path = path.into();
    move |error| CacheError::File { what, path, error }
}

impl Directory {
    /// Finds it, or makes it.
    pub(super) fn open(environment: &Environment) -> Result<Self, CacheError> {
        let absolute = |name| {
            environment
                .get(name)
                .map(PathBuf::from)
                .filter(|path| path.is_absolute())
        };
        let base = absolute("XDG_CACHE_HOME").or_else(|| absolute("HOME").map(|home| home.join(".cache")));
        Self::private(base.ok_or(CacheError::NoPlace)?.join("tegata"))
    }

    /// A directory that is the user's own and nobody else can look into.
    pub(super) fn private(path: PathBuf) -> Result<Self, CacheError> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(&path);
        made.map_err(failed("cannot make", &path))?;
        let metadata = fs::symlink_metadata(&path).map_err(failed("cannot look at", &path))?;
        if !metadata.is_dir() || metadata.uid() != rustix::process::geteuid().as_raw() {
            return Err(CacheError::NotOurs(path));
        }
        if metadata.mode() & 0o077 != 0 {
            fs::set_permissions(&path, Permissions::from_mode(0o700))
                .map_err(failed("cannot close to others", &path))?;
        }
        Ok(Self(path))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }

    /// The session's file, if there is one of ours.
    pub(super) fn read(&self, name: &str) -> Option<Vec<u8>> {
        self.read_file(&format!("{name}.session"))
    }

    pub(super) fn read_file(&self, name: &str) -> Option<Vec<u8>> {
        let mut options = OpenOptions::new();
        options
            .read(true)
            .custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
        let file = options.open(self.0.join(name)).ok()?;
        let metadata = file.metadata().ok()?;
        if !metadata.is_file() || metadata.len() > MAX_FILE {
            return None;
        }
        let mut bytes = Vec::new();
        file.take(MAX_FILE).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Puts the session's file in place of what was there, at once and whole.
    pub(super) fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), CacheError> {
        self.write(&format!("{name}.session"), bytes, name)?;
        self.tidy();
        Ok(())
    }

    /// `unique` tells the file that is written apart from those of other processes.
    pub(super) fn write(&self, name: &str, bytes: &[u8], unique: &str) -> Result<(), CacheError> {
        let draft = self.0.join(format!(".{unique}.{}", std::process::id()));
        let path = self.0.join(name);
        let _ = fs::remove_file(&draft);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600);
        let written = options
            .open(&draft)
            .and_then(|mut file| file.write_all(bytes))
            .and_then(|()| fs::rename(&draft, &path));
        written.map_err(|error| {
            let _ = fs::remove_file(&draft);
            failed("cannot write", &path)(error)
        })
    }

    /// Waits until no other process asks for this session.
    pub(super) fn lock(&self, name: &str, edge: &mut Edge<'_>) -> Result<Lock, CacheError> {
        let path = self.0.join(format!("{name}.lock"));
        let mut waited = Duration::ZERO;
        loop {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(true).mode(0o600);
            options.custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
            let file = options.open(&path).map_err(failed("cannot open", &path))?;
            match flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) if is_at(&file, &path) => return Ok(Lock { _file: file }),
                // It was tidied away in between.
                Ok(()) => {}
                Err(rustix::io::Errno::WOULDBLOCK) if waited >= PATIENCE => {
                    return Err(failed("waited in vain for", &path)(
                        io::ErrorKind::TimedOut.into(),
                    ));
                }
                Err(rustix::io::Errno::WOULDBLOCK) => {
                    (edge.sleep)(PAUSE);
                    waited += PAUSE;
                }
                Err(error) => return Err(failed("cannot lock", &path)(error.into())),
            }
        }
    }

    /// Removes what no session can need: one that is a day old has ended.
    fn tidy(&self) {
        for found in fs::read_dir(&self.0).into_iter().flatten().flatten() {
            let name = found.file_name();
            let is_ours = name.to_str().is_some_and(|name| {
                let stem = name.strip_suffix(".session").or(name.strip_suffix(".lock"));
                stem.or(name.strip_prefix('.'))
                    .is_some_and(|stem| stem.len() >= 64 && stem.is_char_boundary(64))
            });
            let is_old = found
                .metadata()
                .and_then(|metadata| metadata.modified())
                .is_ok_and(|modified| age(modified) > STALE);
            if is_ours && is_old {
                let _ = fs::remove_file(found.path());
            }
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "compared with the times that the file system gives files, by the same clock"
)]
fn age(modified: SystemTime) -> Duration {
    SystemTime::now().duration_since(modified).unwrap_or_default()
}

/// Whether the open file is the one that the path names now.
fn is_at(file: &File, path: &Path) -> bool {
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(open), Ok(named)) => identity(open) == identity(named),
        _ => false,
    }
}

/// A name for the directory in a few letters.
pub(super) fn short_name(path: &Path) -> String {
    let digest = tegata_crypto::hash::sha256(path.as_os_str().as_encoded_bytes());
    HEXLOWER.encode(&digest).chars().take(16).collect()
}

/// 32 random bytes.
pub(super) fn fresh(edge: &mut Edge<'_>) -> zeroize::Zeroizing<[u8; 32]> {
    let mut bytes = zeroize::Zeroizing::new([0; 32]);
    edge.rng.fill(&mut *bytes);
    bytes
}
