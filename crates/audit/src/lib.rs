//! Who did what: the record of a call, the spool that keeps it, and the limit on what strangers can
//! write.
//!
//! A finished call becomes an [`Event`], which renders the CloudTrail record and what it is found by:
//! that of a change as a row of the change's transaction ([`Event::into_row`]), every other one as bytes
//! ([`Frames`]) for the [`Spool`], which answers once they are written or synced. A [`SpoolReader`] reads it back
//! for the store, and [`remove_before`] clears what is stored. Refusals pass by [`Refusals`] first.
//!
//! The spool reaches the store by a loop of four steps: `reader.read(spool.synced(), n)`,
//! `store.append_events(reader.position(), &events)` (also without events, since the position may have
//! moved), [`remove_before`] that position, and again. Who must see every event first calls
//! [`Spool::flush`] and waits until the store's position has reached the answer.
//!
//! - `record.rs`, `record/identity.rs`: CloudTrail's record format
//! - `spool.rs`: the handle; `spool/frames.rs`: events as bytes; `spool/committer.rs`: who writes and
//!   syncs, for whom; `spool/tail.rs`: writing and syncing; `spool/segment.rs`: files and recovery;
//!   `spool/frame.rs`: how one event lies in a file
//! - `reader.rs`: from a position on; `refusals.rs`: what is kept of refused calls
#![forbid(unsafe_code)]

mod reader;
mod record;
mod refusals;
mod spool;

pub use reader::{SpoolReader, remove_before};
pub use record::identity::{SessionContext, SessionIssuer, UserIdentity, WebIdentityFederation};
pub use record::{AdditionalEventData, EVENT_VERSION, Event, EventType, Failure, HIDDEN, TlsDetails};
pub use refusals::{RefusalLimits, RefusalSummary, Refusals, Verdict};
pub use spool::{Done, Durability, Frames, Spool, SpoolError, SpoolOptions};

#[cfg(test)]
mod tests;
