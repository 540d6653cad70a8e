//! Roles Anywhere: trust anchors, profiles, CRLs, subjects, and CreateSession.
#![forbid(unsafe_code)]

mod create_session;
mod errors;
mod resource;

use tegata_operation::{Refusal, Row};

/// What Roles Anywhere speaks.
pub static SERVICE: &tegata_wire::Service = &tegata_api_rolesanywhere::SERVICE;

/// How Roles Anywhere words refusals.
pub const REFUSAL: Refusal = Refusal::REST_JSON;

/// The most certificates that are read from one bundle, whatever the quota.
const MAX_CERTIFICATES: usize = 100;

/// The operations.
pub static ROWS: &[Row] = &[Row::of::<create_session::CreateSession>()];
