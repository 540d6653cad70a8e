//! Structures of tags.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use crate::schema;

/// `ListPolicyTagsRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPolicyTagsRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListPolicyTagsRequest {
    const SHAPE: &'static Shape = &schema::tags::LIST_POLICY_TAGS_REQUEST;
}

impl Read for ListPolicyTagsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListPolicyTagsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policy_arn, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListPolicyTagsResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPolicyTagsResponse {
    /// `Tags`: at most 50 entries; required.
    pub tags: Vec<Tag>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListPolicyTagsResponse {
    const SHAPE: &'static Shape = &schema::tags::LIST_POLICY_TAGS_RESPONSE;
}

impl Read for ListPolicyTagsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            tags: fields.required("Tags")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListPolicyTagsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.tags, &self.is_truncated, &self.marker], out);
    }
}

/// `ListRoleTagsRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRoleTagsRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListRoleTagsRequest {
    const SHAPE: &'static Shape = &schema::tags::LIST_ROLE_TAGS_REQUEST;
}

impl Read for ListRoleTagsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListRoleTagsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.role_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListRoleTagsResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRoleTagsResponse {
    /// `Tags`: at most 50 entries; required.
    pub tags: Vec<Tag>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListRoleTagsResponse {
    const SHAPE: &'static Shape = &schema::tags::LIST_ROLE_TAGS_RESPONSE;
}

impl Read for ListRoleTagsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            tags: fields.required("Tags")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListRoleTagsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.tags, &self.is_truncated, &self.marker], out);
    }
}

/// `ListUserTagsRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListUserTagsRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListUserTagsRequest {
    const SHAPE: &'static Shape = &schema::tags::LIST_USER_TAGS_REQUEST;
}

impl Read for ListUserTagsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListUserTagsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListUserTagsResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListUserTagsResponse {
    /// `Tags`: at most 50 entries; required.
    pub tags: Vec<Tag>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListUserTagsResponse {
    const SHAPE: &'static Shape = &schema::tags::LIST_USER_TAGS_RESPONSE;
}

impl Read for ListUserTagsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            tags: fields.required("Tags")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListUserTagsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.tags, &self.is_truncated, &self.marker], out);
    }
}

/// `TagPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagPolicyRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `Tags`: at most 50 entries; required.
    pub tags: Vec<Tag>,
}

impl Typed for TagPolicyRequest {
    const SHAPE: &'static Shape = &schema::tags::TAG_POLICY_REQUEST;
}

impl Read for TagPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            tags: fields.required("Tags")?,
        })
    }
}

impl Write for TagPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_arn, &self.tags], out);
    }
}

/// `TagRoleRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagRoleRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `Tags`: at most 50 entries; required.
    pub tags: Vec<Tag>,
}

impl Typed for TagRoleRequest {
    const SHAPE: &'static Shape = &schema::tags::TAG_ROLE_REQUEST;
}

impl Read for TagRoleRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            tags: fields.required("Tags")?,
        })
    }
}

impl Write for TagRoleRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.tags], out);
    }
}

/// `TagUserRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagUserRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `Tags`: at most 50 entries; required.
    pub tags: Vec<Tag>,
}

impl Typed for TagUserRequest {
    const SHAPE: &'static Shape = &schema::tags::TAG_USER_REQUEST;
}

impl Read for TagUserRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            tags: fields.required("Tags")?,
        })
    }
}

impl Write for TagUserRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.tags], out);
    }
}

/// `UntagPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntagPolicyRequest {
    /// `PolicyArn`: 20–2048 characters; required.
    pub policy_arn: String,
    /// `TagKeys`: at most 50 entries; required.
    pub tag_keys: Vec<String>,
}

impl Typed for UntagPolicyRequest {
    const SHAPE: &'static Shape = &schema::tags::UNTAG_POLICY_REQUEST;
}

impl Read for UntagPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_arn: fields.required("PolicyArn")?,
            tag_keys: fields.required("TagKeys")?,
        })
    }
}

impl Write for UntagPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_arn, &self.tag_keys], out);
    }
}

/// `UntagRoleRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntagRoleRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `TagKeys`: at most 50 entries; required.
    pub tag_keys: Vec<String>,
}

impl Typed for UntagRoleRequest {
    const SHAPE: &'static Shape = &schema::tags::UNTAG_ROLE_REQUEST;
}

impl Read for UntagRoleRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            tag_keys: fields.required("TagKeys")?,
        })
    }
}

impl Write for UntagRoleRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.tag_keys], out);
    }
}

/// `UntagUserRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UntagUserRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `TagKeys`: at most 50 entries; required.
    pub tag_keys: Vec<String>,
}

impl Typed for UntagUserRequest {
    const SHAPE: &'static Shape = &schema::tags::UNTAG_USER_REQUEST;
}

impl Read for UntagUserRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            tag_keys: fields.required("TagKeys")?,
        })
    }
}

impl Write for UntagUserRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.tag_keys], out);
    }
}
