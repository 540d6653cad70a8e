//! Structures of group policies.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::AttachedPolicy;
use crate::schema;

/// `AttachGroupPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachGroupPolicyRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
}

impl Typed for AttachGroupPolicyRequest {
    const SHAPE: &'static Shape = &schema::group_policies::ATTACH_GROUP_POLICY_REQUEST;
}

impl Read for AttachGroupPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            policy_arn: fields.required("PolicyArn")?,
        })
    }
}

impl Write for AttachGroupPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group_name, &self.policy_arn], out);
    }
}

/// `DeleteGroupPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteGroupPolicyRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
}

impl Typed for DeleteGroupPolicyRequest {
    const SHAPE: &'static Shape = &schema::group_policies::DELETE_GROUP_POLICY_REQUEST;
}

impl Read for DeleteGroupPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            policy_name: fields.required("PolicyName")?,
        })
    }
}

impl Write for DeleteGroupPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group_name, &self.policy_name], out);
    }
}

/// `DetachGroupPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetachGroupPolicyRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
}

impl Typed for DetachGroupPolicyRequest {
    const SHAPE: &'static Shape = &schema::group_policies::DETACH_GROUP_POLICY_REQUEST;
}

impl Read for DetachGroupPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            policy_arn: fields.required("PolicyArn")?,
        })
    }
}

impl Write for DetachGroupPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group_name, &self.policy_arn], out);
    }
}

/// `GetGroupPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetGroupPolicyRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
}

impl Typed for GetGroupPolicyRequest {
    const SHAPE: &'static Shape = &schema::group_policies::GET_GROUP_POLICY_REQUEST;
}

impl Read for GetGroupPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            policy_name: fields.required("PolicyName")?,
        })
    }
}

impl Write for GetGroupPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group_name, &self.policy_name], out);
    }
}

/// `GetGroupPolicyResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetGroupPolicyResponse {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
}

impl Typed for GetGroupPolicyResponse {
    const SHAPE: &'static Shape = &schema::group_policies::GET_GROUP_POLICY_RESPONSE;
}

impl Read for GetGroupPolicyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            policy_name: fields.required("PolicyName")?,
            policy_document: fields.required("PolicyDocument")?,
        })
    }
}

impl Write for GetGroupPolicyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.group_name, &self.policy_name, &self.policy_document],
            out,
        );
    }
}

/// `ListAttachedGroupPoliciesRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAttachedGroupPoliciesRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `PathPrefix`: 1–512 characters.
    pub path_prefix: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListAttachedGroupPoliciesRequest {
    const SHAPE: &'static Shape = &schema::group_policies::LIST_ATTACHED_GROUP_POLICIES_REQUEST;
}

impl Read for ListAttachedGroupPoliciesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            path_prefix: fields.optional("PathPrefix")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListAttachedGroupPoliciesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.group_name, &self.path_prefix, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListAttachedGroupPoliciesResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAttachedGroupPoliciesResponse {
    /// `AttachedPolicies`.
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListAttachedGroupPoliciesResponse {
    const SHAPE: &'static Shape = &schema::group_policies::LIST_ATTACHED_GROUP_POLICIES_RESPONSE;
}

impl Read for ListAttachedGroupPoliciesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            attached_policies: fields.optional("AttachedPolicies")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListAttachedGroupPoliciesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.attached_policies, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `ListGroupPoliciesRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListGroupPoliciesRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListGroupPoliciesRequest {
    const SHAPE: &'static Shape = &schema::group_policies::LIST_GROUP_POLICIES_REQUEST;
}

impl Read for ListGroupPoliciesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListGroupPoliciesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.group_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListGroupPoliciesResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListGroupPoliciesResponse {
    /// `PolicyNames`: required.
    pub policy_names: Vec<String>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListGroupPoliciesResponse {
    const SHAPE: &'static Shape = &schema::group_policies::LIST_GROUP_POLICIES_RESPONSE;
}

impl Read for ListGroupPoliciesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_names: fields.required("PolicyNames")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListGroupPoliciesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policy_names, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `PutGroupPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutGroupPolicyRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
}

impl Typed for PutGroupPolicyRequest {
    const SHAPE: &'static Shape = &schema::group_policies::PUT_GROUP_POLICY_REQUEST;
}

impl Read for PutGroupPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            policy_name: fields.required("PolicyName")?,
            policy_document: fields.required("PolicyDocument")?,
        })
    }
}

impl Write for PutGroupPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.group_name, &self.policy_name, &self.policy_document],
            out,
        );
    }
}
