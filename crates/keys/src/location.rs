//! Where a certificate, key or password is, as a flag names it.

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::pkcs11::{Uri, UriError};
use crate::spiffe::{Svid, SvidError};
use crate::tpm::{Handle, HandleError};

/// A place that a flag names: a path, `env:NAME`, `fd:NUMBER`, a `pkcs11:` URI (RFC 7512), a TPM's
/// `handle:HEX`, or `spiffe:` with or without an identity's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file.
    File(PathBuf),
    /// The value of an environment variable.
    Variable(String),
    /// What a descriptor that the process inherited gives, read once.
    Descriptor(u32),
    /// An object on a PKCS#11 token.
    Token(Uri),
    /// A key that a TPM keeps under this handle.
    TpmHandle(Handle),
    /// An identity of the SPIFFE Workload API, certificate and key in one.
    Spiffe(Svid),
}

/// The text is no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LocationError {
    /// `pkcs11:` with a mistake in what follows.
    #[error(transparent)]
    Uri(#[from] UriError),
    /// `handle:` with a mistake in what follows.
    #[error(transparent)]
    Handle(#[from] HandleError),
    /// `spiffe:` with a mistake in what follows.
    #[error(transparent)]
    Svid(#[from] SvidError),
    /// `fd:` without a number.
    #[error("{0:?} does not name a file descriptor; write fd:3")]
    Descriptor(String),
    /// `env:` without a name.
    #[error("env: names no variable; write env:NAME")]
    Variable,
}

impl Location {
    /// Reads a flag's value. An empty one is as good as none, as for `aws_signing_helper`.
    ///
    /// # Errors
    /// [`LocationError`].
    pub fn parse(text: &OsStr) -> Result<Option<Self>, LocationError> {
        let Some(utf8) = text.to_str() else {
            return Ok(Some(Self::File(text.into())));
        };
        if utf8.is_empty() {
            return Ok(None);
        }
        let Some((scheme, rest)) = utf8.split_once(':') else {
            return Ok(Some(Self::File(text.into())));
        };
        Ok(Some(match scheme {
            "pkcs11" => Self::Token(utf8.parse()?),
            "spiffe" => Self::Spiffe(utf8.parse()?),
            "handle" => Self::TpmHandle(rest.parse()?),
            "fd" => Self::Descriptor(
                rest.parse()
                    .map_err(|_| LocationError::Descriptor(utf8.chars().take(40).collect()))?,
            ),
            "env" if rest.is_empty() => return Err(LocationError::Variable),
            "env" => Self::Variable(rest.into()),
            _ => Self::File(text.into()),
        }))
    }
}
