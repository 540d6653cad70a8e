//! Structures of sessions.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use tegata_base::Secret;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `AssumedRoleUser`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumedRoleUser {
    /// `arn`: required.
    pub arn: String,
    /// `assumedRoleId`: required.
    pub assumed_role_id: String,
}

impl Typed for AssumedRoleUser {
    const SHAPE: &'static Shape = &schema::sessions::ASSUMED_ROLE_USER;
}

impl Read for AssumedRoleUser {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            arn: fields.required("arn")?,
            assumed_role_id: fields.required("assumedRoleId")?,
        })
    }
}

impl Write for AssumedRoleUser {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.arn, &self.assumed_role_id], out);
    }
}

/// `CreateSessionRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateSessionRequest {
    /// `profileArn`: 1–1011 characters; in the query string or the body; required.
    pub profile_arn: String,
    /// `roleArn`: 1–1011 characters; in the query string or the body; required.
    pub role_arn: String,
    /// `trustAnchorArn`: 1–1011 characters; in the query string or the body; required.
    pub trust_anchor_arn: String,
    /// `cert`: in a header; required.
    pub cert: String,
    /// `certChain`: in a header.
    pub cert_chain: Option<String>,
    /// `durationSeconds`: 900–43200.
    pub duration_seconds: Option<i32>,
    /// `instanceProperties`: 0–50 entries.
    pub instance_properties: Option<BTreeMap<String, String>>,
    /// `roleSessionName`: 2–64 characters.
    pub role_session_name: Option<String>,
    /// `sessionName`.
    pub session_name: Option<String>,
}

impl Typed for CreateSessionRequest {
    const SHAPE: &'static Shape = &schema::sessions::CREATE_SESSION_REQUEST;
}

impl Read for CreateSessionRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile_arn: fields.required("profileArn")?,
            role_arn: fields.required("roleArn")?,
            trust_anchor_arn: fields.required("trustAnchorArn")?,
            cert: fields.required("cert")?,
            cert_chain: fields.optional("certChain")?,
            duration_seconds: fields.optional("durationSeconds")?,
            instance_properties: fields.optional("instanceProperties")?,
            role_session_name: fields.optional("roleSessionName")?,
            session_name: fields.optional("sessionName")?,
        })
    }
}

impl Write for CreateSessionRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.profile_arn,
                &self.role_arn,
                &self.trust_anchor_arn,
                &self.cert,
                &self.cert_chain,
                &self.duration_seconds,
                &self.instance_properties,
                &self.role_session_name,
                &self.session_name,
            ],
            out,
        );
    }
}

/// `CreateSessionResponse`.
#[derive(Debug, PartialEq, Eq)]
pub struct CreateSessionResponse {
    /// `credentialSet`: required.
    pub credential_set: Vec<CredentialResponse>,
    /// `subjectArn`: required.
    pub subject_arn: String,
}

impl Typed for CreateSessionResponse {
    const SHAPE: &'static Shape = &schema::sessions::CREATE_SESSION_RESPONSE;
}

impl Read for CreateSessionResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            credential_set: fields.required("credentialSet")?,
            subject_arn: fields.required("subjectArn")?,
        })
    }
}

impl Write for CreateSessionResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.credential_set, &self.subject_arn], out);
    }
}

/// `CredentialResponse`.
#[derive(Debug, PartialEq, Eq)]
pub struct CredentialResponse {
    /// `assumedRoleUser`: required.
    pub assumed_role_user: AssumedRoleUser,
    /// `credentials`: required.
    pub credentials: Credentials,
    /// `packedPolicySize`.
    pub packed_policy_size: Option<i32>,
    /// `roleArn`: required.
    pub role_arn: String,
    /// `sourceIdentity`.
    pub source_identity: Option<String>,
}

impl Typed for CredentialResponse {
    const SHAPE: &'static Shape = &schema::sessions::CREDENTIAL_RESPONSE;
}

impl Read for CredentialResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            assumed_role_user: fields.required("assumedRoleUser")?,
            credentials: fields.required("credentials")?,
            packed_policy_size: fields.optional("packedPolicySize")?,
            role_arn: fields.required("roleArn")?,
            source_identity: fields.optional("sourceIdentity")?,
        })
    }
}

impl Write for CredentialResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.assumed_role_user,
                &self.credentials,
                &self.packed_policy_size,
                &self.role_arn,
                &self.source_identity,
            ],
            out,
        );
    }
}

/// `Credentials`.
#[derive(PartialEq, Eq)]
pub struct Credentials {
    /// `accessKeyId`: required.
    pub access_key_id: String,
    /// `expiration`: required.
    pub expiration: Timestamp,
    /// `secretAccessKey`: required; a secret.
    pub secret_access_key: Secret<String>,
    /// `sessionToken`: required; sensitive.
    pub session_token: String,
}

impl Typed for Credentials {
    const SHAPE: &'static Shape = &schema::sessions::CREDENTIALS;
}

impl Read for Credentials {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_id: fields.required("accessKeyId")?,
            expiration: fields.required("expiration")?,
            secret_access_key: fields.required("secretAccessKey")?,
            session_token: fields.required("sessionToken")?,
        })
    }
}

impl Write for Credentials {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.access_key_id,
                &self.expiration,
                &self.secret_access_key,
                &self.session_token,
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
