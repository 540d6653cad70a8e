//! `tegata serve`: credentials for the programs of a machine, by the protocols that every AWS SDK asks
//! already: the instance metadata service of EC2 (IMDSv2) and the container credentials of ECS.
//!
//! ```text
//! ServeArgs ─▶ SessionProvider ─▶ Refresher (one thread, blocking) ─Snapshot─▶ Endpoint ◀─ Front ◀─ connections
//!                                      ▲ ticks, SIGHUP, demand                (one thread, tokio)
//! ```
//!
//! Requests are answered from the last snapshot, in memory; only a request that finds no good
//! credentials waits, and only the refresher asks for new ones. This is the one command of the client
//! that has a runtime, since it is the one that serves many at a time.

pub(crate) mod answer;
mod args;
mod asking;
mod credential;
mod ecs;
mod expiry;
mod health;
pub(crate) mod hosts;
pub(crate) mod http;
pub(crate) mod listen;
pub(crate) mod log;
mod metadata;
mod metrics;
mod patience;
mod refresher;
mod schedule;
pub(crate) mod signals;
mod snapshot;
pub(crate) mod token;
pub(crate) mod unix_socket;

use std::io;
use std::time::Instant;

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_base::time::iso_seconds;
use tegata_crypto::OsRng;
use tegata_keys::{Permissions, shell_path};
use tokio::sync::watch;

pub use self::args::{AnswerArgs, DEFAULT_PORT, ServeArgs};
pub use self::ecs::EcsTokenError;
pub use self::listen::{InvalidMode, InvalidPlace, ListenError, Place, SocketMode};

use self::answer::{ECS_PATH, Endpoint};
use self::asking::Asking;
use self::hosts::Hosts;
use self::http::{Front, Limits};
use self::listen::{Listener, Rules};
use self::log::Log;
use self::metadata::Metadata;
use self::metrics::Metrics;
use self::refresher::{Clocks, Command};
use self::signals::{Heard, Signals};
use self::snapshot::Snapshot;
use self::token::Tokens;
use crate::Environment;
use crate::provider::ProviderError;
use crate::systemd::{self, Notify};

/// How the lines of the start read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartLines {
    /// Our own.
    Tegata,
    /// Those of `aws_signing_helper`, byte for byte but for the time.
    AwsSigningHelper,
}

/// Why nothing is served. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The flags cannot be used.
    #[error(transparent)]
    Provider(#[from] ProviderError),
    /// There is no session to serve.
    #[error("{0}; with --wait the endpoint starts all the same")]
    NoSession(String),
    /// There is none, and there will be none before a person changes something.
    #[error("{0}")]
    Refused(String),
    /// Nothing can be listened on.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// There is no token for the ECS protocol.
    #[error(transparent)]
    EcsToken(#[from] EcsTokenError),
    /// Threads, signals or the event loop.
    #[error("the system refuses {what}: {error}")]
    System {
        /// What was asked of it.
        what: &'static str,
        /// What it says.
        error: io::Error,
    },
}

impl ServeError {
    /// Whether to start again is of no use before a person changes something, and may even lock a token.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        match self {
            Self::Refused(_) => true,
            Self::Provider(error) => error.is_permanent(),
            _ => false,
        }
    }

    /// Whether it is the command line that is wrong, by itself.
    #[must_use]
    pub const fn is_mistake(&self) -> bool {
        matches!(self, Self::Provider(error) if error.is_mistake())
    }
}

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// [`ServeError`], before anything is served.
pub fn run(args: &ServeArgs, permissions: Permissions, lines: StartLines) -> Result<(), ServeError> {
    let environment = Environment::of_process();
    let log = Log { clock: wall_clock };
    let asking = Asking::start(&args.session, permissions, (CLOCKS, log))?;
    let listeners = listeners(args, &environment)?;
    let ecs_token = ecs::open_token(args.answers.ecs_token_file.as_deref(), &environment, &mut OsRng)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| ServeError::System {
            what: "an event loop",
            error,
        })?;
    let serving = Serving {
        args,
        notify: Notify::new(&environment),
        log,
        lines,
        asking,
    };
    runtime.block_on(serving.run(listeners, ecs_token))
}

/// Everything that `--listen`, `--port` and systemd name. Sockets that systemd passed take the place of
/// the default one.
fn listeners(args: &ServeArgs, environment: &Environment) -> Result<Vec<Listener>, ListenError> {
    let rules = Rules {
        allow_remote: args.allow_remote,
        socket_mode: args.socket_mode,
    };
    let mut listeners = Listener::passed(&mut systemd::passed_sockets(environment), rules)?;
    for place in &args.listen {
        listeners.extend(Listener::open(place, rules)?);
    }
    if listeners.is_empty() || args.port.is_some() {
        let place = Place::Tcp {
            host: "127.0.0.1".to_owned(),
            port: args.port.unwrap_or(DEFAULT_PORT),
        };
        listeners.extend(Listener::open(&place, rules)?);
    }
    Ok(listeners)
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge of a command that runs for long: expirations are compared with the wall clock"
)]
fn wall_clock() -> Timestamp {
    Timestamp::now()
}

const CLOCKS: Clocks = Clocks {
    wall: wall_clock,
    mono: Instant::now,
};

/// The endpoint, from its first session to its end.
struct Serving<'a> {
    args: &'a ServeArgs,
    notify: Notify,
    log: Log,
    lines: StartLines,
    asking: Asking,
}

