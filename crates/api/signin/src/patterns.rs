//! The models' patterns as automata.
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.

pub(crate) mod classes;
pub(crate) mod tokens;
