//! Structures of tokens.
//!
//! Generated from `models/signin.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `AccessToken`.
#[derive(PartialEq, Eq)]
pub struct AccessToken {
    /// `accessKeyId`: required.
    pub access_key_id: String,
    /// `secretAccessKey`: required; a secret.
    pub secret_access_key: Secret<String>,
    /// `sessionToken`: required; a secret.
    pub session_token: Secret<String>,
}

impl Typed for AccessToken {
    const SHAPE: &'static Shape = &schema::tokens::ACCESS_TOKEN;
}

impl Read for AccessToken {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_id: fields.required("accessKeyId")?,
            secret_access_key: fields.required("secretAccessKey")?,
            session_token: fields.required("sessionToken")?,
        })
    }
}

impl Write for AccessToken {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.access_key_id, &self.secret_access_key, &self.session_token],
            out,
        );
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AccessToken")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// `CreateOAuth2TokenRequest`.
#[derive(Debug, PartialEq, Eq)]
pub struct CreateOAuth2TokenRequest {
    /// `tokenInput`: required.
    pub token_input: CreateOAuth2TokenRequestBody,
}

impl Typed for CreateOAuth2TokenRequest {
    const SHAPE: &'static Shape = &schema::tokens::CREATE_O_AUTH2_TOKEN_REQUEST;
}

impl Read for CreateOAuth2TokenRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            token_input: fields.required("tokenInput")?,
        })
    }
}

impl Write for CreateOAuth2TokenRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.token_input], out);
    }
}

/// `CreateOAuth2TokenRequestBody`.
#[derive(PartialEq, Eq)]
pub struct CreateOAuth2TokenRequestBody {
    /// `clientId`: required.
    pub client_id: String,
    /// `grantType`: required.
    pub grant_type: String,
    /// `code`: 1–512 characters; a secret.
    pub code: Option<Secret<String>>,
    /// `redirectUri`: 1–2048 characters.
    pub redirect_uri: Option<String>,
    /// `codeVerifier`: 43–128 characters; a secret.
    pub code_verifier: Option<Secret<String>>,
    /// `refreshToken`: 1–2048 characters; a secret.
    pub refresh_token: Option<Secret<String>>,
}

impl Typed for CreateOAuth2TokenRequestBody {
    const SHAPE: &'static Shape = &schema::tokens::CREATE_O_AUTH2_TOKEN_REQUEST_BODY;
}

impl Read for CreateOAuth2TokenRequestBody {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            client_id: fields.required("clientId")?,
            grant_type: fields.required("grantType")?,
            code: fields.optional("code")?,
            redirect_uri: fields.optional("redirectUri")?,
            code_verifier: fields.optional("codeVerifier")?,
            refresh_token: fields.optional("refreshToken")?,
        })
    }
}

impl Write for CreateOAuth2TokenRequestBody {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.client_id,
                &self.grant_type,
                &self.code,
                &self.redirect_uri,
                &self.code_verifier,
                &self.refresh_token,
            ],
            out,
        );
    }
}

impl fmt::Debug for CreateOAuth2TokenRequestBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateOAuth2TokenRequestBody")
            .field("client_id", &self.client_id)
            .field("grant_type", &self.grant_type)
            .field("redirect_uri", &self.redirect_uri)
            .finish_non_exhaustive()
    }
}

/// `CreateOAuth2TokenResponse`.
#[derive(Debug, PartialEq, Eq)]
pub struct CreateOAuth2TokenResponse {
    /// `tokenOutput`: required.
    pub token_output: CreateOAuth2TokenResponseBody,
}

impl Typed for CreateOAuth2TokenResponse {
    const SHAPE: &'static Shape = &schema::tokens::CREATE_O_AUTH2_TOKEN_RESPONSE;
}

impl Read for CreateOAuth2TokenResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            token_output: fields.required("tokenOutput")?,
        })
    }
}

impl Write for CreateOAuth2TokenResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.token_output], out);
    }
}

/// `CreateOAuth2TokenResponseBody`.
#[derive(PartialEq, Eq)]
pub struct CreateOAuth2TokenResponseBody {
    /// `accessToken`: required; sensitive.
    pub access_token: AccessToken,
    /// `tokenType`: required.
    pub token_type: String,
    /// `expiresIn`: 1–900; required.
    pub expires_in: i32,
    /// `refreshToken`: 1–2048 characters; required; a secret.
    pub refresh_token: Secret<String>,
    /// `idToken`: 1–4096 characters; a secret.
    pub id_token: Option<Secret<String>>,
}

impl Typed for CreateOAuth2TokenResponseBody {
    const SHAPE: &'static Shape = &schema::tokens::CREATE_O_AUTH2_TOKEN_RESPONSE_BODY;
}

impl Read for CreateOAuth2TokenResponseBody {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_token: fields.required("accessToken")?,
            token_type: fields.required("tokenType")?,
            expires_in: fields.required("expiresIn")?,
            refresh_token: fields.required("refreshToken")?,
            id_token: fields.optional("idToken")?,
        })
    }
}

impl Write for CreateOAuth2TokenResponseBody {
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

impl fmt::Debug for CreateOAuth2TokenResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateOAuth2TokenResponseBody")
            .field("token_type", &self.token_type)
            .field("expires_in", &self.expires_in)
            .finish_non_exhaustive()
    }
}