impl Serving<'_> {
    async fn run(
        mut self,
        listeners: Vec<Listener>,
        ecs_token: Option<Secret<String>>,
    ) -> Result<(), ServeError> {
        let mut signals = Signals::new()?;
        self.asking.tell(match self.args.wait {
            true => Command::Refresh,
            false => Command::First,
        });
        if !self.args.wait && !self.first_session(&mut signals).await? {
            return Ok(());
        }
        let site = self.site(ecs_token);
        self.tell_start(&listeners, site.ecs_token.is_some());
        let limits = Limits {
            connections: self.args.max_connections.try_into().unwrap_or(usize::MAX >> 4),
            hop_limit: self.args.hop_limit,
        };
        let front = Front::new(site, &limits, self.log, self.args.session.debug);
        let (stop, stopped) = watch::channel(false);
        let mut serving = std::pin::pin!(front.serve(listeners, &stopped));
        self.notify.ready();
        let ended = tokio::select! {
            ended = &mut serving => Some(ended),
            () = self.attend(&mut signals) => None,
        };
        let ended = match ended {
            Some(ended) => ended,
            None => {
                self.log.line("stopping");
                self.notify.stopping();
                stop.send_replace(true);
                self.asking.tell(Command::Stop);
                let served = serving.await;
                // A token's session is closed in good order; a service that does not answer is not
                // waited for.
                self.asking.wait_for_end();
                served
            }
        };
        ended.map_err(|error| ServeError::System {
            what: "a listener",
            error,
        })
    }

    /// Waits for the first session; false when told to stop meanwhile.
    async fn first_session(&mut self, signals: &mut Signals) -> Result<bool, ServeError> {
        tokio::select! {
            // The thread publishes once it has tried.
            _ = self.asking.snapshot.changed() => {}
            () = signals.end() => return Ok(false),
        }
        let snapshot = self.asking.snapshot.borrow();
        match (&snapshot.credential, &snapshot.failure) {
            (Some(_), _) => Ok(true),
            (None, Some(failure)) if failure.is_permanent => Err(ServeError::Refused(snapshot.cause())),
            (None, _) => Err(ServeError::NoSession(snapshot.cause())),
        }
    }

    fn site(&self, ecs_token: Option<Secret<String>>) -> Endpoint {
        let role_arn = &self.args.session.role_arn;
        Endpoint {
            hosts: Hosts::new(self.args.allow_host.clone()),
            tokens: Tokens::new(&mut OsRng, Instant::now()),
            ecs_token,
            metadata: Metadata::new(role_arn, &self.asking.region, &self.args.answers, wall_clock()),
            metrics: Metrics::new(),
            snapshot: self.asking.snapshot.clone(),
            commands: self.asking.commands.clone(),
            clocks: CLOCKS,
        }
    }

    /// What a person, or the shell, needs to use it. With the slash at the end: early releases of the
    /// AWS CLI 2 append to it as it is, and who puts in one more is understood, too.
    fn tell_start(&self, listeners: &[Listener], with_ecs: bool) {
        let url = listeners.iter().find_map(Listener::url);
        match (self.lines, &url) {
            (StartLines::AwsSigningHelper, Some(url)) => {
                let port = url.rsplit(':').next().unwrap_or_default();
                self.log.line(&format!("Local server started on port: {port}"));
                self.log.line("Make it available to the sdk by running:");
                self.log
                    .line(&format!("export AWS_EC2_METADATA_SERVICE_ENDPOINT={url}/"));
            }
            _ => {
                for listener in listeners {
                    self.log.line(&format!("listening on {}", listener.place()));
                }
                if let Some(url) = &url {
                    Log::plain(&format!("export AWS_EC2_METADATA_SERVICE_ENDPOINT={url}/"));
                }
            }
        }
        if let (Some(url), true) = (url, with_ecs) {
            Log::plain(&format!(
                "export AWS_CONTAINER_CREDENTIALS_FULL_URI={url}{ECS_PATH}"
            ));
            if let Some(file) = &self.args.answers.ecs_token_file {
                let file = std::path::absolute(file).unwrap_or_else(|_| file.clone());
                Log::plain(&format!(
                    "export AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE={}",
                    shell_path(&file)
                ));
            }
        }
    }

    /// Tells systemd how things are and does as signals say, until one says to stop.
    async fn attend(&self, signals: &mut Signals) {
        let mut snapshot = self.asking.snapshot.clone();
        snapshot.mark_changed();
        let mut watchdog = self.notify.watchdog().map(tokio::time::interval);
        loop {
            tokio::select! {
                heard = signals.next() => {
                    if heard == Heard::End {
                        return;
                    }
                    self.log.line("SIGHUP: getting new credentials");
                    self.notify.reloading();
                    self.asking.tell(Command::Refresh);
                    self.notify.ready();
                }
                Ok(()) = snapshot.changed() => self.notify.status(&status(&snapshot.borrow_and_update())),
                () = tick(&mut watchdog) => self.notify.alive(),
            }
        }
    }
}

fn status(snapshot: &Snapshot) -> String {
    let until = snapshot
        .credential
        .as_ref()
        .map(|credential| iso_seconds(credential.expiration));
    match (until, &snapshot.failure) {
        (Some(until), None) => format!("credentials until {until}"),
        (Some(until), Some(failure)) => format!("credentials until {until}; {}", failure.message),
        (None, _) => format!("no credentials: {}", snapshot.cause()),
    }
}

async fn tick(interval: &mut Option<tokio::time::Interval>) {
    match interval {
        Some(interval) => drop(interval.tick().await),
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
