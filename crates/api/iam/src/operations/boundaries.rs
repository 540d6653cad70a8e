//! Operations on boundaries.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Shape};

use crate::errors;
use crate::schema;

/// `PutUserPermissionsBoundary`.
#[derive(Debug, Clone, Copy)]
pub struct PutUserPermissionsBoundary;

impl Call for PutUserPermissionsBoundary {
    type Input = crate::PutUserPermissionsBoundaryRequest;
    type Output = ();
    const OPERATION: &'static Operation = &PUT_USER_PERMISSIONS_BOUNDARY;
}

pub(crate) static PUT_USER_PERMISSIONS_BOUNDARY: Operation = Operation {
    name: "PutUserPermissionsBoundary",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::boundaries::PUT_USER_PERMISSIONS_BOUNDARY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::POLICY_NOT_ATTACHABLE,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeleteUserPermissionsBoundary`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteUserPermissionsBoundary;

impl Call for DeleteUserPermissionsBoundary {
    type Input = crate::DeleteUserPermissionsBoundaryRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_USER_PERMISSIONS_BOUNDARY;
}

pub(crate) static DELETE_USER_PERMISSIONS_BOUNDARY: Operation = Operation {
    name: "DeleteUserPermissionsBoundary",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::boundaries::DELETE_USER_PERMISSIONS_BOUNDARY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `PutRolePermissionsBoundary`.
#[derive(Debug, Clone, Copy)]
pub struct PutRolePermissionsBoundary;

impl Call for PutRolePermissionsBoundary {
    type Input = crate::PutRolePermissionsBoundaryRequest;
    type Output = ();
    const OPERATION: &'static Operation = &PUT_ROLE_PERMISSIONS_BOUNDARY;
}

pub(crate) static PUT_ROLE_PERMISSIONS_BOUNDARY: Operation = Operation {
    name: "PutRolePermissionsBoundary",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::boundaries::PUT_ROLE_PERMISSIONS_BOUNDARY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::POLICY_NOT_ATTACHABLE,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeleteRolePermissionsBoundary`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteRolePermissionsBoundary;

impl Call for DeleteRolePermissionsBoundary {
    type Input = crate::DeleteRolePermissionsBoundaryRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_ROLE_PERMISSIONS_BOUNDARY;
}

pub(crate) static DELETE_ROLE_PERMISSIONS_BOUNDARY: Operation = Operation {
    name: "DeleteRolePermissionsBoundary",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::boundaries::DELETE_ROLE_PERMISSIONS_BOUNDARY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
