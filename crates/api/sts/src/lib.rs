//! STS: its operations, structures and errors (7 operations, API version 2011-06-15).
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.
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
    id: "STS",
    signing_name: "sts",
    endpoint_prefix: "sts",
    api_version: "2011-06-15",
    protocol: Protocol::Query,
    xml_namespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    target_prefix: "",
    echo_values: true,
    operations: &[
        &operations::sessions::ASSUME_ROLE,
        &operations::web_identity::ASSUME_ROLE_WITH_WEB_IDENTITY,
        &operations::messages::DECODE_AUTHORIZATION_MESSAGE,
        &operations::identity::GET_ACCESS_KEY_INFO,
        &operations::identity::GET_CALLER_IDENTITY,
        &operations::sessions::GET_FEDERATION_TOKEN,
        &operations::sessions::GET_SESSION_TOKEN,
    ],
};
