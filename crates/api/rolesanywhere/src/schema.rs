//! What the structures hold and how it is limited.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

pub(crate) mod crls;
pub(crate) mod profiles;
pub(crate) mod sessions;
pub(crate) mod shared;
pub(crate) mod subjects;
pub(crate) mod tags;
pub(crate) mod trust_anchors;
