//! Structures of shared.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `ListRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListRequest {
    /// `nextToken`: 1–10000 characters; in the query string.
    pub next_token: Option<String>,
    /// `pageSize`: in the query string.
    pub page_size: Option<i32>,
}

impl Typed for ListRequest {
    const SHAPE: &'static Shape = &schema::shared::LIST_REQUEST;
}

impl Read for ListRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            next_token: fields.optional("nextToken")?,
            page_size: fields.optional("pageSize")?,
        })
    }
}

impl Write for ListRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.next_token, &self.page_size], out);
    }
}

/// `Tag`.
#[derive(Clone, PartialEq, Eq)]
pub struct Tag {
    /// `key`: 1–128 characters; required; sensitive.
    pub key: String,
    /// `value`: 0–256 characters; required; sensitive.
    pub value: String,
}

impl Typed for Tag {
    const SHAPE: &'static Shape = &schema::shared::TAG;
}

impl Read for Tag {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            key: fields.required("key")?,
            value: fields.required("value")?,
        })
    }
}

impl Write for Tag {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.key, &self.value], out);
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tag").finish_non_exhaustive()
    }
}
