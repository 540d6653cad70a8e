//! What the structures hold and how it is limited.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

pub(crate) mod assignments;
pub(crate) mod credentials;
pub(crate) mod shared;
