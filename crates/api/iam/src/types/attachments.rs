//! Structures of attachments.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::AttachedPolicy;
use crate::schema;

/// `AttachRolePolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachRolePolicyRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
}

impl Typed for AttachRolePolicyRequest {
    const SHAPE: &'static Shape = &schema::attachments::ATTACH_ROLE_POLICY_REQUEST;
}

impl Read for AttachRolePolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            policy_arn: fields.required("PolicyArn")?,
        })
    }
}

impl Write for AttachRolePolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.policy_arn], out);
    }
}

/// `AttachUserPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttachUserPolicyRequest {
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
}

impl Typed for AttachUserPolicyRequest {
    const SHAPE: &'static Shape = &schema::attachments::ATTACH_USER_POLICY_REQUEST;
}

impl Read for AttachUserPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            policy_arn: fields.required("PolicyArn")?,
        })
    }
}

impl Write for AttachUserPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.policy_arn], out);
    }
}

/// `DetachRolePolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetachRolePolicyRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
}

impl Typed for DetachRolePolicyRequest {
    const SHAPE: &'static Shape = &schema::attachments::DETACH_ROLE_POLICY_REQUEST;
}

impl Read for DetachRolePolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            policy_arn: fields.required("PolicyArn")?,
        })
    }
}

impl Write for DetachRolePolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.policy_arn], out);
    }
}

/// `DetachUserPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DetachUserPolicyRequest {
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
}

impl Typed for DetachUserPolicyRequest {
    const SHAPE: &'static Shape = &schema::attachments::DETACH_USER_POLICY_REQUEST;
}

impl Read for DetachUserPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            policy_arn: fields.required("PolicyArn")?,
        })
    }
}

impl Write for DetachUserPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.policy_arn], out);
    }
}

/// `ListAttachedRolePoliciesRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAttachedRolePoliciesRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PathPrefix`: 1–512 characters.
    pub path_prefix: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListAttachedRolePoliciesRequest {
    const SHAPE: &'static Shape = &schema::attachments::LIST_ATTACHED_ROLE_POLICIES_REQUEST;
}

impl Read for ListAttachedRolePoliciesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            path_prefix: fields.optional("PathPrefix")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListAttachedRolePoliciesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.role_name, &self.path_prefix, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListAttachedRolePoliciesResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAttachedRolePoliciesResponse {
    /// `AttachedPolicies`.
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListAttachedRolePoliciesResponse {
    const SHAPE: &'static Shape = &schema::attachments::LIST_ATTACHED_ROLE_POLICIES_RESPONSE;
}

impl Read for ListAttachedRolePoliciesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            attached_policies: fields.optional("AttachedPolicies")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListAttachedRolePoliciesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.attached_policies, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `ListAttachedUserPoliciesRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAttachedUserPoliciesRequest {
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
    /// `PathPrefix`: 1–512 characters.
    pub path_prefix: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListAttachedUserPoliciesRequest {
    const SHAPE: &'static Shape = &schema::attachments::LIST_ATTACHED_USER_POLICIES_REQUEST;
}

impl Read for ListAttachedUserPoliciesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            path_prefix: fields.optional("PathPrefix")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListAttachedUserPoliciesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.path_prefix, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListAttachedUserPoliciesResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAttachedUserPoliciesResponse {
    /// `AttachedPolicies`.
    pub attached_policies: Option<Vec<AttachedPolicy>>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListAttachedUserPoliciesResponse {
    const SHAPE: &'static Shape = &schema::attachments::LIST_ATTACHED_USER_POLICIES_RESPONSE;
}

impl Read for ListAttachedUserPoliciesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            attached_policies: fields.optional("AttachedPolicies")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListAttachedUserPoliciesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.attached_policies, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `ListEntitiesForPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListEntitiesForPolicyRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `EntityFilter`: one of `User`, `Role`, `Group`, `LocalManagedPolicy`, `AWSManagedPolicy`.
    pub entity_filter: Option<String>,
    /// `PathPrefix`: 1–512 characters.
    pub path_prefix: Option<String>,
    /// `PolicyUsageFilter`: one of `PermissionsPolicy`, `PermissionsBoundary`.
    pub policy_usage_filter: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListEntitiesForPolicyRequest {
    const SHAPE: &'static Shape = &schema::attachments::LIST_ENTITIES_FOR_POLICY_REQUEST;
}

impl Read for ListEntitiesForPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            entity_filter: fields.optional("EntityFilter")?,
            path_prefix: fields.optional("PathPrefix")?,
            policy_usage_filter: fields.optional("PolicyUsageFilter")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListEntitiesForPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy_arn,
                &self.entity_filter,
                &self.path_prefix,
                &self.policy_usage_filter,
                &self.marker,
                &self.max_items,
            ],
            out,
        );
    }
}

/// `ListEntitiesForPolicyResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListEntitiesForPolicyResponse {
    /// `PolicyGroups`.
    pub policy_groups: Option<Vec<PolicyGroup>>,
    /// `PolicyUsers`.
    pub policy_users: Option<Vec<PolicyUser>>,
    /// `PolicyRoles`.
    pub policy_roles: Option<Vec<PolicyRole>>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListEntitiesForPolicyResponse {
    const SHAPE: &'static Shape = &schema::attachments::LIST_ENTITIES_FOR_POLICY_RESPONSE;
}

impl Read for ListEntitiesForPolicyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_groups: fields.optional("PolicyGroups")?,
            policy_users: fields.optional("PolicyUsers")?,
            policy_roles: fields.optional("PolicyRoles")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListEntitiesForPolicyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy_groups,
                &self.policy_users,
                &self.policy_roles,
                &self.is_truncated,
                &self.marker,
            ],
            out,
        );
    }
}

/// `PolicyGroup`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyGroup {
    /// `GroupName`: 1–128 characters.
    pub group_name: Option<String>,
    /// `GroupId`: 16–128 characters.
    pub group_id: Option<String>,
}

impl Typed for PolicyGroup {
    const SHAPE: &'static Shape = &schema::attachments::POLICY_GROUP;
}

impl Read for PolicyGroup {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.optional("GroupName")?,
            group_id: fields.optional("GroupId")?,
        })
    }
}

impl Write for PolicyGroup {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group_name, &self.group_id], out);
    }
}

/// `PolicyRole`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyRole {
    /// `RoleName`: 1–64 characters.
    pub role_name: Option<String>,
    /// `RoleId`: 16–128 characters.
    pub role_id: Option<String>,
}

impl Typed for PolicyRole {
    const SHAPE: &'static Shape = &schema::attachments::POLICY_ROLE;
}

impl Read for PolicyRole {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.optional("RoleName")?,
            role_id: fields.optional("RoleId")?,
        })
    }
}

impl Write for PolicyRole {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.role_id], out);
    }
}

/// `PolicyUser`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyUser {
    /// `UserName`: 1–64 characters.
    pub user_name: Option<String>,
    /// `UserId`: 16–128 characters.
    pub user_id: Option<String>,
}

impl Typed for PolicyUser {
    const SHAPE: &'static Shape = &schema::attachments::POLICY_USER;
}

impl Read for PolicyUser {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
            user_id: fields.optional("UserId")?,
        })
    }
}

impl Write for PolicyUser {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.user_id], out);
    }
}
