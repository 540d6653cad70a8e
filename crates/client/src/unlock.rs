//! `tegata unlock` and `tegata lock`: encrypted files that stay open for a while, so that their passphrase is typed once.
//!
//! ```text
//! unlock: passphrase ─opens the store?─▶ opener ─handover─▶ agent, a process a store: keeps it in memory
//! any command: KeystoreArgs ─Agents─▶ socket in a private folder ─same user, both ways?─▶ agent ─▶ opener
//! lock, its time, SIGTERM, a lost socket ─▶ the agent wipes it and ends
//! ```
//!
//! The opener of `tegata-file` is its key, so that the passphrase is nowhere; that of `file` is the passphrase,
//! since each item has a salt of its own. Blocking code and threads: an agent answers few and is idle else.

mod agent;
mod asking;
mod deadline;
mod memory;
mod peer;
mod place;
mod protocol;
mod start;

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tegata_profiles::duration::{InvalidDuration, Seconds, Units};
use tegata_vault::Ask;

pub use self::agent::run as run_agent;
pub use self::asking::{Agents, Silent};
pub use self::place::Store;
pub use self::protocol::Status;

use self::memory::close_to_others;
use self::protocol::{Handover, MAX_OPENER};
use crate::Edge;
use crate::keystore::{Keystore, KeystoreArgs, KeystoreError};
use crate::private_file::PrivateFileError;
use crate::serve::ListenError;

/// How long a conversation with an agent lasts at most.
const CONVERSATION: Duration = Duration::from_secs(2);

/// Longer is what a passphrase in a file would be.
const LONGEST: Seconds = Seconds(7 * 24 * 3600);

