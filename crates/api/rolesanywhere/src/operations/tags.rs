//! Operations on tags.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `TagResource`.
#[derive(Debug, Clone, Copy)]
pub struct TagResource;

impl Call for TagResource {
    type Input = crate::TagResourceRequest;
    type Output = crate::TagResourceResponse;
    const OPERATION: &'static Operation = &TAG_RESOURCE;
}

pub(crate) static TAG_RESOURCE: Operation = Operation {
    name: "TagResource",
    http: Http {
        method: "POST",
        uri: "/TagResource",
        status: 201,
    },
    auth: Auth::Signature,
    input: &schema::tags::TAG_RESOURCE_REQUEST,
    output: &schema::tags::TAG_RESOURCE_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
        &errors::TOO_MANY_TAGS,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `UntagResource`.
#[derive(Debug, Clone, Copy)]
pub struct UntagResource;

impl Call for UntagResource {
    type Input = crate::UntagResourceRequest;
    type Output = crate::UntagResourceResponse;
    const OPERATION: &'static Operation = &UNTAG_RESOURCE;
}

pub(crate) static UNTAG_RESOURCE: Operation = Operation {
    name: "UntagResource",
    http: Http {
        method: "POST",
        uri: "/UntagResource",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::UNTAG_RESOURCE_REQUEST,
    output: &schema::tags::UNTAG_RESOURCE_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListTagsForResource`.
#[derive(Debug, Clone, Copy)]
pub struct ListTagsForResource;

impl Call for ListTagsForResource {
    type Input = crate::ListTagsForResourceRequest;
    type Output = crate::ListTagsForResourceResponse;
    const OPERATION: &'static Operation = &LIST_TAGS_FOR_RESOURCE;
}

pub(crate) static LIST_TAGS_FOR_RESOURCE: Operation = Operation {
    name: "ListTagsForResource",
    http: Http {
        method: "GET",
        uri: "/ListTagsForResource",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::LIST_TAGS_FOR_RESOURCE_REQUEST,
    output: &schema::tags::LIST_TAGS_FOR_RESOURCE_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: true,
    idempotent: false,
    paginator: None,
};
