//! Asking the person.

use tegata_base::{AskError, Secret};

/// The person who can be asked for a passphrase, if there is one.
pub trait Ask: Send + Sync {
    /// Asks without showing the answer. `question` is a whole prompt, with its colon and space.
    ///
    /// # Errors
    /// [`AskError`] when nobody can be asked.
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError>;
}
