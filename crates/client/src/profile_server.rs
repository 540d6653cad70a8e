//! `exec --server`, `exec --ec2-server`: a profile's credentials for the programs that `exec` runs, by the
//! protocols that every AWS SDK asks already, renewed for as long as the program runs.
//!
//! ```text
//! CredentialArgs ─▶ Asking (one thread) ─Shelf─▶ Container | Instance ◀─ Front ◀─ connections, [proxy]
//!                                                     (one thread, tokio)
//! ```

mod args;
mod asking;
mod container;
mod handed;
mod instance;
pub mod proxy;

use std::io;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use tegata_base::{Rng, Secret};
use tegata_crypto::OsRng;
use tegata_profiles::plan::Plan;
use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::exec::{Habits, HandOver};
use crate::mfa::Face;
use crate::profile_credentials::CredentialArgs;
use crate::serve::hosts::Hosts;
use crate::serve::http::{Front, Limits, Site};
use crate::serve::listen::{Listener, Rules};
use crate::serve::log::Log;
use crate::serve::token::Tokens;
use crate::serve::{ListenError, Place, SocketMode};
pub use args::{Protocol, ServerArgs};
use asking::{Asking, Beginning};
use container::Container;
use instance::Instance;
use proxy::ProxyError;

/// Bytes of a token.
const TOKEN: usize = 30;
/// Who may connect to a Unix socket.
const SOCKET_MODE: SocketMode = SocketMode::OWNER;
/// Connections at a time: those of a program and what it starts.
const LIMITS: Limits = Limits {
    connections: 256,
    hop_limit: 64,
};
/// How long the end waits for requests under way.
const END_WITHIN: Duration = Duration::from_secs(1);

/// Why nothing is served. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServerError {
    /// Two servers.
    #[error("Can't use --ec2-server with --ecs-server")]
    Both,
    /// Nothing that ends would be served.
    #[error("Can't use --{} with --no-session", .0.flag())]
    NoSession(Protocol),
    /// A child has the terminal.
    #[error("Can't use --prompt=terminal with --{}. Specify a different prompt driver", .0.flag())]
    Terminal(Protocol),
    /// The same, where it matters.
    #[error(
        "{:?} needs codes of {}, and beside a program nobody can be asked for one at the terminal; {OTHER_CODES}, or \
         let one be asked for before the program starts: without --lazy and --fresh, and with a --session-cache",
        .0.profile, .0.serial
    )]
    Code(NoFurtherCode),
    /// There are no credentials.
    #[error("{0}")]
    Credentials(String),
    /// Nothing can be listened on.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The address of EC2's metadata service cannot be had.
    #[error(transparent)]
    Proxy(#[from] ProxyError),
    /// Threads or the event loop.
    #[error("the system refuses {what}: {error}")]
    System {
        /// What was asked of it.
        what: &'static str,
        /// What it says.
        error: io::Error,
    },
}

/// How codes are had without a terminal.
const OTHER_CODES: &str = "set mfa_process, keep the device's seed with `tegata totp add`, or choose a --prompt that \
                           needs no terminal";

/// A device whose code can be asked for at the terminal only before a program has it.
#[derive(Debug, Clone, thiserror::Error)]
#[error(
    "warning: {profile:?} has credentials for as long as the session that a code of {serial} opens, since beside a \
     program nobody can be asked for the next one at the terminal; for longer runs {OTHER_CODES}"
)]
pub struct NoFurtherCode {
    profile: String,
    serial: String,
}

/// How `exec` was called.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// The protocol to serve.
    pub protocol: Protocol,
    /// Whose habits hold.
    pub habits: Habits,
    /// Where the command stands before its child is started.
    pub face: Face,
}

/// How a child gets at the server.
enum Way {
    Container {
        url: String,
        token: String,
    },
    Instance {
        /// Whether the proxy ends with this.
        has_proxy: bool,
    },
}

/// A server that runs.
pub struct ProfileServer {
    plan: Plan,
    way: Way,
    notes: Vec<String>,
    stop: watch::Sender<bool>,
    ended: mpsc::Receiver<()>,
}

