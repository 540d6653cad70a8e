//! Structures of roles.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::AttachedPermissionsBoundary;
use super::shared::Tag;
use crate::schema;

/// `CreateRoleRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateRoleRequest {
    /// `Path`: 1–512 characters.
    pub path: Option<String>,
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `AssumeRolePolicyDocument`: 1–131072 characters; required.
    pub assume_role_policy_document: String,
    /// `Description`: at most 1000 characters.
    pub description: Option<String>,
    /// `MaxSessionDuration`: 3600–43200.
    pub max_session_duration: Option<i32>,
    /// `PermissionsBoundary`: 20–2048 characters.
    pub permissions_boundary: Option<String>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
}

impl Typed for CreateRoleRequest {
    const SHAPE: &'static Shape = &schema::roles::CREATE_ROLE_REQUEST;
}

impl Read for CreateRoleRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path: fields.optional("Path")?,
            role_name: fields.required("RoleName")?,
            assume_role_policy_document: fields.required("AssumeRolePolicyDocument")?,
            description: fields.optional("Description")?,
            max_session_duration: fields.optional("MaxSessionDuration")?,
            permissions_boundary: fields.optional("PermissionsBoundary")?,
            tags: fields.optional("Tags")?,
        })
    }
}

impl Write for CreateRoleRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.path,
                &self.role_name,
                &self.assume_role_policy_document,
                &self.description,
                &self.max_session_duration,
                &self.permissions_boundary,
                &self.tags,
            ],
            out,
        );
    }
}

/// `CreateRoleResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateRoleResponse {
    /// `Role`: required.
    pub role: Role,
}

impl Typed for CreateRoleResponse {
    const SHAPE: &'static Shape = &schema::roles::CREATE_ROLE_RESPONSE;
}

impl Read for CreateRoleResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role: fields.required("Role")?,
        })
    }
}

impl Write for CreateRoleResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role], out);
    }
}

/// `DeleteRoleRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteRoleRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
}

impl Typed for DeleteRoleRequest {
    const SHAPE: &'static Shape = &schema::roles::DELETE_ROLE_REQUEST;
}

impl Read for DeleteRoleRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
        })
    }
}

impl Write for DeleteRoleRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name], out);
    }
}

/// `GetRoleRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetRoleRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
}

impl Typed for GetRoleRequest {
    const SHAPE: &'static Shape = &schema::roles::GET_ROLE_REQUEST;
}

impl Read for GetRoleRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
        })
    }
}

impl Write for GetRoleRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name], out);
    }
}

/// `GetRoleResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetRoleResponse {
    /// `Role`: required.
    pub role: Role,
}

impl Typed for GetRoleResponse {
    const SHAPE: &'static Shape = &schema::roles::GET_ROLE_RESPONSE;
}

impl Read for GetRoleResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role: fields.required("Role")?,
        })
    }
}

impl Write for GetRoleResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role], out);
    }
}

/// `ListRolesRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListRolesRequest {
    /// `PathPrefix`: 1–512 characters.
    pub path_prefix: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListRolesRequest {
    const SHAPE: &'static Shape = &schema::roles::LIST_ROLES_REQUEST;
}

impl Read for ListRolesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path_prefix: fields.optional("PathPrefix")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListRolesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.path_prefix, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListRolesResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRolesResponse {
    /// `Roles`: required.
    pub roles: Vec<Role>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListRolesResponse {
    const SHAPE: &'static Shape = &schema::roles::LIST_ROLES_RESPONSE;
}

impl Read for ListRolesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            roles: fields.required("Roles")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListRolesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.roles, &self.is_truncated, &self.marker], out);
    }
}

/// `Role`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// `Path`: 1–512 characters; required.
    pub path: String,
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `RoleId`: 16–128 characters; required.
    pub role_id: String,
    /// `Arn`: 20–2048 characters; required.
    pub arn: String,
    /// `CreateDate`: required.
    pub create_date: Timestamp,
    /// `AssumeRolePolicyDocument`: 1–131072 characters.
    pub assume_role_policy_document: Option<String>,
    /// `Description`: at most 1000 characters.
    pub description: Option<String>,
    /// `MaxSessionDuration`: 3600–43200.
    pub max_session_duration: Option<i32>,
    /// `PermissionsBoundary`.
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
    /// `RoleLastUsed`.
    pub role_last_used: Option<RoleLastUsed>,
    /// `SourceRoleTemplate`.
    pub source_role_template: Option<SourceRoleTemplate>,
}

impl Typed for Role {
    const SHAPE: &'static Shape = &schema::roles::ROLE;
}

