//! Structures of users.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use super::shared::User;
use crate::schema;

/// `CreateUserRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateUserRequest {
    /// `Path`: 1–512 characters.
    pub path: Option<String>,
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
    /// `PermissionsBoundary`: 20–2048 characters.
    pub permissions_boundary: Option<String>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
}

impl Typed for CreateUserRequest {
    const SHAPE: &'static Shape = &schema::users::CREATE_USER_REQUEST;
}

impl Read for CreateUserRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path: fields.optional("Path")?,
            user_name: fields.required("UserName")?,
            permissions_boundary: fields.optional("PermissionsBoundary")?,
            tags: fields.optional("Tags")?,
        })
    }
}

impl Write for CreateUserRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.path,
                &self.user_name,
                &self.permissions_boundary,
                &self.tags,
            ],
            out,
        );
    }
}

/// `CreateUserResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CreateUserResponse {
    /// `User`.
    pub user: Option<User>,
}

impl Typed for CreateUserResponse {
    const SHAPE: &'static Shape = &schema::users::CREATE_USER_RESPONSE;
}

impl Read for CreateUserResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user: fields.optional("User")?,
        })
    }
}

impl Write for CreateUserResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user], out);
    }
}

/// `DeleteUserRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteUserRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
}

impl Typed for DeleteUserRequest {
    const SHAPE: &'static Shape = &schema::users::DELETE_USER_REQUEST;
}

impl Read for DeleteUserRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
        })
    }
}

impl Write for DeleteUserRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name], out);
    }
}

/// `GetUserRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetUserRequest {
    /// `UserName`: 1–128 characters.
    pub user_name: Option<String>,
}

impl Typed for GetUserRequest {
    const SHAPE: &'static Shape = &schema::users::GET_USER_REQUEST;
}

impl Read for GetUserRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.optional("UserName")?,
        })
    }
}

impl Write for GetUserRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name], out);
    }
}

/// `GetUserResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetUserResponse {
    /// `User`: required.
    pub user: User,
}

impl Typed for GetUserResponse {
    const SHAPE: &'static Shape = &schema::users::GET_USER_RESPONSE;
}

impl Read for GetUserResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user: fields.required("User")?,
        })
    }
}

impl Write for GetUserResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user], out);
    }
}

/// `ListUsersRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListUsersRequest {
    /// `PathPrefix`: 1–512 characters.
    pub path_prefix: Option<String>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListUsersRequest {
    const SHAPE: &'static Shape = &schema::users::LIST_USERS_REQUEST;
}

impl Read for ListUsersRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path_prefix: fields.optional("PathPrefix")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListUsersRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.path_prefix, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListUsersResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListUsersResponse {
    /// `Users`: required.
    pub users: Vec<User>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListUsersResponse {
    const SHAPE: &'static Shape = &schema::users::LIST_USERS_RESPONSE;
}

impl Read for ListUsersResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            users: fields.required("Users")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListUsersResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.users, &self.is_truncated, &self.marker], out);
    }
}

/// `UpdateUserRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateUserRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `NewPath`: 1–512 characters.
    pub new_path: Option<String>,
    /// `NewUserName`: 1–64 characters.
    pub new_user_name: Option<String>,
}

impl Typed for UpdateUserRequest {
    const SHAPE: &'static Shape = &schema::users::UPDATE_USER_REQUEST;
}

impl Read for UpdateUserRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            new_path: fields.optional("NewPath")?,
            new_user_name: fields.optional("NewUserName")?,
        })
    }
}

impl Write for UpdateUserRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.new_path, &self.new_user_name],
            out,
        );
    }
}
