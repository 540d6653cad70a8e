//! Codes that `mfa_process` prints.

use std::process::{Command, Stdio};
use std::time::Duration;

use tegata_base::Secret;
use tegata_profiles::plan;

use super::MfaError;
use crate::program::{self, Limits};
use crate::terminal;

/// Bytes that are read of what should be six digits.
pub(super) const MAX_OUTPUT: usize = 4 << 10;

/// Runs the command line in a shell, as aws-vault does. It may speak with the person at the terminal.
pub(super) fn run(command: &plan::Command, patience: Duration) -> Result<Secret<String>, MfaError> {
    let failed = |why: String| MfaError::Process {
        command: command.to_string(),
        why,
    };
    let mut shell = Command::new("/bin/sh");
    shell.arg("-c").arg(command.as_str());
    at_terminal(&mut shell);
    let limits = Limits {
        patience,
        output: MAX_OUTPUT,
    };
    let ended = program::run(&mut shell, limits).map_err(|error| failed(error.to_string()))?;
    match ended.status.success() {
        true => Ok(ended.text()),
        false => Err(failed(ended.failure())),
    }
}

/// Gives a program the terminal for what it asks and says, whatever this process's streams are.
pub(super) fn at_terminal(command: &mut Command) {
    let terminal = terminal::open().ok();
    let other = terminal.as_ref().and_then(|terminal| terminal.try_clone().ok());
    command.stdin(terminal.map_or_else(Stdio::null, Stdio::from));
    // Without a terminal what it says goes where everything is told.
    command.stderr(other.map_or_else(Stdio::inherit, Stdio::from));
}
