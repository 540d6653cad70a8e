//! Signals on their way to the child.

use std::io;

use rustix::process::Signal;
use signal_hook::iterator::SignalsInfo;
use signal_hook::iterator::exfiltrator::WithOrigin;
use signal_hook::low_level::siginfo::{Cause, Origin};

use super::Target;
use crate::ignored_signals::Ignored;
use crate::terminal;

/// All that can be caught, but for those that are about this process itself (faults, its children, its pipes)
/// and those that stop it when it uses the terminal.
const CAUGHT: [Signal; 17] = [
    Signal::HUP,
    Signal::INT,
    Signal::QUIT,
    Signal::TERM,
    Signal::USR1,
    Signal::USR2,
    Signal::ALARM,
    Signal::VTALARM,
    Signal::PROF,
    Signal::CONT,
    Signal::TSTP,
    Signal::WINCH,
    Signal::URG,
    Signal::IO,
    Signal::TRAP,
    Signal::ABORT,
    Signal::SYS,
];

/// Signals of the system's own that not every system has.
#[cfg(target_os = "linux")]
const MORE: [Signal; 2] = [Signal::POWER, Signal::STKFLT];
/// Signals of the system's own that not every system has.
#[cfg(not(target_os = "linux"))]
const MORE: [Signal; 1] = [Signal::INFO];

/// Catches signals, and passes them on once there is a child.
pub(super) struct Forwarder(SignalsInfo<WithOrigin>);

impl Forwarder {
    /// From here on they no longer end this process. What it was started to ignore, as by `nohup`, stays so,
    /// for the child, too.
    pub(super) fn new() -> io::Result<Self> {
        let ignored = Ignored::now();
        let caught = CAUGHT.iter().chain(&MORE).map(|signal| signal.as_raw());
        let caught = caught.filter(|signal| !ignored.has(*signal));
        let signals = SignalsInfo::new(caught)?;
        // A question that was asked before would have them end this process.
        terminal::sees_to_signals();
        Ok(Self(signals))
    }

    pub(super) fn start(mut self, child: Target) -> io::Result<()> {
        let thread = std::thread::Builder::new().name("signals".to_owned());
        thread.spawn(move || {
            for origin in self.0.forever() {
                pass_on(&origin, &child);
            }
        })?;
        Ok(())
    }
}

fn pass_on(origin: &Origin, child: &Target) {
    let Some(signal) = Signal::from_named_raw(origin.signal) else {
        return;
    };
    // The terminal's go to its whole foreground group; what the child sends to its group it has itself; and a shell
    // continues a job as a whole. What stops the child, if it lets itself be stopped, stops this process, too.
    let has_it =
        is_of_system(origin) || is_of(origin, child) || signal == Signal::CONT && !child.is_stopped();
    if !has_it {
        child.send(signal);
    }
}

/// Whether the kernel sent it: macOS tells so by a process that there is not.
fn is_of_system(origin: &Origin) -> bool {
    let nobody = cfg!(target_os = "macos") && origin.process.is_none_or(|process| process.pid == 0);
    origin.cause == Cause::Kernel || nobody
}

fn is_of(origin: &Origin, child: &Target) -> bool {
    let sender = origin.process.map(|process| process.pid);
    let child = child.pid().map(|pid| pid.as_raw_nonzero().get());
    sender.is_some() && sender == child
}
