//! Starting and stopping a server.
//!
//! ```text
//! Config ─▶ lock, key, store ─▶ rows ─▶ snapshot, session keys ─▶ spool, indexer, writer ─▶ edge
//! ```

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::thread::JoinHandle;
use std::time::Duration;

use arc_swap::ArcSwap;
use tegata_audit::SpoolOptions;
use tegata_authz::mfa::Attempts;
use tegata_crypto::kek::Kek;
use tegata_operation::PathCache;
use tegata_sqlite::{DataDir, SqliteStore};
use tegata_state::PolicyCache;
use tegata_store::{SpoolPosition, Store};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::{Notify, watch};

use crate::authenticate::Authenticator;
use crate::config::Config;
use crate::delayed::Delayed;
use crate::edge::{self, Edge, TlsError};
use crate::indexer::Indexer;
use crate::journal::Journal;
use crate::kek::{self, KekError};
use crate::metrics::{CacheName, Metrics};
use crate::node::{self, KEPT_PATHS, LoadError, Node, POLICY_CACHE_BYTES};
use crate::pipeline::Pipeline;
use crate::rates::Rates;
use crate::services::{self, Services, Table};
use crate::slow::{Bounds, Slow};
use crate::writer::Writer;

/// How long a stop waits for threads that block, once no request is under way.
const ABANDON_AFTER: Duration = Duration::from_secs(1);

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Plain HTTP would leave this computer.
    #[error("{0} is reachable from other machines: give --tls-cert and --tls-key, or --insecure-http")]
    NotPrivate(SocketAddr),
    /// The data directory cannot be used.
    #[error(transparent)]
    DataDir(#[from] tegata_sqlite::DataDirError),
    /// The key-encryption key cannot be used.
    #[error(transparent)]
    Kek(#[from] KekError),
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] tegata_store::StoreError),
    /// What is stored cannot be served.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The audit spool cannot be used.
    #[error(transparent)]
    Spool(#[from] tegata_audit::SpoolError),
    /// TLS cannot be offered.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The control socket in the data directory cannot be listened on.
    #[error("cannot listen on the control socket in the data directory: {0}")]
    Control(std::io::Error),
    /// A thread cannot be started.
    #[error("cannot start a thread: {0}")]
    Thread(std::io::Error),
}

/// A server.
pub struct Server;

/// A running server. Dropping it stops it.
pub struct Running {
    address: SocketAddr,
    secure: bool,
    stop: watch::Sender<bool>,
    reload: Arc<Notify>,
    /// `None` once it is stopped.
    parts: Option<Parts>,
}

struct Parts {
    edge: JoinHandle<()>,
    writer: Writer,
    indexer: Indexer,
}

impl Server {
    /// Starts a server with all services of Tegata. It runs on threads of its own; this returns once
    /// it answers.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(config: Config) -> Result<Running, StartError> {
        Self::start_with(config, services::all())
    }

    /// Starts a server with these services.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start_with(config: Config, tables: Vec<Table>) -> Result<Running, StartError> {
        check_address(&config)?;
        let tls = config.tls.clone().map(edge::Identity::open).transpose()?;
        let dir = DataDir::open(&config.data_dir)?;
        let kek = kek::open(&config.kek, &config.data_dir)?;
        warn_of_settings(&config);
        let store = SqliteStore::open(&dir)?;
        let store: Arc<dyn Store> = match config.sync_delay.is_zero() {
            true => Arc::new(store),
            false => Arc::new(Delayed {
                store,
                delay: config.sync_delay,
            }),
        };
        let listener = std::net::TcpListener::bind(config.listen)
            .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
            .map_err(|source| StartError::Listen {
                address: config.listen,
                source,
            })?;
        let address = listener.local_addr().map_err(|source| StartError::Listen {
            address: config.listen,
            source,
        })?;
        let control = edge::control::listen(dir.path()).map_err(StartError::Control)?;
        let secure = tls.is_some();
        let (max_connections, max_queued_writes) = (config.max_connections, config.max_queued_writes);
        let runtime = runtime(config.worker_threads).map_err(StartError::Thread)?;
        let (listener, control) = {
            let _entered = runtime.enter();
            let listener =
                TcpListener::from_std(listener).map_err(|source| StartError::Listen { address, source })?;
            let control = tokio::net::UnixListener::from_std(control).map_err(StartError::Control)?;
            (listener, control)
        };
        let indexed_to = store.spool_position()?;
        let node = Arc::new(open_node(config, tables, kek, store, &dir, indexed_to)?);
        let (writer, queue) =
            Writer::start(Arc::clone(&node), max_queued_writes).map_err(StartError::Thread)?;
        let indexer =
            Indexer::start(Arc::clone(&node), dir.spool(), indexed_to).map_err(StartError::Thread)?;
        let pipeline = Pipeline {
            node,
            writer: queue,
            indexed: indexer.indexed(),
            slow: Slow::new(Bounds::of_machine()),
        };
        let reload = Arc::new(Notify::new());
        let edge = Edge {
            listener,
            control,
            tls: tls.map(Arc::new),
            reload: Arc::clone(&reload),
            pipeline: Arc::new(pipeline),
            max_connections,
        };
        let (stop, stopped) = watch::channel(false);
        let edge = std::thread::Builder::new()
            .name("edge".to_owned())
            .spawn(move || {
                runtime.block_on(edge.serve(stopped));
                runtime.shutdown_timeout(ABANDON_AFTER);
            })
            .map_err(StartError::Thread)?;
        Ok(Running {
            address,
            secure,
            stop,
            reload,
            parts: Some(Parts {
                edge,
                writer,
                indexer,
            }),
        })
    }
}

