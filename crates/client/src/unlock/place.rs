//! Where agents listen: `$XDG_RUNTIME_DIR/tegata`, else `unlocked` in the folder of the cache; a socket a store.

use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use tegata_vault::Backend;

use super::UnlockError;
use crate::Environment;
use crate::cache::Directory;
use crate::private_file::{self, this_user};

const BEFORE: &str = "unlock-";
const AFTER: &str = ".sock";

/// Bytes of a socket's path that every system takes, its end among them.
const MAX_SOCKET: usize = 104;

/// Sockets that are looked at.
const MAX_SOCKETS: usize = 1000;

/// A store of encrypted files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its kind.
    pub backend: Backend,
    /// Where it is, without links on the way.
    pub folder: PathBuf,
}

impl Store {
    pub(super) fn new(backend: Backend, folder: &Path) -> Self {
        let folder = fs::canonicalize(folder)
            .or_else(|_| std::path::absolute(folder))
            .unwrap_or_else(|_| folder.to_owned());
        Self { backend, folder }
    }

    fn socket(&self) -> String {
        let name = [
            self.backend.name().as_bytes(),
            &[0],
            self.folder.as_os_str().as_bytes(),
        ]
        .concat();
        let digest = tegata_crypto::hash::sha256(&name);
        let short: String = HEXLOWER.encode(&digest).chars().take(16).collect();
        format!("{BEFORE}{short}{AFTER}")
    }
}

/// The folders that may have sockets, the first that is of use first.
pub(super) struct Places(Vec<PathBuf>);

impl Places {
    pub(super) fn of(environment: &Environment) -> Self {
        let runtime = environment
            .path("XDG_RUNTIME_DIR")
            .filter(|path| path.is_absolute() && is_ours(path))
            .map(|path| path.join("tegata"));
        let cache = Directory::place(environment).map(|cache| cache.join("unlocked"));
        Self(runtime.into_iter().chain(cache).collect())
    }

    /// Where a new agent is to listen; the folder is made.
    pub(super) fn make(&self, store: &Store) -> Result<PathBuf, UnlockError> {
        let folder = self.0.first().ok_or(UnlockError::NoPlace)?;
        if !private_file::own_directory(folder)? {
            return Err(UnlockError::NotOurs(folder.clone()));
        }
        let socket = folder.join(store.socket());
        match socket.as_os_str().len() {
            ..MAX_SOCKET => Ok(socket),
            _ => Err(UnlockError::LongPath(socket)),
        }
    }

    /// Where the agent of a store may listen.
    pub(super) fn sockets_of(&self, store: &Store) -> Vec<PathBuf> {
        let sockets = self.private().map(|folder| folder.join(store.socket()));
        sockets.filter(|socket| is_ours(socket)).collect()
    }

    /// Where any agent may listen.
    pub(super) fn sockets(&self) -> Vec<PathBuf> {
        let entries = self.private().flat_map(fs::read_dir).flatten().flatten();
        let is_socket = |name: &str| name.starts_with(BEFORE) && name.ends_with(AFTER);
        let mut sockets: Vec<PathBuf> = entries
            .filter(|entry| entry.file_name().to_str().is_some_and(is_socket))
            .map(|entry| entry.path())
            .filter(|socket| is_ours(socket))
            .take(MAX_SOCKETS)
            .collect();
        sockets.sort();
        sockets
    }

    /// Those into which nobody else can have put anything.
    fn private(&self) -> impl Iterator<Item = &PathBuf> {
        self.0.iter().filter(|folder| {
            fs::symlink_metadata(folder).is_ok_and(|found| found.is_dir() && found.mode() & 0o077 == 0)
                && is_ours(folder)
        })
    }
}

fn is_ours(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.uid() == this_user())
}
