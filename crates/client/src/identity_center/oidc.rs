//! The calls of Identity Center's OIDC service.

use jiff::{SignedDuration, Timestamp};
use tegata_api_sso_oidc::operations::{CreateToken, RegisterClient, StartDeviceAuthorization};
use tegata_api_sso_oidc::{
    CreateTokenRequest, CreateTokenResponse, RegisterClientRequest, SERVICE, StartDeviceAuthorizationRequest,
    StartDeviceAuthorizationResponse,
};
use tegata_base::Secret;
use tegata_profiles::plan::SsoDirectory;

use super::IdentityCenterError;
use super::cache::{Client, Registration, Token};
use crate::{ApiClient, CallError, Edge, Endpoint};

/// The grants of a client that signs in by authorization codes.
pub(super) const CODE_GRANTS: [&str; 2] = ["authorization_code", "refresh_token"];

/// Where the browser comes back to; the port is left out at registration (RFC 8252, section 7.3).
pub(super) const REDIRECT_HOST: &str = "http://127.0.0.1";
pub(super) const REDIRECT_PATH: &str = "/oauth/callback";

/// No token lives longer.
const MAX_TOKEN_SECONDS: i32 = 90 * 24 * 3600;

/// The service.
pub(super) struct Oidc {
    client: ApiClient<'static>,
    endpoint: Endpoint,
}

/// What a token is made of.
pub(super) enum Grant<'g> {
    /// The code that the browser brought back.
    Code {
        code: Secret<String>,
        verifier: Secret<String>,
        redirect_uri: String,
    },
    /// A device's.
    Device(&'g Secret<String>),
    /// An older token's.
    Refresh(&'g Secret<String>),
}

impl Oidc {
    pub(super) fn new(endpoint: &Endpoint, edge: &mut Edge<'_>) -> Result<Self, CallError> {
        Ok(Self {
            client: ApiClient::unsigned(&SERVICE, endpoint, edge)?,
            endpoint: endpoint.clone(),
        })
    }

    pub(super) const fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(super) fn register(
        &self,
        directory: &SsoDirectory,
        purpose: &Registration,
        edge: &mut Edge<'_>,
    ) -> Result<Client, IdentityCenterError> {
        let name = directory.session.as_deref().unwrap_or("sso");
        let with_codes = |value| purpose.with_codes.then_some(value);
        let input = RegisterClientRequest {
            // It is shown to the person who is asked to consent.
            client_name: format!("tegata-{name}"),
            client_type: "public".into(),
            scopes: Some(purpose.scopes.clone()).filter(|scopes| !scopes.is_empty()),
            redirect_uris: with_codes(vec![format!("{REDIRECT_HOST}{REDIRECT_PATH}")]),
            grant_types: with_codes(CODE_GRANTS.map(str::to_owned).to_vec()),
            issuer_url: purpose.with_codes.then(|| directory.start_url.clone()),
            entitled_application_arn: None,
        };
        let output = self.client.call::<RegisterClient>(&input, edge)?;
        let expires = output.client_secret_expires_at.map(Timestamp::from_second);
        let (Some(id), Some(secret), Some(Ok(expires))) = (output.client_id, output.client_secret, expires)
        else {
            return Err(IdentityCenterError::Incomplete("RegisterClient"));
        };
        Ok(Client { id, secret, expires })
    }

    pub(super) fn start_device(
        &self,
        client: &Client,
        directory: &SsoDirectory,
        edge: &mut Edge<'_>,
    ) -> Result<StartDeviceAuthorizationResponse, CallError> {
        let input = StartDeviceAuthorizationRequest {
            client_id: client.id.clone(),
            client_secret: copy(&client.secret),
            start_url: directory.start_url.clone(),
        };
        self.client.call::<StartDeviceAuthorization>(&input, edge)
    }

    pub(super) fn token(
        &self,
        client: &Client,
        grant: Grant<'_>,
        edge: &mut Edge<'_>,
    ) -> Result<Token, IdentityCenterError> {
        let mut input = CreateTokenRequest {
            client_id: client.id.clone(),
            client_secret: copy(&client.secret),
            grant_type: String::new(),
            device_code: None,
            code: None,
            refresh_token: None,
            scope: None,
            redirect_uri: None,
            code_verifier: None,
        };
        match grant {
            Grant::Code {
                code,
                verifier,
                redirect_uri,
            } => {
                input.grant_type = "authorization_code".into();
                input.code = Some(code);
                input.code_verifier = Some(verifier);
                input.redirect_uri = Some(redirect_uri);
            }
            Grant::Device(code) => {
                input.grant_type = "urn:ietf:params:oauth:grant-type:device_code".into();
                input.device_code = Some(copy(code));
            }
            Grant::Refresh(token) => {
                input.grant_type = "refresh_token".into();
                input.refresh_token = Some(copy(token));
            }
        }
        let output = self.client.call::<CreateToken>(&input, edge)?;
        token_of(output, (edge.clock)()).ok_or(IdentityCenterError::Incomplete("CreateToken"))
    }
}

fn token_of(output: CreateTokenResponse, now: Timestamp) -> Option<Token> {
    let seconds = output.expires_in?.clamp(0, MAX_TOKEN_SECONDS);
    Some(Token {
        access: output.access_token?,
        expires: now.checked_add(SignedDuration::from_secs(seconds.into())).ok()?,
        refresh: output.refresh_token,
        client: None,
    })
}

/// A copy that is wiped as the original is.
pub(super) fn copy(secret: &Secret<String>) -> Secret<String> {
    Secret::new(secret.expose().clone())
}
