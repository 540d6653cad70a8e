//! Operations on users.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `CreateUser`.
#[derive(Debug, Clone, Copy)]
pub struct CreateUser;

impl Call for CreateUser {
    type Input = crate::CreateUserRequest;
    type Output = crate::CreateUserResponse;
    const OPERATION: &'static Operation = &CREATE_USER;
}

pub(crate) static CREATE_USER: Operation = Operation {
    name: "CreateUser",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::users::CREATE_USER_REQUEST,
    output: &schema::users::CREATE_USER_RESPONSE,
    result_wrapper: Some("CreateUserResult"),
    errors: &[
        &errors::LIMIT_EXCEEDED,
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::NO_SUCH_ENTITY,
        &errors::INVALID_INPUT,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetUser`.
#[derive(Debug, Clone, Copy)]
pub struct GetUser;

impl Call for GetUser {
    type Input = crate::GetUserRequest;
    type Output = crate::GetUserResponse;
    const OPERATION: &'static Operation = &GET_USER;
}

pub(crate) static GET_USER: Operation = Operation {
    name: "GetUser",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::users::GET_USER_REQUEST,
    output: &schema::users::GET_USER_RESPONSE,
    result_wrapper: Some("GetUserResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `ListUsers`.
#[derive(Debug, Clone, Copy)]
pub struct ListUsers;

impl Call for ListUsers {
    type Input = crate::ListUsersRequest;
    type Output = crate::ListUsersResponse;
    const OPERATION: &'static Operation = &LIST_USERS;
}

pub(crate) static LIST_USERS: Operation = Operation {
    name: "ListUsers",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::users::LIST_USERS_REQUEST,
    output: &schema::users::LIST_USERS_RESPONSE,
    result_wrapper: Some("ListUsersResult"),
    errors: &[&errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["Users"],
    }),
};

/// `UpdateUser`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateUser;

impl Call for UpdateUser {
    type Input = crate::UpdateUserRequest;
    type Output = ();
    const OPERATION: &'static Operation = &UPDATE_USER;
}

pub(crate) static UPDATE_USER: Operation = Operation {
    name: "UpdateUser",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::users::UPDATE_USER_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::ENTITY_TEMPORARILY_UNMODIFIABLE,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeleteUser`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteUser;

impl Call for DeleteUser {
    type Input = crate::DeleteUserRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_USER;
}

pub(crate) static DELETE_USER: Operation = Operation {
    name: "DeleteUser",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::users::DELETE_USER_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::LIMIT_EXCEEDED,
        &errors::NO_SUCH_ENTITY,
        &errors::DELETE_CONFLICT,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
