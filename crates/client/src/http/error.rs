//! Why there is no answer, and what to do about it.

use std::io::ErrorKind;
use std::path::PathBuf;

use ureq::Proxy;

use crate::{Endpoint, NotUnicode};

/// Why a request got no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// Nobody listens there.
    #[error("the connection to {0} was refused; is the service running there?")]
    Refused(Endpoint),
    /// The name is not known.
    #[error("the host of {0} was not found; check the endpoint and the region, or the name servers")]
    HostNotFound(Endpoint),
    /// It took too long.
    #[error("{0} did not answer in time; check the network, a firewall or proxy on the way")]
    Timeout(Endpoint),
    /// The certificate of the service is not trusted.
    #[error(
        "the TLS certificate of {endpoint} is not trusted ({reason}); name the CA's PEM file in AWS_CA_BUNDLE"
    )]
    Untrusted {
        /// The service.
        endpoint: Endpoint,
        /// What is wrong with it.
        reason: String,
    },
    /// TLS was begun, and something else came back.
    #[error("{0} does not speak TLS; give http:// in the endpoint if that is what it speaks")]
    NotTls(Endpoint),
    /// Another failure of TLS.
    #[error("TLS with {endpoint} failed: {reason}")]
    Tls {
        /// The service.
        endpoint: Endpoint,
        /// What happened.
        reason: String,
    },
    /// The connection broke.
    #[error("the connection to {endpoint} failed: {reason}")]
    Connection {
        /// The service.
        endpoint: Endpoint,
        /// What happened.
        reason: String,
    },
    /// What came back is not HTTP.
    #[error("{endpoint} does not speak HTTP: {reason}")]
    Protocol {
        /// The service.
        endpoint: Endpoint,
        /// What happened.
        reason: String,
    },
    /// The answer is larger than the client reads.
    #[error("the answer of {0} is larger than 16 MiB")]
    TooLarge(Endpoint),
    /// The request cannot be written.
    #[error("the request cannot be sent: {0}")]
    Request(String),
    /// Not the URL of a proxy, or of one that speaks something else than HTTP.
    #[error("{0:?} is not the URL of an HTTP proxy, such as http://HOST:PORT")]
    Proxy(String),
    /// A variable that says how the service is reached is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
    /// The proxy is not there.
    #[error("the proxy {place} {reason}; check --proxy, or HTTPS_PROXY and HTTP_PROXY")]
    ProxyNotReached {
        /// Its host and port.
        place: String,
        /// What happened.
        reason: &'static str,
    },
    /// The proxy refused.
    #[error("the proxy {place} refused to connect to {endpoint}: {reason}")]
    ProxyRefused {
        /// Its host and port.
        place: String,
        /// The service.
        endpoint: Endpoint,
        /// What it said.
        reason: String,
    },
    /// The file of `AWS_CA_BUNDLE` cannot be used.
    #[error("cannot read the CA bundle {}: {reason}", path.display())]
    CaBundle {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// This system has no roots of trust.
    #[error("this system has no trusted root certificates; install them or name a PEM file in AWS_CA_BUNDLE")]
    NoRoots,
}

impl HttpError {
    pub(crate) fn of(error: ureq::Error, endpoint: &Endpoint) -> Self {
        use ureq::Error;
        let endpoint = endpoint.clone();
        match error {
            Error::Io(error) => Self::of_io(&error, endpoint),
            Error::Timeout(_) => Self::Timeout(endpoint),
            Error::HostNotFound => Self::HostNotFound(endpoint),
            Error::Rustls(error) => Self::of_tls(&error.to_string(), endpoint),
            Error::Tls(reason) => Self::of_tls(reason, endpoint),
            Error::BodyExceedsLimit(_) => Self::TooLarge(endpoint),
            Error::ConnectProxyFailed(reason) => Self::ProxyRefused {
                place: String::new(),
                endpoint,
                reason,
            },
            Error::Http(error) => Self::Request(error.to_string()),
            Error::BadUri(reason) => Self::Request(reason),
            Error::Protocol(error) => Self::Protocol {
                endpoint,
                reason: error.to_string(),
            },
            Error::LargeResponseHeader(..) => Self::Protocol {
                endpoint,
                reason: "its headers are too large".into(),
            },
            other => Self::Connection {
                endpoint,
                reason: other.to_string(),
            },
        }
    }

    /// The same, by way of this proxy, if any: where a connection cannot be made it is the proxy's.
    pub(crate) fn by_way_of(self, proxy: Option<&Proxy>) -> Self {
        let Some(proxy) = proxy else {
            return self;
        };
        let place = place(proxy);
        let reason = match self {
            Self::Refused(_) => "refused the connection",
            Self::HostNotFound(_) => "was not found",
            Self::ProxyRefused { endpoint, reason, .. } => {
                return Self::ProxyRefused {
                    place,
                    endpoint,
                    reason,
                };
            }
            _ => return self,
        };
        Self::ProxyNotReached { place, reason }
    }

    /// The proxy wants to know who asks, which is HTTP status 407. No service says that.
    pub(crate) fn of_unknown_to(proxy: &Proxy, endpoint: &Endpoint) -> Self {
        Self::ProxyRefused {
            place: place(proxy),
            endpoint: endpoint.clone(),
            reason:
                "it wants a user name and password; put them before its host, as in http://NAME:PASSWORD@HOST"
                    .into(),
        }
    }

    fn of_io(error: &std::io::Error, endpoint: Endpoint) -> Self {
        // rustls hides its errors in those of the socket it reads from.
        let inner = error.get_ref().map(ToString::to_string).unwrap_or_default();
        match error.kind() {
            ErrorKind::ConnectionRefused => Self::Refused(endpoint),
            ErrorKind::TimedOut | ErrorKind::WouldBlock => Self::Timeout(endpoint),
            ErrorKind::InvalidData => Self::of_tls(&inner, endpoint),
            _ if error.to_string().contains("failed to lookup address") => Self::HostNotFound(endpoint),
            _ => Self::Connection {
                endpoint,
                reason: error.to_string(),
            },
        }
    }

    fn of_tls(reason: &str, endpoint: Endpoint) -> Self {
        let reason = reason.to_owned();
        if reason.starts_with("invalid peer certificate") {
            Self::Untrusted { endpoint, reason }
        } else if reason.contains("InvalidContentType") {
            Self::NotTls(endpoint)
        } else {
            Self::Tls { endpoint, reason }
        }
    }

    /// Whether the same request may fare better a moment later.
    #[must_use]
    pub const fn is_transient(&self) -> bool {
        matches!(
            self,
            Self::Refused(_)
                | Self::Timeout(_)
                | Self::Connection { .. }
                | Self::HostNotFound(_)
                | Self::ProxyNotReached { .. }
        )
    }
}

/// Host and port, and no password.
pub(super) fn place(proxy: &Proxy) -> String {
    format!("{}:{}", proxy.host(), proxy.port())
}
