//! Identities from a SPIFFE Workload API: an agent on this machine, such as SPIRE's, hands out an X.509
//! certificate with its key (an X.509-SVID) and renews it by itself.
//!
//! ```text
//! Socket (where) ─workload_api─▶ Frame ─▶ X509SvidResponse ─Svid (which)─▶ certificate, chain, key
//! ```
//!
//! Rules: SPIFFE Workload API, sections 4 (the socket) and 5 (the X.509-SVID profile). Nothing of it is
//! written to disk.

mod answer;
mod socket;
mod workload_api;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use der::{Reader as _, SliceReader};
use prost::Message as _;
use tegata_pki::{Certificate, CertificateError};

pub use answer::{Frame, NotAFrame};
use answer::{X509Svid, X509SvidResponse};
pub use socket::{Socket, SocketError};

use crate::chain::tidied;
use crate::files::Loaded;
use crate::identity::{Identity, NotTheKey};
use crate::private_key::from_pkcs8;
use crate::{KeyError, KeyFormatError, Surroundings};

/// Where workloads learn of the agent's socket (SPIFFE Workload Endpoint, section 4).
const SOCKET_VARIABLE: &str = "SPIFFE_ENDPOINT_SOCKET";
/// Certificates of one SVID that are read before the chain's own limit is told.
const MAX_CERTIFICATES: usize = 100;
/// A SPIFFE ID has at most this many bytes (SPIFFE ID, section 2.3).
const MAX_ID: usize = 2048;

/// Which identity of the workload: `spiffe:` for the first, which is the default one, or a SPIFFE ID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Svid(Option<String>);

/// The text names no identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a SPIFFE ID; write spiffe: for the default identity, or spiffe://trust-domain/path")]
pub struct SvidError(String);

/// Why the Workload API gave no identity.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpiffeError {
    /// Nothing says where the agent is.
    #[error(
        "{SOCKET_VARIABLE} is not set; set it to the socket of the SPIFFE agent, such as unix:///run/spire/agent/public/api.sock"
    )]
    NoSocket,
    /// What says so is no text.
    #[error(
        "{SOCKET_VARIABLE} is not Unicode; set it to the socket of the SPIFFE agent, such as unix:///run/spire/agent/public/api.sock"
    )]
    SocketText,
    /// What says so is no address.
    #[error("{SOCKET_VARIABLE}: {0}")]
    Socket(#[from] SocketError),
    /// Nobody answers there.
    #[error(
        "cannot reach the SPIFFE agent at {socket}: {reason}; is it running, and may this user open its socket?"
    )]
    Unreachable {
        /// The socket.
        socket: Socket,
        /// What the system says.
        reason: String,
    },
    /// The agent knows no identity of this process (gRPC status 7).
    #[error(
        "the SPIFFE agent at {socket} has no identity for this process; ask for a registration entry that matches it{}",
        said(message)
    )]
    NoIdentity {
        /// The socket.
        socket: Socket,
        /// What the agent says.
        message: String,
    },
    /// Another refusal.
    #[error(
        "the SPIFFE agent at {socket} refused with gRPC status {status}{}",
        said(message)
    )]
    Refused {
        /// The socket.
        socket: Socket,
        /// The gRPC status.
        status: u32,
        /// What the agent says.
        message: String,
    },
    /// Not what the Workload API answers.
    #[error("{socket} does not answer as a SPIFFE Workload API does: {reason}; check {SOCKET_VARIABLE}")]
    Answer {
        /// The socket.
        socket: Socket,
        /// What is wrong with it.
        reason: String,
    },
    /// Identities, but not the one that was asked for.
    #[error("the SPIFFE agent at {socket} has no identity {wanted} for this process; it has {}", had.join(", "))]
    NotThere {
        /// The socket.
        socket: Socket,
        /// The SPIFFE ID that was asked for.
        wanted: String,
        /// Those that were offered.
        had: Vec<String>,
    },
    /// A certificate of the identity cannot be read.
    #[error("the SPIFFE agent gave a certificate that cannot be read: {0}")]
    Certificate(CertificateError),
    /// The key of the identity cannot be read.
    #[error("the SPIFFE agent gave a private key that cannot be read: {0}")]
    Key(KeyFormatError),
    /// They do not belong together.
    #[error("the SPIFFE agent gave a private key that is not its certificate's")]
    Mismatch,
}

