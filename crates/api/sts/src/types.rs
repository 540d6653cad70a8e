//! The structures, by what they are about.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

pub(crate) mod identity;
pub(crate) mod messages;
pub(crate) mod sessions;
pub(crate) mod shared;
pub(crate) mod web_identity;

pub use identity::*;
pub use messages::*;
pub use sessions::*;
pub use shared::*;
pub use web_identity::*;
