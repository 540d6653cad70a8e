//! Certificate paths that were accepted before.

use jiff::Timestamp;
use tegata_pki::path::VerifiedPath;

/// Remembers accepted paths under [`tegata_pki::path::cache_key`]. The key names the certificates, the
/// anchors and the CRLs, so a change of any of them misses; a hit is good while every certificate of the
/// path is within its dates.
pub struct PathCache(quick_cache::sync::Cache<[u8; 32], VerifiedPath>);

impl PathCache {
    /// A cache of this many paths.
    #[must_use]
    pub fn new(paths: usize) -> Self {
        Self(quick_cache::sync::Cache::new(paths))
    }

    /// The path under this key, if it is still good.
    #[must_use]
    pub fn get(&self, key: &[u8; 32], now: Timestamp) -> Option<VerifiedPath> {
        self.0.get(key).filter(|path| path.is_valid_at(now))
    }

    /// Remembers an accepted path.
    pub fn insert(&self, key: [u8; 32], path: VerifiedPath) {
        self.0.insert(key, path);
    }
}
