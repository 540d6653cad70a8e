//! What came of a step, and whether it is what the step says.

use std::fmt::Display;
use std::io;
use std::path::PathBuf;

use tegata_client::provider::ProviderError;
use tegata_client::{CallError, CreateSessionError, EndpointError};
use tegata_pki::issue::IssueError;
use tegata_wire::ServiceError;

use super::command::Command;

/// A step that was taken.
pub(super) struct Told {
    /// What does the same from a shell.
    pub(super) command: Command,
    /// What came of it.
    pub(super) outcome: Outcome,
}

/// What came of a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// It was done, as it must be.
    Done(String),
    /// It was done; these lines are its answer.
    Shown(String),
    /// It was refused, as it must be.
    Refused {
        /// AWS's error code.
        code: String,
        /// What the server said.
        message: String,
    },
    /// Something else happened.
    Unexpected {
        /// What should have happened.
        expected: String,
        /// What did.
        seen: String,
    },
}

/// Why a step could not be taken at all.
#[derive(Debug, thiserror::Error)]
pub(super) enum Trouble {
    #[error("{}: {cause}", path.display())]
    File { path: PathBuf, cause: io::Error },
    #[error("{} already exists: choose another directory, or remove it", .0.display())]
    Exists(PathBuf),
    #[error("{} is not a path that a command can be shown with", .0.display())]
    NotText(PathBuf),
    #[error(transparent)]
    Init(#[from] tegata_server::InitError),
    #[error(transparent)]
    Start(#[from] tegata_server::StartError),
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    #[error(transparent)]
    Issue(#[from] IssueError),
    #[error(transparent)]
    Credentials(#[from] ProviderError),
    #[error("a key cannot be made: {0}")]
    Key(String),
    #[error("{0}")]
    Arguments(String),
    #[error("an earlier step made no {0}")]
    Missing(&'static str),
}

/// An error that may be a service's refusal.
pub(super) trait MaybeRefusal: Display {
    /// What the service said.
    fn said(&self) -> Option<&ServiceError>;
}

impl MaybeRefusal for CallError {
    fn said(&self) -> Option<&ServiceError> {
        match self {
            Self::Service { error, .. } => Some(error),
            _ => None,
        }
    }
}

impl MaybeRefusal for ProviderError {
    fn said(&self) -> Option<&ServiceError> {
        match self {
            Self::CreateSession(CreateSessionError::Refused { error, .. }) => Some(error),
            _ => None,
        }
    }
}

impl Outcome {
    /// The step must be done. `check` tells what is worth telling of the answer, or what is wrong with
    /// it.
    pub(super) fn done<T, E: Display>(
        result: Result<T, E>,
        check: impl FnOnce(T) -> Result<String, Wrong>,
    ) -> Self {
        match result.map(check) {
            Ok(Ok(detail)) => Self::Done(detail),
            Ok(Err(Wrong { expected, seen })) => Self::Unexpected { expected, seen },
            Err(error) => Self::Unexpected {
                expected: "an answer".to_owned(),
                seen: error.to_string(),
            },
        }
    }

    /// The step must be refused with this code, and a message that has these words.
    pub(super) fn refused<T, E: MaybeRefusal>(result: Result<T, E>, code: &str, words: &str) -> Self {
        let expected = || format!("{code} with \"{words}\"");
        let error = match result {
            Ok(_) => {
                return Self::Unexpected {
                    expected: expected(),
                    seen: "an answer".to_owned(),
                };
            }
            Err(error) => error,
        };
        match error.said() {
            Some(ServiceError {
                code: Some(found),
                message: Some(message),
                ..
            }) if found == code && message.contains(words) => Self::Refused {
                code: found.clone(),
                message: message.clone(),
            },
            _ => Self::Unexpected {
                expected: expected(),
                seen: error.to_string(),
            },
        }
    }
}

/// An answer that is not the one told of.
pub(super) struct Wrong {
    pub(super) expected: String,
    pub(super) seen: String,
}

impl Wrong {
    pub(super) fn new(expected: impl Into<String>, seen: impl Into<String>) -> Self {
        Self {
            expected: expected.into(),
            seen: seen.into(),
        }
    }
}
