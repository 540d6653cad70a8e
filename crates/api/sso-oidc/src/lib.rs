//! SSO OIDC: its operations, structures and errors (3 operations, API version 2019-06-10).
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.
#![forbid(unsafe_code)]

pub mod errors;
pub mod operations;
mod schema;
mod types;

pub use types::*;

use tegata_wire::schema::{Protocol, Service};

/// The service.
pub static SERVICE: Service = Service {
    id: "SSO OIDC",
    signing_name: "sso-oauth",
    endpoint_prefix: "oidc",
    api_version: "2019-06-10",
    protocol: Protocol::RestJson,
    xml_namespace: "",
    target_prefix: "",
    echo_values: true,
    operations: &[
        &operations::tokens::CREATE_TOKEN,
        &operations::clients::REGISTER_CLIENT,
        &operations::devices::START_DEVICE_AUTHORIZATION,
    ],
};
