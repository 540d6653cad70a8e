//! Structures of credentials.
//!
//! Generated from `models/sso.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `GetRoleCredentialsRequest`.
#[derive(PartialEq, Eq)]
pub struct GetRoleCredentialsRequest {
    /// `roleName`: in the query string; required.
    pub role_name: String,
    /// `accountId`: in the query string; required.
    pub account_id: String,
    /// `accessToken`: in a header; required; a secret.
    pub access_token: Secret<String>,
}

impl Typed for GetRoleCredentialsRequest {
    const SHAPE: &'static Shape = &schema::credentials::GET_ROLE_CREDENTIALS_REQUEST;
}

impl Read for GetRoleCredentialsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("roleName")?,
            account_id: fields.required("accountId")?,
            access_token: fields.required("accessToken")?,
        })
    }
}

impl Write for GetRoleCredentialsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.role_name, &self.account_id, &self.access_token],
            out,
        );
    }
}

impl fmt::Debug for GetRoleCredentialsRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetRoleCredentialsRequest")
            .field("role_name", &self.role_name)
            .field("account_id", &self.account_id)
            .finish_non_exhaustive()
    }
}

/// `GetRoleCredentialsResponse`.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct GetRoleCredentialsResponse {
    /// `roleCredentials`.
    pub role_credentials: Option<RoleCredentials>,
}

impl Typed for GetRoleCredentialsResponse {
    const SHAPE: &'static Shape = &schema::credentials::GET_ROLE_CREDENTIALS_RESPONSE;
}

impl Read for GetRoleCredentialsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_credentials: fields.optional("roleCredentials")?,
        })
    }
}

impl Write for GetRoleCredentialsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_credentials], out);
    }
}

/// `RoleCredentials`.
#[derive(PartialEq, Eq, Default)]
pub struct RoleCredentials {
    /// `accessKeyId`.
    pub access_key_id: Option<String>,
    /// `secretAccessKey`: a secret.
    pub secret_access_key: Option<Secret<String>>,
    /// `sessionToken`: a secret.
    pub session_token: Option<Secret<String>>,
    /// `expiration`.
    pub expiration: Option<i64>,
}

impl Typed for RoleCredentials {
    const SHAPE: &'static Shape = &schema::credentials::ROLE_CREDENTIALS;
}

impl Read for RoleCredentials {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_id: fields.optional("accessKeyId")?,
            secret_access_key: fields.optional("secretAccessKey")?,
            session_token: fields.optional("sessionToken")?,
            expiration: fields.optional("expiration")?,
        })
    }
}

impl Write for RoleCredentials {
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

impl fmt::Debug for RoleCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoleCredentials")
            .field("access_key_id", &self.access_key_id)
            .field("expiration", &self.expiration)
            .finish_non_exhaustive()
    }
}
