//! The structures, by what they are about.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

pub(crate) mod clients;
pub(crate) mod devices;
pub(crate) mod tokens;

pub use clients::*;
pub use devices::*;
pub use tokens::*;
