//! Certificate paths that were accepted before.

use jiff::Timestamp;
use tegata_pki::path::VerifiedPath;

/// Remembers accepted paths under [`tegata_pki::path::cache_key`]. The key names the certificates, the
/// anchors and the CRLs, so a change of any of them misses; a hit is good while every certificate of the
/// path is within its dates.
pub struct PathCache {
    paths: quick_cache::sync::Cache<[u8; 32], VerifiedPath>,
    /// Told of each look-up whether it was a hit.
    watch: Box<dyn Fn(bool) + Send + Sync>,
}

impl PathCache {
    /// A cache of this many paths.
    #[must_use]
    pub fn new(paths: usize) -> Self {
        Self {
            paths: quick_cache::sync::Cache::new(paths),
            watch: Box::new(|_| {}),
        }
    }

    /// The same, which tells of each look-up whether it was a hit.
    #[must_use]
    pub fn watched(self, watch: impl Fn(bool) + Send + Sync + 'static) -> Self {
        Self {
            watch: Box::new(watch),
            ..self
        }
    }

    /// The path under this key, if it is still good.
    #[must_use]
    pub fn get(&self, key: &[u8; 32], now: Timestamp) -> Option<VerifiedPath> {
        let found = self.paths.get(key).filter(|path| path.is_valid_at(now));
        (self.watch)(found.is_some());
        found
    }

    /// Remembers an accepted path.
    pub fn insert(&self, key: [u8; 32], path: VerifiedPath) {
        self.paths.insert(key, path);
    }
}
