//! TLS: reading certificate and key, and what a handshake settled.

use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ProtocolVersion, ServerConnection};
use zeroize::Zeroizing;

use crate::config::TlsFiles;
use crate::raw::Tls;

/// Why TLS cannot be offered.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The key can be read by others than its owner.
    #[error("{} can be read by others (mode {mode:03o}): run `chmod 600 {}`", path.display(), path.display())]
    TooOpen {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// There is no certificate in the file.
    #[error("{} holds no certificate in PEM", .0.display())]
    NoCertificate(PathBuf),
    /// There is no key in the file.
    #[error("{} holds no private key in PEM (PKCS#8, PKCS#1 or SEC1, unencrypted)", .0.display())]
    NoKey(PathBuf),
    /// They do not go together.
    #[error("the TLS certificate and key cannot be used: {0}")]
    Rejected(String),
}

/// Reads the files of a TLS server.
///
/// # Errors
/// [`TlsError`].
pub(crate) fn acceptor(files: &TlsFiles) -> Result<TlsAcceptor, TlsError> {
    let text = read(&files.certificate)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| TlsError::NoCertificate(files.certificate.clone()))?;
    let key = private_key(&files.key)?;
    let config = tegata_crypto::tls::server_config(chain, key);
    config
        .map(TlsAcceptor::from)
        .map_err(|error| TlsError::Rejected(error.to_string()))
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    let metadata = std::fs::metadata(path).map_err(|source| TlsError::Io {
        path: path.to_owned(),
        source,
    })?;
    let mode = metadata.mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(TlsError::TooOpen {
            path: path.to_owned(),
            mode,
        });
    }
    PrivateKeyDer::from_pem_slice(&read(path)?).map_err(|_| TlsError::NoKey(path.to_owned()))
}

fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, TlsError> {
    let text = std::fs::read(path).map_err(|source| TlsError::Io {
        path: path.to_owned(),
        source,
    })?;
    Ok(Zeroizing::new(text))
}

/// What a handshake settled, in CloudTrail's words.
pub(super) fn negotiated(connection: &ServerConnection) -> Tls {
    let version = match connection.protocol_version() {
        Some(ProtocolVersion::TLSv1_2) => "TLSv1.2",
        _ => "TLSv1.3",
    };
    let suite = connection
        .negotiated_cipher_suite()
        .map(|suite| format!("{:?}", suite.suite()));
    let suite = suite.unwrap_or_default();
    // The library writes `TLS13_AES_128_GCM_SHA256` for what RFC 8446 calls `TLS_AES_128_GCM_SHA256`.
    let cipher_suite = suite
        .strip_prefix("TLS13_")
        .map_or(suite.clone(), |name| format!("TLS_{name}"));
    Tls {
        version,
        cipher_suite,
    }
}
