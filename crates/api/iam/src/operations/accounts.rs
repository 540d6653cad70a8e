//! Operations on accounts.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation};

use crate::errors;
use crate::schema;

/// `CreateAccount`.
#[derive(Debug, Clone, Copy)]
pub struct CreateAccount;

impl Call for CreateAccount {
    type Input = crate::CreateAccountRequest;
    type Output = crate::CreateAccountResponse;
    const OPERATION: &'static Operation = &CREATE_ACCOUNT;
}

pub(crate) static CREATE_ACCOUNT: Operation = Operation {
    name: "CreateAccount",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::accounts::CREATE_ACCOUNT_REQUEST,
    output: &schema::accounts::CREATE_ACCOUNT_RESPONSE,
    result_wrapper: Some("CreateAccountResult"),
    errors: &[
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::INVALID_INPUT,
        &errors::LIMIT_EXCEEDED,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

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
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::accounts::LIST_ACCOUNTS_REQUEST,
    output: &schema::accounts::LIST_ACCOUNTS_RESPONSE,
    result_wrapper: Some("ListAccountsResult"),
    errors: &[],
    read_only: true,
    idempotent: false,
    paginator: None,
};
