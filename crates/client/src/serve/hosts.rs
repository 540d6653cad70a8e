//! By which names this endpoint may be called.
//!
//! A page in a browser on this machine can have a name of its own resolve to 127.0.0.1 (DNS
//! rebinding), and then asks as if it came from here; but the `Host` header tells the name. So only
//! names that nobody else can own are answered to: addresses of this machine, `localhost`, the
//! well-known addresses of EC2 and ECS, and what `--allow-host` adds.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Addresses that EC2 and ECS answer at, and that may be redirected here.
const WELL_KNOWN: [IpAddr; 4] = [
    IpAddr::V4(Ipv4Addr::new(169, 254, 169, 254)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 2)),
    IpAddr::V4(Ipv4Addr::new(169, 254, 170, 23)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

/// The names, beside those that are always allowed.
pub(super) struct Hosts {
    names: Vec<String>,
}

impl Hosts {
    pub(super) const fn new(names: Vec<String>) -> Self {
        Self { names }
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
