//! Structures of mfa devices.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use super::shared::User;
use crate::schema;

/// `CreateVirtualMFADeviceRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateVirtualMFADeviceRequest {
    /// `Path`: 1–512 characters.
    pub path: Option<String>,
    /// `VirtualMFADeviceName`: at least 1 character; required.
    pub virtual_mfa_device_name: String,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
}

impl Typed for CreateVirtualMFADeviceRequest {
    const SHAPE: &'static Shape = &schema::mfa_devices::CREATE_VIRTUAL_MFA_DEVICE_REQUEST;
}

impl Read for CreateVirtualMFADeviceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path: fields.optional("Path")?,
            virtual_mfa_device_name: fields.required("VirtualMFADeviceName")?,
            tags: fields.optional("Tags")?,
        })
    }
}

impl Write for CreateVirtualMFADeviceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.path, &self.virtual_mfa_device_name, &self.tags],
            out,
        );
    }
}

/// `CreateVirtualMFADeviceResponse`.
#[derive(Debug, PartialEq, Eq)]
pub struct CreateVirtualMFADeviceResponse {
    /// `VirtualMFADevice`: required.
    pub virtual_mfa_device: VirtualMFADevice,
}

impl Typed for CreateVirtualMFADeviceResponse {
    const SHAPE: &'static Shape = &schema::mfa_devices::CREATE_VIRTUAL_MFA_DEVICE_RESPONSE;
}

impl Read for CreateVirtualMFADeviceResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            virtual_mfa_device: fields.required("VirtualMFADevice")?,
        })
    }
}

impl Write for CreateVirtualMFADeviceResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.virtual_mfa_device], out);
    }
}

/// `DeactivateMFADeviceRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeactivateMFADeviceRequest {
    /// `UserName`: 1–128 characters.
    pub user_name: Option<String>,
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
}

impl Typed for DeactivateMFADeviceRequest {
    const SHAPE: &'static Shape = &schema::mfa_devices::DEACTIVATE_MFA_DEVICE_REQUEST;
}

impl Read for DeactivateMFADeviceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            serial_number: fields.required("SerialNumber")?,
        })
    }
}

impl Write for DeactivateMFADeviceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.serial_number], out);
    }
}

/// `DeleteVirtualMFADeviceRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteVirtualMFADeviceRequest {
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
}

impl Typed for DeleteVirtualMFADeviceRequest {
    const SHAPE: &'static Shape = &schema::mfa_devices::DELETE_VIRTUAL_MFA_DEVICE_REQUEST;
}

impl Read for DeleteVirtualMFADeviceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            serial_number: fields.required("SerialNumber")?,
        })
    }
}

impl Write for DeleteVirtualMFADeviceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.serial_number], out);
    }
}

/// `EnableMFADeviceRequest`.
#[derive(Clone, PartialEq, Eq)]
pub struct EnableMFADeviceRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `AuthenticationCode1`: 6 characters; required; sensitive.
    pub authentication_code1: String,
    /// `AuthenticationCode2`: 6 characters; required; sensitive.
    pub authentication_code2: String,
}

impl Typed for EnableMFADeviceRequest {
    const SHAPE: &'static Shape = &schema::mfa_devices::ENABLE_MFA_DEVICE_REQUEST;
}

impl Read for EnableMFADeviceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            serial_number: fields.required("SerialNumber")?,
            authentication_code1: fields.required("AuthenticationCode1")?,
            authentication_code2: fields.required("AuthenticationCode2")?,
        })
    }
}

impl Write for EnableMFADeviceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.user_name,
                &self.serial_number,
                &self.authentication_code1,
                &self.authentication_code2,
            ],
            out,
        );
    }
}

impl fmt::Debug for EnableMFADeviceRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnableMFADeviceRequest")
            .field("user_name", &self.user_name)
            .field("serial_number", &self.serial_number)
            .finish_non_exhaustive()
    }
}

/// `GetMFADeviceRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetMFADeviceRequest {
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `UserName`: 1–64 characters.
    pub user_name: Option<String>,
}

impl Typed for GetMFADeviceRequest {
    const SHAPE: &'static Shape = &schema::mfa_devices::GET_MFA_DEVICE_REQUEST;
}

impl Read for GetMFADeviceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            serial_number: fields.required("SerialNumber")?,
            user_name: fields.optional("UserName")?,
        })
    }
}

impl Write for GetMFADeviceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.serial_number, &self.user_name], out);
    }
}

/// `GetMFADeviceResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetMFADeviceResponse {
    /// `UserName`: 1–64 characters.
    pub user_name: Option<String>,
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `EnableDate`.
    pub enable_date: Option<Timestamp>,
    /// `Certifications`.
    pub certifications: Option<BTreeMap<String, String>>,
}

impl Typed for GetMFADeviceResponse {
    const SHAPE: &'static Shape = &schema::mfa_devices::GET_MFA_DEVICE_RESPONSE;
}

impl Read for GetMFADeviceResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            serial_number: fields.required("SerialNumber")?,
            enable_date: fields.optional("EnableDate")?,
            certifications: fields.optional("Certifications")?,
        })
    }
}

impl Write for GetMFADeviceResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.user_name,
                &self.serial_number,
                &self.enable_date,
                &self.certifications,
            ],
            out,
        );
    }
}

