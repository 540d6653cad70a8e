//! The control socket: the way for the server's own user to make accounts while the server runs.
//!
//! It lies in the data directory, which only that user enters, and who connects is looked at again. What comes
//! over it takes the same path as every request; all that is different is that the operations made for it
//! need no signature.

use std::io;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};

use tokio::net::{UnixListener, UnixStream};

/// The name of the socket in the data directory.
const NAME: &str = "control.sock";
/// Bytes of a path that a socket's address has room for on every system.
const MAX_PATH: usize = 100;

/// A path to the socket that fits an address; a long one goes by an open directory, which must stay open.
struct Place {
    path: PathBuf,
    _directory: Option<std::fs::File>,
}

impl Place {
    fn of(data_dir: &Path) -> io::Result<Self> {
        let path = data_dir.join(NAME);
        if path.as_os_str().len() <= MAX_PATH {
            return Ok(Self {
                path,
                _directory: None,
            });
        }
        let directory = std::fs::File::open(data_dir)?;
        let path = Path::new("/proc/self/fd")
            .join(directory.as_raw_fd().to_string())
            .join(NAME);
        Ok(Self {
            path,
            _directory: Some(directory),
        })
    }
}

/// Listens. The data directory must be locked: a socket that is there was left by a server that is gone.
///
/// # Errors
/// As the system says.
pub(crate) fn listen(data_dir: &Path) -> io::Result<std::os::unix::net::UnixListener> {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::of(data_dir)?;
    match std::fs::remove_file(&place.path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = std::os::unix::net::UnixListener::bind(&place.path)?;
    std::fs::set_permissions(&place.path, std::fs::Permissions::from_mode(0o600))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Connects to the server that runs over a data directory.
///
/// # Errors
/// As the system says: nobody listens when no server runs.
pub fn connect(data_dir: &Path) -> io::Result<std::os::unix::net::UnixStream> {
    let place = Place::of(data_dir)?;
    std::os::unix::net::UnixStream::connect(&place.path)
}

/// The next connection of the server's own user, or of the system's; `None` when it was somebody else's.
pub(super) async fn accept(listener: &UnixListener) -> io::Result<Option<UnixStream>> {
    let (stream, _) = listener.accept().await?;
    let peer = stream.peer_cred()?.uid();
    let own = rustix::process::geteuid().as_raw();
    if peer == own || peer == 0 {
        return Ok(Some(stream));
    }
    tracing::warn!(
        peer,
        "another user connected to the control socket and was turned away"
    );
    Ok(None)
}
