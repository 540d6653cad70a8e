//! Why a permit was not given.

use tegata_state::StoredPolicyError;

use crate::{AssumeError, Denied};

/// Why a permit was not given.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AuthzError {
    /// The policies say no.
    #[error("{}", .0.message)]
    Denied(Box<Denied>),
    /// The role cannot be assumed as asked.
    #[error(transparent)]
    Assume(#[from] AssumeError),
    /// A stored policy cannot be read; nothing is allowed on its account.
    #[error(transparent)]
    Stored(#[from] StoredPolicyError),
}
