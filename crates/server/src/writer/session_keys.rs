//! Rotating the root keys of sessions: a new one is made, waits until every node has it, and then seals
//! new tokens; the old one opens its tokens until the last has expired.

use std::sync::Arc;

use jiff::SignedDuration;
use tegata_audit::{Event, EventType, UserIdentity};
use tegata_base::{Rng as _, uuid_v4};
use tegata_crypto::OsRng;
use tegata_session::{KeyRing, RingError};
use tegata_state::Entity as _;
use tegata_store::{Batch, StoreError};

use super::Loop;
use crate::call::Published;
use crate::node::seal_ring;

/// How long a root key seals tokens.
const SEALS_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Why the keys were not rotated; they go on as they are.
#[derive(Debug, thiserror::Error)]
pub(super) enum RotateError {
    #[error(transparent)]
    Ring(#[from] RingError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Row(#[from] tegata_state::RowError),
}

impl Loop {
    /// Takes the next step of a rotation, if it is due; what was done.
    pub(super) fn rotate_session_keys(&self) -> Result<Option<&'static str>, RotateError> {
        let node = &self.node;
        let now = node.clock.now();
        let published = node.published.load_full();
        if now.duration_since(published.ring.active_since()) < SEALS_FOR {
            return Ok(None);
        }
        let mut ring = KeyRing::from_bytes(&published.ring.to_bytes())?;
        let done = if ring.next().is_none() {
            ring.prepare(&mut OsRng, now);
            "SessionKeyPrepared"
        } else {
            match ring.rotate(now) {
                Ok(()) => "SessionKeyRotated",
                // Every node is given time to learn of it.
                Err(RingError::TooYoung) => return Ok(None),
                Err(error) => return Err(error.into()),
            }
        };
        self.store_ring(&published, ring, done)?;
        tracing::info!(step = done, "the root keys of sessions are rotated");
        Ok(Some(done))
    }

    fn store_ring(&self, published: &Published, ring: KeyRing, done: &str) -> Result<(), RotateError> {
        let node = &self.node;
        let row = seal_ring(node.account, &ring, &node.kek, &mut OsRng);
        let service = "sts.amazonaws.com".to_owned();
        let mut event = Event::new(
            uuid_v4(&mut OsRng),
            node.clock.now(),
            (node.account, node.region.clone()),
            (service.as_str(), done),
            UserIdentity::AwsService {
                invoked_by: service.clone(),
            },
        );
        event.event_type = EventType::AwsServiceEvent;
        event.source_address.clone_from(&service);
        event.request_id = Some(uuid_v4(&mut OsRng));
        event.additional.revision = Some(published.snapshot.revision());
        let mut batch = Batch {
            id: [0; 16],
            changes: vec![row.put()],
            records: Vec::new(),
            events: vec![event.into_row()],
        };
        OsRng.fill(&mut batch.id);
        let mut snapshot = published.snapshot.clone();
        let revision = snapshot.revision();
        snapshot.apply(revision.next(), &batch.changes)?;
        node.store.commit(revision, &[batch])?;
        self.publish(snapshot, Arc::new(ring));
        Ok(())
    }
}
