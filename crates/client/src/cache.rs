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
mod inputs;
mod key;

use jiff::Timestamp;
use tegata_api_rolesanywhere::Credentials;
use tegata_crypto::aead::AeadKey;
use zeroize::Zeroizing;

use crate::Edge;
use crate::credential_process::CredentialProcessError;
use crate::private_file::{Lock, PrivateFileError};
use crate::provider::{ProviderError, SessionProvider};
use directory::Directory;
use entry::Entry;

/// What a file begins with: the form of the rest.
const MAGIC: &[u8] = b"tegata session 1\n";

/// Why the cache is not used.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CacheError {
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
/// Of several processes that find none, one asks for them and the others wait for what it gets, be it a
/// refusal.
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
    if let Some(found) = cache.look(provider, edge) {
        return Ok(found);
    }
    let began = (edge.clock)();
    let lock = cache.directory.lock(&cache.name, edge);
    if let Some(found) = cache.look(provider, edge) {
        return Ok(found);
    }
    if lock.as_ref().is_ok_and(Lock::waited)
        && let Some(cause) = cache.failure_since(began, edge)
    {
        return Err(CredentialProcessError::Shared(cause));
    }
    let obtained = provider.obtain(edge);
    let kept = match (&lock, &obtained) {
        (Ok(held), Ok(response)) => cache.keep(held, &response.credentials, provider, edge),
        (Ok(held), Err(error)) => cache.keep_failure(held, error, edge),
        (Err(_), _) => Ok(()),
    };
    if let Err(error) = lock.and(kept) {
        warn(&error.into(), edge);
    }
    Ok(obtained?.credentials)
}

fn warn(error: &CacheError, edge: &mut Edge<'_>) {
    edge.tell(&format!("warning: the session is not cached: {error}"));
}

/// Where the answer to one question is kept.
struct Cache {
    directory: Directory,
    /// A hash over all that changes the answer, in hexadecimal.
    name: String,
    key: AeadKey,
}

impl Cache {
    fn open(provider: &SessionProvider, edge: &mut Edge<'_>) -> Result<Self, CacheError> {
        let name = inputs::name(provider, edge.environment)?;
        let directory = Directory::open(edge.environment)?;
        let key = key::find_or_make(&directory, edge)?;
        Ok(Self { directory, name, key })
    }

    /// What is kept, if it is still good.
    fn look(&self, provider: &SessionProvider, edge: &mut Edge<'_>) -> Option<Credentials> {
        let file = self.directory.read(&self.file("session"))?;
        let sealed = file.strip_prefix(MAGIC)?;
        let plain = Zeroizing::new(self.key.open(self.name.as_bytes(), sealed).ok()?);
        let entry = Entry::read(&plain)?;
        if !entry.is_good_at((edge.clock)()) {
            return None;
        }
        if provider.args().debug {
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
        provider: &SessionProvider,
        edge: &mut Edge<'_>,
    ) -> Result<(), PrivateFileError> {
        let asked = provider.args().session_duration;
        let Some(plain) = entry::written(credentials, asked, (edge.clock)(), edge.rng) else {
            edge.tell(
                "warning: the session is not cached: it ends in the past of this machine's clock; set the \
                 clock right (`timedatectl set-ntp true`)",
            );
            return Ok(());
        };
        let sealed = self.key.seal(edge.rng, self.name.as_bytes(), plain.as_bytes());
        self.directory
            .write(held, &self.file("session"), &[MAGIC, &sealed].concat())?;
        self.directory.remove(&self.file("failed"));
        self.directory.tidy();
        Ok(())
    }

    fn keep_failure(
        &self,
        held: &Lock,
        error: &ProviderError,
        edge: &Edge<'_>,
    ) -> Result<(), PrivateFileError> {
        let record = failure::written((edge.clock)(), &error.to_string());
        self.directory
            .write(held, &self.file("failed"), record.as_bytes())
    }

    /// Why the process failed that had the lock since `began`.
    fn failure_since(&self, began: Timestamp, edge: &Edge<'_>) -> Option<String> {
        let record = self.directory.read(&self.file("failed"))?;
        failure::since(&record, began, (edge.clock)())
    }

    fn file(&self, ending: &str) -> String {
        format!("{}.{ending}", self.name)
    }
}

#[cfg(test)]
mod tests;
