//! What every part of a running server shares.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use arc_swap::ArcSwap;
use tegata_authz::mfa::Attempts;
use tegata_base::{AccountId, Region};
use tegata_crypto::kek::Kek;
use tegata_operation::{Limits, PathCache};
use tegata_session::KeyRing;
use tegata_state::{Builder, Entity as _, PolicyCache, SessionKeys, Snapshot};
use tegata_store::{Revision, Store};

use crate::authenticate::Authenticator;
use crate::call::Published;
use crate::clock::Clock;
use crate::journal::Journal;
use crate::metrics::Metrics;
use crate::rates::Rates;
use crate::services::Services;

/// Bytes of compiled policies that are kept.
pub(crate) const POLICY_CACHE_BYTES: u64 = 64 << 20;
/// Certificate paths that are kept.
pub(crate) const KEPT_PATHS: usize = 20_000;

/// A node: its configuration, its keys, its trail, and what is counted.
pub(crate) struct Node {
    /// The account that a caller without one is answered for.
    pub(crate) account: AccountId,
    /// The default region.
    pub(crate) region: Region,
    pub(crate) services: Services,
    pub(crate) authenticator: Authenticator,
    pub(crate) store: Arc<dyn Store>,
    /// What requests are answered from. Only the writer replaces it.
    pub(crate) published: ArcSwap<Published>,
    pub(crate) policies: PolicyCache,
    pub(crate) paths: PathCache,
    /// Wrong codes of MFA devices.
    pub(crate) attempts: Attempts,
    pub(crate) kek: Kek,
    pub(crate) limits: Limits,
    pub(crate) rates: Rates,
    pub(crate) journal: Journal,
    pub(crate) metrics: Metrics,
    pub(crate) clock: Arc<dyn Clock>,
    /// Whether the last commit failed.
    pub(crate) store_failing: AtomicBool,
}

/// Why the stored configuration cannot be served.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] tegata_store::StoreError),
    /// A row cannot be read.
    #[error(transparent)]
    Row(#[from] tegata_state::RowError),
    /// There is no account: `init` did not finish.
    #[error("the data directory holds no account: initialise another one")]
    NoAccount,
    /// There are no session keys: `init` did not finish.
    #[error("the data directory holds no session keys: initialise another one")]
    NoSessionKeys,
    /// The session keys do not open: the key-encryption key is another one.
    #[error("{0}")]
    Unseal(#[from] tegata_crypto::kek::UnsealError),
    /// The session keys are damaged or of a newer version.
    #[error(transparent)]
    Ring(#[from] tegata_session::RingError),
}

/// Loads everything and opens the session keys, which proves the key-encryption key.
pub(crate) fn load(store: &dyn Store, kek: &Kek) -> Result<Published, LoadError> {
    let mut builder = Builder::default();
    let mut failed = None;
    let revision = store.load(&mut |row| {
        if failed.is_none() {
            failed = builder.row(&row.key, &row.document).err();
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    let snapshot = builder.finish(revision);
    let ring = Arc::new(open_ring(&snapshot, kek)?);
    Ok(Published { snapshot, ring })
}

/// Opens the ring that a snapshot holds.
pub(crate) fn open_ring(snapshot: &Snapshot, kek: &Kek) -> Result<KeyRing, LoadError> {
    let row = snapshot.session_keys().ok_or(LoadError::NoSessionKeys)?;
    let opened = kek.open(&row.key().to_string(), SessionKeys::RING_FIELD, &row.sealed_ring)?;
    Ok(KeyRing::from_bytes(&opened)?)
}

/// Seals a ring for its row.
pub(crate) fn seal_ring(
    account: AccountId,
    ring: &KeyRing,
    kek: &Kek,
    rng: &mut dyn tegata_base::Rng,
) -> SessionKeys {
    let mut row = SessionKeys {
        account,
        sealed_ring: Vec::new(),
    };
    row.sealed_ring = kek.seal(
        rng,
        &row.key().to_string(),
        SessionKeys::RING_FIELD,
        ring.to_bytes().expose(),
    );
    row
}

impl Node {
    /// The revision that requests are answered from.
    pub(crate) fn revision(&self) -> Revision {
        self.published.load().snapshot.revision()
    }

    /// Whether changes and events were stored when last tried.
    pub(crate) fn is_writable(&self) -> bool {
        !self.store_failing.load(Relaxed) && !self.journal.is_failing()
    }

    /// The state of the node for `GET /health`.
    pub(crate) fn health(&self) -> BTreeMap<&'static str, serde_json::Value> {
        let status = if self.is_writable() { "ok" } else { "degraded" };
        BTreeMap::from([
            ("status", status.into()),
            ("version", env!("CARGO_PKG_VERSION").into()),
            ("revision", self.revision().0.into()),
            ("writable", self.is_writable().into()),
            (
                "eventsWaitingForIndexBytes",
                self.metrics.spool_backlog.get().into(),
            ),
        ])
    }
}
