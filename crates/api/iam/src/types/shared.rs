//! Structures of shared.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `AttachedPermissionsBoundary`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttachedPermissionsBoundary {
    /// `PermissionsBoundaryType`: one of `PermissionsBoundaryPolicy`.
    pub permissions_boundary_type: Option<String>,
    /// `PermissionsBoundaryArn`: 20–2048 characters.
    pub permissions_boundary_arn: Option<String>,
}

impl Typed for AttachedPermissionsBoundary {
    const SHAPE: &'static Shape = &schema::shared::ATTACHED_PERMISSIONS_BOUNDARY;
}

impl Read for AttachedPermissionsBoundary {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            permissions_boundary_type: fields.optional("PermissionsBoundaryType")?,
            permissions_boundary_arn: fields.optional("PermissionsBoundaryArn")?,
        })
    }
}

impl Write for AttachedPermissionsBoundary {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.permissions_boundary_type, &self.permissions_boundary_arn],
            out,
        );
    }
}

/// `AttachedPolicy`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttachedPolicy {
    /// `PolicyName`: 1–128 characters.
    pub policy_name: Option<String>,
    /// `PolicyArn`: 20–2048 characters.
    pub policy_arn: Option<String>,
}

impl Typed for AttachedPolicy {
    const SHAPE: &'static Shape = &schema::shared::ATTACHED_POLICY;
}

impl Read for AttachedPolicy {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_name: fields.optional("PolicyName")?,
            policy_arn: fields.optional("PolicyArn")?,
        })
    }
}

impl Write for AttachedPolicy {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_name, &self.policy_arn], out);
    }
}

/// `ContextEntry`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ContextEntry {
    /// `ContextKeyName`: 5–256 characters.
    pub context_key_name: Option<String>,
    /// `ContextKeyValues`.
    pub context_key_values: Option<Vec<String>>,
    /// `ContextKeyType`: one of `string`, `stringList`, `numeric`, `numericList`, `boolean`, `booleanList`, `ip`, `ipList`, `binary`, `binaryList`, `date`, `dateList`.
    pub context_key_type: Option<String>,
}

impl Typed for ContextEntry {
    const SHAPE: &'static Shape = &schema::shared::CONTEXT_ENTRY;
}

impl Read for ContextEntry {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            context_key_name: fields.optional("ContextKeyName")?,
            context_key_values: fields.optional("ContextKeyValues")?,
            context_key_type: fields.optional("ContextKeyType")?,
        })
    }
}

impl Write for ContextEntry {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.context_key_name,
                &self.context_key_values,
                &self.context_key_type,
            ],
            out,
        );
    }
}

/// `Position`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Position {
    /// `Line`.
    pub line: Option<i32>,
    /// `Column`.
    pub column: Option<i32>,
}

impl Typed for Position {
    const SHAPE: &'static Shape = &schema::shared::POSITION;
}

impl Read for Position {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            line: fields.optional("Line")?,
            column: fields.optional("Column")?,
        })
    }
}

impl Write for Position {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.line, &self.column], out);
    }
}

/// `Tag`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// `Key`: 1–128 characters; required.
    pub key: String,
    /// `Value`: 0–256 characters; required.
    pub value: String,
}

impl Typed for Tag {
    const SHAPE: &'static Shape = &schema::shared::TAG;
}

impl Read for Tag {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            key: fields.required("Key")?,
            value: fields.required("Value")?,
        })
    }
}

impl Write for Tag {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.key, &self.value], out);
    }
}

/// `User`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// `Path`: 1–512 characters; required.
    pub path: String,
    /// `UserName`: 1–64 characters; required.
    pub user_name: String,
    /// `UserId`: 16–128 characters; required.
    pub user_id: String,
    /// `Arn`: 20–2048 characters; required.
    pub arn: String,
    /// `CreateDate`: required.
    pub create_date: Timestamp,
    /// `PasswordLastUsed`.
    pub password_last_used: Option<Timestamp>,
    /// `PermissionsBoundary`.
    pub permissions_boundary: Option<AttachedPermissionsBoundary>,
    /// `Tags`: at most 50 entries.
    pub tags: Option<Vec<Tag>>,
}

impl Typed for User {
    const SHAPE: &'static Shape = &schema::shared::USER;
}

impl Read for User {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            path: fields.required("Path")?,
            user_name: fields.required("UserName")?,
            user_id: fields.required("UserId")?,
            arn: fields.required("Arn")?,
            create_date: fields.required("CreateDate")?,
            password_last_used: fields.optional("PasswordLastUsed")?,
            permissions_boundary: fields.optional("PermissionsBoundary")?,
            tags: fields.optional("Tags")?,
        })
    }
}

impl Write for User {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.path,
                &self.user_name,
                &self.user_id,
                &self.arn,
                &self.create_date,
                &self.password_last_used,
                &self.permissions_boundary,
                &self.tags,
            ],
            out,
        );
    }
}
