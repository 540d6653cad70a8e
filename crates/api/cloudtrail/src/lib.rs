//! CloudTrail: its operations, structures and errors (2 operations, API version 2013-11-01).
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.
#![forbid(unsafe_code)]

pub mod errors;
pub mod operations;
mod schema;
mod types;

pub use types::*;

use tegata_wire::schema::{Protocol, Service};

/// The service.
pub static SERVICE: Service = Service {
    id: "CloudTrail",
    signing_name: "cloudtrail",
    endpoint_prefix: "cloudtrail",
    api_version: "2013-11-01",
    protocol: Protocol::Json11,
    xml_namespace: "",
    target_prefix: "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101",
    echo_values: true,
    operations: &[
        &operations::lineage::GET_LINEAGE,
        &operations::events::LOOKUP_EVENTS,
    ],
};
