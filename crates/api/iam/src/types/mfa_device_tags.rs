//! Structures of mfa device tags.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use crate::schema;

/// `ListMFADeviceTagsRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMFADeviceTagsRequest {
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListMFADeviceTagsRequest {
    const SHAPE: &'static Shape = &schema::mfa_device_tags::LIST_MFA_DEVICE_TAGS_REQUEST;
}

impl Read for ListMFADeviceTagsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            serial_number: fields.required("SerialNumber")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListMFADeviceTagsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.serial_number, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListMFADeviceTagsResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListMFADeviceTagsResponse {
    /// `Tags`: at most 50 entries; required.
    pub tags: Vec<Tag>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListMFADeviceTagsResponse {
    const SHAPE: &'static Shape = &schema::mfa_device_tags::LIST_MFA_DEVICE_TAGS_RESPONSE;
}

impl Read for ListMFADeviceTagsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            tags: fields.required("Tags")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListMFADeviceTagsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.tags, &self.is_truncated, &self.marker], out);
    }
}

/// `TagMFADeviceRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagMFADeviceRequest {
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `Tags`: at most 50 entries; required.
    pub tags: Vec<Tag>,
}

impl Typed for TagMFADeviceRequest {
    const SHAPE: &'static Shape = &schema::mfa_device_tags::TAG_MFA_DEVICE_REQUEST;
}

impl Read for TagMFADeviceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            serial_number: fields.required("SerialNumber")?,
            tags: fields.required("Tags")?,
        })
    }
}

impl Write for TagMFADeviceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.serial_number, &self.tags], out);
    }
}

/// `UntagMFADeviceRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntagMFADeviceRequest {
    /// `SerialNumber`: 9–256 characters; required.
    pub serial_number: String,
    /// `TagKeys`: at most 50 entries; required.
    pub tag_keys: Vec<String>,
}

impl Typed for UntagMFADeviceRequest {
    const SHAPE: &'static Shape = &schema::mfa_device_tags::UNTAG_MFA_DEVICE_REQUEST;
}

impl Read for UntagMFADeviceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            serial_number: fields.required("SerialNumber")?,
            tag_keys: fields.required("TagKeys")?,
        })
    }
}

impl Write for UntagMFADeviceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.serial_number, &self.tag_keys], out);
    }
}
