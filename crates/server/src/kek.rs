//! Finding the key-encryption key: a file, a systemd credential or a passphrase.
//!
//! The bytes are read once at start-up. A file must be private to its owner, since whoever reads it
//! and the database reads every secret.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::num::NonZeroU32;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use data_encoding::BASE64;
use tegata_base::{Rng, Secret};
use tegata_crypto::kdf;
use tegata_crypto::kek::Kek;
use zeroize::Zeroizing;

use crate::config::KekSource;

/// The key file of a first run, in the data directory.
const FILE: &str = "kek";
/// The salt of a passphrase, in the data directory.
const SALT: &str = "kek-salt";
/// Bytes of a key file that are read; 32 bytes in base64 are 44.
const MAX_FILE: u64 = 1024;
/// PBKDF2-HMAC-SHA-256 rounds for a passphrase (OWASP's advice of 2023 is 600,000).
const ROUNDS: NonZeroU32 = NonZeroU32::new(600_000).unwrap();

/// Why there is no key-encryption key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KekError {
    /// The file cannot be read or made.
    #[error("cannot use the key-encryption key {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file can be read by others than its owner.
    #[error("{} can be read by others (mode {mode:03o}): run `chmod 600 {}`", path.display(), path.display())]
    TooOpen {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file does not hold 32 bytes in base64.
    #[error("{} does not hold a key: make one with `head -c 32 /dev/urandom | base64`", .0.display())]
    NotAKey(PathBuf),
    /// The passphrase is empty.
    #[error("the passphrase is empty: give one of several words")]
    EmptyPassphrase,
    /// The salt of the passphrase is missing or damaged.
    #[error("{} is missing or damaged: restore it from a backup", .0.display())]
    Salt(PathBuf),
}

/// Opens the key-encryption key.
///
/// # Errors
/// [`KekError`].
pub(crate) fn open(source: &KekSource, data_dir: &Path) -> Result<Kek, KekError> {
    match source {
        KekSource::BesideData => from_file(&data_dir.join(FILE)),
        KekSource::File(path) => from_file(path),
        // systemd makes these files readable to the service alone, by other means than the mode.
        KekSource::SystemdCredential { directory, name } => from_bytes(&directory.join(name), None),
        KekSource::Passphrase(passphrase) => from_passphrase(passphrase, &read_salt(data_dir)?),
    }
}

/// Makes what a first run lacks: a key file that does not exist, or the salt of a passphrase.
///
/// # Errors
/// [`KekError`].
pub(crate) fn create(source: &KekSource, data_dir: &Path, rng: &mut dyn Rng) -> Result<Kek, KekError> {
    match source {
        KekSource::BesideData => create_file(&data_dir.join(FILE), rng)?,
        KekSource::File(path) => create_file(path, rng)?,
        KekSource::Passphrase(_) if !data_dir.join(SALT).exists() => {
            let mut salt = [0; 32];
            rng.fill(&mut salt);
            write_new(&data_dir.join(SALT), &BASE64.encode(&salt))?;
        }
        KekSource::Passphrase(_) | KekSource::SystemdCredential { .. } => {}
    }
    open(source, data_dir)
}

/// Makes a key file, unless there is one: brought along, or left by an `init` that was cut off.
fn create_file(path: &Path, rng: &mut dyn Rng) -> Result<(), KekError> {
    if path.exists() {
        return Ok(());
    }
    let mut key = Zeroizing::new([0; 32]);
    rng.fill(&mut *key);
    write_new(path, &Zeroizing::new(BASE64.encode(&*key)))
}

/// Where the key is when it lies beside the data that it protects.
pub(crate) fn beside_data(source: &KekSource, data_dir: &Path) -> Option<PathBuf> {
    match source {
        KekSource::BesideData => Some(data_dir.join(FILE)),
        KekSource::File(path) => path.starts_with(data_dir).then(|| path.clone()),
        KekSource::SystemdCredential { .. } | KekSource::Passphrase(_) => None,
    }
}

fn from_file(path: &Path) -> Result<Kek, KekError> {
    from_bytes(path, Some(0o077))
}

/// `forbidden`: permission bits that the file must not have.
fn from_bytes(path: &Path, forbidden: Option<u32>) -> Result<Kek, KekError> {
    let failed = |source| KekError::Io {
        path: path.to_owned(),
        source,
    };
    let file = File::open(path).map_err(failed)?;
    let mode = file.metadata().map_err(failed)?.mode() & 0o777;
    if forbidden.is_some_and(|bits| mode & bits != 0) {
        return Err(KekError::TooOpen {
            path: path.to_owned(),
            mode,
        });
    }
    let mut text = Zeroizing::new(Vec::with_capacity(128));
    file.take(MAX_FILE).read_to_end(&mut text).map_err(failed)?;
    let bytes = BASE64.decode(text.trim_ascii()).map(Zeroizing::new);
    let key: Option<[u8; 32]> = bytes.ok().and_then(|bytes| bytes.as_slice().try_into().ok());
    let key = key.ok_or_else(|| KekError::NotAKey(path.to_owned()))?;
    Ok(Kek::new(&Secret::new(key)))
}

fn from_passphrase(passphrase: &Secret<String>, salt: &[u8]) -> Result<Kek, KekError> {
    let text = passphrase.expose();
    if text.is_empty() {
        return Err(KekError::EmptyPassphrase);
    }
    Ok(Kek::new(&Secret::new(kdf::pbkdf2_sha256(
        text.as_bytes(),
        salt,
        ROUNDS,
    ))))
}

fn read_salt(data_dir: &Path) -> Result<Vec<u8>, KekError> {
    let path = data_dir.join(SALT);
    let text = std::fs::read(&path).map_err(|_| KekError::Salt(path.clone()))?;
    BASE64
        .decode(text.trim_ascii())
        .ok()
        .filter(|salt| salt.len() == 32)
        .ok_or(KekError::Salt(path))
}

/// Writes a file that must not exist, mode 0600, and syncs it and its name: without the key, what the
/// database holds after a loss of power is lost too.
fn write_new(path: &Path, text: &str) -> Result<(), KekError> {
    let write = || {
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        writeln!(file, "{text}")?;
        file.sync_all()?;
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
    };
    write().map_err(|source| KekError::Io {
        path: path.to_owned(),
        source,
    })
}
