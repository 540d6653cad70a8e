//! Shapes of `types/mfa_devices.rs`.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::schema::{Member, Shape};

use super::shared;
use crate::patterns;

pub(crate) static BOOTSTRAP_DATUM: Shape = Shape::blob("BootstrapDatum").secret();

pub(crate) static CERTIFICATION_KEY_TYPE: Shape = Shape::string("CertificationKeyType")
    .min(1)
    .max(128)
    .pattern(&patterns::shared::CERTIFICATION_KEY_TYPE);

pub(crate) static CERTIFICATION_MAP_TYPE: Shape = Shape::map(
    "CertificationMapType",
    &CERTIFICATION_KEY_TYPE,
    &CERTIFICATION_VALUE_TYPE,
);

pub(crate) static CERTIFICATION_VALUE_TYPE: Shape = Shape::string("CertificationValueType")
    .min(1)
    .max(32)
    .pattern(&patterns::shared::CERTIFICATION_KEY_TYPE);

pub(crate) static CREATE_VIRTUAL_MFA_DEVICE_REQUEST: Shape = Shape::structure(
    "CreateVirtualMFADeviceRequest",
    &[
        Member::new("Path", &shared::PATH_TYPE),
        Member::new("VirtualMFADeviceName", &VIRTUAL_MFA_DEVICE_NAME).required(),
        Member::new("Tags", &shared::TAG_LIST_TYPE),
    ],
);

pub(crate) static CREATE_VIRTUAL_MFA_DEVICE_RESPONSE: Shape = Shape::structure(
    "CreateVirtualMFADeviceResponse",
    &[Member::new("VirtualMFADevice", &VIRTUAL_MFA_DEVICE).required()],
);

pub(crate) static DEACTIVATE_MFA_DEVICE_REQUEST: Shape = Shape::structure(
    "DeactivateMFADeviceRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE),
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
    ],
);

pub(crate) static DELETE_VIRTUAL_MFA_DEVICE_REQUEST: Shape = Shape::structure(
    "DeleteVirtualMFADeviceRequest",
    &[Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required()],
);

pub(crate) static ENABLE_MFA_DEVICE_REQUEST: Shape = Shape::structure(
    "EnableMFADeviceRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("AuthenticationCode1", &AUTHENTICATION_CODE_TYPE).required(),
        Member::new("AuthenticationCode2", &AUTHENTICATION_CODE_TYPE).required(),
    ],
);

pub(crate) static GET_MFA_DEVICE_REQUEST: Shape = Shape::structure(
    "GetMFADeviceRequest",
    &[
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("UserName", &shared::USER_NAME_TYPE),
    ],
);

pub(crate) static GET_MFA_DEVICE_RESPONSE: Shape = Shape::structure(
    "GetMFADeviceResponse",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE),
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("EnableDate", &shared::DATE_TYPE),
        Member::new("Certifications", &CERTIFICATION_MAP_TYPE),
    ],
);

pub(crate) static LIST_MFA_DEVICES_REQUEST: Shape = Shape::structure(
    "ListMFADevicesRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_MFA_DEVICES_RESPONSE: Shape = Shape::structure(
    "ListMFADevicesResponse",
    &[
        Member::new("MFADevices", &MFA_DEVICE_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static LIST_VIRTUAL_MFA_DEVICES_REQUEST: Shape = Shape::structure(
    "ListVirtualMFADevicesRequest",
    &[
        Member::new("AssignmentStatus", &ASSIGNMENT_STATUS_TYPE),
        Member::new("Marker", &shared::MARKER_TYPE),
        Member::new("MaxItems", &shared::MAX_ITEMS_TYPE),
    ],
);

pub(crate) static LIST_VIRTUAL_MFA_DEVICES_RESPONSE: Shape = Shape::structure(
    "ListVirtualMFADevicesResponse",
    &[
        Member::new("VirtualMFADevices", &VIRTUAL_MFA_DEVICE_LIST_TYPE).required(),
        Member::new("IsTruncated", &shared::BOOLEAN_TYPE),
        Member::new("Marker", &shared::RESPONSE_MARKER_TYPE),
    ],
);

pub(crate) static MFA_DEVICE: Shape = Shape::structure(
    "MFADevice",
    &[
        Member::new("UserName", &shared::USER_NAME_TYPE).required(),
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("EnableDate", &shared::DATE_TYPE).required(),
    ],
);

pub(crate) static RESYNC_MFA_DEVICE_REQUEST: Shape = Shape::structure(
    "ResyncMFADeviceRequest",
    &[
        Member::new("UserName", &shared::EXISTING_USER_NAME_TYPE).required(),
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("AuthenticationCode1", &AUTHENTICATION_CODE_TYPE).required(),
        Member::new("AuthenticationCode2", &AUTHENTICATION_CODE_TYPE).required(),
    ],
);

pub(crate) static VIRTUAL_MFA_DEVICE: Shape = Shape::structure(
    "VirtualMFADevice",
    &[
        Member::new("SerialNumber", &shared::SERIAL_NUMBER_TYPE).required(),
        Member::new("Base32StringSeed", &BOOTSTRAP_DATUM),
        Member::new("QRCodePNG", &BOOTSTRAP_DATUM),
        Member::new("User", &shared::USER),
        Member::new("EnableDate", &shared::DATE_TYPE),
        Member::new("Tags", &shared::TAG_LIST_TYPE),
    ],
);

pub(crate) static ASSIGNMENT_STATUS_TYPE: Shape =
    Shape::string("assignmentStatusType").values(&["Assigned", "Unassigned", "Any"]);

pub(crate) static AUTHENTICATION_CODE_TYPE: Shape = Shape::string("authenticationCodeType")
    .min(6)
    .max(6)
    .pattern(&patterns::mfa_devices::AUTHENTICATION_CODE_TYPE)
    .sensitive();

pub(crate) static MFA_DEVICE_LIST_TYPE: Shape = Shape::list("mfaDeviceListType", &MFA_DEVICE);

pub(crate) static VIRTUAL_MFA_DEVICE_LIST_TYPE: Shape =
    Shape::list("virtualMFADeviceListType", &VIRTUAL_MFA_DEVICE);

pub(crate) static VIRTUAL_MFA_DEVICE_NAME: Shape = Shape::string("virtualMFADeviceName")
    .min(1)
    .pattern(&patterns::shared::ATTACHMENT_NAME);
