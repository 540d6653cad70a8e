//! Structures of subjects.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use std::collections::BTreeMap;

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `CredentialSummary`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CredentialSummary {
    /// `seenAt`.
    pub seen_at: Option<Timestamp>,
    /// `serialNumber`.
    pub serial_number: Option<String>,
    /// `issuer`.
    pub issuer: Option<String>,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `x509CertificateData`.
    pub x509_certificate_data: Option<String>,
    /// `failed`.
    pub failed: Option<bool>,
}

impl Typed for CredentialSummary {
    const SHAPE: &'static Shape = &schema::subjects::CREDENTIAL_SUMMARY;
}

impl Read for CredentialSummary {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            seen_at: fields.optional("seenAt")?,
            serial_number: fields.optional("serialNumber")?,
            issuer: fields.optional("issuer")?,
            enabled: fields.optional("enabled")?,
            x509_certificate_data: fields.optional("x509CertificateData")?,
            failed: fields.optional("failed")?,
        })
    }
}

impl Write for CredentialSummary {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.seen_at,
                &self.serial_number,
                &self.issuer,
                &self.enabled,
                &self.x509_certificate_data,
                &self.failed,
            ],
            out,
        );
    }
}

/// `InstanceProperty`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InstanceProperty {
    /// `seenAt`.
    pub seen_at: Option<Timestamp>,
    /// `properties`: 0–50 entries.
    pub properties: Option<BTreeMap<String, String>>,
    /// `failed`.
    pub failed: Option<bool>,
}

impl Typed for InstanceProperty {
    const SHAPE: &'static Shape = &schema::subjects::INSTANCE_PROPERTY;
}

impl Read for InstanceProperty {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            seen_at: fields.optional("seenAt")?,
            properties: fields.optional("properties")?,
            failed: fields.optional("failed")?,
        })
    }
}

impl Write for InstanceProperty {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.seen_at, &self.properties, &self.failed], out);
    }
}

/// `ListSubjectsResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListSubjectsResponse {
    /// `subjects`.
    pub subjects: Option<Vec<SubjectSummary>>,
    /// `nextToken`.
    pub next_token: Option<String>,
}

impl Typed for ListSubjectsResponse {
    const SHAPE: &'static Shape = &schema::subjects::LIST_SUBJECTS_RESPONSE;
}

impl Read for ListSubjectsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            subjects: fields.optional("subjects")?,
            next_token: fields.optional("nextToken")?,
        })
    }
}

impl Write for ListSubjectsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.subjects, &self.next_token], out);
    }
}

/// `ScalarSubjectRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarSubjectRequest {
    /// `subjectId`: 36 characters; in the path; required.
    pub subject_id: String,
}

impl Typed for ScalarSubjectRequest {
    const SHAPE: &'static Shape = &schema::subjects::SCALAR_SUBJECT_REQUEST;
}

impl Read for ScalarSubjectRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            subject_id: fields.required("subjectId")?,
        })
    }
}

impl Write for ScalarSubjectRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.subject_id], out);
    }
}

/// `SubjectDetail`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SubjectDetail {
    /// `subjectArn`.
    pub subject_arn: Option<String>,
    /// `subjectId`: 36 characters.
    pub subject_id: Option<String>,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `x509Subject`.
    pub x509_subject: Option<String>,
    /// `lastSeenAt`.
    pub last_seen_at: Option<Timestamp>,
    /// `createdAt`.
    pub created_at: Option<Timestamp>,
    /// `updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `credentials`.
    pub credentials: Option<Vec<CredentialSummary>>,
    /// `instanceProperties`.
    pub instance_properties: Option<Vec<InstanceProperty>>,
}

impl Typed for SubjectDetail {
    const SHAPE: &'static Shape = &schema::subjects::SUBJECT_DETAIL;
}

impl Read for SubjectDetail {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            subject_arn: fields.optional("subjectArn")?,
            subject_id: fields.optional("subjectId")?,
            enabled: fields.optional("enabled")?,
            x509_subject: fields.optional("x509Subject")?,
            last_seen_at: fields.optional("lastSeenAt")?,
            created_at: fields.optional("createdAt")?,
            updated_at: fields.optional("updatedAt")?,
            credentials: fields.optional("credentials")?,
            instance_properties: fields.optional("instanceProperties")?,
        })
    }
}

impl Write for SubjectDetail {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.subject_arn,
                &self.subject_id,
                &self.enabled,
                &self.x509_subject,
                &self.last_seen_at,
                &self.created_at,
                &self.updated_at,
                &self.credentials,
                &self.instance_properties,
            ],
            out,
        );
    }
}

/// `SubjectDetailResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SubjectDetailResponse {
    /// `subject`.
    pub subject: Option<SubjectDetail>,
}

impl Typed for SubjectDetailResponse {
    const SHAPE: &'static Shape = &schema::subjects::SUBJECT_DETAIL_RESPONSE;
}

impl Read for SubjectDetailResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            subject: fields.optional("subject")?,
        })
    }
}

impl Write for SubjectDetailResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.subject], out);
    }
}

/// `SubjectSummary`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SubjectSummary {
    /// `subjectArn`.
    pub subject_arn: Option<String>,
    /// `subjectId`: 36 characters.
    pub subject_id: Option<String>,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `x509Subject`.
    pub x509_subject: Option<String>,
    /// `lastSeenAt`.
    pub last_seen_at: Option<Timestamp>,
    /// `createdAt`.
    pub created_at: Option<Timestamp>,
    /// `updatedAt`.
    pub updated_at: Option<Timestamp>,
}

impl Typed for SubjectSummary {
    const SHAPE: &'static Shape = &schema::subjects::SUBJECT_SUMMARY;
}

impl Read for SubjectSummary {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            subject_arn: fields.optional("subjectArn")?,
            subject_id: fields.optional("subjectId")?,
            enabled: fields.optional("enabled")?,
            x509_subject: fields.optional("x509Subject")?,
            last_seen_at: fields.optional("lastSeenAt")?,
            created_at: fields.optional("createdAt")?,
            updated_at: fields.optional("updatedAt")?,
        })
    }
}

impl Write for SubjectSummary {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.subject_arn,
                &self.subject_id,
                &self.enabled,
                &self.x509_subject,
                &self.last_seen_at,
                &self.created_at,
                &self.updated_at,
            ],
            out,
        );
    }
}
