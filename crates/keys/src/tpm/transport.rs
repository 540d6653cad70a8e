//! How commands reach a TPM: a character device of Linux, or a Unix socket that carries the bare
//! command stream (`swtpm socket --server type=unixio`).

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::TpmError;
use super::wire::{MAX_MESSAGE, response_length};

/// Takes a command and gives the response to it.
pub trait Transport {
    /// Sends the whole command and waits for the whole response, which is at most
    /// [`MAX_MESSAGE`](super::MAX_MESSAGE) bytes.
    ///
    /// # Errors
    /// [`TpmError`] when there is none; the transport is then of no more use.
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TpmError>;
}

/// A TPM's place in the file system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Device(PathBuf);

/// Tried in this order when no device is named.
const DEVICES: [&str; 2] = ["/dev/tpmrm0", "/dev/tpm0"];
/// How long one command over a socket may take, from its first byte to the answer's last. No signature by
/// software does; another client that holds the socket may.
#[cfg(unix)]
const SOCKET_PATIENCE: Duration = Duration::from_secs(15);
/// How often and after how long a device that another program has open is tried again.
const BUSY_TRIES: u32 = 50;
const BUSY_PAUSE: Duration = Duration::from_millis(100);

impl Device {
    /// The named one, else the first that is there.
    pub(super) fn find(named: Option<PathBuf>) -> Result<Self, TpmError> {
        named
            .or_else(|| DEVICES.iter().map(PathBuf::from).find(|path| path.exists()))
            .map(Self)
            .ok_or(TpmError::NoDevice)
    }

    /// Whether a resource manager gives each client places for keys of its own, which it takes back
    /// when the client closes the device. Linux names those devices so, and nothing else tells.
    pub(super) fn is_managed(&self) -> bool {
        self.0
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"tpmrm"))
    }

    pub(super) fn open(&self) -> Result<Box<dyn Transport + Send>, TpmError> {
        #[cfg(unix)]
        if is_socket(&self.0) {
            return Ok(Box::new(socket::Socket::connect(&self.0, SOCKET_PATIENCE)?));
        }
        Ok(Box::new(CharacterDevice::open(&self.0)?))
    }
}

#[cfg(unix)]
fn is_device(file: &File) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    file.metadata()
        .is_ok_and(|metadata| metadata.file_type().is_char_device())
}

#[cfg(not(unix))]
fn is_device(_: &File) -> bool {
    false
}

#[cfg(unix)]
fn is_socket(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    std::fs::metadata(path).is_ok_and(|metadata| metadata.file_type().is_socket())
}

/// What the system's refusal means.
fn failed(path: &Path, error: std::io::Error) -> TpmError {
    let path = path.into();
    match error.kind() {
        ErrorKind::NotFound => TpmError::Absent { path },
        ErrorKind::PermissionDenied => TpmError::Denied { path },
        ErrorKind::ResourceBusy => TpmError::Busy { path },
        ErrorKind::ConnectionRefused => TpmError::NotListening { path },
        ErrorKind::WouldBlock | ErrorKind::TimedOut => TpmError::Silent { path },
        _ => TpmError::Io { path, error },
    }
}

/// `/dev/tpm0`, `/dev/tpmrm0`: a command is one write, its response one read. The kernel bounds how
/// long a command may take.
struct CharacterDevice {
    path: PathBuf,
    file: File,
}

impl CharacterDevice {
    /// Waits some seconds for `/dev/tpm0`, which one program at a time may open.
    fn open(path: &Path) -> Result<Self, TpmError> {
        let mut tries = 0;
        loop {
            match OpenOptions::new().read(true).write(true).open(path) {
                Ok(file) => {
                    if !is_device(&file) {
                        return Err(TpmError::NotADevice { path: path.into() });
                    }
                    return Ok(Self {
                        path: path.into(),
                        file,
                    });
                }
                Err(error) if error.kind() == ErrorKind::ResourceBusy && tries < BUSY_TRIES => {
                    tries += 1;
                    std::thread::sleep(BUSY_PAUSE);
                }
                Err(error) => return Err(failed(path, error)),
            }
        }
    }
}

