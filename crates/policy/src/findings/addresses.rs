//! Values of `IpAddress` and `NotIpAddress`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Report;
use super::draft::Draft;
use crate::literal::Range;
use crate::operator::Comparison;

/// Conditions on `aws:SourceIp` with private addresses, `only` those or others, too.
pub(super) fn private(draft: &Draft<'_>, report: &mut Report, negated: bool, only: bool) {
    for condition in draft.conditions() {
        let is_such = condition.operator.is_some_and(|operator| {
            operator.comparison == Comparison::IpAddress && operator.negated == negated
        });
        if !is_such || !condition.key.name.eq_ignore_ascii_case("aws:SourceIp") {
            continue;
        }
        let addresses = || condition.values().filter_map(|(value, _)| base(value));
        let private = addresses().filter(|(address, _)| is_private(*address)).count();
        let all = addresses().count();
        if private > 0 && (private == all) == only {
            report.add(&[], &condition.key.value.place);
        }
    }
}

/// Ranges whose address has bits below the prefix.
pub(super) fn improve_range(draft: &Draft<'_>, report: &mut Report) {
    let is_address = |comparison| comparison == Comparison::IpAddress;
    for condition in draft.conditions() {
        if !condition
            .operator
            .is_some_and(|operator| is_address(operator.comparison))
        {
            continue;
        }
        for (value, node) in condition.values() {
            if let Some((address, Some(prefix))) = base(value)
                && let Some(first) = first_of(address, prefix)
                && first != address
            {
                report.add(&[&format!("{first}/{prefix}")], &node.place);
            }
        }
    }
}

/// The address and prefix of a range that can be read.
fn base(text: &str) -> Option<(IpAddr, Option<u32>)> {
    Range::parse(text)?;
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, prefix.parse().ok()),
        None => (text, None),
    };
    Some((address.parse().ok()?, prefix))
}

/// The first address of the range.
fn first_of(address: IpAddr, prefix: u32) -> Option<IpAddr> {
    Some(match address {
        IpAddr::V4(address) => {
            let mask = u32::MAX.checked_shl(32_u32.checked_sub(prefix)?).unwrap_or(0);
            Ipv4Addr::from_bits(address.to_bits() & mask).into()
        }
        IpAddr::V6(address) => {
            let mask = u128::MAX.checked_shl(128_u32.checked_sub(prefix)?).unwrap_or(0);
            Ipv6Addr::from_bits(address.to_bits() & mask).into()
        }
    })
}

/// RFC 1918, RFC 4193.
const fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_private(),
        IpAddr::V6(address) => address.is_unique_local(),
    }
}
