//! Operations on mfa device tags.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `TagMFADevice`.
#[derive(Debug, Clone, Copy)]
pub struct TagMFADevice;

impl Call for TagMFADevice {
    type Input = crate::TagMFADeviceRequest;
    type Output = ();
    const OPERATION: &'static Operation = &TAG_MFA_DEVICE;
}

pub(crate) static TAG_MFA_DEVICE: Operation = Operation {
    name: "TagMFADevice",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_device_tags::TAG_MFA_DEVICE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_INPUT,
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `UntagMFADevice`.
#[derive(Debug, Clone, Copy)]
pub struct UntagMFADevice;

impl Call for UntagMFADevice {
    type Input = crate::UntagMFADeviceRequest;
    type Output = ();
    const OPERATION: &'static Operation = &UNTAG_MFA_DEVICE;
}

pub(crate) static UNTAG_MFA_DEVICE: Operation = Operation {
    name: "UntagMFADevice",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_device_tags::UNTAG_MFA_DEVICE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListMFADeviceTags`.
#[derive(Debug, Clone, Copy)]
pub struct ListMFADeviceTags;

impl Call for ListMFADeviceTags {
    type Input = crate::ListMFADeviceTagsRequest;
    type Output = crate::ListMFADeviceTagsResponse;
    const OPERATION: &'static Operation = &LIST_MFA_DEVICE_TAGS;
}

pub(crate) static LIST_MFA_DEVICE_TAGS: Operation = Operation {
    name: "ListMFADeviceTags",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_device_tags::LIST_MFA_DEVICE_TAGS_REQUEST,
    output: &schema::mfa_device_tags::LIST_MFA_DEVICE_TAGS_RESPONSE,
    result_wrapper: Some("ListMFADeviceTagsResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::SERVICE_FAILURE,
    ],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["Tags"],
    }),
};
