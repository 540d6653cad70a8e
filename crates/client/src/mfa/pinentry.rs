//! Questions by a pinentry: the program that GnuPG asks with, in a window or on the terminal.
//!
//! ```text
//! ◀ OK                                        ▶ GETPIN
//! ▶ OPTION ttyname=/dev/tty, ttytype=…        ◀ D 123456
//! ▶ SETTITLE, SETDESC, SETPROMPT              ◀ OK, or ERR 99: cancelled
//! ```

use std::io::{BufReader, Write as _};
use std::path::Path;
use std::process::{ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use tegata_base::Secret;

use super::Driver;
use super::assuan::{AssuanError, Reply, escaped, reply};
use super::driver::Wanted;
use super::prompts::PromptError;
use crate::program::{Running, hide_settings};
use crate::{Environment, terminal};

/// `GPG_ERR_CANCELED` and `GPG_ERR_FULLY_CANCELED`.
const CANCELLED: [u32; 2] = [99, 198];
/// `GPG_ERR_TIMEOUT`.
const TIMED_OUT: u32 = 62;
/// How much longer it is waited for than it was told to wait.
const GRACE: Duration = Duration::from_secs(3);
/// How long it may take to end when it was told to.
const BYE_WITHIN: Duration = Duration::from_millis(500);

/// Asks until there is an answer. What is typed is not shown.
pub(super) fn ask(
    program: &Path,
    (wanted, question): (Wanted, &str),
    environment: &Environment,
    patience: Duration,
) -> Result<Secret<String>, PromptError> {
    let mut pinentry = Pinentry::start(program, patience)?;
    pinentry.expect_ok()?;
    for option in options(environment) {
        // One that it does not know is none that it needs.
        pinentry.say(&format!("OPTION {}", escaped(&option)))?;
        pinentry.answer()?;
    }
    let question = question.trim_end().trim_end_matches(':');
    let timeout = format!("SETTIMEOUT {}", patience.as_secs());
    let settings = [
        "SETTITLE tegata".to_owned(),
        format!("SETDESC {}", escaped(question)),
        match wanted {
            Wanted::Code => "SETPROMPT Code:".to_owned(),
            Wanted::Passphrase => "SETPROMPT Passphrase:".to_owned(),
        },
    ];
    pinentry.say(&timeout)?;
    pinentry.answer()?;
    for setting in settings {
        pinentry.say(&setting)?;
        pinentry.expect_ok()?;
    }
    pinentry.say("GETPIN")?;
    let answer = pinentry.expect_ok()?;
    pinentry.end();
    match String::from_utf8(answer.expose().clone()) {
        Ok(text) => Ok(Secret::new(text)),
        Err(error) => {
            drop(Secret::new(error.into_bytes()));
            Err(failed("gave an answer that is not UTF-8"))
        }
    }
}

/// Where it may ask, in the person's language.
fn options(environment: &Environment) -> Vec<String> {
    let text = |name| environment.text(name).ok().flatten();
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(text);
    let terminal = terminal::open()
        .is_ok()
        .then(|| text("GPG_TTY").unwrap_or(terminal::PATH));
    let options = [
        ("ttyname", terminal),
        ("ttytype", terminal.and(text("TERM"))),
        ("lc-ctype", locale),
        (
            "lc-messages",
            text("LC_ALL")
                .or_else(|| text("LC_MESSAGES"))
                .or_else(|| text("LANG")),
        ),
    ];
    let set = options.iter().filter_map(|(name, value)| Some((name, (*value)?)));
    set.map(|(name, value)| format!("{name}={value}")).collect()
}

/// A pinentry that runs.
struct Pinentry {
    running: Running,
    stdin: ChildStdin,
    replies: Receiver<Result<Reply, AssuanError>>,
    deadline: Instant,
    patience: Duration,
}

impl Pinentry {
    fn start(program: &Path, patience: Duration) -> Result<Self, PromptError> {
        let mut command = Command::new(program);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        hide_settings(&mut command);
        let child = command
            .spawn()
            .map_err(|error| failed(&format!("cannot be started: {error}")))?;
        let mut running = Running(child);
        let (stdin, stdout) = (running.0.stdin.take(), running.0.stdout.take());
        let (Some(stdin), Some(stdout)) = (stdin, stdout) else {
            return Err(failed("has no pipes"));
        };
        Ok(Self {
            running,
            stdin,
            replies: replies(stdout),
            // It gives up by itself, and puts the terminal in order. One that does not is ended.
            deadline: Instant::now() + patience + GRACE,
            patience,
        })
    }

    /// A command is shorter than a pipe, so this does not wait.
    fn say(&mut self, command: &str) -> Result<(), PromptError> {
        let said = writeln!(self.stdin, "{command}").and_then(|()| self.stdin.flush());
        said.map_err(|error| failed(&format!("broke off: {error}")))
    }

    fn answer(&mut self) -> Result<Reply, PromptError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        match self.replies.recv_timeout(left) {
            Ok(answer) => answer.map_err(|error| failed(&error.to_string())),
            Err(mpsc::RecvTimeoutError::Timeout) => Err(self.too_slow()),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(failed(&AssuanError::Ended.to_string())),
        }
    }

    fn expect_ok(&mut self) -> Result<Secret<Vec<u8>>, PromptError> {
        match self.answer()? {
            Reply::Done(data) => Ok(data),
            Reply::Refused { code, .. } if CANCELLED.contains(&code) => Err(PromptError::Unanswered),
            Reply::Refused { code: TIMED_OUT, .. } => Err(self.too_slow()),
            Reply::Refused { code, text } => Err(failed(&format!("failed (error {code}): {text}"))),
        }
    }

    /// Lets it put the terminal in order.
    fn end(mut self) {
        if self.say("BYE").is_ok() {
            let _ = self.running.wait(Instant::now() + BYE_WITHIN);
        }
    }

    fn too_slow(&self) -> PromptError {
        failed(&format!("was not answered in {} s", self.patience.as_secs()))
    }
}

/// Reads in a thread of its own, so that an answer can be given up. One that nobody takes is the last.
fn replies(stdout: ChildStdout) -> Receiver<Result<Reply, AssuanError>> {
    let (sender, receiver) = mpsc::sync_channel(1);
    thread::spawn(move || {
        // A byte at a time: what a buffer held would not be wiped.
        let mut stdout = BufReader::with_capacity(1, stdout);
        loop {
            let answer = reply(&mut stdout);
            let is_last = answer.is_err();
            if sender.send(answer).is_err() || is_last {
                break;
            }
        }
    });
    receiver
}

fn failed(why: &str) -> PromptError {
    PromptError::Program(Driver::Pinentry.name(), why.to_owned())
}
