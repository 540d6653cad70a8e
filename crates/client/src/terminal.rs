//! The person at the terminal and the environment, as sources of keys need them.

mod quiet;

use tegata_base::Secret;
use tegata_keys::{AskError, Surroundings};

use crate::Environment;

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

impl Surroundings for ProcessSurroundings {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        match quiet::ask(question) {
            Ok(answer) => Ok(answer),
            Err(error) if is_absent(&error) => Err(AskError::NoTerminal),
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Err(AskError::Unanswered),
            Err(error) => Err(AskError::Failed(error.to_string())),
        }
    }

    fn variable(&self, name: &str) -> Option<Secret<Vec<u8>>> {
        self.environment
            .os(name)
            .map(|value| Secret::new(value.as_encoded_bytes().to_vec()))
    }
}

/// No `/dev/tty`: none there, or the process has no controlling terminal (`ENXIO`).
fn is_absent(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::NotFound || error.raw_os_error() == Some(6)
}
