//! Structures of tags.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use std::fmt;

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use crate::schema;

/// `ListTagsForResourceRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTagsForResourceRequest {
    /// `resourceArn`: 1–1011 characters; in the query string; required.
    pub resource_arn: String,
}

impl Typed for ListTagsForResourceRequest {
    const SHAPE: &'static Shape = &schema::tags::LIST_TAGS_FOR_RESOURCE_REQUEST;
}

impl Read for ListTagsForResourceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            resource_arn: fields.required("resourceArn")?,
        })
    }
}

impl Write for ListTagsForResourceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.resource_arn], out);
    }
}

/// `ListTagsForResourceResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListTagsForResourceResponse {
    /// `tags`: 0–200 entries.
    pub tags: Option<Vec<Tag>>,
}

impl Typed for ListTagsForResourceResponse {
    const SHAPE: &'static Shape = &schema::tags::LIST_TAGS_FOR_RESOURCE_RESPONSE;
}

impl Read for ListTagsForResourceResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            tags: fields.optional("tags")?,
        })
    }
}

impl Write for ListTagsForResourceResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.tags], out);
    }
}

/// `TagResourceRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagResourceRequest {
    /// `resourceArn`: 1–1011 characters; required.
    pub resource_arn: String,
    /// `tags`: 0–200 entries; required.
    pub tags: Vec<Tag>,
}

impl Typed for TagResourceRequest {
    const SHAPE: &'static Shape = &schema::tags::TAG_RESOURCE_REQUEST;
}

impl Read for TagResourceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            resource_arn: fields.required("resourceArn")?,
            tags: fields.required("tags")?,
        })
    }
}

impl Write for TagResourceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.resource_arn, &self.tags], out);
    }
}

/// `TagResourceResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TagResourceResponse;
impl Typed for TagResourceResponse {
    const SHAPE: &'static Shape = &schema::tags::TAG_RESOURCE_RESPONSE;
}

impl Read for TagResourceResponse {
    fn read(_: &Value) -> Result<Self, ReadError> {
        Ok(Self)
    }
}

impl Write for TagResourceResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[], out);
    }
}

/// `UntagResourceRequest`.
#[derive(Clone, PartialEq, Eq)]
pub struct UntagResourceRequest {
    /// `resourceArn`: 1–1011 characters; required.
    pub resource_arn: String,
    /// `tagKeys`: 0–200 entries; required.
    pub tag_keys: Vec<String>,
}

impl Typed for UntagResourceRequest {
    const SHAPE: &'static Shape = &schema::tags::UNTAG_RESOURCE_REQUEST;
}

impl Read for UntagResourceRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            resource_arn: fields.required("resourceArn")?,
            tag_keys: fields.required("tagKeys")?,
        })
    }
}

impl Write for UntagResourceRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.resource_arn, &self.tag_keys], out);
    }
}

impl fmt::Debug for UntagResourceRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UntagResourceRequest")
            .field("resource_arn", &self.resource_arn)
            .finish_non_exhaustive()
    }
}

/// `UntagResourceResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UntagResourceResponse;
impl Typed for UntagResourceResponse {
    const SHAPE: &'static Shape = &schema::tags::UNTAG_RESOURCE_RESPONSE;
}

impl Read for UntagResourceResponse {
    fn read(_: &Value) -> Result<Self, ReadError> {
        Ok(Self)
    }
}

impl Write for UntagResourceResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[], out);
    }
}
