//! STS: short-lived credentials.
//!
//! `authz` decides who may assume what and makes the grant; here the request becomes an
//! [`tegata_authz::AssumeRequest`] and the minted session an answer with its event.
#![forbid(unsafe_code)]

mod assume_role;
mod convert;
mod decode_authorization_message;
mod errors;
mod get_access_key_info;
mod get_caller_identity;
mod get_federation_token;
mod get_session_token;
mod second_factor;

use tegata_operation::{Refusal, Row};

/// What STS speaks.
pub static SERVICE: &tegata_wire::Service = &tegata_api_sts::SERVICE;

/// How STS words refusals.
pub const REFUSAL: Refusal = Refusal::QUERY;

/// The operations.
pub static ROWS: &[Row] = &[
    Row::of::<assume_role::AssumeRole>(),
    Row::of::<decode_authorization_message::DecodeAuthorizationMessage>(),
    Row::of::<get_access_key_info::GetAccessKeyInfo>(),
    Row::of::<get_caller_identity::GetCallerIdentity>(),
    Row::of::<get_federation_token::GetFederationToken>(),
    Row::of::<get_session_token::GetSessionToken>(),
];
