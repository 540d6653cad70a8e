//! Codes that a YubiKey makes, by `ykman`, the program of its maker.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use tegata_base::Secret;

use super::process::{MAX_OUTPUT, at_terminal};
use super::{Driver, MfaError};
use crate::Environment;
use crate::program::{self, Limits};

/// The name that the YubiKey keeps the key under; otherwise it is the device's serial number.
pub(super) const NAME: &str = "YKMAN_OATH_CREDENTIAL_NAME";
/// The YubiKey, where there are several.
const DEVICE: &str = "YKMAN_OATH_DEVICE_SERIAL";
/// The program's major version, where that is older than 4.
const VERSION: &str = "AWS_VAULT_YKMAN_VERSION";

/// Asks the YubiKey. The program says on the terminal when it is to be touched, and asks for its password there.
pub(super) fn run(
    program: &Path,
    serial: &str,
    environment: &Environment,
    patience: Duration,
) -> Result<Secret<String>, MfaError> {
    let mut command = Command::new(program);
    command.args(arguments(serial, environment)?);
    at_terminal(&mut command);
    program::hide_settings(&mut command);
    let limits = Limits {
        patience,
        output: MAX_OUTPUT,
    };
    let failed = |why: String| MfaError::NotGiven {
        serial: serial.to_owned(),
        why: format!("{} {why}", Driver::Ykman.name()),
    };
    let ended = program::run(&mut command, limits).map_err(|error| failed(error.to_string()))?;
    match ended.status.success() {
        true => Ok(ended.text()),
        false => Err(failed(ended.failure())),
    }
}

fn arguments(serial: &str, environment: &Environment) -> Result<Vec<String>, MfaError> {
    let name = environment.text(NAME)?.unwrap_or(serial);
    let of_device = environment.text(DEVICE)?.map(|device| ["--device", device]);
    let verb: &[&str] = match is_old(environment)? {
        true => &["oath", "code"],
        false => &["oath", "accounts", "code"],
    };
    // After `--` nothing is a flag, whatever the name begins with.
    let name = ["--single", "--", name];
    let words = of_device.iter().flatten().chain(verb).chain(&name);
    Ok(words.map(|&word| word.to_owned()).collect())
}

/// Before version 4 the verb was shorter.
fn is_old(environment: &Environment) -> Result<bool, MfaError> {
    let Some(version) = environment.text(VERSION)? else {
        return Ok(false);
    };
    let major = version.split('.').next().unwrap_or_default();
    let major: u32 = major.parse().map_err(|_| MfaError::YkmanVersion)?;
    Ok(major < 4)
}

#[cfg(test)]
mod tests;