impl Read for Role {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path: fields.required("Path")?,
            role_name: fields.required("RoleName")?,
            role_id: fields.required("RoleId")?,
            arn: fields.required("Arn")?,
            create_date: fields.required("CreateDate")?,
            assume_role_policy_document: fields.optional("AssumeRolePolicyDocument")?,
            description: fields.optional("Description")?,
            max_session_duration: fields.optional("MaxSessionDuration")?,
            permissions_boundary: fields.optional("PermissionsBoundary")?,
            tags: fields.optional("Tags")?,
            role_last_used: fields.optional("RoleLastUsed")?,
            source_role_template: fields.optional("SourceRoleTemplate")?,
        })
    }
}

impl Write for Role {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.path,
                &self.role_name,
                &self.role_id,
                &self.arn,
                &self.create_date,
                &self.assume_role_policy_document,
                &self.description,
                &self.max_session_duration,
                &self.permissions_boundary,
                &self.tags,
                &self.role_last_used,
                &self.source_role_template,
            ],
            out,
        );
    }
}

/// `RoleLastUsed`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RoleLastUsed {
    /// `LastUsedDate`.
    pub last_used_date: Option<Timestamp>,
    /// `Region`.
    pub region: Option<String>,
}

impl Typed for RoleLastUsed {
    const SHAPE: &'static Shape = &schema::roles::ROLE_LAST_USED;
}

impl Read for RoleLastUsed {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            last_used_date: fields.optional("LastUsedDate")?,
            region: fields.optional("Region")?,
        })
    }
}

impl Write for RoleLastUsed {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.last_used_date, &self.region], out);
    }
}

/// `SourceRoleTemplate`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRoleTemplate {
    /// `TemplateArn`: 20–2048 characters; required.
    pub template_arn: String,
    /// `TemplateMinorVersion`: required.
    pub template_minor_version: i32,
}

impl Typed for SourceRoleTemplate {
    const SHAPE: &'static Shape = &schema::roles::SOURCE_ROLE_TEMPLATE;
}

impl Read for SourceRoleTemplate {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            template_arn: fields.required("TemplateArn")?,
            template_minor_version: fields.required("TemplateMinorVersion")?,
        })
    }
}

impl Write for SourceRoleTemplate {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.template_arn, &self.template_minor_version],
            out,
        );
    }
}

/// `UpdateAssumeRolePolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateAssumeRolePolicyRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
}

impl Typed for UpdateAssumeRolePolicyRequest {
    const SHAPE: &'static Shape = &schema::roles::UPDATE_ASSUME_ROLE_POLICY_REQUEST;
}

impl Read for UpdateAssumeRolePolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            policy_document: fields.required("PolicyDocument")?,
        })
    }
}

impl Write for UpdateAssumeRolePolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.policy_document], out);
    }
}

/// `UpdateRoleDescriptionRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateRoleDescriptionRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `Description`: at most 1000 characters; required.
    pub description: String,
}

impl Typed for UpdateRoleDescriptionRequest {
    const SHAPE: &'static Shape = &schema::roles::UPDATE_ROLE_DESCRIPTION_REQUEST;
}

impl Read for UpdateRoleDescriptionRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            description: fields.required("Description")?,
        })
    }
}

impl Write for UpdateRoleDescriptionRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.description], out);
    }
}

/// `UpdateRoleDescriptionResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateRoleDescriptionResponse {
    /// `Role`.
    pub role: Option<Role>,
}

impl Typed for UpdateRoleDescriptionResponse {
    const SHAPE: &'static Shape = &schema::roles::UPDATE_ROLE_DESCRIPTION_RESPONSE;
}

impl Read for UpdateRoleDescriptionResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role: fields.optional("Role")?,
        })
    }
}

impl Write for UpdateRoleDescriptionResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role], out);
    }
}

/// `UpdateRoleRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateRoleRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `Description`: at most 1000 characters.
    pub description: Option<String>,
    /// `MaxSessionDuration`: 3600–43200.
    pub max_session_duration: Option<i32>,
}

impl Typed for UpdateRoleRequest {
    const SHAPE: &'static Shape = &schema::roles::UPDATE_ROLE_REQUEST;
}

impl Read for UpdateRoleRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            description: fields.optional("Description")?,
            max_session_duration: fields.optional("MaxSessionDuration")?,
        })
    }
}

impl Write for UpdateRoleRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.role_name, &self.description, &self.max_session_duration],
            out,
        );
    }
}

/// `UpdateRoleResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UpdateRoleResponse;
impl Typed for UpdateRoleResponse {
    const SHAPE: &'static Shape = &schema::roles::UPDATE_ROLE_RESPONSE;
}

impl Read for UpdateRoleResponse {
    fn read(_: &Value) -> Result<Self, ReadError> {
        Ok(Self)
    }
}

impl Write for UpdateRoleResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[], out);
    }
}
