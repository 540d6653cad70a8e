//! The world outside as values, so that commands can be tested without it.

use std::collections::BTreeMap;
use std::io::Write;
use std::time::Duration;

use jiff::Timestamp;
use tegata_base::Rng;
use tegata_crypto::OsRng;

/// Environment variables; an empty one counts as unset, as for the AWS SDKs.
#[derive(Debug, Clone, Default)]
pub struct Environment(BTreeMap<String, String>);

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
    pub fn new(variables: impl IntoIterator<Item = (String, String)>) -> Self {
        Self(
            variables
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .collect(),
        )
    }

    /// This process's variables; those that are not Unicode are left out.
    #[must_use]
    pub fn of_process() -> Self {
        Self::new(
            std::env::vars_os()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        )
    }

    /// The value of a variable.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The first of several variables that is set.
    #[must_use]
    pub fn first(&self, names: &[&str]) -> Option<&str> {
        names.iter().find_map(|name| self.get(name))
    }

    /// Whether a variable is `true`, in any case.
    #[must_use]
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case("true"))
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

    /// Tells the user something on stderr. A closed stderr is no reason to stop.
    pub fn tell(&mut self, line: &str) {
        let _ = writeln!(self.stderr, "{line}");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge: the one place that reads the clock"
)]
fn now() -> Timestamp {
    Timestamp::now()
}
