//! Operations on crls.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator};

use crate::errors;
use crate::schema;

/// `ImportCrl`.
#[derive(Debug, Clone, Copy)]
pub struct ImportCrl;

impl Call for ImportCrl {
    type Input = crate::ImportCrlRequest;
    type Output = crate::CrlDetailResponse;
    const OPERATION: &'static Operation = &IMPORT_CRL;
}

pub(crate) static IMPORT_CRL: Operation = Operation {
    name: "ImportCrl",
    http: Http {
        method: "POST",
        uri: "/crls",
        status: 201,
    },
    auth: Auth::Signature,
    input: &schema::crls::IMPORT_CRL_REQUEST,
    output: &schema::crls::CRL_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListCrls`.
#[derive(Debug, Clone, Copy)]
pub struct ListCrls;

impl Call for ListCrls {
    type Input = crate::ListRequest;
    type Output = crate::ListCrlsResponse;
    const OPERATION: &'static Operation = &LIST_CRLS;
}

pub(crate) static LIST_CRLS: Operation = Operation {
    name: "ListCrls",
    http: Http {
        method: "GET",
        uri: "/crls",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::shared::LIST_REQUEST,
    output: &schema::crls::LIST_CRLS_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "nextToken",
        output_token: "nextToken",
        more_results: None,
        limit_key: None,
        result_keys: &["crls"],
    }),
};

/// `GetCrl`.
#[derive(Debug, Clone, Copy)]
pub struct GetCrl;

impl Call for GetCrl {
    type Input = crate::ScalarCrlRequest;
    type Output = crate::CrlDetailResponse;
    const OPERATION: &'static Operation = &GET_CRL;
}

pub(crate) static GET_CRL: Operation = Operation {
    name: "GetCrl",
    http: Http {
        method: "GET",
        uri: "/crl/{crlId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::crls::SCALAR_CRL_REQUEST,
    output: &schema::crls::CRL_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[&errors::RESOURCE_NOT_FOUND, &errors::SERVICE_UNAVAILABLE],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `UpdateCrl`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateCrl;

impl Call for UpdateCrl {
    type Input = crate::UpdateCrlRequest;
    type Output = crate::CrlDetailResponse;
    const OPERATION: &'static Operation = &UPDATE_CRL;
}

pub(crate) static UPDATE_CRL: Operation = Operation {
    name: "UpdateCrl",
    http: Http {
        method: "PATCH",
        uri: "/crl/{crlId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::crls::UPDATE_CRL_REQUEST,
    output: &schema::crls::CRL_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeleteCrl`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteCrl;

impl Call for DeleteCrl {
    type Input = crate::ScalarCrlRequest;
    type Output = crate::CrlDetailResponse;
    const OPERATION: &'static Operation = &DELETE_CRL;
}

pub(crate) static DELETE_CRL: Operation = Operation {
    name: "DeleteCrl",
    http: Http {
        method: "DELETE",
        uri: "/crl/{crlId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::crls::SCALAR_CRL_REQUEST,
    output: &schema::crls::CRL_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: false,
    idempotent: true,
    paginator: None,
};

/// `EnableCrl`.
#[derive(Debug, Clone, Copy)]
pub struct EnableCrl;

impl Call for EnableCrl {
    type Input = crate::ScalarCrlRequest;
    type Output = crate::CrlDetailResponse;
    const OPERATION: &'static Operation = &ENABLE_CRL;
}

pub(crate) static ENABLE_CRL: Operation = Operation {
    name: "EnableCrl",
    http: Http {
        method: "POST",
        uri: "/crl/{crlId}/enable",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::crls::SCALAR_CRL_REQUEST,
    output: &schema::crls::CRL_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DisableCrl`.
#[derive(Debug, Clone, Copy)]
pub struct DisableCrl;

impl Call for DisableCrl {
    type Input = crate::ScalarCrlRequest;
    type Output = crate::CrlDetailResponse;
    const OPERATION: &'static Operation = &DISABLE_CRL;
}

pub(crate) static DISABLE_CRL: Operation = Operation {
    name: "DisableCrl",
    http: Http {
        method: "POST",
        uri: "/crl/{crlId}/disable",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::crls::SCALAR_CRL_REQUEST,
    output: &schema::crls::CRL_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
