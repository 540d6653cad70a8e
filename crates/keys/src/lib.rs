//! Signers: where a private key lives and how it signs.
//!
//! ```text
//! flags ─▶ SourceSpec ─▶ IdentitySource ─load─▶ Identity { certificate, chain, signer } ─sign─▶ signature
//! ```
//!
//! A [`Signer`] is a key of unknown whereabouts: it tells its kind and public half, and signs. Keys
//! come from PEM and PKCS#12 files, also by way of the environment or a descriptor, from PKCS#11 tokens,
//! from a TPM and from a SPIFFE agent. An [`Identity`] has been checked: its key is the one that its
//! certificate names.

mod blocks;
mod chain;
mod ecdsa;
mod encryption;
mod files;
mod identity;
mod location;
mod material;
mod os_store;
mod passwords;
pub mod pkcs11;
mod pkcs12;
mod private_key;
mod protection;
mod selected;
pub mod selector;
mod shell;
pub mod signer_process;
mod source;
pub mod spiffe;
mod surroundings;
mod telltale;
pub mod tpm;
mod wiped;

pub use encryption::EncryptionError;
pub use files::{Loaded, Permissions};
pub use identity::{Identity, MAX_CHAIN};
pub use location::{Location, LocationError};
pub use os_store::{StoreLocation, SystemStore, SystemStoreError};
pub use passwords::Closed;
pub use pkcs12::Pkcs12Error;
pub use private_key::KeyFormatError;
pub use protection::permission_bits;
pub use selected::Selection;
pub use selector::{ChoiceError, Selector, SelectorError};
pub use shell::{shell_path, shell_word};
pub use source::{IdentitySource, Password, SourceSpec, TpmPassword};
pub use surroundings::Surroundings;
pub use tegata_base::AskError;
/// A private key, wherever it is. It is the trait that `pki` signs with, since the key of a machine
/// signs its certificate requests too.
pub use tegata_pki::issue::{CertSigner as Signer, SignerError};

use std::path::PathBuf;

use tegata_pki::CertificateError;

