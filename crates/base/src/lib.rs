//! Identifiers and small values that every crate shares: ARNs, account ids, regions, unique ids,
//! tags, secrets, limits. Each is parsed once at the edge and cannot be wrong afterwards.
//!
//! Nothing here reads a clock, a file or the environment; randomness comes as a [`Rng`].
#![forbid(unsafe_code)]

mod account;
mod arn;
mod ask;
mod id;
mod region;
mod rng;
mod secret;
mod tag;
pub mod time;

pub use account::{AccountId, InvalidAccountId};
pub use arn::{Arn, InvalidArn};
pub use ask::AskError;
pub use id::{AccessKeyId, EntityKind, InvalidId, UniqueId, uuid_v4, uuid_v8};
pub use region::{InvalidRegion, Partition, Region};
pub use rng::Rng;
pub use secret::{Secret, Wipe};
pub use tag::{Tag, TagError, Tags, is_tag_text};

#[cfg(test)]
mod tests;
