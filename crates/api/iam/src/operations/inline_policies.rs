//! Operations on inline policies.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `PutUserPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct PutUserPolicy;

impl Call for PutUserPolicy {
    type Input = crate::PutUserPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &PUT_USER_POLICY;
}

pub(crate) static PUT_USER_POLICY: Operation = Operation {
    name: "PutUserPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::inline_policies::PUT_USER_POLICY_REQUEST,
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

/// `GetUserPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct GetUserPolicy;

impl Call for GetUserPolicy {
    type Input = crate::GetUserPolicyRequest;
    type Output = crate::GetUserPolicyResponse;
    const OPERATION: &'static Operation = &GET_USER_POLICY;
}

pub(crate) static GET_USER_POLICY: Operation = Operation {
    name: "GetUserPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::inline_policies::GET_USER_POLICY_REQUEST,
    output: &schema::inline_policies::GET_USER_POLICY_RESPONSE,
    result_wrapper: Some("GetUserPolicyResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `DeleteUserPolicy`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteUserPolicy;

impl Call for DeleteUserPolicy {
    type Input = crate::DeleteUserPolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_USER_POLICY;
}

pub(crate) static DELETE_USER_POLICY: Operation = Operation {
    name: "DeleteUserPolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::inline_policies::DELETE_USER_POLICY_REQUEST,
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

/// `ListUserPolicies`.
#[derive(Debug, Clone, Copy)]
pub struct ListUserPolicies;

impl Call for ListUserPolicies {
    type Input = crate::ListUserPoliciesRequest;
    type Output = crate::ListUserPoliciesResponse;
    const OPERATION: &'static Operation = &LIST_USER_POLICIES;
}

pub(crate) static LIST_USER_POLICIES: Operation = Operation {
    name: "ListUserPolicies",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::inline_policies::LIST_USER_POLICIES_REQUEST,
    output: &schema::inline_policies::LIST_USER_POLICIES_RESPONSE,
    result_wrapper: Some("ListUserPoliciesResult"),
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

/// `PutRolePolicy`.
#[derive(Debug, Clone, Copy)]
pub struct PutRolePolicy;

impl Call for PutRolePolicy {
    type Input = crate::PutRolePolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &PUT_ROLE_POLICY;
}

pub(crate) static PUT_ROLE_POLICY: Operation = Operation {
    name: "PutRolePolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::inline_policies::PUT_ROLE_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::LIMIT_EXCEEDED,
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::NO_SUCH_ENTITY,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetRolePolicy`.
#[derive(Debug, Clone, Copy)]
pub struct GetRolePolicy;

impl Call for GetRolePolicy {
    type Input = crate::GetRolePolicyRequest;
    type Output = crate::GetRolePolicyResponse;
    const OPERATION: &'static Operation = &GET_ROLE_POLICY;
}

pub(crate) static GET_ROLE_POLICY: Operation = Operation {
    name: "GetRolePolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::inline_policies::GET_ROLE_POLICY_REQUEST,
    output: &schema::inline_policies::GET_ROLE_POLICY_RESPONSE,
    result_wrapper: Some("GetRolePolicyResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `DeleteRolePolicy`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteRolePolicy;

impl Call for DeleteRolePolicy {
    type Input = crate::DeleteRolePolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_ROLE_POLICY;
}

pub(crate) static DELETE_ROLE_POLICY: Operation = Operation {
    name: "DeleteRolePolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::inline_policies::DELETE_ROLE_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListRolePolicies`.
#[derive(Debug, Clone, Copy)]
pub struct ListRolePolicies;

impl Call for ListRolePolicies {
    type Input = crate::ListRolePoliciesRequest;
    type Output = crate::ListRolePoliciesResponse;
    const OPERATION: &'static Operation = &LIST_ROLE_POLICIES;
}

pub(crate) static LIST_ROLE_POLICIES: Operation = Operation {
    name: "ListRolePolicies",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::inline_policies::LIST_ROLE_POLICIES_REQUEST,
    output: &schema::inline_policies::LIST_ROLE_POLICIES_RESPONSE,
    result_wrapper: Some("ListRolePoliciesResult"),
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
