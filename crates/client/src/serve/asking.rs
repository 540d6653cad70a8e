//! The thread that asks for sessions, and the ways to it.

use std::io;
use std::sync::mpsc;
use std::time::Duration;

use tegata_api_rolesanywhere::CredentialResponse;
use tegata_base::Region;
use tegata_crypto::OsRng;
use tegata_keys::Permissions;
use tegata_pki::Certificate;
use tokio::sync::watch;

use super::ServeError;
use super::log::{Log, LogStream};
use super::refresher::{Clocks, Command, Refresher, Refusal, Source};
use super::snapshot::Snapshot;
use crate::Edge;
use crate::args::SessionArgs;
use crate::provider::SessionProvider;
use crate::watched_files::WatchedFiles;

/// How long a stop waits for a session that is being asked for.
const STOP_WITHIN: Duration = Duration::from_secs(1);

/// See the module.
pub(super) struct Asking {
    /// What is signed for.
    pub(super) region: Region,
    pub(super) commands: mpsc::Sender<Command>,
    pub(super) snapshot: watch::Receiver<Snapshot>,
    ended: mpsc::Receiver<()>,
}

impl Asking {
    /// Checks the flags and starts the thread. It asks for nothing before it is told to.
    pub(super) fn start(
        args: &SessionArgs,
        permissions: Permissions,
        (clocks, log): (Clocks, Log),
    ) -> Result<Self, ServeError> {
        let (commands, of_thread) = mpsc::channel();
        let (publish, snapshot) = watch::channel(Snapshot::default());
        let (started, starting) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let session = args.clone();
        let thread = std::thread::Builder::new().name("refresh".to_owned());
        let system = |error| ServeError::System {
            what: "a thread",
            error,
        };
        thread
            .spawn(move || {
                Edge::with_process(|edge| {
                    let files = WatchedFiles::of(&session);
                    let provider = match SessionProvider::new(session, permissions, edge) {
                        Ok(provider) => provider,
                        // Whoever started this waits for it.
                        Err(error) => return drop(started.send(Err(error))),
                    };
                    let _ = started.send(Ok(provider.region().clone()));
                    let source = Certified { provider, edge, log };
                    Refresher::new(source, files, publish, (clocks, log), &mut OsRng).run(&of_thread);
                });
                let _ = end.send(());
            })
            .map_err(system)?;
        let region = starting
            .recv()
            .map_err(|_| system(io::ErrorKind::Interrupted.into()))??;
        Ok(Self {
            region,
            commands,
            snapshot,
            ended,
        })
    }

    pub(super) fn tell(&self, command: Command) {
        // A thread that has ended does nothing more, and requests are told so.
        let _ = self.commands.send(command);
    }

    /// Gives the thread a moment to end in good order.
    pub(super) fn wait_for_end(&self) {
        let _ = self.ended.recv_timeout(STOP_WITHIN);
    }
}

/// Sessions by a certificate.
struct Certified<'a, 'e> {
    provider: SessionProvider,
    edge: &'a mut Edge<'e>,
    log: Log,
}

impl Source for Certified<'_, '_> {
    fn obtain(&mut self) -> Result<CredentialResponse, Refusal> {
        let mut stamped = LogStream::new(self.log);
        let mut edge = Edge {
            environment: self.edge.environment,
            clock: self.edge.clock,
            sleep: self.edge.sleep,
            rng: &mut *self.edge.rng,
            stdout: &mut *self.edge.stdout,
            stderr: &mut stamped,
        };
        self.provider.obtain(&mut edge).map_err(|error| Refusal {
            message: error.to_string(),
            is_permanent: error.is_permanent(),
        })
    }

    fn certificate(&self) -> Option<Certificate> {
        self.provider.certificate().cloned()
    }
}
