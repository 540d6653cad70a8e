//! RolesAnywhere: its operations, structures and errors (31 operations, API version 2018-05-10).
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.
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
    id: "RolesAnywhere",
    signing_name: "rolesanywhere",
    endpoint_prefix: "rolesanywhere",
    api_version: "2018-05-10",
    protocol: Protocol::RestJson,
    xml_namespace: "",
    target_prefix: "",
    echo_values: true,
    operations: &[
        &operations::profiles::CREATE_PROFILE,
        &operations::sessions::CREATE_SESSION,
        &operations::trust_anchors::CREATE_TRUST_ANCHOR,
        &operations::profiles::DELETE_ATTRIBUTE_MAPPING,
        &operations::crls::DELETE_CRL,
        &operations::profiles::DELETE_PROFILE,
        &operations::trust_anchors::DELETE_TRUST_ANCHOR,
        &operations::crls::DISABLE_CRL,
        &operations::profiles::DISABLE_PROFILE,
        &operations::trust_anchors::DISABLE_TRUST_ANCHOR,
        &operations::crls::ENABLE_CRL,
        &operations::profiles::ENABLE_PROFILE,
        &operations::trust_anchors::ENABLE_TRUST_ANCHOR,
        &operations::crls::GET_CRL,
        &operations::profiles::GET_PROFILE,
        &operations::subjects::GET_SUBJECT,
        &operations::trust_anchors::GET_TRUST_ANCHOR,
        &operations::crls::IMPORT_CRL,
        &operations::crls::LIST_CRLS,
        &operations::profiles::LIST_PROFILES,
        &operations::subjects::LIST_SUBJECTS,
        &operations::tags::LIST_TAGS_FOR_RESOURCE,
        &operations::trust_anchors::LIST_TRUST_ANCHORS,
        &operations::profiles::PUT_ATTRIBUTE_MAPPING,
        &operations::trust_anchors::PUT_NOTIFICATION_SETTINGS,
        &operations::trust_anchors::RESET_NOTIFICATION_SETTINGS,
        &operations::tags::TAG_RESOURCE,
        &operations::tags::UNTAG_RESOURCE,
        &operations::crls::UPDATE_CRL,
        &operations::profiles::UPDATE_PROFILE,
        &operations::trust_anchors::UPDATE_TRUST_ANCHOR,
    ],
};
