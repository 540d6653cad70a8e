//! The structures, by what they are about.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

pub(crate) mod events;
pub(crate) mod lineage;

pub use events::*;
pub use lineage::*;