impl Running {
    /// The address that is listened on.
    #[must_use]
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// `http://127.0.0.1:8181`
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.secure { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// Stops in order: no new requests, then those under way, then writes, then events.
    pub fn stop(mut self) {
        self.shut_down();
    }

    /// Serves until SIGTERM or SIGINT, and stops. SIGHUP has the TLS certificate and key read again.
    pub fn run_until(self, signals: Signals) {
        let signal = signals.wait(&self.reload);
        tracing::info!(signal, "stopping");
        self.stop();
    }

    fn shut_down(&mut self) {
        let Some(Parts {
            edge,
            writer,
            indexer,
        }) = self.parts.take()
        else {
            return;
        };
        self.stop.send_replace(true);
        // A thread that panicked has nothing left to be waited for.
        let _ = edge.join();
        writer.stop();
        indexer.stop();
    }
}

/// SIGTERM, SIGINT and SIGHUP. From its making on they no longer end the process by themselves.
pub struct Signals {
    runtime: Runtime,
    terminate: Signal,
    interrupt: Signal,
    hang_up: Signal,
}

impl Signals {
    /// Begins to listen for them.
    ///
    /// # Errors
    /// As the system says.
    pub fn listen() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let entered = runtime.enter();
        let [terminate, interrupt, hang_up] = [
            signal(SignalKind::terminate())?,
            signal(SignalKind::interrupt())?,
            signal(SignalKind::hangup())?,
        ];
        drop(entered);
        Ok(Self {
            runtime,
            terminate,
            interrupt,
            hang_up,
        })
    }

    fn wait(mut self, reload: &Notify) -> &'static str {
        self.runtime.block_on(async {
            loop {
                tokio::select! {
                    _ = self.terminate.recv() => return "SIGTERM",
                    _ = self.interrupt.recv() => return "SIGINT",
                    _ = self.hang_up.recv() => reload.notify_one(),
                }
            }
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.shut_down();
    }
}

fn check_address(config: &Config) -> Result<(), StartError> {
    let private = config.listen.ip().to_canonical().is_loopback();
    if private || config.tls.is_some() || config.insecure_http {
        return Ok(());
    }
    Err(StartError::NotPrivate(config.listen))
}

fn warn_of_settings(config: &Config) {
    if let Some(path) = kek::beside_data(&config.kek, &config.data_dir) {
        tracing::warn!(
            path = %path.display(),
            "the key-encryption key lies beside the data it protects: whoever copies the directory has \
             both; move it and give --kek-file"
        );
    }
    if config.insecure_http && config.tls.is_none() {
        tracing::warn!("credentials travel over plain HTTP: give --tls-cert and --tls-key");
    }
}

/// Reads what is stored and opens the trail.
fn open_node(
    config: Config,
    tables: Vec<Table>,
    kek: Kek,
    store: Arc<dyn Store>,
    dir: &DataDir,
    indexed_to: SpoolPosition,
) -> Result<Node, StartError> {
    let published = node::load(&*store, &kek)?;
    // The account that the installation began with: the session keys are sealed under it from the first
    // moment on. No date would do, since clocks go back.
    let keys = published
        .snapshot
        .session_keys()
        .ok_or(LoadError::NoSessionKeys)?;
    let first = published.snapshot.account(keys.account);
    let account = first.ok_or(LoadError::NoAccount)?;
    let (account, region) = (
        account.id,
        config.region.unwrap_or_else(|| account.region.clone()),
    );
    let options = SpoolOptions {
        sync_all: config.audit_sync_all,
        sync_delay: config.sync_delay,
        ..SpoolOptions::default()
    };
    let journal = Journal::open(&dir.spool(), options, indexed_to, config.clock.now())?;
    let services = Services::new(tables);
    let metrics = Metrics::new(&services);
    metrics
        .revision
        .set(i64::try_from(published.snapshot.revision().0).unwrap_or(i64::MAX));
    Ok(Node {
        account,
        region,
        services,
        authenticator: Authenticator::new(config.clock_window),
        store,
        published: ArcSwap::from_pointee(published),
        policies: PolicyCache::new(POLICY_CACHE_BYTES),
        paths: PathCache::new(KEPT_PATHS).watched(metrics.watch(CacheName::Path)),
        attempts: Attempts::default(),
        kek,
        limits: config.limits,
        rates: Rates::new(config.rates),
        journal,
        metrics,
        clock: config.clock,
        store_failing: AtomicBool::new(false),
    })
}

fn runtime(worker_threads: Option<usize>) -> std::io::Result<Runtime> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    if let Some(threads) = worker_threads {
        builder.worker_threads(threads.max(1));
    }
    builder.thread_name("request").enable_all().build()
}
