//! Signin: its operations, structures and errors (1 operations, API version 2023-01-01).
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.
#![forbid(unsafe_code)]

pub mod errors;
pub mod operations;
mod patterns;
mod schema;
mod types;

pub use types::*;

use tegata_wire::schema::{Protocol, Service};

/// The service.
pub static SERVICE: Service = Service {
    id: "Signin",
    signing_name: "signin",
    endpoint_prefix: "signin",
    api_version: "2023-01-01",
    protocol: Protocol::RestJson,
    xml_namespace: "",
    target_prefix: "",
    echo_values: true,
    operations: &[&operations::tokens::CREATE_O_AUTH2_TOKEN],
};
