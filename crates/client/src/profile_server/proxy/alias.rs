//! 169.254.169.254 as an address of this machine, which takes root's rights.

use std::net::{IpAddr, TcpListener};
use std::process::{Command, Stdio};

use super::{ADDRESS, ProxyError};

/// The alias of the loopback interface, removed when this is dropped.
pub(super) struct Alias;

impl Alias {
    #[cfg(target_os = "linux")]
    const ADD: [&'static str; 8] = [
        "ip",
        "addr",
        "add",
        "169.254.169.254/24",
        "dev",
        "lo",
        "label",
        "lo:0",
    ];
    #[cfg(target_os = "linux")]
    const REMOVE: [&'static str; 8] = [
        "ip",
        "addr",
        "del",
        "169.254.169.254/24",
        "dev",
        "lo",
        "label",
        "lo:0",
    ];
    #[cfg(not(target_os = "linux"))]
    const ADD: [&'static str; 4] = ["ifconfig", "lo0", "alias", "169.254.169.254"];
    #[cfg(not(target_os = "linux"))]
    const REMOVE: [&'static str; 4] = ["ifconfig", "lo0", "-alias", "169.254.169.254"];

    pub(super) fn add() -> Result<Self, ProxyError> {
        match is_ours() {
            // A proxy that was killed left it behind.
            true => Ok(Self),
            false => command(&Self::ADD).map(|()| Self),
        }
    }
}

impl Drop for Alias {
    fn drop(&mut self) {
        // Nobody is left to be told.
        let _ = command(&Self::REMOVE);
    }
}

/// Whether this machine has the address.
pub(super) fn is_ours() -> bool {
    TcpListener::bind((IpAddr::V4(*ADDRESS.ip()), 0)).is_ok()
}

fn command(words: &[&str]) -> Result<(), ProxyError> {
    let Some((program, arguments)) = words.split_first() else {
        return Ok(());
    };
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output();
    let output = output.map_err(|error| ProxyError::Alias(format!("{program}: {error}")))?;
    match output.status.success() {
        true => Ok(()),
        false => {
            let told = String::from_utf8_lossy(&output.stderr).trim().to_owned();
            Err(ProxyError::Alias(format!("{program}: {told}")))
        }
    }
}
