//! The structures, by what they are about.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

pub(crate) mod assignments;
pub(crate) mod credentials;

pub use assignments::*;
pub use credentials::*;
