//! Structures of policy versions.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `CreatePolicyVersionRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatePolicyVersionRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
    /// `SetAsDefault`.
    pub set_as_default: Option<bool>,
}

impl Typed for CreatePolicyVersionRequest {
    const SHAPE: &'static Shape = &schema::policy_versions::CREATE_POLICY_VERSION_REQUEST;
}

impl Read for CreatePolicyVersionRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            policy_document: fields.required("PolicyDocument")?,
            set_as_default: fields.optional("SetAsDefault")?,
        })
    }
}

impl Write for CreatePolicyVersionRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policy_arn, &self.policy_document, &self.set_as_default],
            out,
        );
    }
}

/// `CreatePolicyVersionResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreatePolicyVersionResponse {
    /// `PolicyVersion`.
    pub policy_version: Option<PolicyVersion>,
}

impl Typed for CreatePolicyVersionResponse {
    const SHAPE: &'static Shape = &schema::policy_versions::CREATE_POLICY_VERSION_RESPONSE;
}

impl Read for CreatePolicyVersionResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_version: fields.optional("PolicyVersion")?,
        })
    }
}

impl Write for CreatePolicyVersionResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_version], out);
    }
}

/// `DeletePolicyVersionRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletePolicyVersionRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `VersionId`: required.
    pub version_id: String,
}

impl Typed for DeletePolicyVersionRequest {
    const SHAPE: &'static Shape = &schema::policy_versions::DELETE_POLICY_VERSION_REQUEST;
}

impl Read for DeletePolicyVersionRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            version_id: fields.required("VersionId")?,
        })
    }
}

impl Write for DeletePolicyVersionRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_arn, &self.version_id], out);
    }
}

/// `GetPolicyVersionRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetPolicyVersionRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `VersionId`: required.
    pub version_id: String,
}

impl Typed for GetPolicyVersionRequest {
    const SHAPE: &'static Shape = &schema::policy_versions::GET_POLICY_VERSION_REQUEST;
}

impl Read for GetPolicyVersionRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            version_id: fields.required("VersionId")?,
        })
    }
}

impl Write for GetPolicyVersionRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_arn, &self.version_id], out);
    }
}

/// `GetPolicyVersionResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetPolicyVersionResponse {
    /// `PolicyVersion`.
    pub policy_version: Option<PolicyVersion>,
}

impl Typed for GetPolicyVersionResponse {
    const SHAPE: &'static Shape = &schema::policy_versions::GET_POLICY_VERSION_RESPONSE;
}

impl Read for GetPolicyVersionResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_version: fields.optional("PolicyVersion")?,
        })
    }
}

impl Write for GetPolicyVersionResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_version], out);
    }
}

/// `ListPolicyVersionsRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPolicyVersionsRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListPolicyVersionsRequest {
    const SHAPE: &'static Shape = &schema::policy_versions::LIST_POLICY_VERSIONS_REQUEST;
}

impl Read for ListPolicyVersionsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListPolicyVersionsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policy_arn, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListPolicyVersionsResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListPolicyVersionsResponse {
    /// `Versions`.
    pub versions: Option<Vec<PolicyVersion>>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListPolicyVersionsResponse {
    const SHAPE: &'static Shape = &schema::policy_versions::LIST_POLICY_VERSIONS_RESPONSE;
}

impl Read for ListPolicyVersionsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            versions: fields.optional("Versions")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListPolicyVersionsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.versions, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `PolicyVersion`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyVersion {
    /// `Document`: 1–131072 characters.
    pub document: Option<String>,
    /// `VersionId`.
    pub version_id: Option<String>,
    /// `IsDefaultVersion`.
    pub is_default_version: Option<bool>,
    /// `CreateDate`.
    pub create_date: Option<Timestamp>,
}

impl Typed for PolicyVersion {
    const SHAPE: &'static Shape = &schema::policy_versions::POLICY_VERSION;
}

impl Read for PolicyVersion {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            document: fields.optional("Document")?,
            version_id: fields.optional("VersionId")?,
            is_default_version: fields.optional("IsDefaultVersion")?,
            create_date: fields.optional("CreateDate")?,
        })
    }
}

impl Write for PolicyVersion {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.document,
                &self.version_id,
                &self.is_default_version,
                &self.create_date,
            ],
            out,
        );
    }
}

/// `SetDefaultPolicyVersionRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetDefaultPolicyVersionRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `VersionId`: required.
    pub version_id: String,
}

impl Typed for SetDefaultPolicyVersionRequest {
    const SHAPE: &'static Shape = &schema::policy_versions::SET_DEFAULT_POLICY_VERSION_REQUEST;
}

impl Read for SetDefaultPolicyVersionRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            version_id: fields.required("VersionId")?,
        })
    }
}

impl Write for SetDefaultPolicyVersionRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_arn, &self.version_id], out);
    }
}
