//! Structures of identity.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `GetAccessKeyInfoRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetAccessKeyInfoRequest {
    /// `AccessKeyId`: 16–128 characters; required.
    pub access_key_id: String,
}

impl Typed for GetAccessKeyInfoRequest {
    const SHAPE: &'static Shape = &schema::identity::GET_ACCESS_KEY_INFO_REQUEST;
}

impl Read for GetAccessKeyInfoRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_id: fields.required("AccessKeyId")?,
        })
    }
}

impl Write for GetAccessKeyInfoRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.access_key_id], out);
    }
}

/// `GetAccessKeyInfoResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetAccessKeyInfoResponse {
    /// `Account`.
    pub account: Option<String>,
}

impl Typed for GetAccessKeyInfoResponse {
    const SHAPE: &'static Shape = &schema::identity::GET_ACCESS_KEY_INFO_RESPONSE;
}

impl Read for GetAccessKeyInfoResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            account: fields.optional("Account")?,
        })
    }
}

impl Write for GetAccessKeyInfoResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.account], out);
    }
}

/// `GetCallerIdentityRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetCallerIdentityRequest;
impl Typed for GetCallerIdentityRequest {
    const SHAPE: &'static Shape = &schema::identity::GET_CALLER_IDENTITY_REQUEST;
}

impl Read for GetCallerIdentityRequest {
    fn read(_: &Value) -> Result<Self, ReadError> {
        Ok(Self)
    }
}

impl Write for GetCallerIdentityRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[], out);
    }
}

/// `GetCallerIdentityResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetCallerIdentityResponse {
    /// `UserId`.
    pub user_id: Option<String>,
    /// `Account`.
    pub account: Option<String>,
    /// `Arn`: 20–2048 characters.
    pub arn: Option<String>,
}

impl Typed for GetCallerIdentityResponse {
    const SHAPE: &'static Shape = &schema::identity::GET_CALLER_IDENTITY_RESPONSE;
}

impl Read for GetCallerIdentityResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_id: fields.optional("UserId")?,
            account: fields.optional("Account")?,
            arn: fields.optional("Arn")?,
        })
    }
}

impl Write for GetCallerIdentityResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_id, &self.account, &self.arn], out);
    }
}
