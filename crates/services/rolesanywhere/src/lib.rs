//! Roles Anywhere: trust anchors, profiles, CRLs, subjects, and CreateSession.
//!
//! [`ROWS`] names every operation. Those that do the same to each kind of resource are generic:
//!
//! - `single.rs`: get, enable, disable, delete one; `list.rs`: a page of them; `edit.rs`: change one, by what
//!   the input says (`update_*.rs`, `attribute_mappings.rs`, `notification_settings.rs`)
//! - `create_session.rs`, `create_trust_anchor.rs`, `delete_trust_anchor.rs`, `create_profile.rs`,
//!   `import_crl.rs`, `subjects.rs`, `tagging.rs`: the others, by name or noun
//! - `resource.rs`: what resources have in common; `convert.rs`: how answers show them; `access.rs`: what
//!   callers must be allowed to do
#![forbid(unsafe_code)]

mod access;
mod alias;
mod anchor_source;
mod attribute_mappings;
mod convert;
mod create_profile;
mod create_session;
mod create_trust_anchor;
mod crl_data;
mod delete_trust_anchor;
mod edit;
mod errors;
mod import_crl;
mod list;
mod notification_settings;
mod outcome;
mod page;
mod profile_rules;
mod resource;
mod single;
mod subjects;
mod tagged;
mod tagging;
mod update_crl;
mod update_profile;
mod update_trust_anchor;

use tegata_api_rolesanywhere::operations as api;
use tegata_operation::{Refusal, Row};

use crate::edit::Edit;
use crate::list::List;
use crate::single::{Delete, Disable, Enable, Get, Single};

/// What Roles Anywhere speaks.
pub static SERVICE: &tegata_wire::Service = &tegata_api_rolesanywhere::SERVICE;

/// How Roles Anywhere words refusals.
pub const REFUSAL: Refusal = Refusal::REST_JSON;

/// The service principal: trust policies name it, and it is told of expiring certificates by default.
const PRINCIPAL: &str = "rolesanywhere.amazonaws.com";

/// The operations.
pub static ROWS: &[Row] = &[
    Row::of::<create_session::CreateSession>(),
    Row::of::<create_trust_anchor::CreateTrustAnchor>(),
    Row::of::<List<api::ListTrustAnchors>>(),
    Row::of::<Single<api::GetTrustAnchor, Get>>(),
    Row::of::<Edit<api::UpdateTrustAnchor>>(),
    Row::of::<delete_trust_anchor::DeleteTrustAnchor>(),
    Row::of::<Single<api::EnableTrustAnchor, Enable>>(),
    Row::of::<Single<api::DisableTrustAnchor, Disable>>(),
    Row::of::<Edit<api::PutNotificationSettings>>(),
    Row::of::<Edit<api::ResetNotificationSettings>>(),
    Row::of::<create_profile::CreateProfile>(),
    Row::of::<List<api::ListProfiles>>(),
    Row::of::<Single<api::GetProfile, Get>>(),
    Row::of::<Edit<api::UpdateProfile>>(),
    Row::of::<Single<api::DeleteProfile, Delete>>(),
    Row::of::<Single<api::EnableProfile, Enable>>(),
    Row::of::<Single<api::DisableProfile, Disable>>(),
    Row::of::<Edit<api::PutAttributeMapping>>(),
    Row::of::<Edit<api::DeleteAttributeMapping>>(),
    Row::of::<import_crl::ImportCrl>(),
    Row::of::<List<api::ListCrls>>(),
    Row::of::<Single<api::GetCrl, Get>>(),
    Row::of::<Edit<api::UpdateCrl>>(),
    Row::of::<Single<api::DeleteCrl, Delete>>(),
    Row::of::<Single<api::EnableCrl, Enable>>(),
    Row::of::<Single<api::DisableCrl, Disable>>(),
    Row::of::<subjects::ListSubjects>(),
    Row::of::<subjects::GetSubject>(),
    Row::of::<tagging::TagResource>(),
    Row::of::<tagging::UntagResource>(),
    Row::of::<tagging::ListTagsForResource>(),
];

#[cfg(test)]
mod tests;
