//! By which names this endpoint may be called.
//!
//! A page in a browser on this machine can have a name of its own resolve to 127.0.0.1 (DNS
//! rebinding), and then asks as if it came from here; but the `Host` header tells the name. So only
//! names that nobody else can own are answered to: addresses of this machine, `localhost`, the
//! well-known addresses of EC2 and ECS, and what `--allow-host` adds.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use http::StatusCode;
use http::header::HOST;
use http::request::Parts;

use super::http::Ends;

/// Addresses that EC2 and ECS answer at, and that may be redirected here.
const WELL_KNOWN: [IpAddr; 4] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 2)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 23)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

/// The names, beside those that are always allowed.
pub(crate) struct Hosts {
    names: Vec<String>,
}

/// Why a request is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum HostRefusal {
    #[error("a request needs one Host header")]
    None,
    #[error(
        "this endpoint is not called by that name; ask by its address or localhost, or start it with --allow-host"
    )]
    Unknown,
}

impl HostRefusal {
    pub(crate) const fn status(self) -> StatusCode {
        match self {
            Self::None => StatusCode::BAD_REQUEST,
            Self::Unknown => StatusCode::FORBIDDEN,
        }
    }
}

/// The names that a request calls us by: that of its `Host` header, and that of its URL if it has one.
pub(crate) fn names_of(head: &Parts) -> Result<impl Iterator<Item = &str>, HostRefusal> {
    let mut named = head.headers.get_all(HOST).iter();
    let (Some(host), None) = (named.next(), named.next()) else {
        return Err(HostRefusal::None);
    };
    let authority = head.uri.authority().map(http::uri::Authority::as_str);
    Ok(authority.into_iter().chain([host.to_str().unwrap_or_default()]))
}

impl Hosts {
    pub(crate) const fn new(names: Vec<String>) -> Self {
        Self { names }
    }

    /// Refuses a request by a name that is not ours; by a Unix socket any will do.
    pub(crate) fn check(&self, head: &Parts, ends: Ends) -> Result<(), HostRefusal> {
        let Some(local) = ends.local else {
            return Ok(());
        };
        match names_of(head)?.all(|name| self.allow(name, local)) {
            true => Ok(()),
            false => Err(HostRefusal::Unknown),
        }
    }

    /// Whether a `Host` header's value, or a URL's authority, may be answered on a connection to this
    /// address of ours.
    pub(super) fn allow(&self, host: &str, local: IpAddr) -> bool {
        let Some(name) = without_port(host) else {
            return false;
        };
        if let Ok(address) = name.parse::<IpAddr>() {
            let address = address.to_canonical();
            return address.is_loopback() || address == local.to_canonical() || WELL_KNOWN.contains(&address);
        }
        let name = name.strip_suffix('.').unwrap_or(name);
        let is = |allowed: &str| allowed.eq_ignore_ascii_case(name);
        is("localhost") || self.names.iter().any(|allowed| is(allowed))
    }
}

/// `name`, `1.2.3.4` or the inside of `[::1]`, of a host with or without a port.
fn without_port(host: &str) -> Option<&str> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (name, after) = rest.split_once(']')?;
            let port = match after {
                "" => "",
                after => after.strip_prefix(':')?,
            };
            (name, port)
        }
        None => host.split_once(':').unwrap_or((host, "")),
    };
    port.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)
}
