//! The snapshot: an immutable, indexed view of the whole configuration.
//!
//! `build` makes one from rows; `apply` advances a working copy by after-images. A copy costs O(1) and
//! a change O(log n), since the maps share structure. One request pins one snapshot.
#![forbid(unsafe_code)]

pub mod aws_managed;
mod entity;
mod map;
mod policy_doc;
mod row;
mod snapshot;

pub use entity::{
    AccessKey, Account, AnchorSource, AttributeMapping, Crl, Group, InlinePolicy, KeyOwner, ManagedPolicy,
    MfaDevice, MfaHolder, NotificationSetting, Parsed, PolicyRef, PolicyVersion, Profile, ProfileRole, Role,
    SessionKeys, SubjectTags, TrustAnchor, User, rolesanywhere_arn,
};
pub use policy_doc::{PolicyCache, PolicyDoc, StoredPolicyError};
pub use row::{Entity, RowError};
pub use snapshot::{Builder, PolicyUsage, Snapshot};

#[cfg(test)]
mod tests;
