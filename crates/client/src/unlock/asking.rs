//! Asking agents. One that does not answer, or is not this user's, is as good as none.

use std::fs;
use std::io;
use std::path::Path;
use std::time::Instant;

use tegata_base::Secret;
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

    /// What is unlocked, and how long.
    #[must_use]
    pub fn statuses(&self) -> Vec<Status> {
        let sockets = self.places.sockets();
        let answers = sockets.iter().map(|socket| ask(socket, &Question::Status));
        let mut statuses: Vec<Status> = answers
            .filter_map(|answer| match answer {
                Ok(Answer::Status(status)) => Some(status),
                _ => None,
            })
            .collect();
        statuses.sort_by(|one, other| one.store.folder.cmp(&other.store.folder));
        statuses
    }

    /// Ends the agent of a store, and says whether there was one.
    #[must_use]
    pub fn lock(&self, store: &Store) -> bool {
        let ended = self
            .places
            .sockets_of(store)
            .iter()
            .filter(|socket| end(socket))
            .count();
        ended > 0
    }

    /// Ends every agent, and says how many there were.
    #[must_use]
    pub fn lock_all(&self) -> usize {
        self.places.sockets().iter().filter(|socket| end(socket)).count()
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

fn ask(socket: &Path, question: &Question) -> io::Result<Answer> {
    let mut peer = Peer::connect(socket, Instant::now() + CONVERSATION)?;
    peer.say(&question.write())?;
    Answer::parse(&peer.hear()?).map_err(io::Error::other)
}

/// Ends the agent of a socket. The socket of one that was killed is removed.
fn end(socket: &Path) -> bool {
    match ask(socket, &Question::End) {
        Ok(Answer::Ended) => true,
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {
            let _ = fs::remove_file(socket);
            false
        }
        _ => false,
    }
}
