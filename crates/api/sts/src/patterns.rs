//! The models' patterns as automata.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

pub(crate) mod classes;
pub(crate) mod sessions;
pub(crate) mod shared;
