//! IAM: its operations, structures and errors (59 operations, API version 2010-05-08).
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.
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
    id: "IAM",
    signing_name: "iam",
    endpoint_prefix: "iam",
    api_version: "2010-05-08",
    protocol: Protocol::Query,
    xml_namespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    target_prefix: "",
    echo_values: false,
    operations: &[
        &operations::attachments::ATTACH_ROLE_POLICY,
        &operations::attachments::ATTACH_USER_POLICY,
        &operations::access_keys::CREATE_ACCESS_KEY,
        &operations::managed_policies::CREATE_POLICY,
        &operations::policy_versions::CREATE_POLICY_VERSION,
        &operations::roles::CREATE_ROLE,
        &operations::users::CREATE_USER,
        &operations::access_keys::DELETE_ACCESS_KEY,
        &operations::managed_policies::DELETE_POLICY,
        &operations::policy_versions::DELETE_POLICY_VERSION,
        &operations::roles::DELETE_ROLE,
        &operations::boundaries::DELETE_ROLE_PERMISSIONS_BOUNDARY,
        &operations::inline_policies::DELETE_ROLE_POLICY,
        &operations::users::DELETE_USER,
        &operations::boundaries::DELETE_USER_PERMISSIONS_BOUNDARY,
        &operations::inline_policies::DELETE_USER_POLICY,
        &operations::attachments::DETACH_ROLE_POLICY,
        &operations::attachments::DETACH_USER_POLICY,
        &operations::explanation::EXPLAIN_ACCESS,
        &operations::access_keys::GET_ACCESS_KEY_LAST_USED,
        &operations::context_keys::GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY,
        &operations::context_keys::GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY,
        &operations::managed_policies::GET_POLICY,
        &operations::policy_versions::GET_POLICY_VERSION,
        &operations::roles::GET_ROLE,
        &operations::inline_policies::GET_ROLE_POLICY,
        &operations::users::GET_USER,
        &operations::inline_policies::GET_USER_POLICY,
        &operations::access_keys::LIST_ACCESS_KEYS,
        &operations::attachments::LIST_ATTACHED_ROLE_POLICIES,
        &operations::attachments::LIST_ATTACHED_USER_POLICIES,
        &operations::attachments::LIST_ENTITIES_FOR_POLICY,
        &operations::managed_policies::LIST_POLICIES,
        &operations::tags::LIST_POLICY_TAGS,
        &operations::policy_versions::LIST_POLICY_VERSIONS,
        &operations::inline_policies::LIST_ROLE_POLICIES,
        &operations::tags::LIST_ROLE_TAGS,
        &operations::roles::LIST_ROLES,
        &operations::inline_policies::LIST_USER_POLICIES,
        &operations::tags::LIST_USER_TAGS,
        &operations::users::LIST_USERS,
        &operations::boundaries::PUT_ROLE_PERMISSIONS_BOUNDARY,
        &operations::inline_policies::PUT_ROLE_POLICY,
        &operations::boundaries::PUT_USER_PERMISSIONS_BOUNDARY,
        &operations::inline_policies::PUT_USER_POLICY,
        &operations::policy_versions::SET_DEFAULT_POLICY_VERSION,
        &operations::simulation::SIMULATE_CUSTOM_POLICY,
        &operations::simulation::SIMULATE_PRINCIPAL_POLICY,
        &operations::tags::TAG_POLICY,
        &operations::tags::TAG_ROLE,
        &operations::tags::TAG_USER,
        &operations::tags::UNTAG_POLICY,
        &operations::tags::UNTAG_ROLE,
        &operations::tags::UNTAG_USER,
        &operations::access_keys::UPDATE_ACCESS_KEY,
        &operations::roles::UPDATE_ASSUME_ROLE_POLICY,
        &operations::roles::UPDATE_ROLE,
        &operations::roles::UPDATE_ROLE_DESCRIPTION,
        &operations::users::UPDATE_USER,
    ],
};
