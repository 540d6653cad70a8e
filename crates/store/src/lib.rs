//! Storage as a trait: what is kept, in which shape, and what an engine promises.
//!
//! Every stored noun is one of three. *Configuration* is a [`Row`] under a [`Key`], changed only by
//! [`Store::commit`] in one total order of dense [`Revision`]s, and read whole by [`Store::load`] into
//! the snapshot. A [`Record`] is inserted once under a unique key and read one at a time. An
//! [`Observed`] is a fold over the event trail: the engine applies the [`Observation`]s of an
//! [`EventRow`] in the transaction that stores the event, and no request ever writes one.
//!
//! Events arrive by two roads: inside the [`Batch`] of the change they tell of, and from the spool in
//! [`Store::append_events`]. [`Store::events`] answers `LookupEvents` and the walk of `tegata who`.
//!
//! The crate is pure. With the feature `testing` it also holds a fake, `testing::MemoryStore`, and the
//! suite that every engine must pass, `testing::conformance`.
#![forbid(unsafe_code)]

mod change;
mod engine;
mod error;
mod event;
mod key;
mod micros;
mod observation;
mod query;
#[cfg(any(test, feature = "testing"))]
pub mod testing;

pub use change::{Batch, BatchId, Change, Changes, Record, Row};
pub use engine::{KEPT_REVISIONS, Store};
pub use error::StoreError;
pub use event::{EventResource, EventRow, IssuedSession, SpoolPosition};
pub use key::{InvalidKey, InvalidKind, Key, Kind, Revision};
pub use observation::{
    CertificateSeen, InstancePropertiesSeen, KEPT_CERTIFICATES, LastUsed, Observation, Observed,
    SubjectCertificate, SubjectSeen, fold,
};
pub use query::{EventAttribute, EventCursor, EventPage, EventQuery, ObservationQuery};

#[cfg(test)]
mod tests;
