//! `NO_PROXY`: the hosts that a proxy is not for, as curl and Go read it.

use std::net::IpAddr;

use crate::Endpoint;

/// Whether the list, separated by commas, excepts this endpoint. An entry is `*`, a domain (it and what
/// is below it; only what is below it after a `.` or `*.`), an address, or a network such as
/// `10.0.0.0/8`; all but `*` and networks may end in `:PORT`.
pub(super) fn excepts(list: &str, endpoint: &Endpoint) -> bool {
    let (host, port) = endpoint.host_and_port();
    let address: Option<IpAddr> = bare(host).parse().ok();
    list.split(',')
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
        .any(|entry| entry == "*" || matches(entry, host, port, address))
}

fn matches(entry: &str, host: &str, port: u16, address: Option<IpAddr>) -> bool {
    if let Some((network, bits)) = entry.split_once('/') {
        return in_network(network, bits, address);
    }
    let entry = match entry.rsplit_once(':') {
        // The colons of an IPv6 address without brackets are its own.
        Some((name, digits)) if entry.parse::<IpAddr>().is_err() => {
            if digits.parse() != Ok(port) {
                return false;
            }
            name
        }
        _ => entry,
    };
    if let (Some(address), Ok(excepted)) = (address, bare(entry).parse::<IpAddr>()) {
        return address == excepted;
    }
    let below_only = entry.starts_with('.') || entry.starts_with("*.");
    let domain = entry
        .trim_start_matches("*.")
        .trim_start_matches('.')
        .to_ascii_lowercase();
    match host.strip_suffix(&domain) {
        Some("") => !below_only,
        Some(before) => before.ends_with('.') && !domain.is_empty(),
        None => false,
    }
}

fn in_network(network: &str, bits: &str, address: Option<IpAddr>) -> bool {
    let (Some(address), Ok(network), Ok(bits)) = (address, network.parse::<IpAddr>(), bits.parse::<u32>())
    else {
        return false;
    };
    let same = |width: u32, a: u128, b: u128| {
        bits <= width && (bits == 0 || a >> (width - bits) == b >> (width - bits))
    };
    match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(b)) => same(32, a.to_bits().into(), b.to_bits().into()),
        (IpAddr::V6(a), IpAddr::V6(b)) => same(128, a.to_bits(), b.to_bits()),
        _ => false,
    }
}

fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}
