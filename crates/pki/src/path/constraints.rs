//! Which name breaks which name constraints (RFC 5280 section 4.2.1.10), for an error that says so. The
//! decision is `webpki`'s, which refuses every path with constraints on directory names, and on URIs
//! when the path has any.

use std::net::IpAddr;

use x509_cert::ext::pkix::NameConstraints;
use x509_cert::ext::pkix::constraints::name::GeneralSubtree;
use x509_cert::ext::pkix::name::GeneralName;

use super::error::{Concerned, PathError, shown};
use super::rules::role;
use crate::certificate::Certificate;

/// Checks the constraints of every CA of the path, the anchor first, against the certificates below it.
pub(super) fn check(path: &[&Certificate]) -> Result<(), PathError> {
    for (position, ca) in path.iter().enumerate().rev() {
        let Some(constraints) = &ca.extensions().name_constraints else {
            continue;
        };
        let unsupported = |form| PathError::UnsupportedNameConstraint {
            certificate: Concerned::new(role(position, path.len()), ca),
            form,
        };
        let below = || path.iter().enumerate().take(position);
        if has(constraints, |base| matches!(base, GeneralName::DirectoryName(_))) {
            return Err(unsupported("directory"));
        }
        let any_uri = below().any(|(_, certificate)| !certificate.alternative_names().uris.is_empty());
        if any_uri
            && has(constraints, |base| {
                matches!(base, GeneralName::UniformResourceIdentifier(_))
            })
        {
            return Err(unsupported("URI"));
        }
        for (position, certificate) in below() {
            if let Some(name) = first_outside(certificate, constraints) {
                return Err(PathError::NameConstraint {
                    certificate: Concerned::new(role(position, path.len()), certificate),
                    name,
                    ca: shown(ca.subject()),
                });
            }
        }
    }
    Ok(())
}

fn has(constraints: &NameConstraints, is: impl Fn(&GeneralName) -> bool) -> bool {
    permitted(constraints)
        .iter()
        .chain(excluded(constraints))
        .any(|subtree| is(&subtree.base))
}

fn permitted(constraints: &NameConstraints) -> &[GeneralSubtree] {
    constraints.permitted_subtrees.as_deref().unwrap_or_default()
}

fn excluded(constraints: &NameConstraints) -> &[GeneralSubtree] {
    constraints.excluded_subtrees.as_deref().unwrap_or_default()
}

fn first_outside(certificate: &Certificate, constraints: &NameConstraints) -> Option<String> {
    let names = certificate.alternative_names();
    let dns = names.dns.iter().find(|name| {
        is_outside(constraints, |base| match base {
            GeneralName::DnsName(base) => Some(dns_matches(name, base.as_str())),
            _ => None,
        })
    });
    if let Some(name) = dns {
        return Some(name.clone());
    }
    let ip = names.ip_addresses.iter().find(|address| {
        is_outside(constraints, |base| match base {
            GeneralName::IpAddress(base) => Some(ip_matches(address, base.as_bytes())),
            _ => None,
        })
    });
    ip.map(|address| ip_text(address))
}

/// `matches` is `None` for a subtree of another form of name.
fn is_outside(constraints: &NameConstraints, matches: impl Fn(&GeneralName) -> Option<bool>) -> bool {
    let mut allowed = permitted(constraints)
        .iter()
        .filter_map(|subtree| matches(&subtree.base))
        .peekable();
    let outside_permitted = allowed.peek().is_some() && !allowed.any(|matched| matched);
    outside_permitted
        || excluded(constraints)
            .iter()
            .any(|subtree| matches(&subtree.base) == Some(true))
}

fn dns_matches(name: &str, base: &str) -> bool {
    let (name, base) = (name.to_ascii_lowercase(), base.to_ascii_lowercase());
    if base.is_empty() || name == base {
        return true;
    }
    let suffix = if base.starts_with('.') {
        base
    } else {
        format!(".{base}")
    };
    name.ends_with(&suffix)
}

/// `base` is an address and a mask of the same length.
fn ip_matches(address: &[u8], base: &[u8]) -> bool {
    let (network, mask) = base.split_at(base.len() / 2);
    network.len() == address.len()
        && address
            .iter()
            .zip(network)
            .zip(mask)
            .all(|((octet, net), mask)| octet & mask == net & mask)
}

fn ip_text(address: &[u8]) -> String {
    let v4 = <[u8; 4]>::try_from(address).map(IpAddr::from);
    let v6 = <[u8; 16]>::try_from(address).map(IpAddr::from);
    match v4.or(v6) {
        Ok(ip) => ip.to_string(),
        Err(_) => data_encoding::HEXLOWER.encode(address),
    }
}
