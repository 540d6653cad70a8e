//! Where a Workload API listens.

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

/// The address of a Workload API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Socket {
    /// A Unix socket.
    Unix(PathBuf),
    /// A TCP address.
    Tcp(SocketAddr),
}

/// The text is no address of a Workload API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the address of a Workload API; write unix:///path or tcp://IP:PORT")]
pub struct SocketError(String);

impl FromStr for Socket {
    type Err = SocketError;

    /// SPIFFE Workload Endpoint, section 4: `unix:` with an absolute path and no host, or `tcp://` with an
    /// IP address and a port.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || SocketError(text.chars().take(200).collect());
        if let Some(rest) = text.strip_prefix("unix:") {
            let path = rest.strip_prefix("//").unwrap_or(rest);
            let whole = path.starts_with('/') && path.len() > 1 && !path.contains(['?', '#', '\0']);
            return if whole {
                Ok(Self::Unix(path.into()))
            } else {
                Err(wrong())
            };
        }
        text.strip_prefix("tcp://")
            .and_then(|address| address.parse().ok())
            .map(Self::Tcp)
            .ok_or_else(wrong)
    }
}

impl fmt::Display for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unix(path) => write!(f, "unix://{}", path.display()),
            Self::Tcp(address) => write!(f, "tcp://{address}"),
        }
    }
}
