//! Structures of crls.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Blob, Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use crate::schema;

/// `CrlDetail`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CrlDetail {
    /// `crlId`: 36 characters.
    pub crl_id: Option<String>,
    /// `crlArn`: 1–1011 characters.
    pub crl_arn: Option<String>,
    /// `name`.
    pub name: Option<String>,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `crlData`.
    pub crl_data: Option<Blob>,
    /// `trustAnchorArn`: 1–1011 characters.
    pub trust_anchor_arn: Option<String>,
    /// `createdAt`.
    pub created_at: Option<Timestamp>,
    /// `updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
    /// `aliasArn`: 1–1011 characters.
    pub alias_arn: Option<String>,
    /// `previousAliasName`: 0–256 characters.
    pub previous_alias_name: Option<String>,
}

impl Typed for CrlDetail {
    const SHAPE: &'static Shape = &schema::crls::CRL_DETAIL;
}

impl Read for CrlDetail {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            crl_id: fields.optional("crlId")?,
            crl_arn: fields.optional("crlArn")?,
            name: fields.optional("name")?,
            enabled: fields.optional("enabled")?,
            crl_data: fields.optional("crlData")?,
            trust_anchor_arn: fields.optional("trustAnchorArn")?,
            created_at: fields.optional("createdAt")?,
            updated_at: fields.optional("updatedAt")?,
            alias_name: fields.optional("aliasName")?,
            alias_arn: fields.optional("aliasArn")?,
            previous_alias_name: fields.optional("previousAliasName")?,
        })
    }
}

impl Write for CrlDetail {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.crl_id,
                &self.crl_arn,
                &self.name,
                &self.enabled,
                &self.crl_data,
                &self.trust_anchor_arn,
                &self.created_at,
                &self.updated_at,
                &self.alias_name,
                &self.alias_arn,
                &self.previous_alias_name,
            ],
            out,
        );
    }
}

/// `CrlDetailResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrlDetailResponse {
    /// `crl`: required.
    pub crl: CrlDetail,
}

impl Typed for CrlDetailResponse {
    const SHAPE: &'static Shape = &schema::crls::CRL_DETAIL_RESPONSE;
}

impl Read for CrlDetailResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            crl: fields.required("crl")?,
        })
    }
}

impl Write for CrlDetailResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.crl], out);
    }
}

/// `ImportCrlRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportCrlRequest {
    /// `name`: 1–255 characters; required.
    pub name: String,
    /// `crlData`: 1–300000 bytes; required.
    pub crl_data: Blob,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `tags`: 0–200 entries.
    pub tags: Option<Vec<Tag>>,
    /// `trustAnchorArn`: 1–1011 characters; required.
    pub trust_anchor_arn: String,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
}

impl Typed for ImportCrlRequest {
    const SHAPE: &'static Shape = &schema::crls::IMPORT_CRL_REQUEST;
}

impl Read for ImportCrlRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            name: fields.required("name")?,
            crl_data: fields.required("crlData")?,
            enabled: fields.optional("enabled")?,
            tags: fields.optional("tags")?,
            trust_anchor_arn: fields.required("trustAnchorArn")?,
            alias_name: fields.optional("aliasName")?,
        })
    }
}

impl Write for ImportCrlRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.name,
                &self.crl_data,
                &self.enabled,
                &self.tags,
                &self.trust_anchor_arn,
                &self.alias_name,
            ],
            out,
        );
    }
}

/// `ListCrlsResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListCrlsResponse {
    /// `nextToken`.
    pub next_token: Option<String>,
    /// `crls`.
    pub crls: Option<Vec<CrlDetail>>,
}

impl Typed for ListCrlsResponse {
    const SHAPE: &'static Shape = &schema::crls::LIST_CRLS_RESPONSE;
}

impl Read for ListCrlsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            next_token: fields.optional("nextToken")?,
            crls: fields.optional("crls")?,
        })
    }
}

impl Write for ListCrlsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.next_token, &self.crls], out);
    }
}

/// `ScalarCrlRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarCrlRequest {
    /// `crlId`: 1–1011 characters; in the path; required.
    pub crl_id: String,
}

impl Typed for ScalarCrlRequest {
    const SHAPE: &'static Shape = &schema::crls::SCALAR_CRL_REQUEST;
}

impl Read for ScalarCrlRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            crl_id: fields.required("crlId")?,
        })
    }
}

impl Write for ScalarCrlRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.crl_id], out);
    }
}

/// `UpdateCrlRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateCrlRequest {
    /// `crlId`: 1–1011 characters; in the path; required.
    pub crl_id: String,
    /// `name`: 1–255 characters.
    pub name: Option<String>,
    /// `crlData`: 1–300000 bytes.
    pub crl_data: Option<Blob>,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
}

impl Typed for UpdateCrlRequest {
    const SHAPE: &'static Shape = &schema::crls::UPDATE_CRL_REQUEST;
}

impl Read for UpdateCrlRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            crl_id: fields.required("crlId")?,
            name: fields.optional("name")?,
            crl_data: fields.optional("crlData")?,
            alias_name: fields.optional("aliasName")?,
        })
    }
}

impl Write for UpdateCrlRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.crl_id, &self.name, &self.crl_data, &self.alias_name],
            out,
        );
    }
}
