//! Structures of groups.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::User;
use crate::schema;

/// `AddUserToGroupRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddUserToGroupRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
}

impl Typed for AddUserToGroupRequest {
    const SHAPE: &'static Shape = &schema::groups::ADD_USER_TO_GROUP_REQUEST;
}

impl Read for AddUserToGroupRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            user_name: fields.required("UserName")?,
        })
    }
}

impl Write for AddUserToGroupRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group_name, &self.user_name], out);
    }
}

/// `CreateGroupRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateGroupRequest {
    /// `Path`: 1–512 characters.
    pub path: Option<String>,
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
}

impl Typed for CreateGroupRequest {
    const SHAPE: &'static Shape = &schema::groups::CREATE_GROUP_REQUEST;
}

impl Read for CreateGroupRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path: fields.optional("Path")?,
            group_name: fields.required("GroupName")?,
        })
    }
}

impl Write for CreateGroupRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.path, &self.group_name], out);
    }
}

/// `CreateGroupResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateGroupResponse {
    /// `Group`: required.
    pub group: Group,
}

impl Typed for CreateGroupResponse {
    const SHAPE: &'static Shape = &schema::groups::CREATE_GROUP_RESPONSE;
}

impl Read for CreateGroupResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group: fields.required("Group")?,
        })
    }
}

impl Write for CreateGroupResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group], out);
    }
}

/// `DeleteGroupRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteGroupRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
}

impl Typed for DeleteGroupRequest {
    const SHAPE: &'static Shape = &schema::groups::DELETE_GROUP_REQUEST;
}

impl Read for DeleteGroupRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
        })
    }
}

impl Write for DeleteGroupRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group_name], out);
    }
}

/// `GetGroupRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetGroupRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for GetGroupRequest {
    const SHAPE: &'static Shape = &schema::groups::GET_GROUP_REQUEST;
}

impl Read for GetGroupRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for GetGroupRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.group_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `GetGroupResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetGroupResponse {
    /// `Group`: required.
    pub group: Group,
    /// `Users`: required.
    pub users: Vec<User>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for GetGroupResponse {
    const SHAPE: &'static Shape = &schema::groups::GET_GROUP_RESPONSE;
}

impl Read for GetGroupResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group: fields.required("Group")?,
            users: fields.required("Users")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for GetGroupResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.group, &self.users, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `Group`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// `Path`: 1–512 characters; required.
    pub path: String,
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `GroupId`: 16–128 characters; required.
    pub group_id: String,
    /// `Arn`: 20–2048 characters; required.
    pub arn: String,
    /// `CreateDate`: required.
    pub create_date: Timestamp,
}

impl Typed for Group {
    const SHAPE: &'static Shape = &schema::groups::GROUP;
}

impl Read for Group {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path: fields.required("Path")?,
            group_name: fields.required("GroupName")?,
            group_id: fields.required("GroupId")?,
            arn: fields.required("Arn")?,
            create_date: fields.required("CreateDate")?,
        })
    }
}

impl Write for Group {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.path,
                &self.group_name,
                &self.group_id,
                &self.arn,
                &self.create_date,
            ],
            out,
        );
    }
}

/// `ListGroupsForUserRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListGroupsForUserRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListGroupsForUserRequest {
    const SHAPE: &'static Shape = &schema::groups::LIST_GROUPS_FOR_USER_REQUEST;
}

impl Read for ListGroupsForUserRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListGroupsForUserRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListGroupsForUserResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListGroupsForUserResponse {
    /// `Groups`: required.
    pub groups: Vec<Group>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListGroupsForUserResponse {
    const SHAPE: &'static Shape = &schema::groups::LIST_GROUPS_FOR_USER_RESPONSE;
}

impl Read for ListGroupsForUserResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            groups: fields.required("Groups")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListGroupsForUserResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.groups, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `ListGroupsRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListGroupsRequest {
    /// `PathPrefix`: 1–512 characters.
    pub path_prefix: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListGroupsRequest {
    const SHAPE: &'static Shape = &schema::groups::LIST_GROUPS_REQUEST;
}

impl Read for ListGroupsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path_prefix: fields.optional("PathPrefix")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListGroupsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.path_prefix, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListGroupsResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListGroupsResponse {
    /// `Groups`: required.
    pub groups: Vec<Group>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListGroupsResponse {
    const SHAPE: &'static Shape = &schema::groups::LIST_GROUPS_RESPONSE;
}

impl Read for ListGroupsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            groups: fields.required("Groups")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListGroupsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.groups, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `RemoveUserFromGroupRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoveUserFromGroupRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
}

impl Typed for RemoveUserFromGroupRequest {
    const SHAPE: &'static Shape = &schema::groups::REMOVE_USER_FROM_GROUP_REQUEST;
}

impl Read for RemoveUserFromGroupRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            user_name: fields.required("UserName")?,
        })
    }
}

impl Write for RemoveUserFromGroupRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.group_name, &self.user_name], out);
    }
}

/// `UpdateGroupRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateGroupRequest {
    /// `GroupName`: 1–128 characters; required.
    pub group_name: String,
    /// `NewPath`: 1–512 characters.
    pub new_path: Option<String>,
    /// `NewGroupName`: 1–128 characters.
    pub new_group_name: Option<String>,
}

impl Typed for UpdateGroupRequest {
    const SHAPE: &'static Shape = &schema::groups::UPDATE_GROUP_REQUEST;
}

impl Read for UpdateGroupRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            group_name: fields.required("GroupName")?,
            new_path: fields.optional("NewPath")?,
            new_group_name: fields.optional("NewGroupName")?,
        })
    }
}

impl Write for UpdateGroupRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.group_name, &self.new_path, &self.new_group_name],
            out,
        );
    }
}
