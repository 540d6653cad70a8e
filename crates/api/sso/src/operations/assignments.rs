//! Operations on assignments.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator};

use crate::errors;
use crate::schema;

/// `ListAccounts`.
#[derive(Debug, Clone, Copy)]
pub struct ListAccounts;

impl Call for ListAccounts {
    type Input = crate::ListAccountsRequest;
    type Output = crate::ListAccountsResponse;
    const OPERATION: &'static Operation = &LIST_ACCOUNTS;
}

pub(crate) static LIST_ACCOUNTS: Operation = Operation {
    name: "ListAccounts",
    http: Http {
        method: "GET",
        uri: "/assignment/accounts",
        status: 200,
    },
    auth: Auth::Nothing,
    input: &schema::assignments::LIST_ACCOUNTS_REQUEST,
    output: &schema::assignments::LIST_ACCOUNTS_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_REQUEST,
        &errors::UNAUTHORIZED,
        &errors::TOO_MANY_REQUESTS,
        &errors::RESOURCE_NOT_FOUND,
    ],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "nextToken",
        output_token: "nextToken",
        more_results: None,
        limit_key: Some("maxResults"),
        result_keys: &["accountList"],
    }),
};

/// `ListAccountRoles`.
#[derive(Debug, Clone, Copy)]
pub struct ListAccountRoles;

impl Call for ListAccountRoles {
    type Input = crate::ListAccountRolesRequest;
    type Output = crate::ListAccountRolesResponse;
    const OPERATION: &'static Operation = &LIST_ACCOUNT_ROLES;
}

pub(crate) static LIST_ACCOUNT_ROLES: Operation = Operation {
    name: "ListAccountRoles",
    http: Http {
        method: "GET",
        uri: "/assignment/roles",
        status: 200,
    },
    auth: Auth::Nothing,
    input: &schema::assignments::LIST_ACCOUNT_ROLES_REQUEST,
    output: &schema::assignments::LIST_ACCOUNT_ROLES_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_REQUEST,
        &errors::UNAUTHORIZED,
        &errors::TOO_MANY_REQUESTS,
        &errors::RESOURCE_NOT_FOUND,
    ],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "nextToken",
        output_token: "nextToken",
        more_results: None,
        limit_key: Some("maxResults"),
        result_keys: &["roleList"],
    }),
};
