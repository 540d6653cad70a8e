//! A Unix socket in the file system: made so that nobody connects who may not, and nothing is removed but a
//! socket that nobody answers at.
//!
//! ```text
//! does PATH fit an address? is it no other file? ─▶ lock PATH.lock ─▶ is PATH free, or a leftover?
//!     ─▶ bind .RANDOM, with its mode ─▶ listen ─rename─▶ PATH
//! ```

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::time::Duration;

use data_encoding::BASE32_NOPAD;
use rustix::fs::Mode;
use rustix::io::{Errno, FdFlags, fcntl_setfd, ioctl_fionbio};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketType, bind, connect, listen, socket};
use rustix::process::umask;
use tegata_base::Rng as _;
use tegata_crypto::OsRng;

use super::listen::{ListenError, Place, SocketMode};
use crate::private_file::{Lock, directory_of};

/// Connections that wait to be taken, as the standard library has it.
const BACKLOG: i32 = 128;
/// Fresh names that are tried where an address has room for a few characters alone.
const MAX_NAMES: u32 = 64;
/// Another that starts there is done in milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// A socket that listens, and its file if we made it.
pub(crate) struct UnixSocket {
    // Dropped first: the file goes while the socket still answers, so that none who starts meanwhile takes
    // it for a leftover.
    file: Option<SocketFile>,
    pub(crate) listener: UnixListener,
}

/// Removed when dropped, unless another process has put its own in its place.
struct SocketFile {
    path: PathBuf,
    identity: (u64, u64),
}

impl UnixSocket {
    /// One that another process opened.
    pub(super) const fn passed(listener: UnixListener) -> Self {
        Self { listener, file: None }
    }

    /// Listens at a path. A leftover of a process that was killed is replaced, under a lock, so that two of
    /// us do not take each other's.
    pub(crate) fn bind(path: &Path, mode: SocketMode) -> Result<Self, ListenError> {
        let failed = failed_at(path);
        let name = path
            .file_name()
            .ok_or_else(|| ListenError::NotASocket(path.to_owned()))?;
        // What nobody could connect to by this name is bound under no other.
        address(path).map_err(|error| failed(error.into()))?;
        check_kind(path)?;
        let folder = directory_of(path);
        let mut lock = name.to_owned();
        lock.push(".lock");
        let _held = Lock::take(&folder.join(lock), PATIENCE, &std::thread::sleep)?;
        check_free(path)?;
        let (listener, file) = listen_in(folder, mode).map_err(&failed)?;
        let file = file.renamed(path).map_err(failed)?;
        Ok(Self {
            listener,
            file: Some(file),
        })
    }

    /// Whether its file is still the one that was made.
    pub(crate) fn is_in_place(&self) -> bool {
        self.file.as_ref().is_some_and(SocketFile::is_in_place)
    }

    /// As a `--listen` would name it.
    pub(super) fn place(&self) -> String {
        let address = self.listener.local_addr().ok();
        let named = self.file.as_ref().map(|file| file.path.as_path());
        let path = named.or_else(|| address.as_ref().and_then(|address| address.as_pathname()));
        path.map_or_else(|| "unix:".to_owned(), |path| format!("unix:{}", path.display()))
    }
}

/// Whether a socket is there; nothing else may be.
fn check_kind(path: &Path) -> Result<bool, ListenError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.file_type().is_socket() => Ok(true),
        Ok(_) => Err(ListenError::NotASocket(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(failed_at(path)(error)),
    }
}

/// Nothing is there, or a socket that nobody answers at.
fn check_free(path: &Path) -> Result<(), ListenError> {
    if !check_kind(path)? {
        return Ok(());
    }
    match knock(path) {
        // Only a socket whose process is gone refuses; one that is busy is somebody's, too.
        Err(Errno::CONNREFUSED) => Ok(()),
        Ok(()) | Err(Errno::AGAIN | Errno::PROTOTYPE) => Err(ListenError::Taken(path.to_owned())),
        Err(error) => Err(failed_at(path)(error.into())),
    }
}

fn failed_at(path: &Path) -> impl Fn(io::Error) -> ListenError {
    let path = path.to_owned();
    move |error| ListenError::Bind {
        place: Place::Unix(path.clone()),
        error,
    }
}

/// Connects, and does not wait where too many do already.
fn knock(path: &Path) -> rustix::io::Result<()> {
    let socket = unconnected()?;
    ioctl_fionbio(&socket, true)?;
    connect(&socket, &address(path)?)
}

/// Listens under a name that nobody can have prepared; what is bound never replaces what is there.
fn listen_in(folder: &Path, mode: SocketMode) -> io::Result<(UnixListener, SocketFile)> {
    let mut tries = 0;
    loop {
        let path = fresh(folder);
        tries += 1;
        match listen_at(&path, mode) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && tries < MAX_NAMES => {}
            listening => return listening,
        }
    }
}

/// A name as long as an address in this folder has room for. One in which the path itself fits has room for a
/// character at least.
fn fresh(folder: &Path) -> PathBuf {
    let mut unique = [0; 5];
    OsRng.fill(&mut unique);
    let name = BASE32_NOPAD.encode(&unique);
    let fits = |path: &PathBuf| address(path).is_ok();
    let shorter = (1..name.len()).rev().filter_map(|length| name.get(..length));
    std::iter::once(format!(".{name}"))
        .chain(shorter.map(str::to_owned))
        .map(|name| folder.join(name))
        .find(fits)
        .unwrap_or_else(|| folder.join(&name))
}

fn listen_at(path: &Path, mode: SocketMode) -> io::Result<(UnixListener, SocketFile)> {
    let socket = unconnected()?;
    let address = address(path)?;
    {
        let _umask = Umask::allowing(mode);
        bind(&socket, &address)?;
    }
    let file = SocketFile::of(path)?;
    listen(&socket, BACKLOG)?;
    Ok((socket.into(), file))
}

/// An address that every client can connect to: one byte of it stays unused, for the zero that most of them put there.
fn address(path: &Path) -> rustix::io::Result<SocketAddrUnix> {
    SocketAddr::from_pathname(path).map_err(|_| Errno::NAMETOOLONG)?;
    SocketAddrUnix::new(path)
}

fn unconnected() -> rustix::io::Result<OwnedFd> {
    let socket = socket(AddressFamily::UNIX, SocketType::STREAM, None)?;
    fcntl_setfd(&socket, FdFlags::CLOEXEC)?;
    Ok(socket)
}

/// The mask by which the file of a socket gets the mode that it is to have from its first moment: to set it
/// afterwards, by its name, might be to set that of another file. The mask is the process's; nothing else
/// in it makes files while it starts to listen.
struct Umask(Mode);

impl Umask {
    fn allowing(SocketMode(mode): SocketMode) -> Self {
        Self(umask(Mode::from_bits_truncate(!mode & 0o777)))
    }
}

impl Drop for Umask {
    fn drop(&mut self) {
        umask(self.0);
    }
}

impl SocketFile {
    /// What was just bound.
    fn of(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            identity: identity(path)?,
        })
    }

    /// Gives it the name that it is known by, in the place of a leftover.
    fn renamed(mut self, path: &Path) -> io::Result<Self> {
        fs::rename(&self.path, path)?;
        path.clone_into(&mut self.path);
        Ok(self)
    }

    fn is_in_place(&self) -> bool {
        identity(&self.path).is_ok_and(|found| found == self.identity)
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if self.is_in_place() {
            // It may be gone already, and a leftover is replaced by the next start.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let found = fs::symlink_metadata(path)?;
    Ok((found.dev(), found.ino()))
}
