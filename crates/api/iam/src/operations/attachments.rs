//! Operations on attachments.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `AttachUserPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct AttachUserPolicy;

impl Call for AttachUserPolicy {
    type Input = crate::AttachUserPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &ATTACH_USER_POLICY;
}

pub(crate) static ATTACH_USER_POLICY: Operation = Operation {
    name: "AttachUserPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::attachments::ATTACH_USER_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::POLICY_NOT_ATTACHABLE,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DetachUserPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct DetachUserPolicy;

impl Call for DetachUserPolicy {
    type Input = crate::DetachUserPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DETACH_USER_POLICY;
}

pub(crate) static DETACH_USER_POLICY: Operation = Operation {
    name: "DetachUserPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::attachments::DETACH_USER_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListAttachedUserPolicies`.
#[derive(Debug, Clone, Copy)]
pub struct ListAttachedUserPolicies;

impl Call for ListAttachedUserPolicies {
    type Input = crate::ListAttachedUserPoliciesRequest;
    type Output = crate::ListAttachedUserPoliciesResponse;
    const OPERATION: &'static Operation = &LIST_ATTACHED_USER_POLICIES;
}

pub(crate) static LIST_ATTACHED_USER_POLICIES: Operation = Operation {
    name: "ListAttachedUserPolicies",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::attachments::LIST_ATTACHED_USER_POLICIES_REQUEST,
    output: &schema::attachments::LIST_ATTACHED_USER_POLICIES_RESPONSE,
    result_wrapper: Some("ListAttachedUserPoliciesResult"),
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
        result_keys: &["AttachedPolicies"],
    }),
};

/// `AttachRolePolicy`.
#[derive(Debug, Clone, Copy)]
pub struct AttachRolePolicy;

impl Call for AttachRolePolicy {
    type Input = crate::AttachRolePolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &ATTACH_ROLE_POLICY;
}

pub(crate) static ATTACH_ROLE_POLICY: Operation = Operation {
    name: "AttachRolePolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::attachments::ATTACH_ROLE_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::POLICY_NOT_ATTACHABLE,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DetachRolePolicy`.
#[derive(Debug, Clone, Copy)]
pub struct DetachRolePolicy;

impl Call for DetachRolePolicy {
    type Input = crate::DetachRolePolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DETACH_ROLE_POLICY;
}

pub(crate) static DETACH_ROLE_POLICY: Operation = Operation {
    name: "DetachRolePolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::attachments::DETACH_ROLE_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListAttachedRolePolicies`.
#[derive(Debug, Clone, Copy)]
pub struct ListAttachedRolePolicies;

impl Call for ListAttachedRolePolicies {
    type Input = crate::ListAttachedRolePoliciesRequest;
    type Output = crate::ListAttachedRolePoliciesResponse;
    const OPERATION: &'static Operation = &LIST_ATTACHED_ROLE_POLICIES;
}

pub(crate) static LIST_ATTACHED_ROLE_POLICIES: Operation = Operation {
    name: "ListAttachedRolePolicies",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::attachments::LIST_ATTACHED_ROLE_POLICIES_REQUEST,
    output: &schema::attachments::LIST_ATTACHED_ROLE_POLICIES_RESPONSE,
    result_wrapper: Some("ListAttachedRolePoliciesResult"),
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
        result_keys: &["AttachedPolicies"],
    }),
};

/// `ListEntitiesForPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct ListEntitiesForPolicy;

impl Call for ListEntitiesForPolicy {
    type Input = crate::ListEntitiesForPolicyRequest;
    type Output = crate::ListEntitiesForPolicyResponse;
    const OPERATION: &'static Operation = &LIST_ENTITIES_FOR_POLICY;
}

pub(crate) static LIST_ENTITIES_FOR_POLICY: Operation = Operation {
    name: "ListEntitiesForPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::attachments::LIST_ENTITIES_FOR_POLICY_REQUEST,
    output: &schema::attachments::LIST_ENTITIES_FOR_POLICY_RESPONSE,
    result_wrapper: Some("ListEntitiesForPolicyResult"),
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
        result_keys: &["PolicyGroups", "PolicyUsers", "PolicyRoles"],
    }),
};
