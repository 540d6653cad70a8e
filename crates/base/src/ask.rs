//! What can go wrong with a question to a person.

/// Nobody answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// No terminal to ask at.
    #[error("there is no terminal to ask for it")]
    NoTerminal,
    /// The question was broken off.
    #[error("the question was not answered")]
    Unanswered,
    /// A program that asks failed; its name, and how.
    #[error("{0}")]
    Program(String),
    /// Nobody answered in so many seconds.
    #[error("the question was not answered in {0} s")]
    TooLate(u64),
    /// The terminal failed.
    #[error("the terminal failed: {0}")]
    Failed(String),
}
