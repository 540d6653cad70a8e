//! Structures of tokens.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `CreateTokenRequest`.
#[derive(PartialEq, Eq)]
pub struct CreateTokenRequest {
    /// `clientId`: required.
    pub client_id: String,
    /// `clientSecret`: required; a secret.
    pub client_secret: Secret<String>,
    /// `grantType`: required.
    pub grant_type: String,
    /// `deviceCode`: a secret.
    pub device_code: Option<Secret<String>>,
    /// `code`: a secret.
    pub code: Option<Secret<String>>,
    /// `refreshToken`: a secret.
    pub refresh_token: Option<Secret<String>>,
    /// `scope`.
    pub scope: Option<Vec<String>>,
    /// `redirectUri`.
    pub redirect_uri: Option<String>,
    /// `codeVerifier`: a secret.
    pub code_verifier: Option<Secret<String>>,
}

impl Typed for CreateTokenRequest {
    const SHAPE: &'static Shape = &schema::tokens::CREATE_TOKEN_REQUEST;
}

impl Read for CreateTokenRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            client_id: fields.required("clientId")?,
            client_secret: fields.required("clientSecret")?,
            grant_type: fields.required("grantType")?,
            device_code: fields.optional("deviceCode")?,
            code: fields.optional("code")?,
            refresh_token: fields.optional("refreshToken")?,
            scope: fields.optional("scope")?,
            redirect_uri: fields.optional("redirectUri")?,
            code_verifier: fields.optional("codeVerifier")?,
        })
    }
}

impl Write for CreateTokenRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.client_id,
                &self.client_secret,
                &self.grant_type,
                &self.device_code,
                &self.code,
                &self.refresh_token,
                &self.scope,
                &self.redirect_uri,
                &self.code_verifier,
            ],
            out,
        );
    }
}

impl fmt::Debug for CreateTokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateTokenRequest")
            .field("client_id", &self.client_id)
            .field("grant_type", &self.grant_type)
            .field("scope", &self.scope)
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// `CreateTokenResponse`.
#[derive(PartialEq, Eq, Default)]
pub struct CreateTokenResponse {
    /// `accessToken`: a secret.
    pub access_token: Option<Secret<String>>,
    /// `tokenType`.
    pub token_type: Option<String>,
    /// `expiresIn`.
    pub expires_in: Option<i32>,
    /// `refreshToken`: a secret.
    pub refresh_token: Option<Secret<String>>,
    /// `idToken`: a secret.
    pub id_token: Option<Secret<String>>,
}

impl Typed for CreateTokenResponse {
    const SHAPE: &'static Shape = &schema::tokens::CREATE_TOKEN_RESPONSE;
}

impl Read for CreateTokenResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_token: fields.optional("accessToken")?,
            token_type: fields.optional("tokenType")?,
            expires_in: fields.optional("expiresIn")?,
            refresh_token: fields.optional("refreshToken")?,
            id_token: fields.optional("idToken")?,
        })
    }
}

impl Write for CreateTokenResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.access_token,
                &self.token_type,
                &self.expires_in,
                &self.refresh_token,
                &self.id_token,
            ],
            out,
        );
    }
}

impl fmt::Debug for CreateTokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateTokenResponse")
            .field("token_type", &self.token_type)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}
