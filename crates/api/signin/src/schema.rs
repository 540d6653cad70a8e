//! What the structures hold and how it is limited.
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.

pub(crate) mod tokens;
