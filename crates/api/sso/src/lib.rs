//! SSO: its operations, structures and errors (3 operations, API version 2019-06-10).
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.
#![forbid(unsafe_code)]

pub mod errors;
pub mod operations;
mod schema;
mod types;

pub use types::*;

use tegata_wire::schema::{Protocol, Service};

/// The service.
pub static SERVICE: Service = Service {
    id: "SSO",
    signing_name: "awsssoportal",
    endpoint_prefix: "portal.sso",
    api_version: "2019-06-10",
    protocol: Protocol::RestJson,
    xml_namespace: "",
    target_prefix: "",
    echo_values: true,
    operations: &[
        &operations::credentials::GET_ROLE_CREDENTIALS,
        &operations::assignments::LIST_ACCOUNT_ROLES,
        &operations::assignments::LIST_ACCOUNTS,
    ],
};
