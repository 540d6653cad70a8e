//! Structures of sessions.
//!
//! Generated from `models/sts.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::AssumedRoleUser;
use super::shared::Credentials;
use super::shared::PolicyDescriptorType;
use crate::schema;

/// `AssumeRoleRequest`.
#[derive(Clone, PartialEq, Eq)]
pub struct AssumeRoleRequest {
    /// `RoleArn`: 20–2048 characters; required.
    pub role_arn: String,
    /// `RoleSessionName`: 2–64 characters; required.
    pub role_session_name: String,
    /// `PolicyArns`.
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    /// `Policy`: at least 1 character.
    pub policy: Option<String>,
    /// `DurationSeconds`: 900–43200.
    pub duration_seconds: Option<i32>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
    /// `TransitiveTagKeys`: at most 50 entries.
    pub transitive_tag_keys: Option<Vec<String>>,
    /// `ExternalId`: 2–1224 characters.
    pub external_id: Option<String>,
    /// `SerialNumber`: 9–256 characters.
    pub serial_number: Option<String>,
    /// `TokenCode`: 6 characters; sensitive.
    pub token_code: Option<String>,
    /// `SourceIdentity`: 2–64 characters.
    pub source_identity: Option<String>,
    /// `ProvidedContexts`: 1–5 entries.
    pub provided_contexts: Option<Vec<ProvidedContext>>,
    /// `MinimumSessionTokenSize`: 0–4096.
    pub minimum_session_token_size: Option<i32>,
}

impl Typed for AssumeRoleRequest {
    const SHAPE: &'static Shape = &schema::sessions::ASSUME_ROLE_REQUEST;
}

impl Read for AssumeRoleRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_arn: fields.required("RoleArn")?,
            role_session_name: fields.required("RoleSessionName")?,
            policy_arns: fields.optional("PolicyArns")?,
            policy: fields.optional("Policy")?,
            duration_seconds: fields.optional("DurationSeconds")?,
            tags: fields.optional("Tags")?,
            transitive_tag_keys: fields.optional("TransitiveTagKeys")?,
            external_id: fields.optional("ExternalId")?,
            serial_number: fields.optional("SerialNumber")?,
            token_code: fields.optional("TokenCode")?,
            source_identity: fields.optional("SourceIdentity")?,
            provided_contexts: fields.optional("ProvidedContexts")?,
            minimum_session_token_size: fields.optional("MinimumSessionTokenSize")?,
        })
    }
}

impl Write for AssumeRoleRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.role_arn,
                &self.role_session_name,
                &self.policy_arns,
                &self.policy,
                &self.duration_seconds,
                &self.tags,
                &self.transitive_tag_keys,
                &self.external_id,
                &self.serial_number,
                &self.token_code,
                &self.source_identity,
                &self.provided_contexts,
                &self.minimum_session_token_size,
            ],
            out,
        );
    }
}

impl fmt::Debug for AssumeRoleRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssumeRoleRequest")
            .field("role_arn", &self.role_arn)
            .field("role_session_name", &self.role_session_name)
            .field("policy_arns", &self.policy_arns)
            .field("policy", &self.policy)
            .field("duration_seconds", &self.duration_seconds)
            .field("tags", &self.tags)
            .field("transitive_tag_keys", &self.transitive_tag_keys)
            .field("external_id", &self.external_id)
            .field("serial_number", &self.serial_number)
            .field("source_identity", &self.source_identity)
            .field("provided_contexts", &self.provided_contexts)
            .field("minimum_session_token_size", &self.minimum_session_token_size)
            .finish_non_exhaustive()
    }
}

/// `AssumeRoleResponse`.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct AssumeRoleResponse {
    /// `Credentials`.
    pub credentials: Option<Credentials>,
    /// `AssumedRoleUser`.
    pub assumed_role_user: Option<AssumedRoleUser>,
    /// `PackedPolicySize`: at least 0.
    pub packed_policy_size: Option<i32>,
    /// `SourceIdentity`: 2–64 characters.
    pub source_identity: Option<String>,
    /// `SessionTokenUtilization`: at least 0.
    pub session_token_utilization: Option<i32>,
    /// `SessionTokenSize`: at least 0.
    pub session_token_size: Option<i32>,
}

