//! Values that an operation needs from the store and the snapshot does not hold: events and what was
//! observed. The pipeline reads them before it calls `handle`.

use tegata_base::AccountId;
use tegata_store::{EventAttribute, EventPage, EventQuery, EventRow, Key, ObservationQuery, Observed};

/// What to read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fetch {
    /// Events, after the index has reached the spool's end.
    Events(EventQuery),
    /// What was observed of these things, in this order.
    Observed(Vec<Key>),
    /// A listing of observations.
    Observations(ObservationQuery),
    /// The chain of events behind the newest event that one of these attributes finds, tried in order:
    /// from the session of an event to the event that issued it, and so on up.
    Lineage {
        /// The account whose trail is searched.
        account: AccountId,
        /// Where to begin.
        starts: Vec<EventAttribute>,
    },
}

/// What was read; the variant is that of the [`Fetch`].
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Fetched {
    /// Nothing was asked for.
    #[default]
    Nothing,
    /// Of [`Fetch::Events`].
    Events(EventPage),
    /// Of [`Fetch::Observed`]: one for each key.
    Observed(Vec<Option<Observed>>),
    /// Of [`Fetch::Observations`].
    Observations(Vec<(Key, Observed)>),
    /// Of [`Fetch::Lineage`]: the event found, then the event that issued its session, and so on;
    /// empty when nothing was found.
    Lineage(Vec<EventRow>),
}
