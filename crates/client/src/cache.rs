//! Sessions kept in files, so that one is not asked for at each command: `credential-process --cache`.
//!
//! ```text
//! inputs ─hash─▶ name ─▶ directory/NAME.session ─open with the key─▶ still good? ─▶ credentials
//!                              no, or none: lock NAME, look again, obtain, seal, replace
//!                                                  or, as whom this one waited for was told, give up
//! ```
//!
//! The name is a hash over everything that changes the answer, and is sealed in, so that a file is of use
//! under its own name alone. What the cache cannot do it leaves: the command goes on without it, and a file
//! that cannot be opened is as good as none. What the sealing protects is told in [`key`].

mod directory;
mod entry;
mod failure;
mod flight;
mod inputs;
mod key;
mod sealed;

use std::time::Duration;

use tegata_api_rolesanywhere::Credentials;

use crate::Edge;
use crate::credential_process::CredentialProcessError;
use crate::private_file::{Lock, PrivateFileError};
use crate::provider::{ProviderError, SessionProvider};
pub(crate) use directory::Directory;
use entry::Entry;
pub(crate) use flight::{Flight, Landed};
pub(crate) use inputs::certificate;
pub(crate) use sealed::SealedFiles;

/// What a file begins with: the form of the rest.
const MAGIC: &[u8] = b"tegata session 1\n";

/// How long to wait for another process that asks for the same session.
const PATIENCE: Duration = Duration::from_secs(60);

/// Why the cache is not used.
#[derive(Debug, thiserror::Error)]
pub enum CacheError {
    /// No place for it.
    #[error("neither XDG_CACHE_HOME nor HOME names a directory")]
    NoPlace,
    /// Only the source can tell which certificate it will be.
    #[error(
        "which certificate it will be is known only once a token, store, agent, selector, descriptor or pipe was \
         asked; name one certificate's file, or env:NAME, for --cache"
    )]
    ChosenLater,
    /// Something in the file system.
    #[error(transparent)]
    File(#[from] PrivateFileError),
    /// Somebody else's directory.
    #[error("{} belongs to another user", .0.display())]
    NotOurs(std::path::PathBuf),
}

/// Credentials that were kept and are still good, or new ones, which are kept then.
///
/// # Errors
/// [`CredentialProcessError::Provider`] when there are none and the service gives none, and
/// [`CredentialProcessError::Shared`] when another process was told so.
pub(crate) fn obtain(
    provider: &mut SessionProvider,
    edge: &mut Edge<'_>,
) -> Result<Credentials, CredentialProcessError> {
    let cache = match Cache::open(provider, edge) {
        Ok(cache) => cache,
        Err(error) => {
            warn(&error, edge);
            return Ok(provider.obtain(edge)?.credentials);
        }
    };
    let flight = Flight {
        directory: &cache.directory,
        name: &cache.name,
        patience: PATIENCE,
        heeds_failures: true,
    };
    let args = provider.args().clone();
    let landed = flight.land(
        edge,
        |edge| cache.look(args.debug, edge),
        |edge, lock| {
            let credentials = provider.obtain(edge)?.credentials;
            if let Some(lock) = lock
                && let Err(error) = cache.keep(lock, &credentials, args.session_duration, edge)
            {
                warn(&error.into(), edge);
            }
            Ok::<_, ProviderError>(credentials)
        },
        |_| true,
        |error, edge| warn(&error.into(), edge),
    );
    match landed {
        Landed::Answer(credentials) => Ok(credentials),
        Landed::Refused(error) => Err(error.into()),
        Landed::Shared(cause) => Err(CredentialProcessError::Shared(cause)),
    }
}

fn warn(error: &CacheError, edge: &mut Edge<'_>) {
    edge.tell(&format!("warning: the session is not cached: {error}"));
}

/// Where the answer to one question is kept.
struct Cache {
    directory: Directory,
    /// A hash over all that changes the answer, in hexadecimal.
    name: String,
    files: SealedFiles,
}

impl Cache {
    fn open(provider: &SessionProvider, edge: &mut Edge<'_>) -> Result<Self, CacheError> {
        let name = inputs::name(provider, edge.environment)?;
        let directory = Directory::open(edge.environment)?;
        let files = SealedFiles::open(&directory, edge)?;
        Ok(Self {
            directory,
            name,
            files,
        })
    }

    /// What is kept, if it is still good.
    fn look(&self, debug: bool, edge: &mut Edge<'_>) -> Option<Credentials> {
        let plain = self.files.read(&self.directory, &self.name)?;
        let entry = Entry::read(&plain)?;
        if !entry.is_good_at((edge.clock)()) {
            return None;
        }
        if debug {
            edge.tell(&format!(
                "debug: session {} from the cache",
                entry.credentials.access_key_id
            ));
        }
        Some(entry.credentials)
    }

    fn keep(
        &self,
        held: &Lock,
        credentials: &Credentials,
        asked: i32,
        edge: &mut Edge<'_>,
    ) -> Result<(), PrivateFileError> {
        let Some(plain) = entry::written(credentials, asked, (edge.clock)(), edge.rng) else {
            edge.tell(
                "warning: the session is not cached: it ends in the past of this machine's clock; set the \
                 clock right (`timedatectl set-ntp true`)",
            );
            return Ok(());
        };
        self.files
            .write(&self.directory, held, &self.name, plain.as_bytes(), edge)
    }
}

#[cfg(test)]
mod tests;
