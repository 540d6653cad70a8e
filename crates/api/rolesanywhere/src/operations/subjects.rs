//! Operations on subjects.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator};

use crate::errors;
use crate::schema;

/// `ListSubjects`.
#[derive(Debug, Clone, Copy)]
pub struct ListSubjects;

impl Call for ListSubjects {
    type Input = crate::ListRequest;
    type Output = crate::ListSubjectsResponse;
    const OPERATION: &'static Operation = &LIST_SUBJECTS;
}

pub(crate) static LIST_SUBJECTS: Operation = Operation {
    name: "ListSubjects",
    http: Http {
        method: "GET",
        uri: "/subjects",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::shared::LIST_REQUEST,
    output: &schema::subjects::LIST_SUBJECTS_RESPONSE,
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
        result_keys: &["subjects"],
    }),
};

/// `GetSubject`.
#[derive(Debug, Clone, Copy)]
pub struct GetSubject;

impl Call for GetSubject {
    type Input = crate::ScalarSubjectRequest;
    type Output = crate::SubjectDetailResponse;
    const OPERATION: &'static Operation = &GET_SUBJECT;
}

pub(crate) static GET_SUBJECT: Operation = Operation {
    name: "GetSubject",
    http: Http {
        method: "GET",
        uri: "/subject/{subjectId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::subjects::SCALAR_SUBJECT_REQUEST,
    output: &schema::subjects::SUBJECT_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: true,
    idempotent: false,
    paginator: None,
};
