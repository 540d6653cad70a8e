//! The models' patterns as automata.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

pub(crate) mod classes;
pub(crate) mod crls;
pub(crate) mod profiles;
pub(crate) mod sessions;
pub(crate) mod shared;
pub(crate) mod trust_anchors;
