//! Structures of lineage.
//!
//! Generated from `models/cloudtrail.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `GetLineageRequest`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetLineageRequest {
    /// `AccessKeyId`: 1–2048 characters.
    pub access_key_id: Option<String>,
    /// `SessionId`: 1–2048 characters.
    pub session_id: Option<String>,
    /// `EventId`: 1–2048 characters.
    pub event_id: Option<String>,
    /// `SessionName`: 1–2048 characters.
    pub session_name: Option<String>,
    /// `ResourceArn`: 1–2048 characters.
    pub resource_arn: Option<String>,
}

impl Typed for GetLineageRequest {
    const SHAPE: &'static Shape = &schema::lineage::GET_LINEAGE_REQUEST;
}

impl Read for GetLineageRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            access_key_id: fields.optional("AccessKeyId")?,
            session_id: fields.optional("SessionId")?,
            event_id: fields.optional("EventId")?,
            session_name: fields.optional("SessionName")?,
            resource_arn: fields.optional("ResourceArn")?,
        })
    }
}

impl Write for GetLineageRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.access_key_id,
                &self.session_id,
                &self.event_id,
                &self.session_name,
                &self.resource_arn,
            ],
            out,
        );
    }
}

/// `GetLineageResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetLineageResponse {
    /// `Hops`: required.
    pub hops: Vec<Hop>,
}

impl Typed for GetLineageResponse {
    const SHAPE: &'static Shape = &schema::lineage::GET_LINEAGE_RESPONSE;
}

impl Read for GetLineageResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            hops: fields.required("Hops")?,
        })
    }
}

impl Write for GetLineageResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.hops], out);
    }
}

/// `Hop`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hop {
    /// `Kind`: required.
    pub kind: String,
    /// `Id`.
    pub id: Option<String>,
    /// `Arn`.
    pub arn: Option<String>,
    /// `Serial`.
    pub serial: Option<String>,
    /// `Subject`.
    pub subject: Option<String>,
    /// `Issuer`.
    pub issuer: Option<String>,
    /// `Fingerprint`.
    pub fingerprint: Option<String>,
    /// `Time`.
    pub time: Option<Timestamp>,
    /// `Source`.
    pub source: Option<String>,
    /// `Action`.
    pub action: Option<String>,
    /// `Outcome`.
    pub outcome: Option<String>,
}

impl Typed for Hop {
    const SHAPE: &'static Shape = &schema::lineage::HOP;
}

impl Read for Hop {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            kind: fields.required("Kind")?,
            id: fields.optional("Id")?,
            arn: fields.optional("Arn")?,
            serial: fields.optional("Serial")?,
            subject: fields.optional("Subject")?,
            issuer: fields.optional("Issuer")?,
            fingerprint: fields.optional("Fingerprint")?,
            time: fields.optional("Time")?,
            source: fields.optional("Source")?,
            action: fields.optional("Action")?,
            outcome: fields.optional("Outcome")?,
        })
    }
}

impl Write for Hop {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.kind,
                &self.id,
                &self.arn,
                &self.serial,
                &self.subject,
                &self.issuer,
                &self.fingerprint,
                &self.time,
                &self.source,
                &self.action,
                &self.outcome,
            ],
            out,
        );
    }
}
