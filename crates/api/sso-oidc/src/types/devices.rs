//! Structures of devices.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `StartDeviceAuthorizationRequest`.
#[derive(PartialEq, Eq)]
pub struct StartDeviceAuthorizationRequest {
    /// `clientId`: required.
    pub client_id: String,
    /// `clientSecret`: required; a secret.
    pub client_secret: Secret<String>,
    /// `startUrl`: required.
    pub start_url: String,
}

impl Typed for StartDeviceAuthorizationRequest {
    const SHAPE: &'static Shape = &schema::devices::START_DEVICE_AUTHORIZATION_REQUEST;
}

impl Read for StartDeviceAuthorizationRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            client_id: fields.required("clientId")?,
            client_secret: fields.required("clientSecret")?,
            start_url: fields.required("startUrl")?,
        })
    }
}

impl Write for StartDeviceAuthorizationRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.client_id, &self.client_secret, &self.start_url],
            out,
        );
    }
}

impl fmt::Debug for StartDeviceAuthorizationRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartDeviceAuthorizationRequest")
            .field("client_id", &self.client_id)
            .field("start_url", &self.start_url)
            .finish_non_exhaustive()
    }
}

/// `StartDeviceAuthorizationResponse`.
#[derive(PartialEq, Eq, Default)]
pub struct StartDeviceAuthorizationResponse {
    /// `deviceCode`: a secret.
    pub device_code: Option<Secret<String>>,
    /// `userCode`.
    pub user_code: Option<String>,
    /// `verificationUri`.
    pub verification_uri: Option<String>,
    /// `verificationUriComplete`.
    pub verification_uri_complete: Option<String>,
    /// `expiresIn`.
    pub expires_in: Option<i32>,
    /// `interval`.
    pub interval: Option<i32>,
}

impl Typed for StartDeviceAuthorizationResponse {
    const SHAPE: &'static Shape = &schema::devices::START_DEVICE_AUTHORIZATION_RESPONSE;
}

impl Read for StartDeviceAuthorizationResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            device_code: fields.optional("deviceCode")?,
            user_code: fields.optional("userCode")?,
            verification_uri: fields.optional("verificationUri")?,
            verification_uri_complete: fields.optional("verificationUriComplete")?,
            expires_in: fields.optional("expiresIn")?,
            interval: fields.optional("interval")?,
        })
    }
}

impl Write for StartDeviceAuthorizationResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.device_code,
                &self.user_code,
                &self.verification_uri,
                &self.verification_uri_complete,
                &self.expires_in,
                &self.interval,
            ],
            out,
        );
    }
}

impl fmt::Debug for StartDeviceAuthorizationResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StartDeviceAuthorizationResponse")
            .field("user_code", &self.user_code)
            .field("verification_uri", &self.verification_uri)
            .field("verification_uri_complete", &self.verification_uri_complete)
            .field("expires_in", &self.expires_in)
            .field("interval", &self.interval)
            .finish_non_exhaustive()
    }
}
