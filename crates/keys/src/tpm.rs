//! Keys in a TPM 2.0.

use std::str::FromStr;
use std::sync::Arc;

use crate::{KeyError, Loaded, SourceSpec, Surroundings};

/// A TPM 2.0 handle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handle(u32);

/// The text is not a handle.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not the handle of a TPM key; write handle:0x81000001")]
pub struct HandleError(String);

impl FromStr for Handle {
    type Err = HandleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits = text
            .strip_prefix("0x")
            .or_else(|| text.strip_prefix("0X"))
            .unwrap_or(text);
        u32::from_str_radix(digits, 16)
            .ok()
            .filter(|_| !digits.starts_with('+'))
            .map(Self)
            .ok_or_else(|| HandleError(text.chars().take(40).collect()))
    }
}

pub(crate) fn load_handle(_: Handle, _: &SourceSpec, _: &Arc<dyn Surroundings>) -> Result<Loaded, KeyError> {
    Err(KeyError::NotBuilt { what: "TPM handles" })
}
