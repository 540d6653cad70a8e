//! Where a certificate, key or password is, as a flag names it.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Path, PathBuf};

use crate::pkcs11::{Uri, UriError, pin_file};
use crate::spiffe::{Svid, SvidError};
use crate::telltale::{is_nearly_a_token, may_hold_a_secret};
use crate::tpm::{Handle, HandleError};

/// A place that a flag names: a path, `env:NAME`, `fd:NUMBER`, a `pkcs11:` URI (RFC 7512), a TPM's
/// `handle:HEX`, or `spiffe:` with or without an identity's name. The part before the colon may be in
/// capitals, as that of every URI (RFC 3986 section 3.1).
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

/// As a flag could name it, and messages do; a token's URI without its PIN and module.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Variable(name) => write!(f, "env:{name}"),
            Self::Descriptor(number) => write!(f, "fd:{number}"),
            Self::Token(uri) => uri.clone().without_query().fmt(f),
            Self::TpmHandle(handle) => handle.fmt(f),
            Self::Spiffe(svid) => svid.fmt(f),
        }
    }
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
    /// Neither a URI as it should be nor likely a file, and not shown.
    #[error(
        "it may hold a PIN or password, so it is not shown: a PKCS#11 URI begins with pkcs11:, without blanks or \
         quotes before it, and gives its PIN by ?pin-source=; a password is read from a file, env:NAME or fd:NUMBER"
    )]
    Withheld,
}

impl Location {
    /// Reads a flag's value. An empty one is as good as none, as for `aws_signing_helper`.
    ///
    /// # Errors
    /// [`LocationError`].
    pub fn parse(text: &OsStr) -> Result<Option<Self>, LocationError> {
        let lossy = text.to_string_lossy();
        if lossy.is_empty() {
            return Ok(None);
        }
        let (scheme, rest) = lossy.split_once(':').unwrap_or(("", &lossy));
        let scheme = scheme.to_ascii_lowercase();
        // Its own errors show no value.
        if scheme == "pkcs11" && text.to_str().is_some() {
            return Ok(Some(Self::Token(lossy.parse()?)));
        }
        // Whatever else it is, it is shown when it cannot be used. The name of what is there gives nothing away.
        if is_nearly_a_token(&lossy) || (may_hold_a_secret(&lossy) && !Path::new(text).exists()) {
            return Err(LocationError::Withheld);
        }
        Ok(Some(match scheme.as_str() {
            _ if text.to_str().is_none() => Self::File(text.into()),
            "spiffe" => Self::Spiffe(format!("spiffe:{rest}").parse()?),
            "handle" => Self::TpmHandle(rest.parse()?),
            "fd" => Self::Descriptor(
                rest.parse()
                    .map_err(|_| LocationError::Descriptor(lossy.chars().take(40).collect()))?,
            ),
            "env" if rest.is_empty() => return Err(LocationError::Variable),
            "env" => Self::Variable(rest.into()),
            _ => Self::File(text.into()),
        }))
    }

    /// The file that must change for another thing to be found here: it itself, or the one with a token's PIN.
    #[must_use]
    pub fn file(&self) -> Option<PathBuf> {
        match self {
            Self::File(path) => Some(path.clone()),
            Self::Token(uri) => pin_file(uri),
            _ => None,
        }
    }
}
