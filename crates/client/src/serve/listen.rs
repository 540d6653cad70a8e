//! Where connections come from: addresses, Unix sockets, and sockets that systemd opened.

use std::fmt;
use std::io;
use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::path::PathBuf;
use std::str::FromStr;

use rustix::net::sockopt;

use super::unix_socket::UnixSocket;
use crate::private_file::PrivateFileError;

/// What a `--listen` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `HOST:PORT`; a host may have several addresses.
    Tcp {
        /// A name or an address, without brackets.
        host: String,
        /// 0 picks a free one.
        port: u16,
    },
    /// `unix:PATH`
    Unix(PathBuf),
}

/// Not a place to listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address is HOST:PORT, [IPV6]:PORT or unix:PATH")]
pub struct InvalidPlace;

impl FromStr for Place {
    type Err = InvalidPlace;

    fn from_str(text: &str) -> Result<Self, InvalidPlace> {
        if let Some(path) = text.strip_prefix("unix:") {
            return match path {
                "" => Err(InvalidPlace),
                path => Ok(Self::Unix(path.into())),
            };
        }
        let (host, port) = text.rsplit_once(':').ok_or(InvalidPlace)?;
        let bare = match host.strip_prefix('[') {
            Some(rest) => rest.strip_suffix(']').ok_or(InvalidPlace)?,
            None if host.contains(':') => return Err(InvalidPlace),
            None => host,
        };
        if bare.is_empty() {
            return Err(InvalidPlace);
        }
        Ok(Self::Tcp {
            host: bare.to_owned(),
            port: port.parse().map_err(|_| InvalidPlace)?,
        })
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { host, port } if host.contains(':') => write!(f, "[{host}]:{port}"),
            Self::Tcp { host, port } => write!(f, "{host}:{port}"),
            Self::Unix(path) => write!(f, "unix:{}", path.display()),
        }
    }
}

/// The permission bits of a Unix socket, such as 0600 or 0660.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SocketMode(pub(super) u32);

/// Not a mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a mode is octal, 0600 to 0777, such as 0660")]
pub struct InvalidMode;

impl SocketMode {
    /// The owner alone.
    pub(crate) const OWNER: Self = Self(0o600);
}

impl FromStr for SocketMode {
    type Err = InvalidMode;

    fn from_str(text: &str) -> Result<Self, InvalidMode> {
        let mode = u32::from_str_radix(text, 8).map_err(|_| InvalidMode)?;
        (mode & !0o777 == 0 && mode & 0o600 == 0o600)
            .then_some(Self(mode))
            .ok_or(InvalidMode)
    }
}

fn next_step(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::AddrInUse => "; stop what listens there, or name another port, 0 for any that is free",
        io::ErrorKind::AddrNotAvailable => "; name an address of this machine",
        io::ErrorKind::InvalidFilename => {
            "; name a shorter path: that of a socket has at most 107 bytes on Linux"
        }
        io::ErrorKind::PermissionDenied => "; name a port from 1024 on, or a path in a folder of this user's",
        _ => "",
    }
}

/// Why nothing is listened on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListenError {
    /// As the system says.
    #[error("cannot listen on {place}: {error}{}", next_step(error))]
    Bind {
        /// Where.
        place: Place,
        /// What the system says.
        error: io::Error,
    },
    /// Credentials would be given to other machines.
    #[error(
        "{0} is reachable from other machines, and whoever reaches it gets credentials; give --allow-remote if a firewall or a network of containers keeps strangers out"
    )]
    Remote(SocketAddr),
    /// Somebody serves there.
    #[error("another process listens on {}; stop it, or name another path", .0.display())]
    Taken(PathBuf),
    /// It would be overwritten.
    #[error("{} is there and is no socket; name another path", .0.display())]
    NotASocket(PathBuf),
    /// Nobody else may start there at the same time, and that cannot be made sure.
    #[error(transparent)]
    Lock(#[from] PrivateFileError),
    /// What systemd passed is not a socket that listens.
    #[error(
        "socket {number} of those that were passed cannot be used: {error}; pass stream sockets that listen"
    )]
    Passed {
        /// From 0.
        number: usize,
        /// What is wrong with it.
        error: io::Error,
    },
}

