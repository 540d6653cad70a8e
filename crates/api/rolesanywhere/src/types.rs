//! The structures, by what they are about.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

pub(crate) mod crls;
pub(crate) mod profiles;
pub(crate) mod sessions;
pub(crate) mod shared;
pub(crate) mod subjects;
pub(crate) mod tags;
pub(crate) mod trust_anchors;

pub use crls::*;
pub use profiles::*;
pub use sessions::*;
pub use shared::*;
pub use subjects::*;
pub use tags::*;
pub use trust_anchors::*;
