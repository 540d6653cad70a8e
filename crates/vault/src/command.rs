//! Running another program with a secret on its standard input or output: within a time, and within bounds.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tegata_base::Secret;
use zeroize::Zeroizing;

/// A person may have to type a passphrase into a dialog, or to touch a key.
const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(5);

/// Bytes of complaints that are kept.
const MAX_COMPLAINT: u64 = 4 << 10;

/// Why a program did not do it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// It is not there, or not a program.
    #[error("{program} cannot be run: {error}")]
    Start {
        /// Its name or path.
        program: String,
        /// What the system says.
        error: io::Error,
    },
    /// It ended otherwise.
    #[error("{program} failed ({status}){}", after_colon(.complaint))]
    Failed {
        /// Its name or path.
        program: String,
        /// How it ended.
        status: ExitStatus,
        /// The last line it wrote to its standard error.
        complaint: String,
    },
    /// Nobody answered what it asked.
    #[error("{program} did not end in {} s; does it wait for an answer in a window that nobody sees?", .after.as_secs())]
    TooSlow {
        /// Its name or path.
        program: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// More than an item.
    #[error("{program} gave more than {limit} bytes")]
    TooMuch {
        /// Its name or path.
        program: String,
        /// The limit.
        limit: usize,
    },
    /// A pipe broke.
    #[error("{program} broke off: {error}")]
    Pipe {
        /// Its name or path.
        program: String,
        /// What the system says.
        error: io::Error,
    },
}

fn after_colon(complaint: &str) -> String {
    match complaint {
        "" => String::new(),
        complaint => format!(": {complaint}"),
    }
}

/// A program to run.
pub(crate) struct Program<'a> {
    pub(crate) path: &'a OsStr,
    pub(crate) variable: (&'static str, &'a Path),
    /// Bytes of output that are taken.
    pub(crate) limit: usize,
}

impl Program<'_> {
    /// What it writes to its standard output when it succeeds.
    pub(crate) fn run(
        &self,
        args: &[OsString],
        input: Option<&Secret<Vec<u8>>>,
    ) -> Result<Secret<Vec<u8>>, CommandError> {
        let mut child = self.start(args, input.is_some())?;
        let output = drain(child.stdout.take(), self.limit as u64 + 1);
        let errors = drain(child.stderr.take(), MAX_COMPLAINT);
        let fed = feed(&mut child, input);
        let status = self.wait(&mut child)?;
        let output = collected(output).map_err(|error| self.broke(error))?;
        if !status.success() {
            let complaint = last_line(&collected(errors).unwrap_or_default());
            return Err(CommandError::Failed {
                program: self.name(),
                status,
                complaint,
            });
        }
        fed.map_err(|error| self.broke(error))?;
        if output.len() > self.limit {
            return Err(CommandError::TooMuch {
                program: self.name(),
                limit: self.limit,
            });
        }
        Ok(Secret::new(output.to_vec()))
    }

    fn start(&self, args: &[OsString], has_input: bool) -> Result<Child, CommandError> {
        let (variable, value) = self.variable;
        Command::new(self.path)
            .args(args)
            .env(variable, value)
            .stdin(if has_input { Stdio::piped() } else { Stdio::null() })
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| CommandError::Start {
                program: self.name(),
                error,
            })
    }

    fn wait(&self, child: &mut Child) -> Result<ExitStatus, CommandError> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if let Some(status) = child.try_wait().map_err(|error| self.broke(error))? {
                return Ok(status);
            }
            thread::sleep(PAUSE);
        }
        let _ = child.kill();
        let _ = child.wait();
        Err(CommandError::TooSlow {
            program: self.name(),
            after: PATIENCE,
        })
    }

    fn broke(&self, error: io::Error) -> CommandError {
        CommandError::Pipe {
            program: self.name(),
            error,
        }
    }

    fn name(&self) -> String {
        self.path.to_string_lossy().into_owned()
    }
}

/// Writes the input. It is smaller than a pipe or is read at once, so this does not wait for long.
fn feed(child: &mut Child, input: Option<&Secret<Vec<u8>>>) -> io::Result<()> {
    match (child.stdin.take(), input) {
        (Some(mut pipe), Some(input)) => pipe.write_all(input.expose()),
        _ => Ok(()),
    }
}

type Drained = JoinHandle<io::Result<Zeroizing<Vec<u8>>>>;

/// Reads what is kept, and what is not, so that the program is not held up.
fn drain(pipe: Option<impl Read + Send + 'static>, keep: u64) -> Option<Drained> {
    let mut pipe = pipe?;
    Some(thread::spawn(move || {
        let mut kept = Zeroizing::new(Vec::with_capacity(usize::try_from(keep).unwrap_or_default()));
        pipe.by_ref().take(keep).read_to_end(&mut kept)?;
        io::copy(&mut pipe, &mut io::sink())?;
        Ok(kept)
    }))
}

fn collected(drained: Option<Drained>) -> io::Result<Zeroizing<Vec<u8>>> {
    match drained.map(JoinHandle::join) {
        Some(Ok(bytes)) => bytes,
        Some(Err(_)) => Err(io::Error::other("its output could not be read")),
        None => Ok(Zeroizing::default()),
    }
}

/// The last line with something on it, without what would move a terminal's cursor.
fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    let visible = line.unwrap_or_default().chars().filter(|c| !c.is_control());
    visible.take(300).collect()
}
