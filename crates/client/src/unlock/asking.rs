//! Asking agents. One that does not answer, or is not this user's, is as good as none to who wants a store opened, but
//! not to who wants it locked.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

use tegata_base::Secret;
use tegata_keys::shell_path;
use tegata_vault::{Backend, Unlocked};

use super::CONVERSATION;
use super::peer::Peer;
use super::place::{Places, Store};
use super::protocol::{Answer, Question, Status};
use crate::Environment;

/// The agents of this user.
pub struct Agents {
    pub(super) places: Places,
}

impl Agents {
    /// Those that listen where the environment says. Nothing is looked for yet.
    #[must_use]
    pub fn of(environment: &Environment) -> Self {
        Self {
            places: Places::of(environment),
        }
    }

    /// What is unlocked, and how long; and the agents that do not tell.
    #[must_use]
    pub(super) fn statuses(&self) -> (Vec<Status>, Vec<Silent>) {
        let mut statuses = Vec::new();
        let mut silent = Vec::new();
        for socket in self.places.sockets() {
            match ask(&socket, &Question::Status) {
                Ok(Answer::Status(status)) => statuses.push(status),
                Err(Unanswered::Silent(process)) => silent.push(Silent { socket, process }),
                _ => {}
            }
        }
        statuses.sort_by(|one, other| one.store.folder.cmp(&other.store.folder));
        (statuses, silent)
    }

    /// Ends the agent of a store, and says whether there was one.
    ///
    /// # Errors
    /// [`Silent`], when there is one that may keep on.
    pub(super) fn lock(&self, store: &Store) -> Result<bool, Silent> {
        Ok(end_all(self.places.sockets_of(store))? > 0)
    }

    /// Ends every agent, and says how many there were.
    ///
    /// # Errors
    /// [`Silent`], when there is one that may keep on; the others are ended.
    pub(super) fn lock_all(&self) -> Result<usize, Silent> {
        end_all(self.places.sockets())
    }
}

impl Unlocked for Agents {
    fn opener(&self, backend: Backend, folder: &Path) -> Option<Secret<Vec<u8>>> {
        let store = Store::new(backend, folder);
        let sockets = self.places.sockets_of(&store);
        let question = Question::Open(store);
        sockets.iter().find_map(|socket| match ask(socket, &question) {
            Ok(Answer::Opener(opener)) => Some(opener),
            _ => None,
        })
    }
}

/// An agent that does not answer: it may keep what it was given all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silent {
    /// Where it listens.
    pub socket: PathBuf,
    /// Its process, where the system tells.
    pub process: Option<u32>,
}

impl fmt::Display for Silent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the agent at {} does not answer, and may still keep what opens the store; end it with: ",
            self.socket.display()
        )?;
        match self.process {
            Some(process) => write!(f, "kill -9 {process}"),
            None => write!(f, "fuser -k -KILL {}", shell_path(&self.socket)),
        }
    }
}

/// Why there is no answer.
enum Unanswered {
    /// There is no agent, or none of this user's, or it is ending.
    Nobody,
    /// There is one, of this process where that is known.
    Silent(Option<u32>),
}

fn ask(socket: &Path, question: &Question) -> Result<Answer, Unanswered> {
    let deadline = Instant::now() + CONVERSATION;
    let mut peer = Peer::connect(socket, deadline).map_err(|error| match error.kind() {
        io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Unanswered::Silent(None),
        kind => {
            // The socket of one that was killed.
            if kind == io::ErrorKind::ConnectionRefused && matches!(question, Question::End) {
                let _ = fs::remove_file(socket);
            }
            Unanswered::Nobody
        }
    })?;
    let heard = peer.say(&question.write()).and_then(|()| peer.hear());
    match heard {
        Ok(heard) if heard.is_empty() => Err(Unanswered::Nobody),
        Ok(heard) => Answer::parse(&heard).map_err(|_| Unanswered::Silent(peer.process())),
        Err(error) => match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Err(Unanswered::Silent(peer.process())),
            _ => Err(Unanswered::Nobody),
        },
    }
}

/// Ends the agents of these sockets, and says how many there were.
fn end_all(sockets: Vec<PathBuf>) -> Result<usize, Silent> {
    let mut ended = 0;
    let mut silent = None;
    for socket in sockets {
        match ask(&socket, &Question::End) {
            Ok(Answer::Ended) => ended += 1,
            Err(Unanswered::Silent(process)) => silent = Some(Silent { socket, process }),
            _ => {}
        }
    }
    silent.map_or(Ok(ended), Err)
}
