//! Who did what: the record of a call, the spool that keeps it, and the limit on what strangers can
//! write.
//!
//! A finished call becomes an [`Event`], which renders the CloudTrail record and what it is found by
//! ([`Event::into_row`]). The event of a change goes into the change's transaction; every other one is
//! handed to the [`Spool`], which answers once it is written or synced. A [`SpoolReader`] reads it back
//! for the store, and [`remove_before`] clears what is stored. Refusals pass by [`Refusals`] first.
//!
//! - `record.rs`, `record/identity.rs`: CloudTrail's record format
//! - `spool.rs`: the handle; `spool/committer.rs`: the thread that writes and syncs for a whole group;
//!   `spool/segment.rs`: files and recovery; `spool/frame.rs`: how one event lies in a file
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
pub use spool::{Done, Durability, Spool, SpoolError, SpoolOptions};

#[cfg(test)]
mod tests;
