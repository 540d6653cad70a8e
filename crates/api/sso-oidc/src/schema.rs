//! What the structures hold and how it is limited.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

pub(crate) mod clients;
pub(crate) mod devices;
pub(crate) mod shared;
pub(crate) mod tokens;
