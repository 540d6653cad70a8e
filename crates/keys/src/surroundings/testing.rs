//! Surroundings for tests.

use tegata_base::Secret;

use super::{AskError, Surroundings};

/// Nobody at the terminal, and these environment variables.
#[derive(Default)]
pub(crate) struct Unattended(pub(crate) &'static [(&'static str, &'static [u8])]);

impl Surroundings for Unattended {
    fn ask(&self, _: &str) -> Result<Secret<String>, AskError> {
        Err(AskError::NoTerminal)
    }

    fn variable(&self, name: &str) -> Option<Secret<Vec<u8>>> {
        let (_, value) = self.0.iter().find(|(known, _)| *known == name)?;
        Some(Secret::new(value.to_vec()))
    }
}
