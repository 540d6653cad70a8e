//! The passphrase of a store of files: from a variable, or asked for once.

use std::sync::{Arc, Mutex, PoisonError};

use tegata_base::Secret;

use crate::{Ask, StoreError};

/// The variable that aws-vault takes it from. Set but empty, it is the empty passphrase.
pub(crate) const VARIABLE: &str = "AWS_VAULT_FILE_PASSPHRASE";

/// Where a passphrase comes from.
pub struct Passphrase {
    given: Option<Arc<Secret<Vec<u8>>>>,
    ask: Arc<dyn Ask>,
    answer: Mutex<Option<Arc<Secret<Vec<u8>>>>>,
}

impl Passphrase {
    /// The value of `AWS_VAULT_FILE_PASSPHRASE`, if that is set, or else what the person answers.
    #[must_use]
    pub fn new(given: Option<Arc<Secret<Vec<u8>>>>, ask: Arc<dyn Ask>) -> Self {
        Self {
            given,
            ask,
            answer: Mutex::new(None),
        }
    }

    /// The passphrase. Asks once, however many items it is for.
    pub(crate) fn get(&self, place: &str, question: &str) -> Result<Arc<Secret<Vec<u8>>>, StoreError> {
        if let Some(given) = &self.given {
            return Ok(Arc::clone(given));
        }
        let mut answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = &*answer {
            return Ok(Arc::clone(answer));
        }
        let fresh = self.ask(place, question)?;
        *answer = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// Whether the person typed the same again; what a variable says is not typed.
    pub(crate) fn is_confirmed(
        &self,
        place: &str,
        question: &str,
        first: &Secret<Vec<u8>>,
    ) -> Result<bool, StoreError> {
        match self.given {
            Some(_) => Ok(true),
            None => Ok(*self.ask(place, question)? == *first),
        }
    }

    /// Where the passphrase came from, if from a variable.
    pub(crate) fn variable(&self) -> Option<&'static str> {
        self.given.as_ref().map(|_| VARIABLE)
    }

    /// Asks again the next time: this one opened nothing.
    pub(crate) fn forget(&self) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn ask(&self, place: &str, question: &str) -> Result<Arc<Secret<Vec<u8>>>, StoreError> {
        let typed = self.ask.ask(question).map_err(|error| StoreError::NoPassphrase {
            place: place.to_owned(),
            error,
            variable: VARIABLE,
        })?;
        Ok(Arc::new(Secret::new(typed.expose().as_bytes().to_vec())))
    }
}
