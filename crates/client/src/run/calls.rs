//! The calls of a plan: STS and IAM, signed with the credentials that the steps before gave.

use std::rc::Rc;

use tegata_api_iam::GetUserRequest;
use tegata_api_iam::operations::GetUser;
use tegata_api_sts::operations::{
    AssumeRole, AssumeRoleWithWebIdentity, GetCallerIdentity, GetFederationToken, GetSessionToken,
};
use tegata_api_sts::{
    AssumeRoleRequest, AssumeRoleWithWebIdentityRequest, Credentials, GetCallerIdentityRequest,
    GetFederationTokenRequest, GetSessionTokenRequest, Tag,
};
use tegata_base::Secret;
use tegata_profiles::plan::{self, Endpoint as Place, Seconds};
use tegata_wire::Service;

use super::RunError;
use crate::{ApiClient, ApiCredentials, CallError, Edge, Endpoint, Skew};

/// Lets a federated session do what its user may: a session may do what both its user and its policy allow.
const ALLOW_ALL: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;

/// Characters of a federated user's name.
const MAX_FEDERATED_NAME: usize = 32;

/// A code of a second factor and its device.
pub(super) struct Factor<'f> {
    pub(super) serial: &'f str,
    pub(super) code: Secret<String>,
}

/// Whom calls go to, and as whom.
pub(super) struct Caller<'c> {
    pub(super) place: &'c Place,
    pub(super) credentials: Option<&'c ApiCredentials>,
    pub(super) skew: &'c Rc<Skew>,
}

impl Caller<'_> {
    fn client(&self, service: &'static Service, edge: &mut Edge<'_>) -> Result<ApiClient<'_>, CallError> {
        let endpoint = Endpoint::of_plan(self.place)?;
        let region = &self.place.region.value;
        let client = match self.credentials {
            Some(credentials) => ApiClient::at(service, &endpoint, region, credentials, edge.environment)?,
            None => ApiClient::unsigned(service, &endpoint, edge)?,
        };
        Ok(client.with_skew(self.skew))
    }

    fn sts(&self, edge: &mut Edge<'_>) -> Result<ApiClient<'_>, CallError> {
        self.client(&tegata_api_sts::SERVICE, edge)
    }

    pub(super) fn session_token(
        &self,
        duration: Seconds,
        factor: Option<Factor<'_>>,
        edge: &mut Edge<'_>,
    ) -> Result<ApiCredentials, RunError> {
        let (serial_number, token_code) = parts(factor);
        let input = GetSessionTokenRequest {
            duration_seconds: Some(seconds(duration)),
            serial_number,
            token_code,
            minimum_session_token_size: None,
        };
        let output = self.sts(edge)?.call::<GetSessionToken>(&input, edge)?;
        taken(output.credentials, "GetSessionToken")
    }

    pub(super) fn assume_role(
        &self,
        request: &plan::AssumeRole,
        factor: Option<Factor<'_>>,
        edge: &mut Edge<'_>,
    ) -> Result<ApiCredentials, RunError> {
        let (serial_number, token_code) = parts(factor);
        let tags = request.tags.iter().map(|tag| Tag {
            key: tag.key.clone(),
            value: tag.value.clone(),
        });
        let input = AssumeRoleRequest {
            role_arn: request.role_arn.as_str().to_owned(),
            role_session_name: name_or_time(request.session_name.as_deref(), edge),
            duration_seconds: Some(seconds(request.duration)),
            tags: some(tags.collect()),
            transitive_tag_keys: some(request.transitive_tag_keys.clone()),
            external_id: request.external_id.clone(),
            serial_number,
            token_code,
            source_identity: request.source_identity.clone(),
            policy_arns: None,
            policy: None,
            provided_contexts: None,
            minimum_session_token_size: None,
        };
        let output = self.sts(edge)?.call::<AssumeRole>(&input, edge)?;
        taken(output.credentials, "AssumeRole")
    }

    pub(super) fn with_web_identity(
        &self,
        request: &WebIdentity<'_>,
        edge: &mut Edge<'_>,
    ) -> Result<ApiCredentials, RunError> {
        let input = AssumeRoleWithWebIdentityRequest {
            role_arn: request.role_arn.to_owned(),
            role_session_name: name_or_time(request.session_name, edge),
            web_identity_token: request.token.expose().clone(),
            provider_id: None,
            policy_arns: None,
            policy: None,
            duration_seconds: Some(seconds(request.duration)),
            minimum_session_token_size: None,
        };
        let output = self.sts(edge)?.call::<AssumeRoleWithWebIdentity>(&input, edge)?;
        taken(output.credentials, "AssumeRoleWithWebIdentity")
    }

    /// The ARN of whose credentials these are.
    pub(super) fn identity(&self, edge: &mut Edge<'_>) -> Result<String, RunError> {
        let output = self
            .sts(edge)?
            .call::<GetCallerIdentity>(&GetCallerIdentityRequest, edge)?;
        output.arn.ok_or(RunError::Incomplete("GetCallerIdentity"))
    }

    /// The name of the user; none where they may not ask.
    pub(super) fn user_name(&self, edge: &mut Edge<'_>) -> Result<Option<String>, RunError> {
        let client = self.client(&tegata_api_iam::SERVICE, edge)?;
        match client.call::<GetUser>(&GetUserRequest { user_name: None }, edge) {
            Ok(output) => Ok(Some(output.user.user_name)),
            Err(error) if error.code() == Some("AccessDenied") => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub(super) fn federation_token(
        &self,
        name: &str,
        duration: Seconds,
        edge: &mut Edge<'_>,
    ) -> Result<ApiCredentials, RunError> {
        let input = GetFederationTokenRequest {
            name: name.chars().take(MAX_FEDERATED_NAME).collect(),
            policy: Some(ALLOW_ALL.to_owned()),
            duration_seconds: Some(seconds(duration)),
            policy_arns: None,
            tags: None,
            minimum_session_token_size: None,
        };
        let output = self.sts(edge)?.call::<GetFederationToken>(&input, edge)?;
        taken(output.credentials, "GetFederationToken")
    }
}

/// What AssumeRoleWithWebIdentity is asked.
pub(super) struct WebIdentity<'w> {
    pub(super) token: Secret<String>,
    pub(super) role_arn: &'w str,
    pub(super) session_name: Option<&'w str>,
    pub(super) duration: Seconds,
}

fn parts(factor: Option<Factor<'_>>) -> (Option<String>, Option<String>) {
    factor.map_or((None, None), |factor| {
        (Some(factor.serial.to_owned()), Some(factor.code.expose().clone()))
    })
}

fn taken(credentials: Option<Credentials>, operation: &'static str) -> Result<ApiCredentials, RunError> {
    let credentials = credentials.ok_or(RunError::Incomplete(operation))?;
    Ok(ApiCredentials {
        access_key_id: credentials.access_key_id,
        secret_access_key: credentials.secret_access_key,
        session_token: Some(Secret::new(credentials.session_token)),
        expires: Some(credentials.expiration),
    })
}

/// As aws-vault names a session that nobody named: nanoseconds since 1970.
fn name_or_time(name: Option<&str>, edge: &Edge<'_>) -> String {
    name.map_or_else(|| (edge.clock)().as_nanosecond().to_string(), str::to_owned)
}

fn seconds(duration: Seconds) -> i32 {
    i32::try_from(duration.0).unwrap_or(i32::MAX)
}

fn some<T>(list: Vec<T>) -> Option<Vec<T>> {
    (!list.is_empty()).then_some(list)
}
