//! A Unix socket in the file system: made so that nobody connects who may not, and nothing is removed but a
//! socket that nobody answers at.
//!
//! ```text
//! lock PATH.lock ─▶ is PATH free, or a leftover? ─▶ bind .RANDOM, with its mode ─▶ listen ─rename─▶ PATH
//! ```

use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::os::unix::net::UnixListener;
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
/// Another that starts there is done in milliseconds.
const PATIENCE: Duration = Duration::from_secs(10);

/// A socket that listens, and its file if we made it.
pub(super) struct UnixSocket {
    // Dropped first: the file goes while the socket still answers, so that none who starts meanwhile takes
    // it for a leftover.
    file: Option<SocketFile>,
    pub(super) listener: UnixListener,
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
    pub(super) fn bind(path: &Path, mode: SocketMode) -> Result<Self, ListenError> {
        let failed = |error: io::Error| ListenError::Bind {
            place: Place::Unix(path.to_owned()),
            error,
        };
        let name = path
            .file_name()
            .ok_or_else(|| ListenError::NotASocket(path.to_owned()))?;
        let folder = directory_of(path);
        let mut lock = name.to_owned();
        lock.push(".lock");
        let _held = Lock::take(&folder.join(lock), PATIENCE, &std::thread::sleep)?;
        check_free(path)?;
        // A name that nobody can have prepared. What is bound never replaces what is there.
        let mut unique = [0; 5];
        OsRng.fill(&mut unique);
        let fresh = folder.join(format!(".{}", BASE32_NOPAD.encode(&unique)));
        let listener = listen_at(&fresh, mode).map_err(failed)?;
        let named = identity(&fresh).and_then(|identity| {
            fs::rename(&fresh, path)?;
            Ok(identity)
        });
        let identity = named.map_err(|error| {
            let _ = fs::remove_file(&fresh);
            failed(error)
        })?;
        Ok(Self {
            listener,
            file: Some(SocketFile {
                path: path.to_owned(),
                identity,
            }),
        })
    }

    /// As a `--listen` would name it.
    pub(super) fn place(&self) -> String {
        let address = self.listener.local_addr().ok();
        let named = self.file.as_ref().map(|file| file.path.as_path());
        let path = named.or_else(|| address.as_ref().and_then(|address| address.as_pathname()));
        path.map_or_else(|| "unix:".to_owned(), |path| format!("unix:{}", path.display()))
    }
}

/// Nothing is there, or a socket that nobody answers at.
fn check_free(path: &Path) -> Result<(), ListenError> {
    let failed = |error: io::Error| ListenError::Bind {
        place: Place::Unix(path.to_owned()),
        error,
    };
    match fs::symlink_metadata(path) {
        Ok(found) if !found.file_type().is_socket() => Err(ListenError::NotASocket(path.to_owned())),
        Ok(_) => match knock(path) {
            // Only a socket whose process is gone refuses; one that is busy is somebody's, too.
            Err(Errno::CONNREFUSED) => Ok(()),
            Ok(()) | Err(Errno::AGAIN | Errno::PROTOTYPE) => Err(ListenError::Taken(path.to_owned())),
            Err(error) => Err(failed(error.into())),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(failed(error)),
    }
}

/// Connects, and does not wait where too many do already.
fn knock(path: &Path) -> rustix::io::Result<()> {
    let socket = unconnected()?;
    ioctl_fionbio(&socket, true)?;
    connect(&socket, &SocketAddrUnix::new(path)?)
}

fn listen_at(path: &Path, mode: SocketMode) -> io::Result<UnixListener> {
    let socket = unconnected()?;
    let address = SocketAddrUnix::new(path)?;
    {
        let _umask = Umask::allowing(mode);
        bind(&socket, &address)?;
    }
    listen(&socket, BACKLOG)?;
    Ok(socket.into())
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

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|found| found == self.identity) {
            // It may be gone already, and a leftover is replaced by the next start.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let found = fs::symlink_metadata(path)?;
    Ok((found.dev(), found.ino()))
}
