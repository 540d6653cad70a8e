//! Structures of clients.
//!
//! Generated from `models/sso-oidc.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `RegisterClientRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterClientRequest {
    /// `clientName`: required.
    pub client_name: String,
    /// `clientType`: required.
    pub client_type: String,
    /// `scopes`.
    pub scopes: Option<Vec<String>>,
    /// `redirectUris`.
    pub redirect_uris: Option<Vec<String>>,
    /// `grantTypes`.
    pub grant_types: Option<Vec<String>>,
    /// `issuerUrl`.
    pub issuer_url: Option<String>,
    /// `entitledApplicationArn`.
    pub entitled_application_arn: Option<String>,
}

impl Typed for RegisterClientRequest {
    const SHAPE: &'static Shape = &schema::clients::REGISTER_CLIENT_REQUEST;
}

impl Read for RegisterClientRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            client_name: fields.required("clientName")?,
            client_type: fields.required("clientType")?,
            scopes: fields.optional("scopes")?,
            redirect_uris: fields.optional("redirectUris")?,
            grant_types: fields.optional("grantTypes")?,
            issuer_url: fields.optional("issuerUrl")?,
            entitled_application_arn: fields.optional("entitledApplicationArn")?,
        })
    }
}

impl Write for RegisterClientRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.client_name,
                &self.client_type,
                &self.scopes,
                &self.redirect_uris,
                &self.grant_types,
                &self.issuer_url,
                &self.entitled_application_arn,
            ],
            out,
        );
    }
}

/// `RegisterClientResponse`.
#[derive(PartialEq, Eq, Default)]
pub struct RegisterClientResponse {
    /// `clientId`.
    pub client_id: Option<String>,
    /// `clientSecret`: a secret.
    pub client_secret: Option<Secret<String>>,
    /// `clientIdIssuedAt`.
    pub client_id_issued_at: Option<i64>,
    /// `clientSecretExpiresAt`.
    pub client_secret_expires_at: Option<i64>,
    /// `authorizationEndpoint`.
    pub authorization_endpoint: Option<String>,
    /// `tokenEndpoint`.
    pub token_endpoint: Option<String>,
}

impl Typed for RegisterClientResponse {
    const SHAPE: &'static Shape = &schema::clients::REGISTER_CLIENT_RESPONSE;
}

impl Read for RegisterClientResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            client_id: fields.optional("clientId")?,
            client_secret: fields.optional("clientSecret")?,
            client_id_issued_at: fields.optional("clientIdIssuedAt")?,
            client_secret_expires_at: fields.optional("clientSecretExpiresAt")?,
            authorization_endpoint: fields.optional("authorizationEndpoint")?,
            token_endpoint: fields.optional("tokenEndpoint")?,
        })
    }
}

impl Write for RegisterClientResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.client_id,
                &self.client_secret,
                &self.client_id_issued_at,
                &self.client_secret_expires_at,
                &self.authorization_endpoint,
                &self.token_endpoint,
            ],
            out,
        );
    }
}

impl fmt::Debug for RegisterClientResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterClientResponse")
            .field("client_id", &self.client_id)
            .field("client_id_issued_at", &self.client_id_issued_at)
            .field("client_secret_expires_at", &self.client_secret_expires_at)
            .field("authorization_endpoint", &self.authorization_endpoint)
            .field("token_endpoint", &self.token_endpoint)
            .finish_non_exhaustive()
    }
}
