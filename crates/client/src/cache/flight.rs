//! Of several processes that want the same answer, one asks for it and the others wait for what it gets, be it
//! a refusal.

use std::fmt::Display;
use std::time::Duration;

use super::directory::Directory;
use super::failure;
use crate::Edge;
use crate::private_file::{Lock, PrivateFileError};

/// What came of it.
pub(crate) enum Landed<T, E> {
    /// The answer: kept, or new.
    Answer(T),
    /// This process was refused.
    Refused(E),
    /// The process was told so that this one waited for.
    Shared(String),
}

/// An answer that is looked for, and asked for only by one process at a time.
pub(crate) struct Flight<'f> {
    pub(crate) directory: &'f Directory,
    /// 64 hexadecimal digits.
    pub(crate) name: &'f str,
    /// How long to wait for the one that asks.
    pub(crate) patience: Duration,
    /// Whether what that one was refused is refused here, too.
    pub(crate) heeds_failures: bool,
}

impl Flight<'_> {
    /// Looks, or waits and looks, or asks. `ask` keeps what it gets, under the lock that it is handed, where
    /// that can be had; what went wrong with that is told by `trouble`. Those that wait are told of a failure that
    /// `is_everybodys`; after another they ask themselves.
    pub(crate) fn land<T, E: Display>(
        &self,
        edge: &mut Edge<'_>,
        mut look: impl FnMut(&mut Edge<'_>) -> Option<T>,
        ask: impl FnOnce(&mut Edge<'_>, Option<&Lock>) -> Result<T, E>,
        is_everybodys: impl FnOnce(&E) -> bool,
        trouble: impl FnOnce(PrivateFileError, &mut Edge<'_>),
    ) -> Landed<T, E> {
        if let Some(found) = look(edge) {
            return Landed::Answer(found);
        }
        let began = (edge.clock)();
        let lock = self.directory.lock(self.name, self.patience, edge);
        if let Some(found) = look(edge) {
            return Landed::Answer(found);
        }
        if self.heeds_failures
            && lock.as_ref().is_ok_and(Lock::waited)
            && let Some(cause) = self.failure_since(began, edge)
        {
            return Landed::Shared(cause);
        }
        let asked = ask(edge, lock.as_ref().ok());
        let recorded = match (&lock, &asked) {
            (Ok(held), Err(error)) if is_everybodys(error) => self.record(held, error, edge),
            (Ok(_), Ok(_)) => {
                self.directory.remove(&self.failed());
                Ok(())
            }
            _ => Ok(()),
        };
        if let Err(error) = lock.map(drop).and(recorded) {
            trouble(error, edge);
        }
        match asked {
            Ok(answer) => Landed::Answer(answer),
            Err(error) => Landed::Refused(error),
        }
    }

    fn record(&self, held: &Lock, error: &impl Display, edge: &Edge<'_>) -> Result<(), PrivateFileError> {
        let record = failure::written((edge.clock)(), &error.to_string());
        self.directory.write(held, &self.failed(), record.as_bytes())
    }

    /// Why the process failed that had the lock since `began`.
    fn failure_since(&self, began: jiff::Timestamp, edge: &Edge<'_>) -> Option<String> {
        let record = self.directory.read(&self.failed())?;
        failure::since(&record, began, (edge.clock)())
    }

    fn failed(&self) -> String {
        format!("{}.failed", self.name)
    }
}
