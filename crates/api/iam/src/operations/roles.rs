//! Operations on roles.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `CreateRole`.
#[derive(Debug, Clone, Copy)]
pub struct CreateRole;

impl Call for CreateRole {
    type Input = crate::CreateRoleRequest;
    type Output = crate::CreateRoleResponse;
    const OPERATION: &'static Operation = &CREATE_ROLE;
}

pub(crate) static CREATE_ROLE: Operation = Operation {
    name: "CreateRole",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::roles::CREATE_ROLE_REQUEST,
    output: &schema::roles::CREATE_ROLE_RESPONSE,
    result_wrapper: Some("CreateRoleResult"),
    errors: &[
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetRole`.
#[derive(Debug, Clone, Copy)]
pub struct GetRole;

impl Call for GetRole {
    type Input = crate::GetRoleRequest;
    type Output = crate::GetRoleResponse;
    const OPERATION: &'static Operation = &GET_ROLE;
}

pub(crate) static GET_ROLE: Operation = Operation {
    name: "GetRole",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::roles::GET_ROLE_REQUEST,
    output: &schema::roles::GET_ROLE_RESPONSE,
    result_wrapper: Some("GetRoleResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `ListRoles`.
#[derive(Debug, Clone, Copy)]
pub struct ListRoles;

impl Call for ListRoles {
    type Input = crate::ListRolesRequest;
    type Output = crate::ListRolesResponse;
    const OPERATION: &'static Operation = &LIST_ROLES;
}

pub(crate) static LIST_ROLES: Operation = Operation {
    name: "ListRoles",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::roles::LIST_ROLES_REQUEST,
    output: &schema::roles::LIST_ROLES_RESPONSE,
    result_wrapper: Some("ListRolesResult"),
    errors: &[&errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["Roles"],
    }),
};

/// `UpdateRole`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateRole;

impl Call for UpdateRole {
    type Input = crate::UpdateRoleRequest;
    type Output = crate::UpdateRoleResponse;
    const OPERATION: &'static Operation = &UPDATE_ROLE;
}

pub(crate) static UPDATE_ROLE: Operation = Operation {
    name: "UpdateRole",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::roles::UPDATE_ROLE_REQUEST,
    output: &schema::roles::UPDATE_ROLE_RESPONSE,
    result_wrapper: Some("UpdateRoleResult"),
    errors: &[
        &errors::UNMODIFIABLE_ENTITY,
        &errors::NO_SUCH_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `UpdateRoleDescription`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateRoleDescription;

impl Call for UpdateRoleDescription {
    type Input = crate::UpdateRoleDescriptionRequest;
    type Output = crate::UpdateRoleDescriptionResponse;
    const OPERATION: &'static Operation = &UPDATE_ROLE_DESCRIPTION;
}

pub(crate) static UPDATE_ROLE_DESCRIPTION: Operation = Operation {
    name: "UpdateRoleDescription",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::roles::UPDATE_ROLE_DESCRIPTION_REQUEST,
    output: &schema::roles::UPDATE_ROLE_DESCRIPTION_RESPONSE,
    result_wrapper: Some("UpdateRoleDescriptionResult"),
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `UpdateAssumeRolePolicy`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateAssumeRolePolicy;

impl Call for UpdateAssumeRolePolicy {
    type Input = crate::UpdateAssumeRolePolicyRequest;
    type Output = ();
    const OPERATION: &'static Operation = &UPDATE_ASSUME_ROLE_POLICY;
}

pub(crate) static UPDATE_ASSUME_ROLE_POLICY: Operation = Operation {
    name: "UpdateAssumeRolePolicy",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::roles::UPDATE_ASSUME_ROLE_POLICY_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::MALFORMED_POLICY_DOCUMENT,
        &errors::LIMIT_EXCEEDED,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeleteRole`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteRole;

impl Call for DeleteRole {
    type Input = crate::DeleteRoleRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_ROLE;
}

pub(crate) static DELETE_ROLE: Operation = Operation {
    name: "DeleteRole",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::roles::DELETE_ROLE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::DELETE_CONFLICT,
        &errors::LIMIT_EXCEEDED,
        &errors::UNMODIFIABLE_ENTITY,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
