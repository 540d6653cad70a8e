//! Where certificate and key are, from the flags.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use tegata_keys::signer_process::SignerProcessError;
use tegata_keys::{
    Location, LocationError, Password, Permissions, Selection, Selector, SelectorError, SourceSpec,
    SystemStore, SystemStoreError, TpmPassword, pkcs11,
};

use crate::args::{CertificateArgs, GivenSecret, SecretArgs, SourceArgs};

/// More than a selector may have, so that a file that is cut off here is refused.
const MAX_SELECTOR: u64 = 1 << 20;

/// What is wrong with the flags. Each message says what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SourceError {
    /// A place that is none.
    #[error("{flag}: {error}")]
    Place {
        /// The flag.
        flag: &'static str,
        /// What is wrong with its value.
        error: LocationError,
    },
    /// A password cannot be there.
    #[error("{flag}: a password is in a file, a variable (env:NAME) or a descriptor (fd:3)")]
    NoPassword {
        /// The flag.
        flag: &'static str,
    },
    /// A program that cannot be run.
    #[error(transparent)]
    SignerProcess(#[from] SignerProcessError),
    /// A selector that cannot be read.
    #[error(transparent)]
    Selector(#[from] SelectorError),
    /// A certificate store that there cannot be.
    #[error(transparent)]
    SystemStore(#[from] SystemStoreError),
    /// A source of keys that this system does not have.
    #[error("{flag} needs {what}, which cannot be used here; use files with --certificate and --private-key")]
    NotBuilt {
        /// The flag.
        flag: &'static str,
        /// What it is for.
        what: &'static str,
    },
}

/// What the flags say of certificate and key.
///
/// # Errors
/// [`SourceError`].
pub(crate) fn source_spec(
    args: &SourceArgs,
    intermediates: Option<&Path>,
    permissions: Permissions,
) -> Result<SourceSpec, SourceError> {
    let selection = selection(args)?;
    Ok(SourceSpec {
        certificate: place("--certificate", args.certificate.certificate.as_deref())?,
        private_key: place("--private-key", args.private_key.as_deref())?,
        intermediates: place("--intermediates", intermediates)?,
        selection,
        system_store: system_store(&args.certificate)?,
        permissions,
        key_password: password(
            args.secrets.pkcs8_password.as_ref(),
            "--key-password-from",
            args.secrets.key_password_from.as_deref(),
        )?
        .unwrap_or_default(),
        signer_process: args
            .signer_process
            .as_ref()
            .filter(|text| !text.is_empty())
            .map(|text| text.parse())
            .transpose()?,
        pkcs11: pkcs11::Options {
            module: args
                .certificate
                .pkcs11_lib
                .clone()
                .filter(|path| !path.as_os_str().is_empty()),
            reuse_pin: args.reuse_pin,
        },
        tpm_password: tpm_password(&args.secrets)?,
        tpm_parent_password: password(
            args.secrets.tpm_parent_password.as_ref(),
            "--tpm-parent-password-from",
            args.secrets.tpm_parent_password_from.as_deref(),
        )?
        .map_or(TpmPassword::Ask, TpmPassword::Given),
    })
}

pub(crate) fn place(flag: &'static str, text: Option<&Path>) -> Result<Option<Location>, SourceError> {
    Location::parse(text.map_or(OsStr::new(""), Path::as_os_str))
        .map_err(|error| SourceError::Place { flag, error })
}

/// A password as given, or the place where it is. An empty one is as good as none.
fn password(
    given: Option<&GivenSecret>,
    flag: &'static str,
    from: Option<&Path>,
) -> Result<Option<Password>, SourceError> {
    match place(flag, from)? {
        Some(at @ (Location::File(_) | Location::Variable(_) | Location::Descriptor(_))) => {
            Ok(Some(Password::In(at)))
        }
        Some(_) => Err(SourceError::NoPassword { flag }),
        None => Ok(given.and_then(GivenSecret::if_any).map(Password::Given)),
    }
}

fn tpm_password(secrets: &SecretArgs) -> Result<TpmPassword, SourceError> {
    let given = password(
        secrets.tpm_key_password.as_ref(),
        "--tpm-key-password-from",
        secrets.tpm_key_password_from.as_deref(),
    )?;
    Ok(match given {
        Some(password) => TpmPassword::Given(password),
        None if secrets.no_tpm_key_password => TpmPassword::Without,
        None => TpmPassword::Ask,
    })
}

/// Which store of Windows is meant; none when nobody said.
fn system_store(args: &CertificateArgs) -> Result<Option<SystemStore>, SourceError> {
    let (name, location) = (&args.system_store_name, &args.system_store_location);
    let flag = match (name, location) {
        (None, None) => return Ok(None),
        (Some(_), _) => "--system-store-name",
        (None, Some(_)) => "--system-store-location",
    };
    if !cfg!(windows) {
        let what = "the certificate stores of Windows";
        return Err(SourceError::NotBuilt { flag, what });
    }
    Ok(Some(SystemStore::parse(name.as_deref(), location.as_deref())?))
}

/// Which certificate is meant. A store of the system is looked into where nothing else is named.
fn selection(args: &SourceArgs) -> Result<Selection, SourceError> {
    let certificate = &args.certificate;
    Ok(Selection {
        selector: selector(certificate)?,
        latest: args.use_latest_expiring_certificate,
    })
}

/// What the certificate must be like.
pub(crate) fn selector(args: &CertificateArgs) -> Result<Option<Selector>, SelectorError> {
    let read = |path: &Path| {
        let mut text = Vec::new();
        File::open(path)?.take(MAX_SELECTOR).read_to_end(&mut text)?;
        Ok(text)
    };
    // An empty one is as good as none, as for `aws_signing_helper`.
    let text = args
        .cert_selector
        .as_deref()
        .filter(|text| !text.trim().is_empty());
    text.map(|text| Selector::parse(text, read)).transpose()
}
