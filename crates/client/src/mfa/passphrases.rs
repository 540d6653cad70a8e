//! Passphrases of keystores, asked for with the same drivers as codes.

use tegata_base::{AskError, Secret};
use tegata_vault::Ask;

use super::driver::Wanted;
use super::prompts::{PromptError, Prompts};
use super::{DriverArgs, Face, MfaError};
use crate::Environment;
use crate::terminal::{Person, Terminal};

/// The person, who knows the passphrase: at the terminal, or where a dialog can be shown.
///
/// The question and the line end after it go to the terminal or the dialog, never to standard output.
pub struct Passphrases(Prompts);

impl Passphrases {
    /// Nothing is asked yet; `face` is where the command stands when it asks.
    ///
    /// # Errors
    /// [`MfaError`], for flags and variables that make no sense.
    pub fn new(args: &DriverArgs, face: Face, environment: &Environment) -> Result<Self, MfaError> {
        Prompts::new(args, face, environment).map(Self)
    }

    /// From now on a child has the terminal: whoever is asked is asked elsewhere.
    pub(crate) fn leave_terminal(&self) {
        self.0.leave_terminal();
    }
}

impl Ask for Passphrases {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        let driver = self.0.driver(Wanted::Passphrase).ok_or(AskError::NoTerminal)?;
        let answer = self.0.ask(driver, Wanted::Passphrase, question);
        answer.map_err(|error| match error {
            PromptError::Terminal(error) => error,
            PromptError::Unanswered => AskError::Unanswered,
            error => AskError::Program(error.to_string()),
        })
    }
}

/// What is typed in at length, such as a new key, is asked for at the terminal alone.
impl Person for Passphrases {
    fn line(&self, question: &str) -> Result<String, AskError> {
        Terminal.line(question)
    }

    fn secret(&self, question: &str) -> Result<Secret<String>, AskError> {
        Terminal.secret(question)
    }
}
