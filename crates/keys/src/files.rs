//! Certificate, key and intermediates in PEM files.
//!
//! One file may hold both certificate and key, and a certificate's file may go on with its
//! intermediates. Files are read anew each time, so that a long-running command sees rotated ones.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use tegata_crypto::sign::PrivateKey;
use tegata_pki::Certificate;
use zeroize::Zeroizing;

use crate::identity::{MAX_CHAIN, NotTheKey, belongs_to};
use crate::private_key::{holds_private_key, read};
use crate::{Identity, KeyError, KeyFormatError, quoted};

/// No certificate, chain or key comes near it.
const MAX_FILE: u64 = 1 << 20;
/// Certificates that are read from one file before the chain's own limit is told.
const MAX_CERTIFICATES: usize = 100;

/// Where the files are.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Files<'a> {
    /// The certificate, first in its file; may be followed by intermediates and by its key.
    pub(crate) certificate: &'a Path,
    /// The private key; none when it is in the certificate's file.
    pub(crate) private_key: Option<&'a Path>,
    /// More intermediates.
    pub(crate) intermediates: Option<&'a Path>,
}

/// What to do about a private key that others can read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Permissions {
    /// Refuse it.
    #[default]
    Strict,
    /// Warn and go on, as the tool that Tegata succeeds does without a warning.
    Lenient,
}

/// What the files gave.
pub struct Loaded {
    /// Certificate, chain and key.
    pub identity: Identity,
    /// What to tell the user, one sentence each.
    pub warnings: Vec<String>,
}

/// Reads the files and checks that key and certificate belong together.
///
/// # Errors
/// [`KeyError`].
pub(crate) fn load(files: Files<'_>, permissions: Permissions) -> Result<Loaded, KeyError> {
    let key_path = files.private_key.unwrap_or(files.certificate);
    let certificate_file = PemFile::open(files.certificate)?;
    let key_file = match files.private_key {
        Some(path) => Some(PemFile::open(path)?),
        None => None,
    };
    let key_source = key_file.as_ref().unwrap_or(&certificate_file);
    let mut warnings = Vec::new();
    for file in [Some(&certificate_file), key_file.as_ref()].into_iter().flatten() {
        warnings.extend(file.check_permissions(permissions)?);
    }

    let mut chain = certificate_file.certificates(files.private_key.is_some())?;
    let leaf = chain.remove(0);
    let signer = key_source.private_key()?;
    let belongs_elsewhere = chain
        .iter()
        .position(|certificate| belongs_to(&signer, certificate) == Ok(true));
    if let Some(path) = files.intermediates {
        chain.extend(PemFile::open(path)?.certificates(true)?);
    }
    let subject = leaf.subject().to_string();
    let chain = tidied(&leaf, chain)?;
    match Identity::new(leaf, chain, Box::new(signer))? {
        Ok(identity) => Ok(Loaded { identity, warnings }),
        Err(NotTheKey) => Err(KeyError::Mismatch {
            key: key_path.into(),
            certificate: files.certificate.into(),
            subject,
            belongs_to: belongs_elsewhere.map(|at| at + 2),
        }),
    }
}

/// The chain without the leaf and without repeats. Roots, which the other side has, make room when
/// there are too many.
pub(crate) fn tidied(leaf: &Certificate, chain: Vec<Certificate>) -> Result<Vec<Certificate>, KeyError> {
    let mut kept: Vec<Certificate> = Vec::with_capacity(chain.len());
    for certificate in chain {
        if certificate != *leaf && !kept.contains(&certificate) {
            kept.push(certificate);
        }
    }
    if kept.len() > MAX_CHAIN {
        kept.retain(|certificate| !certificate.is_self_issued());
    }
    if kept.len() > MAX_CHAIN {
        return Err(KeyError::ChainTooLong(kept.len()));
    }
    Ok(kept)
}

/// A file's text, wiped afterwards since it may hold a key.
struct PemFile {
    path: PathBuf,
    text: Zeroizing<Vec<u8>>,
    /// Permission bits, where the system has them and the file is a plain one.
    mode: Option<u32>,
}

impl PemFile {
    fn open(path: &Path) -> Result<Self, KeyError> {
        let failed = |error| KeyError::Read {
            path: path.into(),
            error,
        };
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(failed(std::io::ErrorKind::IsADirectory.into()));
        }
        let size = usize::try_from(metadata.len().min(MAX_FILE)).unwrap_or_default();
        let mut text = Zeroizing::new(Vec::with_capacity(size + 1));
        file.take(MAX_FILE + 1).read_to_end(&mut text).map_err(failed)?;
        if text.len() as u64 > MAX_FILE {
            return Err(KeyError::TooLarge { path: path.into() });
        }
        Ok(Self {
            path: path.into(),
            text,
            mode: mode(&metadata),
        })
    }

    /// The certificates, of which there is at least one. `key_elsewhere` tells that the file was
    /// meant for certificates; without it, a file without any may be of another format.
    fn certificates(&self, key_elsewhere: bool) -> Result<Vec<Certificate>, KeyError> {
        let found = Certificate::all_from_pem(&self.text, MAX_CERTIFICATES);
        match found {
            Ok(certificates) if !certificates.is_empty() => Ok(certificates),
            Err(_) if !key_elsewhere && std::str::from_utf8(&self.text).is_err() => Err(KeyError::Key {
                path: self.path.clone(),
                error: KeyFormatError::NotPem,
            }),
            Err(error) => Err(KeyError::Certificate {
                path: self.path.clone(),
                error,
            }),
            Ok(_) => Err(KeyError::NoCertificate),
        }
    }

    fn private_key(&self) -> Result<PrivateKey, KeyError> {
        read(&self.text).map_err(|error| KeyError::Key {
            path: self.path.clone(),
            error,
        })
    }

    /// Others can neither read nor replace a private key; or the warning that they can.
    fn check_permissions(&self, permissions: Permissions) -> Result<Option<String>, KeyError> {
        const OTHERS: u32 = 0o066;
        let Some(mode) = self.mode.filter(|mode| mode & OTHERS != 0) else {
            return Ok(None);
        };
        if !holds_private_key(&self.text) {
            return Ok(None);
        }
        match permissions {
            Permissions::Strict => Err(KeyError::Readable {
                path: self.path.clone(),
                mode,
            }),
            Permissions::Lenient => Ok(Some(format!(
                "warning: {} holds a private key that others can read (mode {mode:04o}); run: chmod 600 {}",
                self.path.display(),
                quoted(&self.path)
            ))),
        }
    }
}

#[cfg(unix)]
fn mode(metadata: &std::fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    metadata.is_file().then(|| metadata.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(_: &std::fs::Metadata) -> Option<u32> {
    None
}