impl Typed for AssumeRoleResponse {
    const SHAPE: &'static Shape = &schema::sessions::ASSUME_ROLE_RESPONSE;
}

impl Read for AssumeRoleResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            credentials: fields.optional("Credentials")?,
            assumed_role_user: fields.optional("AssumedRoleUser")?,
            packed_policy_size: fields.optional("PackedPolicySize")?,
            source_identity: fields.optional("SourceIdentity")?,
            session_token_utilization: fields.optional("SessionTokenUtilization")?,
            session_token_size: fields.optional("SessionTokenSize")?,
        })
    }
}

impl Write for AssumeRoleResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.credentials,
                &self.assumed_role_user,
                &self.packed_policy_size,
                &self.source_identity,
                &self.session_token_utilization,
                &self.session_token_size,
            ],
            out,
        );
    }
}

/// `FederatedUser`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FederatedUser {
    /// `FederatedUserId`: 2–193 characters; required.
    pub federated_user_id: String,
    /// `Arn`: 20–2048 characters; required.
    pub arn: String,
}

impl Typed for FederatedUser {
    const SHAPE: &'static Shape = &schema::sessions::FEDERATED_USER;
}

impl Read for FederatedUser {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            federated_user_id: fields.required("FederatedUserId")?,
            arn: fields.required("Arn")?,
        })
    }
}

impl Write for FederatedUser {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.federated_user_id, &self.arn], out);
    }
}

/// `GetFederationTokenRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetFederationTokenRequest {
    /// `Name`: 2–32 characters; required.
    pub name: String,
    /// `Policy`: 1–2048 characters.
    pub policy: Option<String>,
    /// `PolicyArns`.
    pub policy_arns: Option<Vec<PolicyDescriptorType>>,
    /// `DurationSeconds`: 900–129600.
    pub duration_seconds: Option<i32>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
    /// `MinimumSessionTokenSize`: 0–4096.
    pub minimum_session_token_size: Option<i32>,
}

impl Typed for GetFederationTokenRequest {
    const SHAPE: &'static Shape = &schema::sessions::GET_FEDERATION_TOKEN_REQUEST;
}

impl Read for GetFederationTokenRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            name: fields.required("Name")?,
            policy: fields.optional("Policy")?,
            policy_arns: fields.optional("PolicyArns")?,
            duration_seconds: fields.optional("DurationSeconds")?,
            tags: fields.optional("Tags")?,
            minimum_session_token_size: fields.optional("MinimumSessionTokenSize")?,
        })
    }
}

impl Write for GetFederationTokenRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.name,
                &self.policy,
                &self.policy_arns,
                &self.duration_seconds,
                &self.tags,
                &self.minimum_session_token_size,
            ],
            out,
        );
    }
}

/// `GetFederationTokenResponse`.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct GetFederationTokenResponse {
    /// `Credentials`.
    pub credentials: Option<Credentials>,
    /// `FederatedUser`.
    pub federated_user: Option<FederatedUser>,
    /// `PackedPolicySize`: at least 0.
    pub packed_policy_size: Option<i32>,
    /// `SessionTokenUtilization`: at least 0.
    pub session_token_utilization: Option<i32>,
    /// `SessionTokenSize`: at least 0.
    pub session_token_size: Option<i32>,
}

impl Typed for GetFederationTokenResponse {
    const SHAPE: &'static Shape = &schema::sessions::GET_FEDERATION_TOKEN_RESPONSE;
}

