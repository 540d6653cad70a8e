//! The models' patterns as automata.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

pub(crate) mod accounts;
pub(crate) mod classes;
pub(crate) mod mfa_devices;
pub(crate) mod roles;
pub(crate) mod shared;
