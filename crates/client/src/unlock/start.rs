//! Starting an agent: this program once more, in the background, told over a socket what to keep.

use std::io;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::UnlockError;
use super::agent::READY;
use super::peer::Peer;
use super::protocol::Handover;
use crate::program::hide_settings;

/// It has a socket to make, and may wait for the lock of one.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Starts it, and waits until it listens.
pub(super) fn start(handover: &Handover) -> Result<(), UnlockError> {
    let (ours, its) = UnixStream::pair().map_err(UnlockError::Start)?;
    let mut agent = spawn(its).map_err(UnlockError::Start)?;
    match converse(ours, handover) {
        Ok(said) if *said == READY => Ok(()),
        Ok(said) if said.is_empty() => Err(UnlockError::Start(io::Error::other("it ended without a word"))),
        Ok(said) => Err(UnlockError::Agent(String::from_utf8_lossy(&said).into_owned())),
        Err(error) => {
            let _ = agent.kill();
            let _ = agent.wait();
            Err(UnlockError::Start(error))
        }
    }
}

/// In a folder that holds up no file system, and without settings: some are secrets, which would stand in its
/// environment for hours.
fn spawn(stdin: UnixStream) -> io::Result<Child> {
    let mut command = Command::new(own_program()?);
    command
        .arg0("tegata")
        .args(["unlock", "--agent"])
        .current_dir("/")
        .stdin(OwnedFd::from(stdin))
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    hide_settings(&mut command);
    command.spawn()
}

/// This program, even if its file was replaced since it began.
fn own_program() -> io::Result<PathBuf> {
    match cfg!(target_os = "linux") {
        true => Ok(PathBuf::from("/proc/self/exe")),
        false => std::env::current_exe(),
    }
}

fn converse(stream: UnixStream, handover: &Handover) -> io::Result<zeroize::Zeroizing<Vec<u8>>> {
    let mut agent = Peer::of(stream, Instant::now() + PATIENCE)?;
    agent.say(&handover.write())?;
    agent.hear()
}
