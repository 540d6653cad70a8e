//! What a source of keys needs of the process that it runs in.

use tegata_base::Secret;

/// The person at the terminal, if there is one, and the environment.
pub trait Surroundings: Send + Sync {
    /// Asks for a password or PIN without showing it.
    ///
    /// # Errors
    /// [`AskError`] when nobody can be asked.
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError>;

    /// The value of an environment variable.
    fn variable(&self, name: &str) -> Option<Secret<String>>;
}

/// Nobody answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No terminal to ask at.
    #[error("there is no terminal to ask for it")]
    NoTerminal,
    /// The question was broken off.
    #[error("the question was not answered")]
    Unanswered,
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Failed(String),
}
