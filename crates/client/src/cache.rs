//! Sessions kept in files, so that one is not asked for at each command: `credential-process --cache`.
//!
//! ```text
//! inputs ─hash─▶ name ─▶ directory/NAME.session ─open with the key─▶ still good? ─▶ credentials
//!                              no, or none: lock NAME, look again, obtain, seal, replace
//! ```
//!
//! The name is a hash over everything that changes the answer, and is sealed in, so that a file is of use
//! under its own name alone. What the cache cannot do it leaves: the command goes on without it, and a file
//! that cannot be opened is as good as none. What the sealing protects is told in [`key`].

mod directory;
mod entry;
mod inputs;
mod key;

use tegata_api_rolesanywhere::Credentials;
use tegata_crypto::aead::AeadKey;
use zeroize::Zeroizing;

use crate::Edge;
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
        "which certificate it will be is known only once a token, store, agent, selector or descriptor was \
         asked; name one certificate's file, or env:NAME, for --cache"
    )]
    ChosenLater,
    /// Something in the file system.
    #[error("{what} {}: {error}", path.display())]
    File {
        /// What was tried.
        what: &'static str,
        /// With which file or directory.
        path: std::path::PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Somebody else's directory.
    #[error("{} belongs to another user", .0.display())]
    NotOurs(std::path::PathBuf),
}

/// Credentials that were kept and are still good, or new ones, which are kept then.
///
/// Of several processes that find none, one asks for them and the others wait for what it gets.
///
/// # Errors
/// [`ProviderError`] when there are none and the service gives none.
pub(crate) fn obtain(
    provider: &mut SessionProvider,
    edge: &mut Edge<'_>,
) -> Result<Credentials, ProviderError> {
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
    let lock = cache.directory.lock(&cache.name, edge);
    if let Some(found) = cache.look(provider, edge) {
        return Ok(found);
    }
    let credentials = provider.obtain(edge)?.credentials;
    if let Err(error) = lock.and_then(|_held| cache.keep(&credentials, provider, edge)) {
        warn(&error, edge);
    }
    Ok(credentials)
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
        let file = self.directory.read(&self.name)?;
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
        credentials: &Credentials,
        provider: &SessionProvider,
        edge: &mut Edge<'_>,
    ) -> Result<(), CacheError> {
        let asked = provider.args().session_duration;
        let Some(plain) = entry::written(credentials, asked, (edge.clock)(), edge.rng) else {
            edge.tell(
                "warning: the session is not cached: it ends in the past of this machine's clock; set the \
                 clock right (`timedatectl set-ntp true`)",
            );
            return Ok(());
        };
        let sealed = self.key.seal(edge.rng, self.name.as_bytes(), plain.as_bytes());
        self.directory.replace(&self.name, &[MAGIC, &sealed].concat())
    }
}

#[cfg(test)]
mod tests;
