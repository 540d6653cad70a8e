//! Operations on profiles.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator};

use crate::errors;
use crate::schema;

/// `CreateProfile`.
#[derive(Debug, Clone, Copy)]
pub struct CreateProfile;

impl Call for CreateProfile {
    type Input = crate::CreateProfileRequest;
    type Output = crate::ProfileDetailResponse;
    const OPERATION: &'static Operation = &CREATE_PROFILE;
}

pub(crate) static CREATE_PROFILE: Operation = Operation {
    name: "CreateProfile",
    http: Http {
        method: "POST",
        uri: "/profiles",
        status: 201,
    },
    auth: Auth::Signature,
    input: &schema::profiles::CREATE_PROFILE_REQUEST,
    output: &schema::profiles::PROFILE_DETAIL_RESPONSE,
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

/// `ListProfiles`.
#[derive(Debug, Clone, Copy)]
pub struct ListProfiles;

impl Call for ListProfiles {
    type Input = crate::ListRequest;
    type Output = crate::ListProfilesResponse;
    const OPERATION: &'static Operation = &LIST_PROFILES;
}

pub(crate) static LIST_PROFILES: Operation = Operation {
    name: "ListProfiles",
    http: Http {
        method: "GET",
        uri: "/profiles",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::shared::LIST_REQUEST,
    output: &schema::profiles::LIST_PROFILES_RESPONSE,
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
        result_keys: &["profiles"],
    }),
};

/// `GetProfile`.
#[derive(Debug, Clone, Copy)]
pub struct GetProfile;

impl Call for GetProfile {
    type Input = crate::ScalarProfileRequest;
    type Output = crate::ProfileDetailResponse;
    const OPERATION: &'static Operation = &GET_PROFILE;
}

pub(crate) static GET_PROFILE: Operation = Operation {
    name: "GetProfile",
    http: Http {
        method: "GET",
        uri: "/profile/{profileId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::profiles::SCALAR_PROFILE_REQUEST,
    output: &schema::profiles::PROFILE_DETAIL_RESPONSE,
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

/// `UpdateProfile`.
#[derive(Debug, Clone, Copy)]
pub struct UpdateProfile;

impl Call for UpdateProfile {
    type Input = crate::UpdateProfileRequest;
    type Output = crate::ProfileDetailResponse;
    const OPERATION: &'static Operation = &UPDATE_PROFILE;
}

pub(crate) static UPDATE_PROFILE: Operation = Operation {
    name: "UpdateProfile",
    http: Http {
        method: "PATCH",
        uri: "/profile/{profileId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::profiles::UPDATE_PROFILE_REQUEST,
    output: &schema::profiles::PROFILE_DETAIL_RESPONSE,
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

/// `DeleteProfile`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteProfile;

impl Call for DeleteProfile {
    type Input = crate::ScalarProfileRequest;
    type Output = crate::ProfileDetailResponse;
    const OPERATION: &'static Operation = &DELETE_PROFILE;
}

pub(crate) static DELETE_PROFILE: Operation = Operation {
    name: "DeleteProfile",
    http: Http {
        method: "DELETE",
        uri: "/profile/{profileId}",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::profiles::SCALAR_PROFILE_REQUEST,
    output: &schema::profiles::PROFILE_DETAIL_RESPONSE,
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

/// `EnableProfile`.
#[derive(Debug, Clone, Copy)]
pub struct EnableProfile;

impl Call for EnableProfile {
    type Input = crate::ScalarProfileRequest;
    type Output = crate::ProfileDetailResponse;
    const OPERATION: &'static Operation = &ENABLE_PROFILE;
}

pub(crate) static ENABLE_PROFILE: Operation = Operation {
    name: "EnableProfile",
    http: Http {
        method: "POST",
        uri: "/profile/{profileId}/enable",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::profiles::SCALAR_PROFILE_REQUEST,
    output: &schema::profiles::PROFILE_DETAIL_RESPONSE,
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

/// `DisableProfile`.
#[derive(Debug, Clone, Copy)]
pub struct DisableProfile;

impl Call for DisableProfile {
    type Input = crate::ScalarProfileRequest;
    type Output = crate::ProfileDetailResponse;
    const OPERATION: &'static Operation = &DISABLE_PROFILE;
}

pub(crate) static DISABLE_PROFILE: Operation = Operation {
    name: "DisableProfile",
    http: Http {
        method: "POST",
        uri: "/profile/{profileId}/disable",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::profiles::SCALAR_PROFILE_REQUEST,
    output: &schema::profiles::PROFILE_DETAIL_RESPONSE,
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

/// `PutAttributeMapping`.
#[derive(Debug, Clone, Copy)]
pub struct PutAttributeMapping;

impl Call for PutAttributeMapping {
    type Input = crate::PutAttributeMappingRequest;
    type Output = crate::PutAttributeMappingResponse;
    const OPERATION: &'static Operation = &PUT_ATTRIBUTE_MAPPING;
}

pub(crate) static PUT_ATTRIBUTE_MAPPING: Operation = Operation {
    name: "PutAttributeMapping",
    http: Http {
        method: "PUT",
        uri: "/profiles/{profileId}/mappings",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::profiles::PUT_ATTRIBUTE_MAPPING_REQUEST,
    output: &schema::profiles::PUT_ATTRIBUTE_MAPPING_RESPONSE,
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

/// `DeleteAttributeMapping`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteAttributeMapping;

impl Call for DeleteAttributeMapping {
    type Input = crate::DeleteAttributeMappingRequest;
    type Output = crate::DeleteAttributeMappingResponse;
    const OPERATION: &'static Operation = &DELETE_ATTRIBUTE_MAPPING;
}

pub(crate) static DELETE_ATTRIBUTE_MAPPING: Operation = Operation {
    name: "DeleteAttributeMapping",
    http: Http {
        method: "DELETE",
        uri: "/profiles/{profileId}/mappings",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::profiles::DELETE_ATTRIBUTE_MAPPING_REQUEST,
    output: &schema::profiles::DELETE_ATTRIBUTE_MAPPING_RESPONSE,
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
