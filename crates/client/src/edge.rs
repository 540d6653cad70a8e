//! The world outside as values, so that commands can be tested without it.

use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::{self, Write};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tegata_base::{Rng, Secret};
use tegata_crypto::OsRng;

/// Environment variables; an empty one counts as unset, as for the AWS SDKs, unless it is asked for with
/// [`set_or_empty`](Self::set_or_empty).
///
/// Any of them may hold a secret, so they are kept as one, and `Debug` shows their names alone. A value is
/// any bytes: one that is wanted as text and is none is an error, never as good as unset.
#[derive(Clone, Default)]
pub struct Environment(Arc<BTreeMap<String, Secret<Vec<u8>>>>);

/// A variable that is wanted as text is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the value of the variable {0} is not Unicode; set it anew, or unset it")]
pub struct NotUnicode(String);

/// What a command needs of the world.
pub struct Edge<'a> {
    /// Environment variables.
    pub environment: &'a Environment,
    /// The wall clock.
    pub clock: &'a dyn Fn() -> Timestamp,
    /// Waits between attempts.
    pub sleep: &'a dyn Fn(Duration),
    /// Randomness.
    pub rng: &'a mut dyn Rng,
    /// Only what a program reads.
    pub stdout: &'a mut dyn Write,
    /// Warnings and what `--debug` tells.
    pub stderr: &'a mut dyn Write,
}

impl Environment {
    /// From names and values.
    #[must_use]
    pub fn new(variables: impl IntoIterator<Item = (String, impl Into<OsString>)>) -> Self {
        let kept = variables
            .into_iter()
            .map(|(name, value)| (name, Secret::new(value.into().into_vec())));
        Self(Arc::new(kept.collect()))
    }

    /// This process's variables. Nothing asks for one whose name is not Unicode.
    #[must_use]
    pub fn of_process() -> Self {
        Self::new(std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value))))
    }

    /// The value of a variable, whatever its bytes.
    #[must_use]
    pub fn os(&self, name: &str) -> Option<&OsStr> {
        self.set_or_empty(name).filter(|value| !value.is_empty())
    }

    /// The value of a variable, also of one of the few in which an empty value says something.
    #[must_use]
    pub fn set_or_empty(&self, name: &str) -> Option<&OsStr> {
        self.0.get(name).map(|value| OsStr::from_bytes(value.expose()))
    }

    /// The value of a variable that names a file or directory.
    #[must_use]
    pub fn path(&self, name: &str) -> Option<&Path> {
        self.os(name).map(Path::new)
    }

    /// The value of a variable that is text.
    ///
    /// # Errors
    /// [`NotUnicode`].
    pub fn text(&self, name: &str) -> Result<Option<&str>, NotUnicode> {
        self.os(name)
            .map(|value| value.to_str().ok_or_else(|| NotUnicode(name.into())))
            .transpose()
    }

    /// The text of the first of several variables that is set.
    ///
    /// # Errors
    /// [`NotUnicode`].
    pub fn first(&self, names: &[&str]) -> Result<Option<&str>, NotUnicode> {
        names
            .iter()
            .find(|name| self.os(name).is_some())
            .map_or(Ok(None), |name| self.text(name))
    }

    /// The names of all that are set.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Whether a variable is `true`, in any case.
    ///
    /// # Errors
    /// [`NotUnicode`].
    pub fn is_true(&self, name: &str) -> Result<bool, NotUnicode> {
        let value = self.text(name)?;
        Ok(value.is_some_and(|value| value.eq_ignore_ascii_case("true")))
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A stream that takes what a reader that has gone does not.
struct EvenIfUnread<'s>(&'s mut dyn Write);

impl Write for EvenIfUnread<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.write(bytes) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(bytes.len()),
            written => written,
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self.0.flush() {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            flushed => flushed,
        }
    }
}

impl Edge<'_> {
    /// Runs a command with this process's environment, clock and streams.
    pub fn with_process<T>(command: impl FnOnce(&mut Edge<'_>) -> T) -> T {
        command(&mut Edge {
            environment: &Environment::of_process(),
            clock: &now,
            sleep: &std::thread::sleep,
            rng: &mut OsRng,
            stdout: &mut std::io::stdout(),
            stderr: &mut std::io::stderr(),
        })
    }

    /// Runs a command that changes something: that nobody reads any more what it tells, such as `head`, is no reason to
    /// stop half-way.
    pub fn to_the_end<T>(&mut self, command: impl FnOnce(&mut Edge<'_>) -> T) -> T {
        command(&mut Edge {
            environment: self.environment,
            clock: self.clock,
            sleep: self.sleep,
            rng: &mut *self.rng,
            stdout: &mut EvenIfUnread(&mut *self.stdout),
            stderr: &mut *self.stderr,
        })
    }

    /// Tells the user something on stderr. A closed stderr is no reason to stop.
    pub fn tell(&mut self, line: &str) {
        let _ = writeln!(self.stderr, "{line}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge: the one place that reads the clock"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests;