/// Why there is no certificate and key to sign with. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A place cannot be read.
    #[error("cannot read {place}: {error}")]
    Read {
        /// The file or descriptor.
        place: String,
        /// What the system says.
        error: std::io::Error,
    },
    /// A variable that is not set.
    #[error("the environment variable {name} is not set")]
    NoVariable {
        /// The variable.
        name: String,
    },
    /// A token, TPM or the like was named where bytes are wanted.
    #[error("a certificate, its intermediates and a password are read from a file, env:NAME or fd:NUMBER")]
    NotBytes,
    /// A file is larger than any certificate or key.
    #[error("{place} is larger than 1 MiB; is it the right one?")]
    TooLarge {
        /// The file or descriptor.
        place: String,
    },
    /// A directory, and nothing that says which of its certificates is meant.
    #[error(
        "{place} is a directory; say which of its certificates is meant with --cert-selector or \
         --use-latest-expiring-certificate"
    )]
    Directory {
        /// The directory.
        place: String,
    },
    /// A directory with more than anyone's certificates in it.
    #[error("{place} holds more than 1000 files; name a directory with certificates and their keys alone")]
    TooManyFiles {
        /// The directory.
        place: String,
    },
    /// Others can read a secret.
    #[error("{} holds a {what} that others can read (mode {mode:04o}); run: chmod 600 {}", path.display(), shell_path(path))]
    Readable {
        /// `private key` or `password`.
        what: &'static str,
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A certificate cannot be read.
    #[error("cannot read a certificate from {place}: {error}")]
    Certificate {
        /// The file, variable or descriptor.
        place: String,
        /// What is wrong with it.
        error: CertificateError,
    },
    /// The private key cannot be read.
    #[error("cannot read a private key from {place}: {error}")]
    Key {
        /// The file, variable or descriptor.
        place: String,
        /// What is wrong with it.
        error: KeyFormatError,
    },
    /// The password does not open it. The words are those of `aws_signing_helper`.
    #[error("incorrect {closed} password for {place}")]
    WrongPassword {
        /// What is closed.
        closed: Closed,
        /// The file, variable or descriptor.
        place: String,
        /// The password was read from a file, which may be renewed a moment after or before what it opens.
        in_a_file: bool,
    },
    /// A password is needed and there is none.
    #[error(
        "the {closed} in {place} is encrypted, and {error}; name the place of its password, a file, env:NAME or \
         fd:NUMBER, with --key-password-from"
    )]
    NoPassword {
        /// What is closed.
        closed: Closed,
        /// The file, variable or descriptor.
        place: String,
        /// Why nobody answered.
        error: AskError,
        /// A file was to give it, and was empty.
        in_a_file: bool,
    },
    /// Nothing is where a password should be. Its name is not shown, since people give the password itself.
    #[error(
        "there is no {what} where the password should be (its name is not shown, since it may be the password \
         itself); name a file, env:NAME or fd:NUMBER that gives it"
    )]
    NoPasswordThere {
        /// `file` or `environment variable`.
        what: &'static str,
    },
    /// A password that is not text.
    #[error("the password in {place} is not UTF-8 text")]
    PasswordText {
        /// The file, variable or descriptor.
        place: String,
    },
    /// Intermediates were named beside a PKCS#12 file.
    #[error("--intermediates cannot be given with a PKCS#12 file; {place} itself holds the chain")]
    IntermediatesBesidePkcs12 {
        /// The file.
        place: String,
    },
    /// The key and the certificate do not belong together.
    #[error(
        "the private key in {key} does not belong to the certificate `{subject}` in {certificate}{}",
        hint(*belongs_to)
    )]
    Mismatch {
        /// Where the key is.
        key: String,
        /// Where the certificate is.
        certificate: String,
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
    /// The selector means no certificate, or more than one.
    #[error(transparent)]
    Choice(#[from] ChoiceError),
    /// The certificate store of an operating system that has none, or whose store cannot be used yet.
    #[error(
        "unable to use cert store signer on {}; name a file, a directory or a pkcs11: URI with --certificate",
        std::env::consts::OS
    )]
    NoStore,
    /// A flag names no place.
    #[error(transparent)]
    Location(#[from] LocationError),
    /// The program that shall sign cannot be used.
    #[error(transparent)]
    SignerProcess(#[from] signer_process::SignerProcessError),
    /// The SPIFFE agent gave no identity.
    #[error(transparent)]
    Spiffe(#[from] spiffe::SpiffeError),
    /// The TPM's key cannot be used.
    #[error(transparent)]
    Tpm(#[from] tpm::TpmError),
    /// Neither certificate nor key were named.
    #[error("no certificate was given; name its PEM file with --certificate and its key with --private-key")]
    NoCertificate,
    /// A PKCS#12 file where certificates alone are expected.
    #[error(
        "{place} is a PKCS#12 file, which holds certificate, chain and key: name it with --certificate, without \
         --private-key and --intermediates"
    )]
    Pkcs12AmongPem {
        /// The file.
        place: String,
    },
    /// A token does not give certificate or key.
    #[error(transparent)]
    Token(#[from] pkcs11::TokenError),
    /// The key could not be used.
    #[error(transparent)]
    Signer(#[from] SignerError),
}

impl KeyError {
    /// Whether to try again, in this process or another one, is of no use before a person changes
    /// something: a PIN or password was refused or cannot be had, or what was named is no place. For PINs it
    /// does harm, since each try brings a token nearer to its lock. What may be put right by whoever renews
    /// certificates, such as a file that is missing or torn, or a password file that is yet to follow its key,
    /// is not of this kind.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        match self {
            Self::NotBytes
            | Self::NoVariable { .. }
            | Self::WrongPassword { in_a_file: false, .. }
            | Self::NoPassword { in_a_file: false, .. }
            | Self::PasswordText { .. }
            | Self::IntermediatesBesidePkcs12 { .. }
            | Self::NotBuilt { .. }
            | Self::NoStore
            | Self::Location(_)
            | Self::SignerProcess(_)
            | Self::NoCertificate => true,
            Self::Tpm(error) => error.is_permanent(),
            Self::Token(error) => error.is_permanent(),
            Self::Signer(error) => error.is_permanent(),
            _ => false,
        }
    }
}

fn hint(belongs_to: Option<usize>) -> String {
    match belongs_to {
        Some(number) => format!("; it belongs to certificate {number} of that file, which must come first"),
        None => "; give the key that the certificate was issued for".into(),
    }
}

#[cfg(test)]
mod tests;
