//! A program as a child of this process, which stays beside it and does as if it were not there.
//!
//! ```text
//! terminal ──signal──▶ child            (its process group is this one's, so both get it: not passed on)
//! other processes ──signal──▶ this process ──▶ child
//! child stops, ends ──▶ this process stops, ends in the same way
//! ```

mod signals;

use std::ffi::OsString;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, getpid, kill_process, waitid};
use signal_hook::low_level::emulate_default_handler;

use crate::exec::{ChildEnvironment, ExecError, Habits, command, failure};
use signals::Forwarder;

/// After this time a child that was stopped together with this process, and continued with it, runs again.
const SETTLING: Duration = Duration::from_millis(50);

/// How a child ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By itself, with this code.
    Exited(u8),
    /// By this signal.
    Killed(i32),
}

impl Ended {
    /// The exit code that tells of it: of a signal the shells' 128 and its number, or what aws-vault makes of
    /// it.
    #[must_use]
    pub fn exit_code(self, habits: Habits) -> u8 {
        match (self, habits) {
            (Self::Exited(code), _) => code,
            (Self::Killed(signal), Habits::Tegata) => {
                u8::try_from(signal).unwrap_or_default().saturating_add(128)
            }
            (Self::Killed(_), Habits::AwsVault) => 255,
        }
    }

    /// Ends this process by the signal that ended the child, so that whoever waits for it sees the same: a shell ends
    /// its script after Ctrl-C only then. Returns the exit code where there was none, or none that is known by name.
    #[must_use]
    pub fn follow(self, habits: Habits) -> u8 {
        if let (Self::Killed(signal), Habits::Tegata) = (self, habits) {
            let _ = emulate_default_handler(signal);
        }
        self.exit_code(habits)
    }
}

/// Runs a program to its end.
///
/// # Errors
/// [`ExecError`], when it cannot be run.
pub fn run(words: &[OsString], environment: &ChildEnvironment) -> Result<Ended, ExecError> {
    let Some((program, arguments)) = words.split_first() else {
        return Err(ExecError::NotFound(OsString::new()));
    };
    let system = |error| failure(program, error);
    // Before the child is there, so that none is lost between.
    let forwarder = Forwarder::new().map_err(system)?;
    let spawned = command(program, arguments, environment).spawn();
    // It is waited for by its number: what the standard library knows of it is of no use.
    let pid = Pid::from_child(&spawned.map_err(system)?);
    let target = Target::new(pid);
    forwarder.start(target.clone()).map_err(system)?;
    wait(&target).map_err(system)
}

/// The child, as long as its number is its own.
#[derive(Clone)]
struct Target(Arc<Mutex<Option<Pid>>>);

impl Target {
    fn new(pid: Pid) -> Self {
        Self(Arc::new(Mutex::new(Some(pid))))
    }

    fn pid(&self) -> Option<Pid> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends it a signal, if it is still there.
    fn send(&self, signal: Signal) {
        let pid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pid) = *pid {
            // It may have another user's rights by now; then nothing can be done.
            let _ = kill_process(pid, signal);
        }
    }

    /// Whether it is stopped.
    fn is_stopped(&self) -> bool {
        let pid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let look = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
        pid.is_some_and(|pid| matches!(waitid(WaitId::Pid(pid), look), Ok(Some(_))))
    }

    /// Takes note of its end, after which its number may be another's.
    fn reap(&self) -> io::Result<Ended> {
        let mut pid = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let gone = || io::Error::from(io::ErrorKind::NotFound);
        let child = pid.take().ok_or_else(gone)?;
        let status = waitid(WaitId::Pid(child), WaitIdOptions::EXITED)?.ok_or_else(gone)?;
        let signal = status.terminating_signal();
        let code = status
            .exit_status()
            .and_then(|code| u8::try_from(code & 0xff).ok());
        Ok(signal.map_or_else(|| Ended::Exited(code.unwrap_or(1)), Ended::Killed))
    }
}

fn wait(target: &Target) -> io::Result<Ended> {
    loop {
        let Some(pid) = target.pid() else {
            return Err(io::ErrorKind::NotFound.into());
        };
        let look = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
        let status = match waitid(WaitId::Pid(pid), look) {
            Ok(Some(status)) => status,
            Ok(None) | Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        if !status.stopped() {
            return target.reap();
        }
        // Where both were stopped, this process stops here, and goes on together with the child.
        std::thread::sleep(SETTLING);
        // It is only looked at: who continues this process alone has to see it, too.
        if target.is_stopped() {
            // The child alone: the shell above is to know, and to take the terminal back.
            stop();
        }
    }
}

/// Stops this process until it is continued.
fn stop() {
    let _ = kill_process(getpid(), Signal::STOP);
}

#[cfg(test)]
mod tests;
