//! The person at the terminal and the environment, as sources of keys need them.

mod person;
mod quiet;
mod signals;
mod stars;

use std::fs::File;
use std::io;
use std::time::Duration;

use tegata_base::Secret;
use tegata_keys::{AskError, Surroundings};
use tegata_vault::Ask;

use crate::Environment;
pub use person::Person;
pub(crate) use quiet::Shown;

/// The terminal that a process belongs to.
pub(crate) const PATH: &str = quiet::TERMINAL;

/// This process's terminal and environment.
pub(crate) struct ProcessSurroundings {
    environment: Environment,
}

impl ProcessSurroundings {
    pub(crate) fn new(environment: &Environment) -> Self {
        Self {
            environment: environment.clone(),
        }
    }
}

/// The person at this process's terminal, whatever its streams are.
#[derive(Debug, Clone, Copy)]
pub struct Terminal;

impl Ask for Terminal {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        quiet::ask(question, Shown::Nothing, None).map_err(refused)
    }
}

/// Asks the person at this process's terminal, for so long.
pub(crate) fn ask_within(
    patience: Duration,
    question: &str,
    shown: Shown,
) -> Result<Secret<String>, AskError> {
    quiet::ask(question, shown, Some(patience)).map_err(|error| match error.kind() {
        io::ErrorKind::TimedOut => AskError::TooLate(patience.as_secs()),
        _ => refused(error),
    })
}

fn refused(error: io::Error) -> AskError {
    match error.kind() {
        _ if is_absent(&error) => AskError::NoTerminal,
        io::ErrorKind::UnexpectedEof => AskError::Unanswered,
        _ => AskError::Failed(error.to_string()),
    }
}

impl Surroundings for ProcessSurroundings {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        Terminal.ask(question)
    }

    fn variable(&self, name: &str) -> Option<Secret<Vec<u8>>> {
        self.environment
            .os(name)
            .map(|value| Secret::new(value.as_encoded_bytes().to_vec()))
    }
}

/// The terminal that this process belongs to, whatever its streams are.
pub(crate) fn open() -> io::Result<File> {
    File::options().read(true).write(true).open(PATH)
}

/// From now on this process sees to signals itself, for good, and calls [`end`] before it ends.
pub(crate) fn sees_to_signals() {
    signals::are_seen_to();
}

/// Leaves the terminal as it was, though a question stands there, and lets nobody ask another.
pub(crate) fn end() {
    quiet::end();
}

/// No `/dev/tty`: none there, or the process has no controlling terminal (`ENXIO`).
fn is_absent(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound || error.raw_os_error() == Some(6)
}
