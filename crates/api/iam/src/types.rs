//! The structures, by what they are about.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

pub(crate) mod access_keys;
pub(crate) mod accounts;
pub(crate) mod attachments;
pub(crate) mod boundaries;
pub(crate) mod context_keys;
pub(crate) mod explanation;
pub(crate) mod group_policies;
pub(crate) mod groups;
pub(crate) mod inline_policies;
pub(crate) mod managed_policies;
pub(crate) mod mfa_device_tags;
pub(crate) mod mfa_devices;
pub(crate) mod policy_versions;
pub(crate) mod roles;
pub(crate) mod shared;
pub(crate) mod simulation;
pub(crate) mod tags;
pub(crate) mod users;

pub use access_keys::*;
pub use accounts::*;
pub use attachments::*;
pub use boundaries::*;
pub use context_keys::*;
pub use explanation::*;
pub use group_policies::*;
pub use groups::*;
pub use inline_policies::*;
pub use managed_policies::*;
pub use mfa_device_tags::*;
pub use mfa_devices::*;
pub use policy_versions::*;
pub use roles::*;
pub use shared::*;
pub use simulation::*;
pub use tags::*;
pub use users::*;
