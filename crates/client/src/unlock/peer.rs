//! A connection, once both sides have seen that the other is a process of the same user.

use std::io::{self, Read as _, Write as _};
use std::net::Shutdown;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::io::{Errno, FdFlags, fcntl_setfd, ioctl_fionbio};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketType, connect, socket};
use zeroize::Zeroizing;

use super::protocol::MAX_MESSAGE;
use crate::private_file::this_user;

/// Between two tries to connect where too many wait already.
const PAUSE: Duration = Duration::from_millis(10);

/// Who may be talked to.
pub(super) struct Peer {
    stream: UnixStream,
    /// When the conversation is over, however far it is.
    deadline: Instant,
}

impl Peer {
    /// Connects. A listener that takes nobody is given up at the deadline.
    pub(super) fn connect(path: &Path, deadline: Instant) -> io::Result<Self> {
        let address = SocketAddrUnix::new(path)?;
        loop {
            let socket = unconnected()?;
            match connect(&socket, &address) {
                Ok(()) => return Self::of(socket.into(), deadline),
                Err(Errno::AGAIN | Errno::INTR) if Instant::now() < deadline => thread::sleep(PAUSE),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// A connection that was accepted or made, if the other side is this user's.
    pub(super) fn of(stream: UnixStream, deadline: Instant) -> io::Result<Self> {
        if user_of(&stream)? != this_user() {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "a process of another user is at the other end",
            ));
        }
        stream.set_nonblocking(false)?;
        Ok(Self { stream, deadline })
    }

    /// Says all that this side has to say.
    pub(super) fn say(&mut self, message: &[u8]) -> io::Result<()> {
        self.stream.set_write_timeout(Some(self.left()?))?;
        self.stream.write_all(message)?;
        self.stream.shutdown(Shutdown::Write)
    }

    /// All that the other side says.
    pub(super) fn hear(&mut self) -> io::Result<Zeroizing<Vec<u8>>> {
        let mut heard = Zeroizing::new(Vec::with_capacity(MAX_MESSAGE + 1));
        let mut some = Zeroizing::new([0; 1024]);
        loop {
            self.stream.set_read_timeout(Some(self.left()?))?;
            let read = match self.stream.read(&mut *some) {
                Ok(0) => return Ok(heard),
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            heard.extend_from_slice(some.get(..read).unwrap_or_default());
            if heard.len() > MAX_MESSAGE {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the message is too long",
                ));
            }
        }
    }

    /// The process at the other end: of a listener, the one that began to listen.
    pub(super) fn process(&self) -> Option<u32> {
        process_of(&self.stream)
    }

    fn left(&self) -> io::Result<Duration> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        match left.is_zero() {
            true => Err(io::ErrorKind::TimedOut.into()),
            false => Ok(left),
        }
    }
}

/// Does not wait: where the queue of a listener is full, connecting would, without end.
fn unconnected() -> io::Result<OwnedFd> {
    let socket = socket(AddressFamily::UNIX, SocketType::STREAM, None)?;
    fcntl_setfd(&socket, FdFlags::CLOEXEC)?;
    ioctl_fionbio(&socket, true)?;
    Ok(socket)
}

/// The user whose process is at the other end: of a listener, when it began to listen.
#[cfg(target_os = "linux")]
fn user_of(stream: &UnixStream) -> io::Result<u32> {
    Ok(rustix::net::sockopt::socket_peercred(stream)?.uid.as_raw())
}

#[cfg(target_os = "linux")]
fn process_of(stream: &UnixStream) -> Option<u32> {
    let credentials = rustix::net::sockopt::socket_peercred(stream).ok()?;
    u32::try_from(credentials.pid.as_raw_pid()).ok()
}

#[cfg(not(target_os = "linux"))]
fn process_of(_: &UnixStream) -> Option<u32> {
    None
}

#[cfg(not(target_os = "linux"))]
fn user_of(stream: &UnixStream) -> io::Result<u32> {
    Ok(nix::unistd::getpeereid(stream)?.0.as_raw())
}
