//! Whom to trust: the roots of a bundle that the user names, or the system's.
//!
//! A system keeps its roots twice: all of them in one file, and in a folder with some hundred files and
//! links. Reading the folder takes longer than everything else that a command does. So the file alone is
//! read at first, and all that the system has only for a server that nothing in the file vouches for, such
//! as one whose CA was put into the folder by hand.

use std::path::{Path, PathBuf};

use tegata_pki::pem::{self, Label};
use ureq::tls::Certificate;

use super::HttpError;
use crate::limited;

const MAX_CA_BUNDLE: u64 = 16 << 20;
const MAX_ROOTS: usize = 10_000;

/// Reads every root that is trusted.
pub(super) type ReadAll = fn() -> Vec<Certificate<'static>>;

/// Roots of trust.
pub(super) struct Roots {
    /// Those that were quick to read.
    pub(super) at_hand: Vec<Certificate<'static>>,
    /// Where these are not all: what reads all.
    pub(super) read_all: Option<ReadAll>,
}

/// The bundle's roots alone, else the system's.
pub(super) fn load(bundle: Option<&Path>) -> Result<Roots, HttpError> {
    match bundle {
        Some(path) => Ok(Roots {
            at_hand: read(path).map_err(|reason| HttpError::CaBundle {
                path: path.into(),
                reason,
            })?,
            read_all: None,
        }),
        None => of_system(system_file(), every_root),
    }
}

/// The roots of this file at first. When it cannot be read as a whole, all of the system's at once: its
/// reader takes what it can.
pub(super) fn of_system(file: Option<PathBuf>, every_root: ReadAll) -> Result<Roots, HttpError> {
    if let Some(at_hand) = file.and_then(|path| read(&path).ok()) {
        return Ok(Roots {
            at_hand,
            read_all: Some(every_root),
        });
    }
    let all = every_root();
    if all.is_empty() {
        return Err(HttpError::NoRoots);
    }
    Ok(Roots {
        at_hand: all,
        read_all: None,
    })
}

/// The file with the system's roots: `SSL_CERT_FILE` names another, and `SSL_CERT_DIR` folders instead.
#[cfg(all(unix, not(target_vendor = "apple")))]
fn system_file() -> Option<PathBuf> {
    match std::env::var_os("SSL_CERT_FILE") {
        Some(path) => Some(path.into()),
        None if std::env::var_os("SSL_CERT_DIR").is_some() => None,
        None => openssl_probe::probe().cert_file,
    }
}

/// These systems keep their roots in no file.
#[cfg(not(all(unix, not(target_vendor = "apple"))))]
fn system_file() -> Option<PathBuf> {
    std::env::var_os("SSL_CERT_FILE").map(Into::into)
}

fn every_root() -> Vec<Certificate<'static>> {
    let loaded = rustls_native_certs::load_native_certs();
    owned(loaded.certs.iter())
}

fn read(path: &Path) -> Result<Vec<Certificate<'static>>, String> {
    let text = limited::read_file(path, MAX_CA_BUNDLE).map_err(|error| error.to_string())?;
    let roots = pem::decode_all(&text, Label::Certificate, MAX_ROOTS).map_err(|error| error.to_string())?;
    Ok(owned(roots.iter()))
}

fn owned<'a, D: AsRef<[u8]> + 'a>(roots: impl Iterator<Item = &'a D>) -> Vec<Certificate<'static>> {
    roots
        .map(|der| Certificate::from_der(der.as_ref()).to_owned())
        .collect()
}