/// Why nothing is unlocked or locked. Each message says what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UnlockError {
    /// Which store, or its passphrase.
    #[error(transparent)]
    Keystore(#[from] KeystoreError),
    /// A private folder that is none.
    #[error(transparent)]
    PrivateFile(#[from] PrivateFileError),
    /// The agent's socket.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// No folder for sockets.
    #[error("there is no folder for the agent's socket; set XDG_RUNTIME_DIR or HOME")]
    NoPlace,
    /// A folder for sockets that others have.
    #[error("{} is not a folder of this user's; remove it, or set XDG_RUNTIME_DIR to another", .0.display())]
    NotOurs(PathBuf),
    /// More than a socket's address has room for.
    #[error("{} is too long for a socket's path; set XDG_RUNTIME_DIR to a shorter one", .0.display())]
    LongPath(PathBuf),
    /// More than is kept.
    #[error("a passphrase of more than {MAX_OPENER} bytes is not kept")]
    LongPassphrase,
    /// No time, or too long a one.
    #[error("a store is unlocked for one second to {LONGEST}; give --for a time between, such as 8h")]
    Lasting,
    /// No process.
    #[error("the agent could not be started: {0}")]
    Start(io::Error),
    /// The agent's own words.
    #[error("the agent could not be started: {0}")]
    Agent(String),
    /// It is there, and does not answer.
    #[error("{0}")]
    Silent(Silent),
    /// It was called by a person.
    #[error("the agent is started by tegata unlock, without --agent")]
    NotByHand,
    /// Nobody reads.
    #[error("cannot write to standard output: {0}")]
    Output(io::Error),
}

/// The flags of `unlock`.
#[derive(Debug, Clone, clap::Args)]
pub struct UnlockArgs {
    /// How long: 90m, 8h, at most 7d
    #[arg(long = "for", value_name = "DURATION", default_value = "8h", value_parser = lasting)]
    lasting: Seconds,
    /// Show what is unlocked, and how long
    #[arg(long, conflicts_with = "lasting")]
    status: bool,
    /// Print JSON
    #[arg(long, requires = "status")]
    json: bool,
    #[command(flatten)]
    keystore: KeystoreArgs,
}

/// The flags of `lock`.
#[derive(Debug, Clone, clap::Args)]
pub struct LockArgs {
    /// Every store that is unlocked
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    keystore: KeystoreArgs,
}

fn lasting(text: &str) -> Result<Seconds, InvalidDuration> {
    Seconds::parse(text, Units::GoDaysWeeks)
}

impl UnlockArgs {
    /// Unlocks the store, or shows what is unlocked.
    ///
    /// # Errors
    /// [`UnlockError`].
    pub fn run(&self, ask: Arc<dyn Ask>, edge: &mut Edge<'_>) -> Result<(), UnlockError> {
        let agents = Agents::of(edge.environment);
        match self.status {
            true => show(&agents, self.json, edge),
            false => self.unlock(&agents, ask, edge),
        }
    }

    fn unlock(&self, agents: &Agents, ask: Arc<dyn Ask>, edge: &mut Edge<'_>) -> Result<(), UnlockError> {
        if !(Seconds(1)..=LONGEST).contains(&self.lasting) {
            return Err(UnlockError::Lasting);
        }
        close_to_others();
        let keystore = opened(&self.keystore, ask, edge)?;
        let unlocked = keystore.unlock()?;
        if unlocked.opener.expose().len() > MAX_OPENER {
            return Err(UnlockError::LongPassphrase);
        }
        let store = Store::new(unlocked.backend, &unlocked.folder);
        let socket = agents.places.make(&store)?;
        // The new time counts from now on, be it longer or shorter.
        agents.lock(&store).map_err(UnlockError::Silent)?;
        let folder = store.folder.display().to_string();
        start::start(&Handover {
            store,
            lasting: Duration::from_secs(self.lasting.0.into()),
            socket,
            opener: unlocked.opener,
        })?;
        say(
            &format!("{folder} is unlocked for {}; tegata lock ends it", self.lasting),
            edge,
        )
    }
}

impl LockArgs {
    /// Locks the store, or all.
    ///
    /// # Errors
    /// [`UnlockError`], when it is not known which store.
    pub fn run(&self, ask: Arc<dyn Ask>, edge: &mut Edge<'_>) -> Result<(), UnlockError> {
        let agents = Agents::of(edge.environment);
        if self.all {
            return match agents.lock_all().map_err(UnlockError::Silent)? {
                0 => say("nothing was unlocked", edge),
                1 => say("1 store is locked", edge),
                ended => say(&format!("{ended} stores are locked"), edge),
            };
        }
        let (backend, folder) = opened(&self.keystore, ask, edge)?.unlockable()?;
        let store = Store::new(backend, &folder);
        let folder = store.folder.display();
        match agents.lock(&store).map_err(UnlockError::Silent)? {
            true => say(&format!("{folder} is locked"), edge),
            false => say(&format!("{folder} was not unlocked"), edge),
        }
    }
}

/// The keystore that is meant; why it is that one is told where nobody named one.
fn opened(args: &KeystoreArgs, ask: Arc<dyn Ask>, edge: &mut Edge<'_>) -> Result<Keystore, UnlockError> {
    let keystore = args.open(edge.environment, ask)?;
    keystore.store_and_tell(edge)?;
    Ok(keystore)
}

fn show(agents: &Agents, json: bool, edge: &mut Edge<'_>) -> Result<(), UnlockError> {
    let (statuses, silent) = agents.statuses();
    for agent in &silent {
        edge.tell(&format!("warning: {agent}"));
    }
    if json {
        let told: Vec<_> = statuses
            .iter()
            .map(|status| {
                json!({
                    "backend": status.store.backend.name(),
                    "folder": status.store.folder.to_string_lossy(),
                    "seconds_left": status.left.as_secs(),
                    "process": status.process,
                })
            })
            .collect();
        return say(&format!("{:#}", json!(told)), edge);
    }
    if statuses.is_empty() && silent.is_empty() {
        return say("nothing is unlocked", edge);
    }
    for Status { store, left, .. } in &statuses {
        let left = Seconds(u32::try_from(left.as_secs()).unwrap_or(u32::MAX));
        say(
            &format!(
                "{} ({}) is unlocked for {left}",
                store.folder.display(),
                store.backend
            ),
            edge,
        )?;
    }
    Ok(())
}

fn say(line: &str, edge: &mut Edge<'_>) -> Result<(), UnlockError> {
    match writeln!(edge.stdout, "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(UnlockError::Output(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