fn said(message: &str) -> String {
    match message {
        "" => String::new(),
        message => format!(" (it says: {message})"),
    }
}

impl fmt::Display for Svid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("spiffe:"))
    }
}

impl FromStr for Svid {
    type Err = SvidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || SvidError(text.chars().take(100).collect());
        match text.strip_prefix("spiffe:") {
            Some("") => Ok(Self(None)),
            Some(rest) => {
                let id = rest.strip_prefix("//").ok_or_else(wrong)?;
                let plain = id
                    .bytes()
                    .all(|byte| byte.is_ascii_graphic() && !b"?#%".contains(&byte));
                let named = !id.is_empty() && !id.starts_with('/') && !id.ends_with('/');
                if plain && named && text.len() <= MAX_ID {
                    Ok(Self(Some(text.to_owned())))
                } else {
                    Err(wrong())
                }
            }
            None => Err(wrong()),
        }
    }
}

/// Asks the agent for the identity as it is now.
pub(crate) fn load(svid: &Svid, surroundings: &Arc<dyn Surroundings>) -> Result<Loaded, KeyError> {
    let variable = surroundings
        .variable(SOCKET_VARIABLE)
        .ok_or(SpiffeError::NoSocket)?;
    let text = std::str::from_utf8(variable.expose()).map_err(|_| SpiffeError::SocketText)?;
    let socket: Socket = text.parse().map_err(SpiffeError::Socket)?;
    let message = workload_api::fetch_x509_svids(&socket)?;
    identity(&message, svid, &socket)
}

/// The identity of that name in an `X509SVIDResponse` that came from there.
///
/// # Errors
/// [`KeyError`].
pub fn identity(message: &[u8], svid: &Svid, socket: &Socket) -> Result<Loaded, KeyError> {
    let strange = |error: prost::DecodeError| SpiffeError::Answer {
        socket: socket.clone(),
        reason: error.to_string(),
    };
    let offered = X509SvidResponse::decode(message).map_err(strange)?.svids;
    let chosen = choose(svid, offered, socket)?;
    let mut certificates = certificates(&chosen.x509_svid)?;
    let leaf = certificates.remove(0);
    let signer = from_pkcs8(&chosen.x509_svid_key).map_err(SpiffeError::Key)?;
    let chain = tidied(&leaf, certificates)?;
    match Identity::new(leaf, chain, Box::new(signer))? {
        Ok(identity) => Ok(Loaded {
            identity,
            warnings: Vec::new(),
        }),
        Err(NotTheKey) => Err(SpiffeError::Mismatch.into()),
    }
}

fn choose(svid: &Svid, mut offered: Vec<X509Svid>, socket: &Socket) -> Result<X509Svid, SpiffeError> {
    let at = match &svid.0 {
        None => (!offered.is_empty()).then_some(0),
        Some(id) => offered.iter().position(|offer| offer.spiffe_id == *id),
    };
    match (at, &svid.0) {
        (Some(at), _) => Ok(offered.swap_remove(at)),
        (None, Some(wanted)) if !offered.is_empty() => Err(SpiffeError::NotThere {
            socket: socket.clone(),
            wanted: wanted.clone(),
            had: offered
                .iter()
                .take(5)
                .map(|offer| shown(&offer.spiffe_id))
                .collect(),
        }),
        (None, _) => Err(SpiffeError::Answer {
            socket: socket.clone(),
            reason: "it offers no X.509-SVID".into(),
        }),
    }
}

/// An agent's own words, in one line of some length.
fn shown(text: &str) -> String {
    text.chars().take(200).flat_map(char::escape_debug).collect()
}

/// The certificates of an SVID, of which there is at least one, the leaf first: DER after DER.
fn certificates(der: &[u8]) -> Result<Vec<Certificate>, SpiffeError> {
    let damaged = |_| SpiffeError::Certificate(CertificateError::Malformed);
    let mut reader = SliceReader::new(der).map_err(damaged)?;
    let mut found = Vec::new();
    while found.is_empty() || (!reader.is_finished() && found.len() < MAX_CERTIFICATES) {
        let one = reader.tlv_bytes().map_err(damaged)?;
        found.push(Certificate::from_der(one).map_err(SpiffeError::Certificate)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests;
