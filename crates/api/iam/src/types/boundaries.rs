//! Structures of boundaries.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `DeleteRolePermissionsBoundaryRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteRolePermissionsBoundaryRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
}

impl Typed for DeleteRolePermissionsBoundaryRequest {
    const SHAPE: &'static Shape = &schema::boundaries::DELETE_ROLE_PERMISSIONS_BOUNDARY_REQUEST;
}

impl Read for DeleteRolePermissionsBoundaryRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
        })
    }
}

impl Write for DeleteRolePermissionsBoundaryRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name], out);
    }
}

/// `DeleteUserPermissionsBoundaryRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteUserPermissionsBoundaryRequest {
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
}

impl Typed for DeleteUserPermissionsBoundaryRequest {
    const SHAPE: &'static Shape = &schema::boundaries::DELETE_USER_PERMISSIONS_BOUNDARY_REQUEST;
}

impl Read for DeleteUserPermissionsBoundaryRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
        })
    }
}

impl Write for DeleteUserPermissionsBoundaryRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name], out);
    }
}

/// `PutRolePermissionsBoundaryRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutRolePermissionsBoundaryRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PermissionsBoundary`: 20–2048 characters; required.
    pub permissions_boundary: String,
}

impl Typed for PutRolePermissionsBoundaryRequest {
    const SHAPE: &'static Shape = &schema::boundaries::PUT_ROLE_PERMISSIONS_BOUNDARY_REQUEST;
}

impl Read for PutRolePermissionsBoundaryRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            permissions_boundary: fields.required("PermissionsBoundary")?,
        })
    }
}

impl Write for PutRolePermissionsBoundaryRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.permissions_boundary], out);
    }
}

/// `PutUserPermissionsBoundaryRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutUserPermissionsBoundaryRequest {
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
    /// `PermissionsBoundary`: 20–2048 characters; required.
    pub permissions_boundary: String,
}

impl Typed for PutUserPermissionsBoundaryRequest {
    const SHAPE: &'static Shape = &schema::boundaries::PUT_USER_PERMISSIONS_BOUNDARY_REQUEST;
}

impl Read for PutUserPermissionsBoundaryRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            permissions_boundary: fields.required("PermissionsBoundary")?,
        })
    }
}

impl Write for PutUserPermissionsBoundaryRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.permissions_boundary], out);
    }
}
