//! Structures of web identity.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::AssumedRoleUser;
use super::shared::Credentials;
use super::shared::PolicyDescriptorType;
use crate::schema;

/// `AssumeRoleWithWebIdentityRequest`.
#[derive(Clone, PartialEq, Eq)]
pub struct AssumeRoleWithWebIdentityRequest {
    /// `RoleArn`: 20–2048 characters; required.
    pub role_arn: String,
    /// `RoleSessionName`: 2–64 characters; required.
    pub role_session_name: String,
    /// `WebIdentityToken`: 4–20000 characters; required; sensitive.
    pub web_identity_token: String,
    /// `ProviderId`: 4–2048 characters.
    pub provider_id: Option<String>,
    /// `PolicyArns`.
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    /// `Policy`: 1–2048 characters.
    pub policy: Option<String>,
    /// `DurationSeconds`: 900–43200.
    pub duration_seconds: Option<i32>,
    /// `MinimumSessionTokenSize`: 0–4096.
    pub minimum_session_token_size: Option<i32>,
}

impl Typed for AssumeRoleWithWebIdentityRequest {
    const SHAPE: &'static Shape = &schema::web_identity::ASSUME_ROLE_WITH_WEB_IDENTITY_REQUEST;
}

impl Read for AssumeRoleWithWebIdentityRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_arn: fields.required("RoleArn")?,
            role_session_name: fields.required("RoleSessionName")?,
            web_identity_token: fields.required("WebIdentityToken")?,
            provider_id: fields.optional("ProviderId")?,
            policy_arns: fields.optional("PolicyArns")?,
            policy: fields.optional("Policy")?,
            duration_seconds: fields.optional("DurationSeconds")?,
            minimum_session_token_size: fields.optional("MinimumSessionTokenSize")?,
        })
    }
}

impl Write for AssumeRoleWithWebIdentityRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.role_arn,
                &self.role_session_name,
                &self.web_identity_token,
                &self.provider_id,
                &self.policy_arns,
                &self.policy,
                &self.duration_seconds,
                &self.minimum_session_token_size,
            ],
            out,
        );
    }
}

impl fmt::Debug for AssumeRoleWithWebIdentityRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleWithWebIdentityRequest")
            .field("role_arn", &self.role_arn)
            .field("role_session_name", &self.role_session_name)
            .field("provider_id", &self.provider_id)
            .field("policy_arns", &self.policy_arns)
            .field("policy", &self.policy)
            .field("duration_seconds", &self.duration_seconds)
            .field("minimum_session_token_size", &self.minimum_session_token_size)
            .finish_non_exhaustive()
    }
}

/// `AssumeRoleWithWebIdentityResponse`.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct AssumeRoleWithWebIdentityResponse {
    /// `Credentials`.
    pub credentials: Option<Credentials>,
    /// `SubjectFromWebIdentityToken`: 6–255 characters.
    pub subject_from_web_identity_token: Option<String>,
    /// `AssumedRoleUser`.
    pub assumed_role_user: Option<AssumedRoleUser>,
    /// `PackedPolicySize`: at least 0.
    pub packed_policy_size: Option<i32>,
    /// `Provider`.
    pub provider: Option<String>,
    /// `Audience`.
    pub audience: Option<String>,
    /// `SourceIdentity`: 2–64 characters.
    pub source_identity: Option<String>,
    /// `SessionTokenUtilization`: at least 0.
    pub session_token_utilization: Option<i32>,
    /// `SessionTokenSize`: at least 0.
    pub session_token_size: Option<i32>,
}

impl Typed for AssumeRoleWithWebIdentityResponse {
    const SHAPE: &'static Shape = &schema::web_identity::ASSUME_ROLE_WITH_WEB_IDENTITY_RESPONSE;
}

impl Read for AssumeRoleWithWebIdentityResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            credentials: fields.optional("Credentials")?,
            subject_from_web_identity_token: fields.optional("SubjectFromWebIdentityToken")?,
            assumed_role_user: fields.optional("AssumedRoleUser")?,
            packed_policy_size: fields.optional("PackedPolicySize")?,
            provider: fields.optional("Provider")?,
            audience: fields.optional("Audience")?,
            source_identity: fields.optional("SourceIdentity")?,
            session_token_utilization: fields.optional("SessionTokenUtilization")?,
            session_token_size: fields.optional("SessionTokenSize")?,
        })
    }
}

impl Write for AssumeRoleWithWebIdentityResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.credentials,
                &self.subject_from_web_identity_token,
                &self.assumed_role_user,
                &self.packed_policy_size,
                &self.provider,
                &self.audience,
                &self.source_identity,
                &self.session_token_utilization,
                &self.session_token_size,
            ],
            out,
        );
    }
}
