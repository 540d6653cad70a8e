//! The region and endpoint that a profile brought into an environment, as `exec` and the functions of `shell-init`
//! put them there. They are that profile's: another one that is used there has its own.
//!
//! ```text
//! TEGATA_SHELL="AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1"
//! ```

use std::ffi::OsStr;

use crate::Environment;

/// The variables that say where calls go, which a profile may set.
pub const PLACE: [&str; 3] = ["AWS_REGION", "AWS_DEFAULT_REGION", "AWS_ENDPOINT_URL"];

/// What tells which of [`PLACE`] a profile brought, and with which value: one that has another now is the user's.
pub(crate) const BROUGHT: &str = "TEGATA_SHELL";

impl Environment {
    /// Whether a variable is as a profile brought it.
    pub(crate) fn is_brought(&self, name: &str) -> bool {
        let value = self.os(name);
        let list = self.os(BROUGHT).and_then(OsStr::to_str).unwrap_or_default();
        let mut brought = list.split(' ').filter_map(|item| item.split_once('='));
        PLACE.contains(&name)
            && brought.any(|(other, of_profile)| other == name && value == Some(of_profile.as_ref()))
    }
}

#[cfg(test)]
mod tests;
