//! The passphrase of a store of files: from a variable, from what keeps it unlocked, or asked for once.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use tegata_base::Secret;

use crate::{Ask, Backend, StoreError, Unlocked};

/// The variable that aws-vault takes it from. Set but empty, it is the empty passphrase.
pub(crate) const VARIABLE: &str = "AWS_VAULT_FILE_PASSPHRASE";

/// Where a passphrase comes from.
pub struct Passphrase {
    given: Option<Arc<Secret<Vec<u8>>>>,
    ask: Arc<dyn Ask>,
    answer: Mutex<Option<Arc<Secret<Vec<u8>>>>>,
    /// Who may know what opens the store; none any more when that knew nothing, or what it knew opened nothing.
    unlocked: Mutex<Option<Arc<dyn Unlocked>>>,
}

impl Passphrase {
    /// The value of `AWS_VAULT_FILE_PASSPHRASE`, if that is set, or else what the person answers.
    #[must_use]
    pub fn new(given: Option<Arc<Secret<Vec<u8>>>>, ask: Arc<dyn Ask>) -> Self {
        Self {
            given,
            ask,
            answer: Mutex::new(None),
            unlocked: Mutex::new(None),
        }
    }

    /// Before the person is asked, this is.
    #[must_use]
    pub fn or_unlocked(self, unlocked: Option<Arc<dyn Unlocked>>) -> Self {
        Self {
            unlocked: Mutex::new(unlocked),
            ..self
        }
    }

    /// What opens a store that is unlocked. What a variable says outranks it.
    pub(crate) fn opener(&self, backend: Backend, folder: &Path) -> Option<Arc<Secret<Vec<u8>>>> {
        if self.given.is_some() {
            return None;
        }
        let mut unlocked = self.unlocked.lock().unwrap_or_else(PoisonError::into_inner);
        let keeper = unlocked.take()?;
        let opener = keeper.opener(backend, folder)?;
        *unlocked = Some(keeper);
        Some(Arc::new(opener))
    }

    /// Asks no more who keeps the store unlocked, and says whether what that gave was in use.
    pub(crate) fn pass_over_unlocked(&self) -> bool {
        let mut unlocked = self.unlocked.lock().unwrap_or_else(PoisonError::into_inner);
        self.given.is_none() && unlocked.take().is_some()
    }

    /// The one that a variable gave, the person typed or an unlocked store has.
    pub(crate) fn known(&self) -> Option<Arc<Secret<Vec<u8>>>> {
        let answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        self.given.clone().or_else(|| answer.clone())
    }

    /// Takes that of an unlocked store for the answer.
    pub(crate) fn keep(&self, known: &Arc<Secret<Vec<u8>>>) {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(known));
    }

    /// The passphrase. Asks once, however many items it is for.
    pub(crate) fn get(&self, place: &str, question: &str) -> Result<Arc<Secret<Vec<u8>>>, StoreError> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        let mut answer = self.answer.lock().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have asked in between.
        if let Some(answer) = &*answer {
            return Ok(Arc::clone(answer));
        }
        let fresh = self.ask(place, question)?;
        *answer = Some(Arc::clone(&fresh));
        Ok(fresh)
    }

    /// Whether the person typed the same again, and not nothing; what a variable says or an unlocked store has is not typed.
    pub(crate) fn is_confirmed(
        &self,
        place: &str,
        question: &str,
        first: &Secret<Vec<u8>>,
    ) -> Result<bool, StoreError> {
        let unlocked = self.unlocked.lock().unwrap_or_else(PoisonError::into_inner);
        if self.given.is_some() || unlocked.is_some() {
            return Ok(true);
        }
        drop(unlocked);
        if first.expose().is_empty() {
            self.forget();
            return Err(StoreError::EmptyPassphrase {
                place: place.to_owned(),
                variable: VARIABLE,
            });
        }
        Ok(*self.ask(place, question)? == *first)
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
