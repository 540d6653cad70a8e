//! Running another program for what it prints: within a time, and within bounds.

use std::io::{self, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use tegata_base::Secret;
use zeroize::Zeroizing;

/// How often it is looked whether the program has ended.
const POLL: Duration = Duration::from_millis(5);
/// Bytes of complaints that are kept.
const MAX_COMPLAINT: usize = 4 << 10;
/// How long complaints are waited for once the program has ended: it may have left another that holds the pipe.
const COMPLAINT_WITHIN: Duration = Duration::from_millis(100);

/// What a program may take.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// How long it may run, its output included.
    pub(crate) patience: Duration,
    /// Bytes of standard output.
    pub(crate) output: usize,
}

/// A program that ended in time.
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) output: Zeroizing<Vec<u8>>,
    /// The last line of its standard error, where that was a pipe.
    pub(crate) complaint: String,
}

/// Why a program gave nothing.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ProgramError {
    /// It is not there, or not a program.
    #[error("cannot be started: {0}")]
    Start(io::Error),
    /// It was given up, and ended.
    #[error("did not end in {} s", .0.as_secs())]
    TooSlow(Duration),
    /// More than it was asked for.
    #[error("printed more than {0} bytes")]
    TooMuch(usize),
    /// A pipe broke.
    #[error("broke off: {0}")]
    Broke(io::Error),
}

impl Ended {
    /// How it failed, with what it said of it.
    pub(crate) fn failure(&self) -> String {
        match self.complaint.as_str() {
            "" => format!("failed ({})", self.status),
            complaint => format!("failed ({}): {complaint}", self.status),
        }
    }

    /// What it printed.
    pub(crate) fn text(&self) -> Secret<String> {
        Secret::new(String::from_utf8_lossy(&self.output).into_owned())
    }
}

/// Runs a program to its end. Standard output is taken; the other streams are as the command has them.
///
/// # Errors
/// [`ProgramError`]; the program is ended then. What it started itself is not.
pub(crate) fn run(command: &mut Command, limits: Limits) -> Result<Ended, ProgramError> {
    let deadline = Instant::now() + limits.patience;
    let spawned = command.stdout(Stdio::piped()).spawn();
    let mut running = Running(spawned.map_err(ProgramError::Start)?);
    let output = drained(running.0.stdout.take(), limits.output.saturating_add(1));
    let complaint = drained(running.0.stderr.take(), MAX_COMPLAINT);
    let late = || ProgramError::TooSlow(limits.patience);
    let status = running.wait(deadline)?.ok_or_else(late)?;
    let left = deadline.saturating_duration_since(Instant::now());
    let output = output.recv_timeout(left).map_err(|_| late())?;
    let output = output.map_err(ProgramError::Broke)?;
    if output.len() > limits.output {
        return Err(ProgramError::TooMuch(limits.output));
    }
    let complaint = complaint.recv_timeout(COMPLAINT_WITHIN);
    Ok(Ended {
        status,
        output,
        complaint: complaint
            .ok()
            .and_then(Result::ok)
            .map_or_else(String::new, |bytes| last_line(&bytes)),
    })
}

/// Takes the variables of this program and of AWS out of a program's environment: some are secrets, and none is the
/// business of who only asks, or shows something.
pub(crate) fn hide_settings(command: &mut Command) {
    for (name, _) in std::env::vars_os() {
        let text = name.as_encoded_bytes();
        if text.starts_with(b"AWS_") || text.starts_with(b"TEGATA_") {
            command.env_remove(name);
        }
    }
}

/// A program that is ended when it is given up.
pub(crate) struct Running(pub(crate) Child);

impl Running {
    /// How it ended; none where it had not by then.
    pub(crate) fn wait(&mut self, deadline: Instant) -> Result<Option<ExitStatus>, ProgramError> {
        loop {
            match self.0.try_wait().map_err(ProgramError::Broke)? {
                Some(status) => return Ok(Some(status)),
                None if Instant::now() > deadline => return Ok(None),
                None => thread::sleep(POLL),
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !matches!(self.0.try_wait(), Ok(Some(_))) {
            // Nothing more can be done for one that cannot be ended.
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
}

/// Reads what is kept in a thread of its own, and what is not, so that the program is not held up.
fn drained(
    pipe: Option<impl Read + Send + 'static>,
    keep: usize,
) -> Receiver<io::Result<Zeroizing<Vec<u8>>>> {
    let (sender, receiver) = mpsc::sync_channel(1);
    if let Some(mut pipe) = pipe {
        thread::spawn(move || {
            // As much as it may become, so that no half of it stays behind where it grew.
            let mut kept = Zeroizing::new(Vec::with_capacity(keep));
            let read = pipe.by_ref().take(keep as u64).read_to_end(&mut kept);
            let _ = sender.send(read.map(|_| kept));
            let _ = io::copy(&mut pipe, &mut io::sink());
        });
    }
    receiver
}

/// The last line with something on it, without what would move a terminal's cursor.
fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    let visible = line.unwrap_or_default().chars().filter(|c| !c.is_control());
    visible.take(300).collect()
}

#[cfg(test)]
mod tests;
