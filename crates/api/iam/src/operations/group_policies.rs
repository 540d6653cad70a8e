//! Operations on group policies.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `PutGroupPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct PutGroupPolicy;

impl Call for PutGroupPolicy {
    type Input = crate::PutGroupPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &PUT_GROUP_POLICY;
}

pub(crate) static PUT_GROUP_POLICY: Operation = Operation {
    name: "PutGroupPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::group_policies::PUT_GROUP_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::LIMIT_EXCEEDED,
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::NO_SUCH_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetGroupPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct GetGroupPolicy;

impl Call for GetGroupPolicy {
    type Input = crate::GetGroupPolicyRequest;
    type Output = crate::GetGroupPolicyResponse;
    const OPERATION: &'static Operation = &GET_GROUP_POLICY;
}

pub(crate) static GET_GROUP_POLICY: Operation = Operation {
    name: "GetGroupPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::group_policies::GET_GROUP_POLICY_REQUEST,
    output: &schema::group_policies::GET_GROUP_POLICY_RESPONSE,
    result_wrapper: Some("GetGroupPolicyResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `DeleteGroupPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteGroupPolicy;

impl Call for DeleteGroupPolicy {
    type Input = crate::DeleteGroupPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_GROUP_POLICY;
}

pub(crate) static DELETE_GROUP_POLICY: Operation = Operation {
    name: "DeleteGroupPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::group_policies::DELETE_GROUP_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListGroupPolicies`.
#[derive(Debug, Clone, Copy)]
pub struct ListGroupPolicies;

impl Call for ListGroupPolicies {
    type Input = crate::ListGroupPoliciesRequest;
    type Output = crate::ListGroupPoliciesResponse;
    const OPERATION: &'static Operation = &LIST_GROUP_POLICIES;
}

pub(crate) static LIST_GROUP_POLICIES: Operation = Operation {
    name: "ListGroupPolicies",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::group_policies::LIST_GROUP_POLICIES_REQUEST,
    output: &schema::group_policies::LIST_GROUP_POLICIES_RESPONSE,
    result_wrapper: Some("ListGroupPoliciesResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["PolicyNames"],
    }),
};

/// `AttachGroupPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct AttachGroupPolicy;

impl Call for AttachGroupPolicy {
    type Input = crate::AttachGroupPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &ATTACH_GROUP_POLICY;
}

pub(crate) static ATTACH_GROUP_POLICY: Operation = Operation {
    name: "AttachGroupPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::group_policies::ATTACH_GROUP_POLICY_REQUEST,
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

/// `DetachGroupPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct DetachGroupPolicy;

impl Call for DetachGroupPolicy {
    type Input = crate::DetachGroupPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DETACH_GROUP_POLICY;
}

pub(crate) static DETACH_GROUP_POLICY: Operation = Operation {
    name: "DetachGroupPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::group_policies::DETACH_GROUP_POLICY_REQUEST,
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

/// `ListAttachedGroupPolicies`.
#[derive(Debug, Clone, Copy)]
pub struct ListAttachedGroupPolicies;

impl Call for ListAttachedGroupPolicies {
    type Input = crate::ListAttachedGroupPoliciesRequest;
    type Output = crate::ListAttachedGroupPoliciesResponse;
    const OPERATION: &'static Operation = &LIST_ATTACHED_GROUP_POLICIES;
}

pub(crate) static LIST_ATTACHED_GROUP_POLICIES: Operation = Operation {
    name: "ListAttachedGroupPolicies",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::group_policies::LIST_ATTACHED_GROUP_POLICIES_REQUEST,
    output: &schema::group_policies::LIST_ATTACHED_GROUP_POLICIES_RESPONSE,
    result_wrapper: Some("ListAttachedGroupPoliciesResult"),
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