/// `ListMFADevicesRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListMFADevicesRequest {
    /// `UserName`: 1–128 characters.
    pub user_name: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListMFADevicesRequest {
    const SHAPE: &'static Shape = &schema::mfa_devices::LIST_MFA_DEVICES_REQUEST;
}

impl Read for ListMFADevicesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListMFADevicesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListMFADevicesResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMFADevicesResponse {
    /// `MFADevices`: required.
    pub mfa_devices: Vec<MFADevice>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListMFADevicesResponse {
    const SHAPE: &'static Shape = &schema::mfa_devices::LIST_MFA_DEVICES_RESPONSE;
}

impl Read for ListMFADevicesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            mfa_devices: fields.required("MFADevices")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListMFADevicesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.mfa_devices, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `ListVirtualMFADevicesRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListVirtualMFADevicesRequest {
    /// `AssignmentStatus`: one of `Assigned`, `Unassigned`, `Any`.
    pub assignment_status: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListVirtualMFADevicesRequest {
    const SHAPE: &'static Shape = &schema::mfa_devices::LIST_VIRTUAL_MFA_DEVICES_REQUEST;
}

impl Read for ListVirtualMFADevicesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            assignment_status: fields.optional("AssignmentStatus")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListVirtualMFADevicesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.assignment_status, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListVirtualMFADevicesResponse`.
#[derive(Debug, PartialEq, Eq)]
pub struct ListVirtualMFADevicesResponse {
    /// `VirtualMFADevices`: required.
    pub virtual_mfa_devices: Vec<VirtualMFADevice>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListVirtualMFADevicesResponse {
    const SHAPE: &'static Shape = &schema::mfa_devices::LIST_VIRTUAL_MFA_DEVICES_RESPONSE;
}

impl Read for ListVirtualMFADevicesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            virtual_mfa_devices: fields.required("VirtualMFADevices")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListVirtualMFADevicesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.virtual_mfa_devices, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `MFADevice`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MFADevice {
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `EnableDate`: required.
    pub enable_date: Timestamp,
}

impl Typed for MFADevice {
    const SHAPE: &'static Shape = &schema::mfa_devices::MFA_DEVICE;
}

impl Read for MFADevice {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            serial_number: fields.required("SerialNumber")?,
            enable_date: fields.required("EnableDate")?,
        })
    }
}

impl Write for MFADevice {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.serial_number, &self.enable_date],
            out,
        );
    }
}

/// `ResyncMFADeviceRequest`.
#[derive(Clone, PartialEq, Eq)]
pub struct ResyncMFADeviceRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `AuthenticationCode1`: 6 characters; required; sensitive.
    pub authentication_code1: String,
    /// `AuthenticationCode2`: 6 characters; required; sensitive.
    pub authentication_code2: String,
}

impl Typed for ResyncMFADeviceRequest {
    const SHAPE: &'static Shape = &schema::mfa_devices::RESYNC_MFA_DEVICE_REQUEST;
}

impl Read for ResyncMFADeviceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            serial_number: fields.required("SerialNumber")?,
            authentication_code1: fields.required("AuthenticationCode1")?,
            authentication_code2: fields.required("AuthenticationCode2")?,
        })
    }
}

impl Write for ResyncMFADeviceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.user_name,
                &self.serial_number,
                &self.authentication_code1,
                &self.authentication_code2,
            ],
            out,
        );
    }
}

impl fmt::Debug for ResyncMFADeviceRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResyncMFADeviceRequest")
            .field("user_name", &self.user_name)
            .field("serial_number", &self.serial_number)
            .finish_non_exhaustive()
    }
}

/// `VirtualMFADevice`.
#[derive(PartialEq, Eq)]
pub struct VirtualMFADevice {
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `Base32StringSeed`: a secret.
    pub base32_string_seed: Option<Secret<Vec<u8>>>,
    /// `QRCodePNG`: a secret.
    pub qr_code_png: Option<Secret<Vec<u8>>>,
    /// `User`.
    pub user: Option<User>,
    /// `EnableDate`.
    pub enable_date: Option<Timestamp>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
}

impl Typed for VirtualMFADevice {
    const SHAPE: &'static Shape = &schema::mfa_devices::VIRTUAL_MFA_DEVICE;
}

impl Read for VirtualMFADevice {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            serial_number: fields.required("SerialNumber")?,
            base32_string_seed: fields.optional("Base32StringSeed")?,
            qr_code_png: fields.optional("QRCodePNG")?,
            user: fields.optional("User")?,
            enable_date: fields.optional("EnableDate")?,
            tags: fields.optional("Tags")?,
        })
    }
}

impl Write for VirtualMFADevice {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.serial_number,
                &self.base32_string_seed,
                &self.qr_code_png,
                &self.user,
                &self.enable_date,
                &self.tags,
            ],
            out,
        );
    }
}

impl fmt::Debug for VirtualMFADevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("VirtualMFADevice")
            .field("serial_number", &self.serial_number)
            .field("user", &self.user)
            .field("enable_date", &self.enable_date)
            .field("tags", &self.tags)
            .finish_non_exhaustive()
    }
}