impl Transport for CharacterDevice {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TpmError> {
        let failed = |error| failed(&self.path, error);
        let written = self.file.write(command).map_err(failed)?;
        if written != command.len() {
            return Err(failed(ErrorKind::WriteZero.into()));
        }
        let mut response = vec![0; MAX_MESSAGE];
        let length = self.file.read(&mut response).map_err(failed)?;
        response.truncate(length);
        if response_length(&response) != Ok(length) {
            return Err(TpmError::NotATpm {
                path: self.path.clone(),
            });
        }
        Ok(response)
    }
}

#[cfg(unix)]
mod socket {
    use std::io::{ErrorKind, Read as _, Write as _};
    use std::os::unix::net::UnixStream;
    use std::time::Instant;

    use rustix::net::sockopt::{Timeout, set_socket_timeout};
    use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType, connect, socket_with};

    use super::{Duration, Path, PathBuf, TpmError, Transport, failed, response_length};
    use crate::tpm::wire::HEADER;

    /// swtpm serves one client at a time; the next ones wait in its queue.
    pub(super) struct Socket {
        path: PathBuf,
        stream: UnixStream,
        patience: Duration,
    }

    impl Socket {
        pub(super) fn connect(path: &Path, patience: Duration) -> Result<Self, TpmError> {
            let stream = stream(path, patience).map_err(|error| failed(path, error.into()))?;
            Ok(Self {
                path: path.into(),
                stream,
                patience,
            })
        }

        fn exchange(&mut self, command: &[u8]) -> std::io::Result<Option<Vec<u8>>> {
            let mut timed = Timed {
                stream: &self.stream,
                deadline: Instant::now() + self.patience,
            };
            timed.write(command)?;
            let mut header = [0; HEADER];
            timed.read(&mut header)?;
            let Ok(length) = response_length(&header) else {
                return Ok(None);
            };
            let mut response = header.to_vec();
            response.resize(length, 0);
            if let Some(body) = response.get_mut(HEADER..) {
                timed.read(body)?;
            }
            Ok(Some(response))
        }
    }

    /// A stream whose reads and writes end together: one that gives a byte now and then gets no more time
    /// than one that gives none.
    struct Timed<'a> {
        stream: &'a UnixStream,
        deadline: Instant,
    }

    impl Timed<'_> {
        fn write(&mut self, mut bytes: &[u8]) -> std::io::Result<()> {
            while !bytes.is_empty() {
                self.stream.set_write_timeout(Some(self.left()?))?;
                let written = uninterrupted(self.stream.write(bytes))?.unwrap_or(0);
                bytes = bytes.get(written..).unwrap_or_default();
            }
            Ok(())
        }

        fn read(&mut self, mut space: &mut [u8]) -> std::io::Result<()> {
            while !space.is_empty() {
                self.stream.set_read_timeout(Some(self.left()?))?;
                let read = match uninterrupted(self.stream.read(space))? {
                    Some(0) => return Err(ErrorKind::UnexpectedEof.into()),
                    read => read.unwrap_or(0),
                };
                space = std::mem::take(&mut space).get_mut(read..).unwrap_or_default();
            }
            Ok(())
        }

        fn left(&self) -> std::io::Result<Duration> {
            let left = self.deadline.saturating_duration_since(Instant::now());
            // A timeout of nothing would be none.
            match left.is_zero() {
                true => Err(ErrorKind::TimedOut.into()),
                false => Ok(left),
            }
        }
    }

    /// What a signal breaks off is begun again.
    fn uninterrupted(result: std::io::Result<usize>) -> std::io::Result<Option<usize>> {
        match result {
            Err(error) if error.kind() == ErrorKind::Interrupted => Ok(None),
            other => other.map(Some),
        }
    }

    /// A full queue lets a connection wait as long as sending may take, which is why that is set first.
    fn stream(path: &Path, patience: Duration) -> rustix::io::Result<UnixStream> {
        let socket = socket_with(
            AddressFamily::UNIX,
            SocketType::STREAM,
            SocketFlags::CLOEXEC,
            None,
        )?;
        for direction in [Timeout::Send, Timeout::Recv] {
            set_socket_timeout(&socket, direction, Some(patience))?;
        }
        connect(&socket, &SocketAddrUnix::new(path)?)?;
        Ok(socket.into())
    }

    impl Transport for Socket {
        fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TpmError> {
            match self.exchange(command) {
                Ok(Some(response)) => Ok(response),
                Ok(None) => Err(TpmError::NotATpm {
                    path: self.path.clone(),
                }),
                Err(error) => Err(failed(&self.path, error)),
            }
        }
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests;
