//! TLS: reading certificate and key, reading them again when they are renewed, and what a handshake
//! settled.
//!
//! The files are looked at every few seconds, and at once on SIGHUP. New connections get what they hold;
//! a pair that cannot be used is complained about, and the one before goes on serving.

use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::{ProtocolVersion, ServerConfig, ServerConnection};
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

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// The certificate and key of the server, as its files held them last.
pub(crate) struct Identity {
    files: TlsFiles,
    current: ArcSwap<ServerConfig>,
}

impl Identity {
    /// Reads the files of a TLS server.
    ///
    /// # Errors
    /// [`TlsError`].
    pub(crate) fn open(files: TlsFiles) -> Result<Self, TlsError> {
        let current = ArcSwap::new(read_config(&files)?);
        Ok(Self { files, current })
    }

    /// What the next connection is greeted with.
    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(self.current.load_full())
    }

    /// Follows the files for ever.
    pub(super) async fn follow(self: Arc<Self>, asked: Arc<Notify>) {
        let mut seen = stamps(&self.files);
        loop {
            let told = tokio::time::timeout(LOOK_EVERY, asked.notified()).await.is_ok();
            let found = stamps(&self.files);
            if !told && found == seen {
                continue;
            }
            seen = found;
            let this = Arc::clone(&self);
            let read = tokio::task::spawn_blocking(move || read_config(&this.files)).await;
            match read {
                Ok(Ok(config)) => {
                    self.current.store(config);
                    tracing::info!("the TLS certificate and key were read again");
                }
                Ok(Err(error)) => tracing::error!(%error, "the TLS certificate and key in use stay"),
                Err(error) => tracing::error!(%error, "the TLS certificate and key in use stay"),
            }
        }
    }
}

/// What changes when a file is written or replaced; `None` for one that is not there.
type Stamp = Option<(u64, i64, i64, u64)>;

fn stamps(files: &TlsFiles) -> [Stamp; 2] {
    [&files.certificate, &files.key].map(|path| {
        let found = std::fs::metadata(path).ok()?;
        Some((found.ino(), found.mtime(), found.mtime_nsec(), found.size()))
    })
}

fn read_config(files: &TlsFiles) -> Result<Arc<ServerConfig>, TlsError> {
    let text = read(&files.certificate)?;
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    let chain = chain.ok_or_else(|| TlsError::NoCertificate(files.certificate.clone()))?;
    let key = private_key(&files.key)?;
    let config = tegata_crypto::tls::server_config(chain, key);
    config.map_err(|error| TlsError::Rejected(error.to_string()))
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
