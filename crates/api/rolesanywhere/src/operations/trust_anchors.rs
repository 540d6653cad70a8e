//! Operations on trust anchors.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator};

use crate::errors;
use crate::schema;

/// `CreateTrustAnchor`.
#[derive(Debug, Clone, Copy)]
pub struct CreateTrustAnchor;

impl Call for CreateTrustAnchor {
    type Input = crate::CreateTrustAnchorRequest;
    type Output = crate::TrustAnchorDetailResponse;
    const OPERATION: &'static Operation = &CREATE_TRUST_ANCHOR;
}

pub(crate) static CREATE_TRUST_ANCHOR: Operation = Operation {
    name: "CreateTrustAnchor",
    http: Http {
        method: "POST",
        uri: "/trustanchors",
        status: 201,
    },
    auth: Auth::Signature,
    input: &schema::trust_anchors::CREATE_TRUST_ANCHOR_REQUEST,
    output: &schema::trust_anchors::TRUST_ANCHOR_DETAIL_RESPONSE,
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

/// `ListTrustAnchors`.
#[derive(Debug, Clone, Copy)]
pub struct ListTrustAnchors;

impl Call for ListTrustAnchors {
    type Input = crate::ListRequest;
    type Output = crate::ListTrustAnchorsResponse;
    const OPERATION: &'static Operation = &LIST_TRUST_ANCHORS;
}

pub(crate) static LIST_TRUST_ANCHORS: Operation = Operation {
    name: "ListTrustAnchors",
    http: Http {
        method: "GET",
        uri: "/trustanchors",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::shared::LIST_REQUEST,
    output: &schema::trust_anchors::LIST_TRUST_ANCHORS_RESPONSE,
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
        result_keys: &["trustAnchors"],
    }),
};

/// `GetTrustAnchor`.
#[derive(Debug, Clone, Copy)]
pub struct GetTrustAnchor;

impl Call for GetTrustAnchor {
    type Input = crate::ScalarTrustAnchorRequest;
    type Output = crate::TrustAnchorDetailResponse;
    const OPERATION: &'static Operation = &GET_TRUST_ANCHOR;
}

pub(crate) static GET_TRUST_ANCHOR: Operation = Operation {
    name: "GetTrustAnchor",
    http: Http {
        method: "GET",
        uri: "/trustanchor/{trustAnchorId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::trust_anchors::SCALAR_TRUST_ANCHOR_REQUEST,
    output: &schema::trust_anchors::TRUST_ANCHOR_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `UpdateTrustAnchor`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateTrustAnchor;

impl Call for UpdateTrustAnchor {
    type Input = crate::UpdateTrustAnchorRequest;
    type Output = crate::TrustAnchorDetailResponse;
    const OPERATION: &'static Operation = &UPDATE_TRUST_ANCHOR;
}

pub(crate) static UPDATE_TRUST_ANCHOR: Operation = Operation {
    name: "UpdateTrustAnchor",
    http: Http {
        method: "PATCH",
        uri: "/trustanchor/{trustAnchorId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::trust_anchors::UPDATE_TRUST_ANCHOR_REQUEST,
    output: &schema::trust_anchors::TRUST_ANCHOR_DETAIL_RESPONSE,
    result_wrapper: None,
    errors: &[
        &errors::VALIDATION,
        &errors::RESOURCE_NOT_FOUND,
        &errors::ACCESS_DENIED,
        &errors::SERVICE_UNAVAILABLE,
    ],
    read_only: false,
    idempotent: true,
    paginator: None,
};

/// `DeleteTrustAnchor`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteTrustAnchor;

impl Call for DeleteTrustAnchor {
    type Input = crate::ScalarTrustAnchorRequest;
    type Output = crate::TrustAnchorDetailResponse;
    const OPERATION: &'static Operation = &DELETE_TRUST_ANCHOR;
}

pub(crate) static DELETE_TRUST_ANCHOR: Operation = Operation {
    name: "DeleteTrustAnchor",
    http: Http {
        method: "DELETE",
        uri: "/trustanchor/{trustAnchorId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::trust_anchors::SCALAR_TRUST_ANCHOR_REQUEST,
    output: &schema::trust_anchors::TRUST_ANCHOR_DETAIL_RESPONSE,
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

/// `EnableTrustAnchor`.
#[derive(Debug, Clone, Copy)]
pub struct EnableTrustAnchor;

impl Call for EnableTrustAnchor {
    type Input = crate::ScalarTrustAnchorRequest;
    type Output = crate::TrustAnchorDetailResponse;
    const OPERATION: &'static Operation = &ENABLE_TRUST_ANCHOR;
}

pub(crate) static ENABLE_TRUST_ANCHOR: Operation = Operation {
    name: "EnableTrustAnchor",
    http: Http {
        method: "POST",
        uri: "/trustanchor/{trustAnchorId}/enable",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::trust_anchors::SCALAR_TRUST_ANCHOR_REQUEST,
    output: &schema::trust_anchors::TRUST_ANCHOR_DETAIL_RESPONSE,
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

/// `DisableTrustAnchor`.
#[derive(Debug, Clone, Copy)]
pub struct DisableTrustAnchor;

impl Call for DisableTrustAnchor {
    type Input = crate::ScalarTrustAnchorRequest;
    type Output = crate::TrustAnchorDetailResponse;
    const OPERATION: &'static Operation = &DISABLE_TRUST_ANCHOR;
}

pub(crate) static DISABLE_TRUST_ANCHOR: Operation = Operation {
    name: "DisableTrustAnchor",
    http: Http {
        method: "POST",
        uri: "/trustanchor/{trustAnchorId}/disable",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::trust_anchors::SCALAR_TRUST_ANCHOR_REQUEST,
    output: &schema::trust_anchors::TRUST_ANCHOR_DETAIL_RESPONSE,
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

/// `PutNotificationSettings`.
#[derive(Debug, Clone, Copy)]
pub struct PutNotificationSettings;

impl Call for PutNotificationSettings {
    type Input = crate::PutNotificationSettingsRequest;
    type Output = crate::PutNotificationSettingsResponse;
    const OPERATION: &'static Operation = &PUT_NOTIFICATION_SETTINGS;
}

pub(crate) static PUT_NOTIFICATION_SETTINGS: Operation = Operation {
    name: "PutNotificationSettings",
    http: Http {
        method: "PATCH",
        uri: "/put-notifications-settings",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::trust_anchors::PUT_NOTIFICATION_SETTINGS_REQUEST,
    output: &schema::trust_anchors::PUT_NOTIFICATION_SETTINGS_RESPONSE,
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

/// `ResetNotificationSettings`.
#[derive(Debug, Clone, Copy)]
pub struct ResetNotificationSettings;

impl Call for ResetNotificationSettings {
    type Input = crate::ResetNotificationSettingsRequest;
    type Output = crate::ResetNotificationSettingsResponse;
    const OPERATION: &'static Operation = &RESET_NOTIFICATION_SETTINGS;
}

pub(crate) static RESET_NOTIFICATION_SETTINGS: Operation = Operation {
    name: "ResetNotificationSettings",
    http: Http {
        method: "PATCH",
        uri: "/reset-notifications-settings",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::trust_anchors::RESET_NOTIFICATION_SETTINGS_REQUEST,
    output: &schema::trust_anchors::RESET_NOTIFICATION_SETTINGS_RESPONSE,
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
