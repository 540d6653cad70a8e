//! Structures of managed policies.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use crate::schema;

/// `CreatePolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreatePolicyRequest {
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
    /// `Path`: 1–512 characters.
    pub path: Option<String>,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
    /// `Description`: at most 1000 characters.
    pub description: Option<String>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
}

impl Typed for CreatePolicyRequest {
    const SHAPE: &'static Shape = &schema::managed_policies::CREATE_POLICY_REQUEST;
}

impl Read for CreatePolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_name: fields.required("PolicyName")?,
            path: fields.optional("Path")?,
            policy_document: fields.required("PolicyDocument")?,
            description: fields.optional("Description")?,
            tags: fields.optional("Tags")?,
        })
    }
}

impl Write for CreatePolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy_name,
                &self.path,
                &self.policy_document,
                &self.description,
                &self.tags,
            ],
            out,
        );
    }
}

/// `CreatePolicyResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreatePolicyResponse {
    /// `Policy`.
    pub policy: Option<Policy>,
}

impl Typed for CreatePolicyResponse {
    const SHAPE: &'static Shape = &schema::managed_policies::CREATE_POLICY_RESPONSE;
}

impl Read for CreatePolicyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy: fields.optional("Policy")?,
        })
    }
}

impl Write for CreatePolicyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy], out);
    }
}

/// `DeletePolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletePolicyRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
}

impl Typed for DeletePolicyRequest {
    const SHAPE: &'static Shape = &schema::managed_policies::DELETE_POLICY_REQUEST;
}

impl Read for DeletePolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
        })
    }
}

impl Write for DeletePolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_arn], out);
    }
}

/// `GetPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetPolicyRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
}

impl Typed for GetPolicyRequest {
    const SHAPE: &'static Shape = &schema::managed_policies::GET_POLICY_REQUEST;
}

impl Read for GetPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
        })
    }
}

impl Write for GetPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_arn], out);
    }
}

/// `GetPolicyResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetPolicyResponse {
    /// `Policy`.
    pub policy: Option<Policy>,
}

impl Typed for GetPolicyResponse {
    const SHAPE: &'static Shape = &schema::managed_policies::GET_POLICY_RESPONSE;
}

impl Read for GetPolicyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy: fields.optional("Policy")?,
        })
    }
}

impl Write for GetPolicyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy], out);
    }
}

/// `ListPoliciesRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListPoliciesRequest {
    /// `Scope`: one of `All`, `AWS`, `Local`.
    pub scope: Option<String>,
    /// `OnlyAttached`.
    pub only_attached: Option<bool>,
    /// `PathPrefix`: 1–512 characters.
    pub path_prefix: Option<String>,
    /// `PolicyUsageFilter`: one of `PermissionsPolicy`, `PermissionsBoundary`.
    pub policy_usage_filter: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListPoliciesRequest {
    const SHAPE: &'static Shape = &schema::managed_policies::LIST_POLICIES_REQUEST;
}

impl Read for ListPoliciesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            scope: fields.optional("Scope")?,
            only_attached: fields.optional("OnlyAttached")?,
            path_prefix: fields.optional("PathPrefix")?,
            policy_usage_filter: fields.optional("PolicyUsageFilter")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListPoliciesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.scope,
                &self.only_attached,
                &self.path_prefix,
                &self.policy_usage_filter,
                &self.marker,
                &self.max_items,
            ],
            out,
        );
    }
}

/// `ListPoliciesResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListPoliciesResponse {
    /// `Policies`.
    pub policies: Option<Vec<Policy>>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListPoliciesResponse {
    const SHAPE: &'static Shape = &schema::managed_policies::LIST_POLICIES_RESPONSE;
}

impl Read for ListPoliciesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policies: fields.optional("Policies")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListPoliciesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policies, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `Policy`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Policy {
    /// `PolicyName`: 1–128 characters.
    pub policy_name: Option<String>,
    /// `PolicyId`: 16–128 characters.
    pub policy_id: Option<String>,
    /// `Arn`: 20–2048 characters.
    pub arn: Option<String>,
    /// `Path`: 1–512 characters.
    pub path: Option<String>,
    /// `DefaultVersionId`.
    pub default_version_id: Option<String>,
    /// `AttachmentCount`.
    pub attachment_count: Option<i32>,
    /// `PermissionsBoundaryUsageCount`.
    pub permissions_boundary_usage_count: Option<i32>,
    /// `IsAttachable`.
    pub is_attachable: Option<bool>,
    /// `Description`: at most 1000 characters.
    pub description: Option<String>,
    /// `CreateDate`.
    pub create_date: Option<Timestamp>,
    /// `UpdateDate`.
    pub update_date: Option<Timestamp>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
}

impl Typed for Policy {
    const SHAPE: &'static Shape = &schema::managed_policies::POLICY;
}

impl Read for Policy {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_name: fields.optional("PolicyName")?,
            policy_id: fields.optional("PolicyId")?,
            arn: fields.optional("Arn")?,
            path: fields.optional("Path")?,
            default_version_id: fields.optional("DefaultVersionId")?,
            attachment_count: fields.optional("AttachmentCount")?,
            permissions_boundary_usage_count: fields.optional("PermissionsBoundaryUsageCount")?,
            is_attachable: fields.optional("IsAttachable")?,
            description: fields.optional("Description")?,
            create_date: fields.optional("CreateDate")?,
            update_date: fields.optional("UpdateDate")?,
            tags: fields.optional("Tags")?,
        })
    }
}

impl Write for Policy {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy_name,
                &self.policy_id,
                &self.arn,
                &self.path,
                &self.default_version_id,
                &self.attachment_count,
                &self.permissions_boundary_usage_count,
                &self.is_attachable,
                &self.description,
                &self.create_date,
                &self.update_date,
                &self.tags,
            ],
            out,
        );
    }
}
