//! The nouns of the configuration: what a row holds. Rows name each other by unique id; ARNs are
//! rendered from names and the partition when they are asked for.

mod access_key;
mod account;
mod crl;
mod group;
mod mfa_device;
mod policy;
mod profile;
mod role;
mod session_keys;
mod subject_tags;
mod trust_anchor;
mod user;

pub use access_key::{AccessKey, KeyOwner};
pub use account::Account;
pub use crl::Crl;
pub use crl::rolesanywhere_arn;
pub use group::Group;
pub use mfa_device::{MfaDevice, MfaHolder};
pub use policy::{ManagedPolicy, PolicyRef, PolicyVersion};
pub use profile::{AttributeMapping, Profile, ProfileRole};
pub use role::Role;
pub use session_keys::SessionKeys;
pub use subject_tags::SubjectTags;
pub use trust_anchor::Parsed;
pub use trust_anchor::{AnchorSource, NotificationSetting, TrustAnchor};
pub use user::{InlinePolicy, User};
