//! Running another program with a secret on its standard input or output: within a time, and within bounds.

use std::ffi::{OsStr, OsString};
use std::io::{self, Read, Write as _};
use std::mem;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tegata_base::Secret;
use zeroize::Zeroizing;

/// A person may have to type a passphrase into a dialog, or to touch a key.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);
const PAUSE: Duration = Duration::from_millis(5);

/// For what a program that has ended left in its pipes. One that it left running may keep them open for ever.
const AFTERWARDS: Duration = Duration::from_secs(1);

/// Bytes of complaints that are kept.
const MAX_COMPLAINT: usize = 4 << 10;

/// Why a program did not do it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// It is not there.
    #[error("{program} is not there; install it, or choose another store with --backend, such as file")]
    NotFound {
        /// Its name or path.
        program: String,
    },
    /// It is not a program, or may not be run.
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
    /// How long it may take.
    pub(crate) patience: Duration,
}

impl Program<'_> {
    /// What it writes to its standard output when it succeeds.
    ///
    /// It is fed and read at the same time, each on a thread that is not waited for when the program has ended
    /// or was killed: whatever it does with its pipes, this ends.
    pub(crate) fn run(
        &self,
        args: &[OsString],
        input: Option<&Secret<Vec<u8>>>,
    ) -> Result<Secret<Vec<u8>>, CommandError> {
        let mut child = self.start(args, input.is_some())?;
        let fed = feed(child.stdin.take(), input);
        let output = Drained::of(child.stdout.take(), self.limit.saturating_add(1));
        let errors = Drained::of(child.stderr.take(), MAX_COMPLAINT);
        let status = self.wait(&mut child)?;
        let deadline = Instant::now() + AFTERWARDS;
        let output = output.by(deadline).map_err(|error| self.broke(error))?;
        if !status.success() {
            let complaint = last_line(&errors.by(deadline).unwrap_or_default());
            return Err(CommandError::Failed {
                program: self.name(),
                status,
                complaint,
            });
        }
        // A program that ended well and left its input unread did not keep it.
        let unread = || io::Error::new(io::ErrorKind::BrokenPipe, "it did not read what it was given");
        fed.recv_timeout(left_until(deadline))
            .unwrap_or_else(|_| Err(unread()))
            .map_err(|error| self.broke(error))?;
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
            .map_err(|error| match error.kind() {
                io::ErrorKind::NotFound => CommandError::NotFound { program: self.name() },
                _ => CommandError::Start {
                    program: self.name(),
                    error,
                },
            })
    }

    fn wait(&self, child: &mut Child) -> Result<ExitStatus, CommandError> {
        let started = Instant::now();
        while started.elapsed() < self.patience {
            if let Some(status) = child.try_wait().map_err(|error| self.broke(error))? {
                return Ok(status);
            }
            thread::sleep(PAUSE);
        }
        let _ = child.kill();
        let _ = child.wait();
        Err(CommandError::TooSlow {
            program: self.name(),
            after: self.patience,
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

/// Writes the input, and tells how that went. One that nobody reads is wiped when its reader has gone.
fn feed(pipe: Option<ChildStdin>, input: Option<&Secret<Vec<u8>>>) -> Receiver<io::Result<()>> {
    let (told, done) = mpsc::sync_channel(1);
    match (pipe, input) {
        (Some(mut pipe), Some(input)) => {
            let input = Zeroizing::new(input.expose().clone());
            thread::spawn(move || {
                let written = pipe.write_all(&input);
                drop(pipe);
                // Nobody listens any more when the program was given up.
                let _ = told.send(written);
            });
        }
        _ => {
            let _ = told.send(Ok(()));
        }
    }
    done
}

/// What comes out of a pipe.
struct Drained {
    kept: Arc<Mutex<Zeroizing<Vec<u8>>>>,
    ended: Receiver<io::Result<()>>,
}

impl Drained {
    /// Reads what is kept, and what is not, so that the program is not held up.
    fn of(pipe: Option<impl Read + Send + 'static>, keep: usize) -> Self {
        // Enough for all of it, so that no half of it stays behind where it grew.
        let kept = Arc::new(Mutex::new(Zeroizing::new(Vec::with_capacity(keep))));
        let (told, ended) = mpsc::sync_channel(1);
        let filled = Arc::clone(&kept);
        match pipe {
            Some(pipe) => drop(thread::spawn(move || told.send(drain(pipe, &filled, keep)))),
            None => drop(told.send(Ok(()))),
        }
        Self { kept, ended }
    }

    /// What there is at the end of the pipe, or when it was waited for long enough.
    fn by(self, deadline: Instant) -> io::Result<Zeroizing<Vec<u8>>> {
        match self.ended.recv_timeout(left_until(deadline)) {
            Ok(Err(error)) => Err(error),
            // The program itself has ended, so what it wrote is there.
            Ok(Ok(())) | Err(RecvTimeoutError::Timeout) => Ok(mem::take(
                &mut *self.kept.lock().unwrap_or_else(PoisonError::into_inner),
            )),
            Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("its output could not be read")),
        }
    }
}

fn drain(mut pipe: impl Read, kept: &Mutex<Zeroizing<Vec<u8>>>, keep: usize) -> io::Result<()> {
    let mut some = Zeroizing::new([0; 4096]);
    loop {
        let read = match pipe.read(&mut *some) {
            Ok(0) => return Ok(()),
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
        let room = keep.saturating_sub(kept.len());
        kept.extend_from_slice(some.get(..read.min(room)).unwrap_or_default());
    }
}

fn left_until(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

/// The last line with something on it, without what would move a terminal's cursor.
fn last_line(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let line = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    let visible = line.unwrap_or_default().chars().filter(|c| !c.is_control());
    visible.take(300).collect()
}

#[cfg(all(test, unix))]
mod tests;
