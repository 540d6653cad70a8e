//! `exec`: a program with a profile's credentials in its environment, in the place of this process.
//!
//! ```text
//! plan, credentials ─▶ ChildEnvironment: this one's, less what would speak for another, plus theirs ─▶ execve
//! ```

mod environment;

use std::ffi::{OsStr, OsString};
use std::io::{self, IsTerminal as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use crate::go_format::quoted;
use crate::{Edge, Environment, NotUnicode};
pub use environment::{ChildEnvironment, HandOver, IDENTITY};

/// Whose habits hold where the two programs differ that this is called as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Habits {
    /// Its own.
    Tegata,
    /// aws-vault's.
    AwsVault,
}

/// Why a program did not run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExecError {
    /// aws-vault refuses to run in itself.
    #[error(
        "running in an existing aws-vault subshell; 'exit' from the subshell or unset AWS_VAULT to force"
    )]
    Nested,
    /// It is not there.
    #[error("there is no program {0:?} in PATH; is it installed?")]
    NotFound(OsString),
    /// It is there and cannot be run.
    #[error("cannot run {program:?}: {error}")]
    System {
        /// The program.
        program: OsString,
        /// What the system says.
        error: io::Error,
    },
    /// A variable that is no text.
    #[error(transparent)]
    Variable(#[from] NotUnicode),
}

impl ExecError {
    /// The exit code that shells give for it.
    #[must_use]
    pub const fn exit_code(&self, habits: Habits) -> u8 {
        match (habits, self) {
            (Habits::Tegata, Self::NotFound(_)) => 127,
            (Habits::Tegata, Self::System { .. }) => 126,
            _ => 1,
        }
    }

    /// What is told of it: as aws-vault a program that is not there in the words of Go's library.
    #[must_use]
    pub fn told(&self, habits: Habits) -> String {
        match (habits, self) {
            (Habits::AwsVault, Self::NotFound(program)) => {
                let bytes = program.as_encoded_bytes();
                match bytes.contains(&b'/') {
                    true => format!(
                        "fork/exec {}: no such file or directory",
                        Path::new(program).display()
                    ),
                    false => format!("exec: {}: executable file not found in $PATH", quoted(bytes)),
                }
            }
            _ => self.to_string(),
        }
    }
}

/// Refuses to run in a child of its own, as aws-vault does.
///
/// # Errors
/// [`ExecError::Nested`].
pub fn refuse_nested(habits: Habits, environment: &Environment) -> Result<(), ExecError> {
    match habits == Habits::AwsVault && environment.os("AWS_VAULT").is_some() {
        true => Err(ExecError::Nested),
        false => Ok(()),
    }
}

/// What is to be run: the words that were given, or the user's shell.
#[must_use]
pub fn command_or_shell(words: &[OsString], environment: &Environment) -> Vec<OsString> {
    if !words.is_empty() {
        return words.to_vec();
    }
    let shell = environment.os("SHELL").unwrap_or(OsStr::new("/bin/sh"));
    vec![shell.to_owned()]
}

/// Tells how to leave a subshell, where a person has one before them and nothing else is told.
pub fn greet(shell: &OsStr, profile: &str, habits: Habits, edge: &mut Edge<'_>) {
    let is_unwanted = edge.environment.os("AWS_VAULT_DISABLE_HELP_MESSAGE") == Some(OsStr::new("1"));
    if is_unwanted || !io::stdout().is_terminal() {
        return;
    }
    let shell = Path::new(shell).display();
    edge.tell(&match habits {
        Habits::Tegata => {
            format!("Starting subshell {shell} with the credentials of {profile}, use `exit` to leave it")
        }
        Habits::AwsVault => format!("Starting subshell {shell}, use `exit` to exit the subshell"),
    });
}

/// Puts the program in the place of this process. Returns only when it cannot be run.
#[must_use]
pub fn replace_process(words: &[OsString], environment: &ChildEnvironment) -> ExecError {
    let Some((program, arguments)) = words.split_first() else {
        return ExecError::NotFound(OsString::new());
    };
    let error = command(program, arguments, environment).exec();
    failure(program, error)
}

/// The program as a child, for whoever stays beside it.
pub(crate) fn command(program: &OsStr, arguments: &[OsString], environment: &ChildEnvironment) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env_clear().envs(environment.variables());
    command
}

pub(crate) fn failure(program: &OsStr, error: io::Error) -> ExecError {
    let program = program.to_owned();
    match error.kind() {
        io::ErrorKind::NotFound => ExecError::NotFound(program),
        _ => ExecError::System { program, error },
    }
}
