//! What a source of keys needs of the process that it runs in.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use tegata_base::{AskError, Secret};
use zeroize::Zeroizing;

use crate::material::read_descriptor;

/// The person at the terminal, if there is one, the environment, and descriptors that were inherited.
pub trait Surroundings: Send + Sync {
    /// Asks for a password or PIN without showing it.
    ///
    /// # Errors
    /// [`AskError`] when nobody can be asked.
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError>;

    /// The value of an environment variable, whatever its bytes: it may be a path.
    fn variable(&self, name: &str) -> Option<Secret<Vec<u8>>>;

    /// All that an inherited descriptor gives, up to 1 MiB and a byte.
    ///
    /// # Errors
    /// What the system says.
    fn descriptor(&self, number: u32) -> io::Result<Zeroizing<Vec<u8>>> {
        read_descriptor(number)
    }
}

/// Surroundings that keep what a descriptor gave, since a pipe gives it once and a long-running command
/// asks again.
pub(crate) struct Remembering {
    inner: Arc<dyn Surroundings>,
    descriptors: Mutex<BTreeMap<u32, Zeroizing<Vec<u8>>>>,
}

impl Remembering {
    pub(crate) fn new(inner: Arc<dyn Surroundings>) -> Self {
        Self {
            inner,
            descriptors: Mutex::default(),
        }
    }
}

impl Surroundings for Remembering {
    fn ask(&self, question: &str) -> Result<Secret<String>, AskError> {
        self.inner.ask(question)
    }

    fn variable(&self, name: &str) -> Option<Secret<Vec<u8>>> {
        self.inner.variable(name)
    }

    fn descriptor(&self, number: u32) -> io::Result<Zeroizing<Vec<u8>>> {
        let mut kept = self.descriptors.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bytes) = kept.get(&number) {
            return Ok(bytes.clone());
        }
        let bytes = self.inner.descriptor(number)?;
        kept.insert(number, bytes.clone());
        Ok(bytes)
    }
}

#[cfg(test)]
pub(crate) mod testing;
