//! Operations on groups.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `CreateGroup`.
#[derive(Debug, Clone, Copy)]
pub struct CreateGroup;

impl Call for CreateGroup {
    type Input = crate::CreateGroupRequest;
    type Output = crate::CreateGroupResponse;
    const OPERATION: &'static Operation = &CREATE_GROUP;
}

pub(crate) static CREATE_GROUP: Operation = Operation {
    name: "CreateGroup",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::groups::CREATE_GROUP_REQUEST,
    output: &schema::groups::CREATE_GROUP_RESPONSE,
    result_wrapper: Some("CreateGroupResult"),
    errors: &[
        &errors::LIMIT_EXCEEDED,
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::NO_SUCH_ENTITY,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `GetGroup`.
#[derive(Debug, Clone, Copy)]
pub struct GetGroup;

impl Call for GetGroup {
    type Input = crate::GetGroupRequest;
    type Output = crate::GetGroupResponse;
    const OPERATION: &'static Operation = &GET_GROUP;
}

pub(crate) static GET_GROUP: Operation = Operation {
    name: "GetGroup",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::groups::GET_GROUP_REQUEST,
    output: &schema::groups::GET_GROUP_RESPONSE,
    result_wrapper: Some("GetGroupResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
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

/// `ListGroups`.
#[derive(Debug, Clone, Copy)]
pub struct ListGroups;

impl Call for ListGroups {
    type Input = crate::ListGroupsRequest;
    type Output = crate::ListGroupsResponse;
    const OPERATION: &'static Operation = &LIST_GROUPS;
}

pub(crate) static LIST_GROUPS: Operation = Operation {
    name: "ListGroups",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::groups::LIST_GROUPS_REQUEST,
    output: &schema::groups::LIST_GROUPS_RESPONSE,
    result_wrapper: Some("ListGroupsResult"),
    errors: &[&errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["Groups"],
    }),
};

/// `UpdateGroup`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateGroup;

impl Call for UpdateGroup {
    type Input = crate::UpdateGroupRequest;
    type Output = ();
    const OPERATION: &'static Operation = &UPDATE_GROUP;
}

pub(crate) static UPDATE_GROUP: Operation = Operation {
    name: "UpdateGroup",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::groups::UPDATE_GROUP_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeleteGroup`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteGroup;

impl Call for DeleteGroup {
    type Input = crate::DeleteGroupRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_GROUP;
}

pub(crate) static DELETE_GROUP: Operation = Operation {
    name: "DeleteGroup",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::groups::DELETE_GROUP_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::DELETE_CONFLICT,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `AddUserToGroup`.
#[derive(Debug, Clone, Copy)]
pub struct AddUserToGroup;

impl Call for AddUserToGroup {
    type Input = crate::AddUserToGroupRequest;
    type Output = ();
    const OPERATION: &'static Operation = &ADD_USER_TO_GROUP;
}

pub(crate) static ADD_USER_TO_GROUP: Operation = Operation {
    name: "AddUserToGroup",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::groups::ADD_USER_TO_GROUP_REQUEST,
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

/// `RemoveUserFromGroup`.
#[derive(Debug, Clone, Copy)]
pub struct RemoveUserFromGroup;

impl Call for RemoveUserFromGroup {
    type Input = crate::RemoveUserFromGroupRequest;
    type Output = ();
    const OPERATION: &'static Operation = &REMOVE_USER_FROM_GROUP;
}

pub(crate) static REMOVE_USER_FROM_GROUP: Operation = Operation {
    name: "RemoveUserFromGroup",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::groups::REMOVE_USER_FROM_GROUP_REQUEST,
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

/// `ListGroupsForUser`.
#[derive(Debug, Clone, Copy)]
pub struct ListGroupsForUser;

impl Call for ListGroupsForUser {
    type Input = crate::ListGroupsForUserRequest;
    type Output = crate::ListGroupsForUserResponse;
    const OPERATION: &'static Operation = &LIST_GROUPS_FOR_USER;
}

pub(crate) static LIST_GROUPS_FOR_USER: Operation = Operation {
    name: "ListGroupsForUser",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::groups::LIST_GROUPS_FOR_USER_REQUEST,
    output: &schema::groups::LIST_GROUPS_FOR_USER_RESPONSE,
    result_wrapper: Some("ListGroupsForUserResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["Groups"],
    }),
};