impl ProfileServer {
    /// Gets the first credentials, unless that is to wait, and serves.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn start(
        credentials: CredentialArgs,
        args: &ServerArgs,
        manner: Manner,
    ) -> Result<Self, ServerError> {
        let behind = match manner.protocol {
            Protocol::Container => None,
            Protocol::Instance => {
                let is_there = proxy::is_there()?;
                Some((proxy::listen_behind()?, is_there))
            }
        };
        let (asking, plan) = Asking::start(Beginning {
            args: credentials,
            manner,
            is_eager: !args.lazy || manner.protocol == Protocol::Instance,
            wall: wall_clock,
        })?;
        match behind {
            Some(behind) => Self::start_instance((asking, plan), behind, args.imds_v1, manner.habits),
            None => Self::start_container((asking, plan), args, manner.habits),
        }
    }

    fn start_container(
        (asking, plan): (Asking, Plan),
        args: &ServerArgs,
        habits: Habits,
    ) -> Result<Self, ServerError> {
        let (listeners, notes) = listeners(args)?;
        let url = listeners.iter().find_map(Listener::url).unwrap_or_default();
        let token = new_token(&mut OsRng);
        let site = Container {
            asking,
            hosts: Hosts::new(args.allow_host.clone()),
            token: Secret::new(token.clone()),
            habits,
        };
        let (stop, ended) = serve(site, listeners)?;
        Ok(Self {
            plan,
            way: Way::Container { url, token },
            notes,
            stop,
            ended,
        })
    }

    fn start_instance(
        (asking, plan): (Asking, Plan),
        (listener, is_there): (Listener, bool),
        imds_v1: bool,
        habits: Habits,
    ) -> Result<Self, ServerError> {
        let site = Instance {
            asking,
            tokens: Tokens::new(&mut OsRng, Instant::now()),
            region: plan.region.as_ref().map(ToString::to_string).unwrap_or_default(),
            allows_v1: imds_v1 || habits == Habits::AwsVault,
            mono: Instant::now,
        };
        let (stop, ended) = serve(site, vec![listener])?;
        if !is_there {
            proxy::start()?;
        }
        let note = "warning: every program of this machine, of whatever user, gets these credentials at \
                    169.254.169.254 while this runs; --server gives them to one program alone";
        Ok(Self {
            plan,
            way: Way::Instance { has_proxy: !is_there },
            notes: vec![note.to_owned()],
            stop,
            ended,
        })
    }

    /// What is done for the profile.
    #[must_use]
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// What the person should know.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.notes.iter().map(String::as_str)
    }

    /// How the child gets at the credentials.
    #[must_use]
    pub fn hand_over(&self) -> HandOver<'static> {
        match &self.way {
            Way::Container { url, token } => HandOver::Container {
                url: url.clone(),
                token: token.clone(),
            },
            Way::Instance { .. } => HandOver::Instance,
        }
    }

    /// Ends it, in good order where that takes no time.
    pub fn stop(self) {
        if let Way::Instance { has_proxy: true } = self.way {
            // It may have been stopped already.
            let _ = proxy::stop();
        }
        self.stop.send_replace(true);
        let _ = self.ended.recv_timeout(END_WITHIN);
    }
}

/// A free port of this machine alone, and whatever else was named, with what is to be told of that.
fn listeners(args: &ServerArgs) -> Result<(Vec<Listener>, Vec<String>), ListenError> {
    let rules = Rules {
        allow_remote: true,
        socket_mode: SOCKET_MODE,
    };
    let own = Place::Tcp {
        host: "127.0.0.1".to_owned(),
        port: 0,
    };
    let mut listeners = Listener::open(&own, rules)?;
    let mut notes = Vec::new();
    for place in &args.listen {
        for listener in Listener::open(place, rules)? {
            notes.push(format!(
                "warning: also listening on {}: whoever reaches it and knows AWS_CONTAINER_AUTHORIZATION_TOKEN gets \
                 the credentials, which go there unencrypted",
                listener.place()
            ));
            listeners.push(listener);
        }
    }
    Ok((listeners, notes))
}

/// Serves on a thread of its own, until it is told to stop.
fn serve(
    site: impl Site,
    listeners: Vec<Listener>,
) -> Result<(watch::Sender<bool>, mpsc::Receiver<()>), ServerError> {
    let system = |what| move |error| ServerError::System { what, error };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(system("an event loop"))?;
    let (stop, stopped) = watch::channel(false);
    let (end, ended) = mpsc::channel();
    let thread = std::thread::Builder::new().name("serve".to_owned());
    let serving = move || {
        let log = Log { clock: wall_clock };
        let front = Front::new(site, &LIMITS, log, false);
        if let Err(error) = runtime.block_on(front.serve(listeners, &stopped)) {
            log.line(&format!("a listener cannot be used: {error}"));
        }
        let _ = end.send(());
    };
    thread.spawn(serving).map_err(system("a thread"))?;
    Ok((stop, ended))
}

/// As aws-vault makes it.
fn new_token(rng: &mut dyn Rng) -> String {
    let mut bytes = Zeroizing::new([0; TOKEN]);
    rng.fill(bytes.as_mut());
    BASE64URL_NOPAD.encode(bytes.as_ref())
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the edge of a command that runs for long: expirations are compared with the wall clock"
)]
fn wall_clock() -> Timestamp {
    Timestamp::now()
}
