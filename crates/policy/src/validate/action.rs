//! Complaints about `Action` and `NotAction` texts.

use super::Complaint;

/// `*`, or `service:Name` with a service of letters, digits, `-` and `.`, or `*`. Names are not
/// checked.
pub(super) fn check(text: &str) -> Result<(), Complaint> {
    if text == "*" {
        return Ok(());
    }
    let Some((vendor, name)) = text.split_once(':') else {
        return Err(Complaint::NoVendor);
    };
    if name.contains(':') {
        return Err(Complaint::TwoColons);
    }
    let is_vendor = vendor
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.'));
    if vendor != "*" && !is_vendor {
        return Err(Complaint::Vendor(vendor.into()));
    }
    Ok(())
}
