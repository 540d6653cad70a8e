//! What can go wrong with a question to the person at the terminal.

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
