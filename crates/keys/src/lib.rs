//! Signers: where a private key lives and how it signs.
//!
//! ```text
//! flags ─▶ SourceSpec ─▶ IdentitySource ─load─▶ Identity { certificate, chain, signer } ─sign─▶ signature
//! ```
//!
//! A [`Signer`] is a key of unknown whereabouts: it tells its kind and public half, and signs. Today
//! keys come from PEM files; PKCS#12, PKCS#11 tokens, TPMs and the stores of operating systems are
//! named in errors until they are built. An [`Identity`] has been checked: its key is the one that
//! its certificate names.
#![forbid(unsafe_code)]

mod blocks;
mod files;
mod identity;
mod location;
pub mod pkcs11;
mod private_key;
mod source;
pub mod spiffe;
mod surroundings;
pub mod tpm;

pub use files::{Loaded, Permissions};
pub use identity::{Identity, MAX_CHAIN};
pub use location::{Location, LocationError};
pub use private_key::KeyFormatError;
pub use source::{IdentitySource, Password, SourceSpec, TpmPassword};
pub use surroundings::{AskError, Surroundings};
/// A private key, wherever it is. It is the trait that `pki` signs with, since the key of a machine
/// signs its certificate requests too.
pub use tegata_pki::issue::{CertSigner as Signer, SignerError};

use std::path::{Path, PathBuf};

use tegata_pki::CertificateError;

/// Why there is no certificate and key to sign with. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A file cannot be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file is larger than any certificate or key.
    #[error("{} is larger than 1 MiB; is it the right file?", path.display())]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// Others can read the private key.
    #[error("{} holds a private key that others can read (mode {mode:04o}); run: chmod 600 {}", path.display(), quoted(path))]
    Readable {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A certificate cannot be read.
    #[error("cannot read a certificate from {}: {error}", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: CertificateError,
    },
    /// The private key cannot be read.
    #[error("cannot read a private key from {}: {error}", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: KeyFormatError,
    },
    /// The key and the certificate do not belong together.
    #[error(
        "the private key in {} does not belong to the certificate `{subject}` in {}{}",
        key.display(), certificate.display(), hint(*belongs_to)
    )]
    Mismatch {
        /// The file of the key.
        key: PathBuf,
        /// The file of the certificate.
        certificate: PathBuf,
        /// The certificate's subject.
        subject: String,
        /// The number, from 1, of the certificate in the same file that the key does belong to.
        belongs_to: Option<usize>,
    },
    /// More than five intermediates.
    #[error("{0} intermediate certificates were given; Roles Anywhere takes at most 5")]
    ChainTooLong(usize),
    /// A place for keys that is not built yet.
    #[error("{what} cannot be used yet; use PEM files with --certificate and --private-key")]
    NotBuilt {
        /// The place, such as `PKCS#11 tokens`.
        what: &'static str,
    },
    /// A flag names no place.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// The SPIFFE agent gave no identity.
    #[error(transparent)]
    Spiffe(#[from] spiffe::SpiffeError),
    /// Neither certificate nor key were named.
    #[error("no certificate was given; name its PEM file with --certificate and its key with --private-key")]
    NoCertificate,
    /// The key could not be used.
    #[error(transparent)]
    Signer(#[from] SignerError),
}

fn hint(belongs_to: Option<usize>) -> String {
    match belongs_to {
        Some(number) => format!("; it belongs to certificate {number} of that file, which must come first"),
        None => "; give the key that the certificate was issued for".into(),
    }
}

/// A path that a shell takes as one word.
fn quoted(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%,=".contains(c);
    if text.chars().all(plain) && !text.starts_with('-') {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests;