/// A socket that listens.
pub(crate) enum Listener {
    Tcp(TcpListener),
    Unix(UnixSocket),
}

/// How to listen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Rules {
    pub(crate) allow_remote: bool,
    pub(crate) socket_mode: SocketMode,
}

impl Listener {
    /// Opens everything that a place stands for.
    pub(crate) fn open(place: &Place, rules: Rules) -> Result<Vec<Self>, ListenError> {
        let failed = |error| ListenError::Bind {
            place: place.clone(),
            error,
        };
        match place {
            Place::Unix(path) => Ok(vec![Self::Unix(UnixSocket::bind(path, rules.socket_mode)?)]),
            Place::Tcp { host, port } => {
                let addresses = (host.as_str(), *port).to_socket_addrs().map_err(failed)?;
                let open = |address: SocketAddr| {
                    rules.check(address)?;
                    TcpListener::bind(address).map(Self::Tcp).map_err(failed)
                };
                addresses.map(open).collect()
            }
        }
    }

    /// What `LISTEN_FDS` announces.
    pub(super) fn passed(sockets: &mut listenfd::ListenFd, rules: Rules) -> Result<Vec<Self>, ListenError> {
        (0..sockets.len())
            .map(|number| {
                let failed = |error| ListenError::Passed { number, error };
                if let Ok(Some(listener)) = sockets.take_tcp_listener(number) {
                    rules.check(listener.local_addr().map_err(failed)?)?;
                    return Ok(Self::Tcp(listener));
                }
                let listener = sockets.take_unix_listener(number).map_err(failed)?;
                let listener = listener.ok_or_else(|| failed(io::ErrorKind::NotFound.into()))?;
                Ok(Self::Unix(UnixSocket::passed(listener)))
            })
            .collect()
    }

    /// The URL that clients on this machine reach it by; `None` for a Unix socket.
    pub(crate) fn url(&self) -> Option<String> {
        let Self::Tcp(listener) = self else { return None };
        let mut address = listener.local_addr().ok()?;
        if address.ip().is_unspecified() {
            let loopback: std::net::IpAddr = if address.is_ipv4() {
                std::net::Ipv4Addr::LOCALHOST.into()
            } else {
                std::net::Ipv6Addr::LOCALHOST.into()
            };
            address.set_ip(loopback);
        }
        Some(format!("http://{address}"))
    }

    /// As a `--listen` would name it, with the port that was picked.
    pub(crate) fn place(&self) -> String {
        match self {
            Self::Tcp(listener) => listener.local_addr().map_or_else(
                |_| "a closed socket".to_owned(),
                |address| format!("http://{address}"),
            ),
            Self::Unix(socket) => socket.place(),
        }
    }
}

impl Rules {
    fn check(self, address: SocketAddr) -> Result<(), ListenError> {
        if self.allow_remote || address.ip().to_canonical().is_loopback() {
            Ok(())
        } else {
            Err(ListenError::Remote(address))
        }
    }
}

/// Makes a connection ready: answers go at once, and no further than so many hops.
pub(super) fn prepare(stream: &TcpStream, hop_limit: u8) -> io::Result<()> {
    stream.set_nodelay(true)?;
    match stream.local_addr()? {
        SocketAddr::V4(_) => sockopt::set_ip_ttl(stream, hop_limit.into())?,
        SocketAddr::V6(address) => {
            sockopt::set_ipv6_unicast_hops(stream, Some(hop_limit))?;
            if address.ip().to_ipv4_mapped().is_some() {
                sockopt::set_ip_ttl(stream, hop_limit.into())?;
            }
        }
    }
    Ok(())
}
