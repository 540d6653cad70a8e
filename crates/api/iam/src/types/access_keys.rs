//! Structures of access keys.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `AccessKey`.
#[derive(PartialEq, Eq)]
pub struct AccessKey {
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
    /// `AccessKeyId`: 16–128 characters; required.
    pub access_key_id: String,
    /// `Status`: one of `Active`, `Inactive`, `Expired`; required.
    pub status: String,
    /// `SecretAccessKey`: required; a secret.
    pub secret_access_key: Secret<String>,
    /// `CreateDate`.
    pub create_date: Option<Timestamp>,
}

impl Typed for AccessKey {
    const SHAPE: &'static Shape = &schema::access_keys::ACCESS_KEY;
}

impl Read for AccessKey {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            access_key_id: fields.required("AccessKeyId")?,
            status: fields.required("Status")?,
            secret_access_key: fields.required("SecretAccessKey")?,
            create_date: fields.optional("CreateDate")?,
        })
    }
}

impl Write for AccessKey {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.user_name,
                &self.access_key_id,
                &self.status,
                &self.secret_access_key,
                &self.create_date,
            ],
            out,
        );
    }
}

impl fmt::Debug for AccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessKey")
            .field("user_name", &self.user_name)
            .field("access_key_id", &self.access_key_id)
            .field("status", &self.status)
            .field("create_date", &self.create_date)
            .finish_non_exhaustive()
    }
}

/// `AccessKeyLastUsed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessKeyLastUsed {
    /// `LastUsedDate`.
    pub last_used_date: Option<Timestamp>,
    /// `ServiceName`: required.
    pub service_name: String,
    /// `Region`: required.
    pub region: String,
}

impl Typed for AccessKeyLastUsed {
    const SHAPE: &'static Shape = &schema::access_keys::ACCESS_KEY_LAST_USED;
}

impl Read for AccessKeyLastUsed {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            last_used_date: fields.optional("LastUsedDate")?,
            service_name: fields.required("ServiceName")?,
            region: fields.required("Region")?,
        })
    }
}

impl Write for AccessKeyLastUsed {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.last_used_date, &self.service_name, &self.region],
            out,
        );
    }
}

/// `AccessKeyMetadata`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccessKeyMetadata {
    /// `UserName`: 1–64 characters.
    pub user_name: Option<String>,
    /// `AccessKeyId`: 16–128 characters.
    pub access_key_id: Option<String>,
    /// `Status`: one of `Active`, `Inactive`, `Expired`.
    pub status: Option<String>,
    /// `CreateDate`.
    pub create_date: Option<Timestamp>,
}

impl Typed for AccessKeyMetadata {
    const SHAPE: &'static Shape = &schema::access_keys::ACCESS_KEY_METADATA;
}

impl Read for AccessKeyMetadata {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            access_key_id: fields.optional("AccessKeyId")?,
            status: fields.optional("Status")?,
            create_date: fields.optional("CreateDate")?,
        })
    }
}

impl Write for AccessKeyMetadata {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.user_name,
                &self.access_key_id,
                &self.status,
                &self.create_date,
            ],
            out,
        );
    }
}

/// `CreateAccessKeyRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreateAccessKeyRequest {
    /// `UserName`: 1–128 characters.
    pub user_name: Option<String>,
}

impl Typed for CreateAccessKeyRequest {
    const SHAPE: &'static Shape = &schema::access_keys::CREATE_ACCESS_KEY_REQUEST;
}

impl Read for CreateAccessKeyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
        })
    }
}

impl Write for CreateAccessKeyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name], out);
    }
}

/// `CreateAccessKeyResponse`.
#[derive(Debug, PartialEq, Eq)]
pub struct CreateAccessKeyResponse {
    /// `AccessKey`: required.
    pub access_key: AccessKey,
}

impl Typed for CreateAccessKeyResponse {
    const SHAPE: &'static Shape = &schema::access_keys::CREATE_ACCESS_KEY_RESPONSE;
}

impl Read for CreateAccessKeyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key: fields.required("AccessKey")?,
        })
    }
}

impl Write for CreateAccessKeyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.access_key], out);
    }
}

/// `DeleteAccessKeyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteAccessKeyRequest {
    /// `UserName`: 1–128 characters.
    pub user_name: Option<String>,
    /// `AccessKeyId`: 16–128 characters; required.
    pub access_key_id: String,
}

impl Typed for DeleteAccessKeyRequest {
    const SHAPE: &'static Shape = &schema::access_keys::DELETE_ACCESS_KEY_REQUEST;
}

impl Read for DeleteAccessKeyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            access_key_id: fields.required("AccessKeyId")?,
        })
    }
}

impl Write for DeleteAccessKeyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.access_key_id], out);
    }
}

/// `GetAccessKeyLastUsedRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetAccessKeyLastUsedRequest {
    /// `AccessKeyId`: 16–128 characters; required.
    pub access_key_id: String,
}

impl Typed for GetAccessKeyLastUsedRequest {
    const SHAPE: &'static Shape = &schema::access_keys::GET_ACCESS_KEY_LAST_USED_REQUEST;
}

impl Read for GetAccessKeyLastUsedRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_id: fields.required("AccessKeyId")?,
        })
    }
}

impl Write for GetAccessKeyLastUsedRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.access_key_id], out);
    }
}

/// `GetAccessKeyLastUsedResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetAccessKeyLastUsedResponse {
    /// `UserName`: 1–128 characters.
    pub user_name: Option<String>,
    /// `AccessKeyLastUsed`.
    pub access_key_last_used: Option<AccessKeyLastUsed>,
}

impl Typed for GetAccessKeyLastUsedResponse {
    const SHAPE: &'static Shape = &schema::access_keys::GET_ACCESS_KEY_LAST_USED_RESPONSE;
}

impl Read for GetAccessKeyLastUsedResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            access_key_last_used: fields.optional("AccessKeyLastUsed")?,
        })
    }
}

impl Write for GetAccessKeyLastUsedResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.access_key_last_used], out);
    }
}

/// `ListAccessKeysRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAccessKeysRequest {
    /// `UserName`: 1–128 characters.
    pub user_name: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListAccessKeysRequest {
    const SHAPE: &'static Shape = &schema::access_keys::LIST_ACCESS_KEYS_REQUEST;
}

impl Read for ListAccessKeysRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListAccessKeysRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListAccessKeysResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAccessKeysResponse {
    /// `AccessKeyMetadata`: required.
    pub access_key_metadata: Vec<AccessKeyMetadata>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListAccessKeysResponse {
    const SHAPE: &'static Shape = &schema::access_keys::LIST_ACCESS_KEYS_RESPONSE;
}

impl Read for ListAccessKeysResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_metadata: fields.required("AccessKeyMetadata")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListAccessKeysResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.access_key_metadata, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `UpdateAccessKeyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateAccessKeyRequest {
    /// `UserName`: 1–128 characters.
    pub user_name: Option<String>,
    /// `AccessKeyId`: 16–128 characters; required.
    pub access_key_id: String,
    /// `Status`: one of `Active`, `Inactive`, `Expired`; required.
    pub status: String,
}

impl Typed for UpdateAccessKeyRequest {
    const SHAPE: &'static Shape = &schema::access_keys::UPDATE_ACCESS_KEY_REQUEST;
}

impl Read for UpdateAccessKeyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            access_key_id: fields.required("AccessKeyId")?,
            status: fields.required("Status")?,
        })
    }
}

impl Write for UpdateAccessKeyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.access_key_id, &self.status],
            out,
        );
    }
}
