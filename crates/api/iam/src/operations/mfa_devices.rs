//! Operations on mfa devices.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::Call;
use tegata_wire::schema::{Auth, Http, Operation, Paginator, Shape};

use crate::errors;
use crate::schema;

/// `CreateVirtualMFADevice`.
#[derive(Debug, Clone, Copy)]
pub struct CreateVirtualMFADevice;

impl Call for CreateVirtualMFADevice {
    type Input = crate::CreateVirtualMFADeviceRequest;
    type Output = crate::CreateVirtualMFADeviceResponse;
    const OPERATION: &'static Operation = &CREATE_VIRTUAL_MFA_DEVICE;
}

pub(crate) static CREATE_VIRTUAL_MFA_DEVICE: Operation = Operation {
    name: "CreateVirtualMFADevice",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_devices::CREATE_VIRTUAL_MFA_DEVICE_REQUEST,
    output: &schema::mfa_devices::CREATE_VIRTUAL_MFA_DEVICE_RESPONSE,
    result_wrapper: Some("CreateVirtualMFADeviceResult"),
    errors: &[
        &errors::LIMIT_EXCEEDED,
        &errors::INVALID_INPUT,
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::CONCURRENT_MODIFICATION,
        &errors::SERVICE_FAILURE,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `EnableMFADevice`.
#[derive(Debug, Clone, Copy)]
pub struct EnableMFADevice;

impl Call for EnableMFADevice {
    type Input = crate::EnableMFADeviceRequest;
    type Output = ();
    const OPERATION: &'static Operation = &ENABLE_MFA_DEVICE;
}

pub(crate) static ENABLE_MFA_DEVICE: Operation = Operation {
    name: "EnableMFADevice",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_devices::ENABLE_MFA_DEVICE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::ENTITY_ALREADY_EXISTS,
        &errors::ENTITY_TEMPORARILY_UNMODIFIABLE,
        &errors::INVALID_AUTHENTICATION_CODE,
        &errors::LIMIT_EXCEEDED,
        &errors::NO_SUCH_ENTITY,
        &errors::SERVICE_FAILURE,
        &errors::CONCURRENT_MODIFICATION,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `ListMFADevices`.
#[derive(Debug, Clone, Copy)]
pub struct ListMFADevices;

impl Call for ListMFADevices {
    type Input = crate::ListMFADevicesRequest;
    type Output = crate::ListMFADevicesResponse;
    const OPERATION: &'static Operation = &LIST_MFA_DEVICES;
}

pub(crate) static LIST_MFA_DEVICES: Operation = Operation {
    name: "ListMFADevices",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_devices::LIST_MFA_DEVICES_REQUEST,
    output: &schema::mfa_devices::LIST_MFA_DEVICES_RESPONSE,
    result_wrapper: Some("ListMFADevicesResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["MFADevices"],
    }),
};

/// `ListVirtualMFADevices`.
#[derive(Debug, Clone, Copy)]
pub struct ListVirtualMFADevices;

impl Call for ListVirtualMFADevices {
    type Input = crate::ListVirtualMFADevicesRequest;
    type Output = crate::ListVirtualMFADevicesResponse;
    const OPERATION: &'static Operation = &LIST_VIRTUAL_MFA_DEVICES;
}

pub(crate) static LIST_VIRTUAL_MFA_DEVICES: Operation = Operation {
    name: "ListVirtualMFADevices",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_devices::LIST_VIRTUAL_MFA_DEVICES_REQUEST,
    output: &schema::mfa_devices::LIST_VIRTUAL_MFA_DEVICES_RESPONSE,
    result_wrapper: Some("ListVirtualMFADevicesResult"),
    errors: &[],
    read_only: true,
    idempotent: false,
    paginator: Some(Paginator {
        input_token: "Marker",
        output_token: "Marker",
        more_results: Some("IsTruncated"),
        limit_key: Some("MaxItems"),
        result_keys: &["VirtualMFADevices"],
    }),
};

/// `GetMFADevice`.
#[derive(Debug, Clone, Copy)]
pub struct GetMFADevice;

impl Call for GetMFADevice {
    type Input = crate::GetMFADeviceRequest;
    type Output = crate::GetMFADeviceResponse;
    const OPERATION: &'static Operation = &GET_MFA_DEVICE;
}

pub(crate) static GET_MFA_DEVICE: Operation = Operation {
    name: "GetMFADevice",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_devices::GET_MFA_DEVICE_REQUEST,
    output: &schema::mfa_devices::GET_MFA_DEVICE_RESPONSE,
    result_wrapper: Some("GetMFADeviceResult"),
    errors: &[&errors::NO_SUCH_ENTITY, &errors::SERVICE_FAILURE],
    read_only: true,
    idempotent: false,
    paginator: None,
};

/// `ResyncMFADevice`.
#[derive(Debug, Clone, Copy)]
pub struct ResyncMFADevice;

impl Call for ResyncMFADevice {
    type Input = crate::ResyncMFADeviceRequest;
    type Output = ();
    const OPERATION: &'static Operation = &RESYNC_MFA_DEVICE;
}

pub(crate) static RESYNC_MFA_DEVICE: Operation = Operation {
    name: "ResyncMFADevice",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_devices::RESYNC_MFA_DEVICE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::INVALID_AUTHENTICATION_CODE,
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
        &errors::CONCURRENT_MODIFICATION,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeactivateMFADevice`.
#[derive(Debug, Clone, Copy)]
pub struct DeactivateMFADevice;

impl Call for DeactivateMFADevice {
    type Input = crate::DeactivateMFADeviceRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DEACTIVATE_MFA_DEVICE;
}

pub(crate) static DEACTIVATE_MFA_DEVICE: Operation = Operation {
    name: "DeactivateMFADevice",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_devices::DEACTIVATE_MFA_DEVICE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::ENTITY_TEMPORARILY_UNMODIFIABLE,
        &errors::NO_SUCH_ENTITY,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
        &errors::CONCURRENT_MODIFICATION,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};

/// `DeleteVirtualMFADevice`.
#[derive(Debug, Clone, Copy)]
pub struct DeleteVirtualMFADevice;

impl Call for DeleteVirtualMFADevice {
    type Input = crate::DeleteVirtualMFADeviceRequest;
    type Output = ();
    const OPERATION: &'static Operation = &DELETE_VIRTUAL_MFA_DEVICE;
}

pub(crate) static DELETE_VIRTUAL_MFA_DEVICE: Operation = Operation {
    name: "DeleteVirtualMFADevice",
    http: Http {
        method: "POST",
        uri: "/",
        status: 200,
    },
    auth: Auth::Signature,
    input: &schema::mfa_devices::DELETE_VIRTUAL_MFA_DEVICE_REQUEST,
    output: Shape::EMPTY,
    result_wrapper: None,
    errors: &[
        &errors::NO_SUCH_ENTITY,
        &errors::DELETE_CONFLICT,
        &errors::LIMIT_EXCEEDED,
        &errors::SERVICE_FAILURE,
        &errors::CONCURRENT_MODIFICATION,
    ],
    read_only: false,
    idempotent: false,
    paginator: None,
};
