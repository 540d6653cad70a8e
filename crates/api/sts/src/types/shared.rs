//! Structures of shared.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `AssumedRoleUser`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumedRoleUser {
    /// `AssumedRoleId`: 2–193 characters; required.
    pub assumed_role_id: String,
    /// `Arn`: 20–2048 characters; required.
    pub arn: String,
}

impl Typed for AssumedRoleUser {
    const SHAPE: &'static Shape = &schema::shared::ASSUMED_ROLE_USER;
}

impl Read for AssumedRoleUser {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            assumed_role_id: fields.required("AssumedRoleId")?,
            arn: fields.required("Arn")?,
        })
    }
}

impl Write for AssumedRoleUser {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.assumed_role_id, &self.arn], out);
    }
}

/// `Credentials`.
#[derive(PartialEq, Eq)]
pub struct Credentials {
    /// `AccessKeyId`: 16–128 characters; required.
    pub access_key_id: String,
    /// `SecretAccessKey`: required; a secret.
    pub secret_access_key: Secret<String>,
    /// `SessionToken`: required; sensitive.
    pub session_token: String,
    /// `Expiration`: required.
    pub expiration: Timestamp,
}

impl Typed for Credentials {
    const SHAPE: &'static Shape = &schema::shared::CREDENTIALS;
}

impl Read for Credentials {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_id: fields.required("AccessKeyId")?,
            secret_access_key: fields.required("SecretAccessKey")?,
            session_token: fields.required("SessionToken")?,
            expiration: fields.required("Expiration")?,
        })
    }
}

impl Write for Credentials {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.access_key_id,
                &self.secret_access_key,
                &self.session_token,
                &self.expiration,
            ],
            out,
        );
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id)
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}

/// `PolicyDescriptorType`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyDescriptorType {
    /// `arn`: 20–2048 characters.
    pub arn: Option<String>,
}

impl Typed for PolicyDescriptorType {
    const SHAPE: &'static Shape = &schema::shared::POLICY_DESCRIPTOR_TYPE;
}

impl Read for PolicyDescriptorType {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            arn: fields.optional("arn")?,
        })
    }
}

impl Write for PolicyDescriptorType {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.arn], out);
    }
}
