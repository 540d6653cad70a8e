//! What the structures hold and how it is limited.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

pub(crate) mod events;
pub(crate) mod lineage;
pub(crate) mod shared;
