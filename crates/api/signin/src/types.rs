//! The structures, by what they are about.
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.

pub(crate) mod tokens;

pub use tokens::*;
