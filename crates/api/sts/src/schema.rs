//! What the structures hold and how it is limited.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

pub(crate) mod identity;
pub(crate) mod messages;
pub(crate) mod sessions;
pub(crate) mod shared;
pub(crate) mod web_identity;
