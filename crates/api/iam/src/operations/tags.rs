//! Operations on tags.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `TagUser`.
#[derive(Debug, Clone, Copy)]
pub struct TagUser;

impl Call for TagUser {
    type Input = crate::TagUserRequest;
    type Output = ();
    const OPERATION: &'static Operation = &TAG_USER;
}

pub(crate) static TAG_USER: Operation = Operation {
    name: "TagUser",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::TAG_USER_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `UntagUser`.
#[derive(Debug, Clone, Copy)]
pub struct UntagUser;

impl Call for UntagUser {
    type Input = crate::UntagUserRequest;
    type Output = ();
    const OPERATION: &'static Operation = &UNTAG_USER;
}

pub(crate) static UNTAG_USER: Operation = Operation {
    name: "UntagUser",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::UNTAG_USER_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListUserTags`.
#[derive(Debug, Clone, Copy)]
pub struct ListUserTags;

impl Call for ListUserTags {
    type Input = crate::ListUserTagsRequest;
    type Output = crate::ListUserTagsResponse;
    const OPERATION: &'static Operation = &LIST_USER_TAGS;
}

pub(crate) static LIST_USER_TAGS: Operation = Operation {
    name: "ListUserTags",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::LIST_USER_TAGS_REQUEST,
    output: &schema::tags::LIST_USER_TAGS_RESPONSE,
    result_wrapper: Some("ListUserTagsResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
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

/// `TagRole`.
#[derive(Debug, Clone, Copy)]
pub struct TagRole;

impl Call for TagRole {
    type Input = crate::TagRoleRequest;
    type Output = ();
    const OPERATION: &'static Operation = &TAG_ROLE;
}

pub(crate) static TAG_ROLE: Operation = Operation {
    name: "TagRole",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::TAG_ROLE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `UntagRole`.
#[derive(Debug, Clone, Copy)]
pub struct UntagRole;

impl Call for UntagRole {
    type Input = crate::UntagRoleRequest;
    type Output = ();
    const OPERATION: &'static Operation = &UNTAG_ROLE;
}

pub(crate) static UNTAG_ROLE: Operation = Operation {
    name: "UntagRole",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::UNTAG_ROLE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListRoleTags`.
#[derive(Debug, Clone, Copy)]
pub struct ListRoleTags;

impl Call for ListRoleTags {
    type Input = crate::ListRoleTagsRequest;
    type Output = crate::ListRoleTagsResponse;
    const OPERATION: &'static Operation = &LIST_ROLE_TAGS;
}

pub(crate) static LIST_ROLE_TAGS: Operation = Operation {
    name: "ListRoleTags",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::LIST_ROLE_TAGS_REQUEST,
    output: &schema::tags::LIST_ROLE_TAGS_RESPONSE,
    result_wrapper: Some("ListRoleTagsResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
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

/// `TagPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct TagPolicy;

impl Call for TagPolicy {
    type Input = crate::TagPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &TAG_POLICY;
}

pub(crate) static TAG_POLICY: Operation = Operation {
    name: "TagPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::TAG_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `UntagPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct UntagPolicy;

impl Call for UntagPolicy {
    type Input = crate::UntagPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &UNTAG_POLICY;
}

pub(crate) static UNTAG_POLICY: Operation = Operation {
    name: "UntagPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::UNTAG_POLICY_REQUEST,
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

/// `ListPolicyTags`.
#[derive(Debug, Clone, Copy)]
pub struct ListPolicyTags;

impl Call for ListPolicyTags {
    type Input = crate::ListPolicyTagsRequest;
    type Output = crate::ListPolicyTagsResponse;
    const OPERATION: &'static Operation = &LIST_POLICY_TAGS;
}

pub(crate) static LIST_POLICY_TAGS: Operation = Operation {
    name: "ListPolicyTags",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::tags::LIST_POLICY_TAGS_REQUEST,
    output: &schema::tags::LIST_POLICY_TAGS_RESPONSE,
    result_wrapper: Some("ListPolicyTagsResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::SERVICE_FAILURE,
        &errors::INVALID_INPUT,
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
