//! Passwords that were answered at the terminal, which need not be asked for again, and passwords that
//! a TPM refused, which must not be sent again: it counts wrong ones and locks itself.

use std::sync::Arc;

use tegata_base::Secret;

/// What a password opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lock {
    /// A key, by the digest of its public area.
    Key([u8; 32]),
    /// A parent key or a hierarchy, by its handle.
    Parent(u32),
}

/// A password that may have to be kept for later.
pub(super) type Shared = Arc<Secret<String>>;

/// Refusals that are remembered; a long-running command meets one or two.
const MAX_REFUSED: usize = 64;

#[derive(Default)]
pub(super) struct Passwords {
    answers: Vec<(Lock, Shared)>,
    refused: Vec<(Lock, Shared)>,
}

impl Passwords {
    pub(super) fn answer(&self, lock: Lock) -> Option<Shared> {
        let found = self.answers.iter().find(|(of, _)| *of == lock);
        found.map(|(_, password)| Arc::clone(password))
    }

    pub(super) fn remember(&mut self, lock: Lock, password: Shared) {
        self.answers.retain(|(of, _)| *of != lock);
        self.answers.push((lock, password));
    }

    pub(super) fn was_refused(&self, lock: Lock, password: &Shared) -> bool {
        self.refused
            .iter()
            .any(|(of, refused)| *of == lock && refused == password)
    }

    pub(super) fn refuse(&mut self, lock: Lock, password: Shared) {
        self.answers.retain(|(of, _)| *of != lock);
        if self.refused.len() >= MAX_REFUSED {
            self.refused.remove(0);
        }
        self.refused.push((lock, password));
    }
}