impl Read for GetFederationTokenResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            credentials: fields.optional("Credentials")?,
            federated_user: fields.optional("FederatedUser")?,
            packed_policy_size: fields.optional("PackedPolicySize")?,
            session_token_utilization: fields.optional("SessionTokenUtilization")?,
            session_token_size: fields.optional("SessionTokenSize")?,
        })
    }
}

impl Write for GetFederationTokenResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.credentials,
                &self.federated_user,
                &self.packed_policy_size,
                &self.session_token_utilization,
                &self.session_token_size,
            ],
            out,
        );
    }
}

/// `GetSessionTokenRequest`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct GetSessionTokenRequest {
    /// `DurationSeconds`: 900–129600.
    pub duration_seconds: Option<i32>,
    /// `SerialNumber`: 9–256 characters.
    pub serial_number: Option<String>,
    /// `TokenCode`: 6 characters; sensitive.
    pub token_code: Option<String>,
    /// `MinimumSessionTokenSize`: 0–4096.
    pub minimum_session_token_size: Option<i32>,
}

impl Typed for GetSessionTokenRequest {
    const SHAPE: &'static Shape = &schema::sessions::GET_SESSION_TOKEN_REQUEST;
}

impl Read for GetSessionTokenRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            duration_seconds: fields.optional("DurationSeconds")?,
            serial_number: fields.optional("SerialNumber")?,
            token_code: fields.optional("TokenCode")?,
            minimum_session_token_size: fields.optional("MinimumSessionTokenSize")?,
        })
    }
}

impl Write for GetSessionTokenRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.duration_seconds,
                &self.serial_number,
                &self.token_code,
                &self.minimum_session_token_size,
            ],
            out,
        );
    }
}

impl fmt::Debug for GetSessionTokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetSessionTokenRequest")
            .field("duration_seconds", &self.duration_seconds)
            .field("serial_number", &self.serial_number)
            .field("minimum_session_token_size", &self.minimum_session_token_size)
            .finish_non_exhaustive()
    }
}

/// `GetSessionTokenResponse`.
#[derive(Debug, PartialEq, Eq, Default)]
pub struct GetSessionTokenResponse {
    /// `Credentials`.
    pub credentials: Option<Credentials>,
    /// `SessionTokenUtilization`: at least 0.
    pub session_token_utilization: Option<i32>,
    /// `SessionTokenSize`: at least 0.
    pub session_token_size: Option<i32>,
}

impl Typed for GetSessionTokenResponse {
    const SHAPE: &'static Shape = &schema::sessions::GET_SESSION_TOKEN_RESPONSE;
}

impl Read for GetSessionTokenResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            credentials: fields.optional("Credentials")?,
            session_token_utilization: fields.optional("SessionTokenUtilization")?,
            session_token_size: fields.optional("SessionTokenSize")?,
        })
    }
}

impl Write for GetSessionTokenResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.credentials,
                &self.session_token_utilization,
                &self.session_token_size,
            ],
            out,
        );
    }
}

/// `ProvidedContext`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProvidedContext {
    /// `ProviderArn`: 20–2048 characters.
    pub provider_arn: Option<String>,
    /// `ContextAssertion`: 4–2048 characters.
    pub context_assertion: Option<String>,
}

impl Typed for ProvidedContext {
    const SHAPE: &'static Shape = &schema::sessions::PROVIDED_CONTEXT;
}

impl Read for ProvidedContext {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            provider_arn: fields.optional("ProviderArn")?,
            context_assertion: fields.optional("ContextAssertion")?,
        })
    }
}

impl Write for ProvidedContext {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.provider_arn, &self.context_assertion], out);
    }
}

/// `Tag`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// `Key`: 1–128 characters; required.
    pub key: String,
    /// `Value`: 0–256 characters; required.
    pub value: String,
}

impl Typed for Tag {
    const SHAPE: &'static Shape = &schema::sessions::TAG;
}

impl Read for Tag {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            key: fields.required("Key")?,
            value: fields.required("Value")?,
        })
    }
}

impl Write for Tag {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.key, &self.value], out);
    }
}
