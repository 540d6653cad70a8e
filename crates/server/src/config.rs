//! What a server is started with. Every setting has a default but the data directory.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use tegata_base::{Region, Secret};
use tegata_operation::Limits;

use crate::clock::{Clock, SystemClock};

/// The settings of a server.
pub struct Config {
    /// Where everything is stored; made by [`crate::init`].
    pub data_dir: PathBuf,
    /// The address to listen on; port 0 picks a free one.
    pub listen: SocketAddr,
    /// Certificate and key, to speak TLS.
    pub tls: Option<TlsFiles>,
    /// Speak plain HTTP on addresses other than loopback.
    pub insecure_http: bool,
    /// The default region, instead of the one given to [`crate::init`].
    pub region: Option<Region>,
    /// Where the key-encryption key comes from.
    pub kek: KekSource,
    /// Count quotas.
    pub limits: Limits,
    /// Requests a second for one account, by operation; an operation that is not here is not limited.
    pub rates: BTreeMap<String, u32>,
    /// How far a request's clock may be off, either way.
    pub clock_window: SignedDuration,
    /// Sync every event before its answer, not only those of changes and sessions.
    pub audit_sync_all: bool,
    /// Added to every sync, to measure how a slower disk would do.
    pub sync_delay: Duration,
    /// Threads that answer requests; `None` for one a processor.
    pub worker_threads: Option<usize>,
    /// The most connections at a time; more wait to be accepted.
    pub max_connections: usize,
    /// The most write requests that wait for the writer; more are answered with 503.
    pub max_queued_writes: usize,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

/// The files of a TLS server, both in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate and its intermediates, leaf first.
    pub certificate: PathBuf,
    /// The private key: PKCS#8, PKCS#1 or SEC1, readable by its owner alone.
    pub key: PathBuf,
}

/// Where the key-encryption key comes from.
#[derive(Default)]
pub enum KekSource {
    /// The file `kek` in the data directory: enough for a first run.
    #[default]
    BesideData,
    /// Another file of 32 bytes in base64, mode 0600.
    File(PathBuf),
    /// A systemd credential of this name: a file in the directory that `CREDENTIALS_DIRECTORY` names.
    SystemdCredential {
        /// The value of `CREDENTIALS_DIRECTORY`.
        directory: PathBuf,
        /// The name of the credential.
        name: String,
    },
    /// Derived from a passphrase and the salt in the data directory.
    Passphrase(Secret<String>),
}

impl Config {
    /// The defaults for a data directory: loopback, port 8181, plain HTTP.
    #[must_use]
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self {
            data_dir: data_dir.into(),
            listen: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8181),
            tls: None,
            insecure_http: false,
            region: None,
            kek: KekSource::default(),
            limits: Limits::default(),
            rates: BTreeMap::new(),
            clock_window: SignedDuration::from_mins(5),
            audit_sync_all: false,
            sync_delay: Duration::ZERO,
            worker_threads: None,
            max_connections: 4096,
            max_queued_writes: 1024,
            clock: Arc::new(SystemClock),
        }
    }

    /// The same on this address.
    #[must_use]
    pub fn on(mut self, listen: SocketAddr) -> Self {
        self.listen = listen;
        self
    }
}
