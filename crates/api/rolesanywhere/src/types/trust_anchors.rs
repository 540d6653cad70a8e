//! Structures of trust anchors.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use crate::schema;

/// `CreateTrustAnchorRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateTrustAnchorRequest {
    /// `name`: 1–255 characters; required.
    pub name: String,
    /// `source`: required.
    pub source: Source,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `crlDpRevocationEnabled`.
    pub crl_dp_revocation_enabled: Option<bool>,
    /// `tags`: 0–200 entries.
    pub tags: Option<Vec<Tag>>,
    /// `notificationSettings`: 0–50 entries.
    pub notification_settings: Option<Vec<NotificationSetting>>,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
}

impl Typed for CreateTrustAnchorRequest {
    const SHAPE: &'static Shape = &schema::trust_anchors::CREATE_TRUST_ANCHOR_REQUEST;
}

impl Read for CreateTrustAnchorRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            name: fields.required("name")?,
            source: fields.required("source")?,
            enabled: fields.optional("enabled")?,
            crl_dp_revocation_enabled: fields.optional("crlDpRevocationEnabled")?,
            tags: fields.optional("tags")?,
            notification_settings: fields.optional("notificationSettings")?,
            alias_name: fields.optional("aliasName")?,
        })
    }
}

impl Write for CreateTrustAnchorRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.name,
                &self.source,
                &self.enabled,
                &self.crl_dp_revocation_enabled,
                &self.tags,
                &self.notification_settings,
                &self.alias_name,
            ],
            out,
        );
    }
}

/// `ListTrustAnchorsResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListTrustAnchorsResponse {
    /// `nextToken`.
    pub next_token: Option<String>,
    /// `trustAnchors`.
    pub trust_anchors: Option<Vec<TrustAnchorDetail>>,
}

impl Typed for ListTrustAnchorsResponse {
    const SHAPE: &'static Shape = &schema::trust_anchors::LIST_TRUST_ANCHORS_RESPONSE;
}

impl Read for ListTrustAnchorsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            next_token: fields.optional("nextToken")?,
            trust_anchors: fields.optional("trustAnchors")?,
        })
    }
}

impl Write for ListTrustAnchorsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.next_token, &self.trust_anchors], out);
    }
}

/// `NotificationSetting`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationSetting {
    /// `enabled`: required.
    pub enabled: bool,
    /// `event`: one of `CA_CERTIFICATE_EXPIRY`, `END_ENTITY_CERTIFICATE_EXPIRY`; required.
    pub event: String,
    /// `threshold`: 1–360.
    pub threshold: Option<i32>,
    /// `channel`: one of `ALL`.
    pub channel: Option<String>,
}

impl Typed for NotificationSetting {
    const SHAPE: &'static Shape = &schema::trust_anchors::NOTIFICATION_SETTING;
}

impl Read for NotificationSetting {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            enabled: fields.required("enabled")?,
            event: fields.required("event")?,
            threshold: fields.optional("threshold")?,
            channel: fields.optional("channel")?,
        })
    }
}

impl Write for NotificationSetting {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.enabled, &self.event, &self.threshold, &self.channel],
            out,
        );
    }
}

/// `NotificationSettingDetail`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationSettingDetail {
    /// `enabled`: required.
    pub enabled: bool,
    /// `event`: one of `CA_CERTIFICATE_EXPIRY`, `END_ENTITY_CERTIFICATE_EXPIRY`; required.
    pub event: String,
    /// `threshold`: 1–360.
    pub threshold: Option<i32>,
    /// `channel`: one of `ALL`.
    pub channel: Option<String>,
    /// `configuredBy`: 1–200 characters.
    pub configured_by: Option<String>,
}

impl Typed for NotificationSettingDetail {
    const SHAPE: &'static Shape = &schema::trust_anchors::NOTIFICATION_SETTING_DETAIL;
}

impl Read for NotificationSettingDetail {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            enabled: fields.required("enabled")?,
            event: fields.required("event")?,
            threshold: fields.optional("threshold")?,
            channel: fields.optional("channel")?,
            configured_by: fields.optional("configuredBy")?,
        })
    }
}

impl Write for NotificationSettingDetail {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.enabled,
                &self.event,
                &self.threshold,
                &self.channel,
                &self.configured_by,
            ],
            out,
        );
    }
}

/// `NotificationSettingKey`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotificationSettingKey {
    /// `event`: one of `CA_CERTIFICATE_EXPIRY`, `END_ENTITY_CERTIFICATE_EXPIRY`; required.
    pub event: String,
    /// `channel`: one of `ALL`.
    pub channel: Option<String>,
}

impl Typed for NotificationSettingKey {
    const SHAPE: &'static Shape = &schema::trust_anchors::NOTIFICATION_SETTING_KEY;
}

impl Read for NotificationSettingKey {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            event: fields.required("event")?,
            channel: fields.optional("channel")?,
        })
    }
}

impl Write for NotificationSettingKey {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.event, &self.channel], out);
    }
}

/// `PutNotificationSettingsRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutNotificationSettingsRequest {
    /// `trustAnchorId`: 36 characters; required.
    pub trust_anchor_id: String,
    /// `notificationSettings`: 0–50 entries; required.
    pub notification_settings: Vec<NotificationSetting>,
}

impl Typed for PutNotificationSettingsRequest {
    const SHAPE: &'static Shape = &schema::trust_anchors::PUT_NOTIFICATION_SETTINGS_REQUEST;
}

impl Read for PutNotificationSettingsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            trust_anchor_id: fields.required("trustAnchorId")?,
            notification_settings: fields.required("notificationSettings")?,
        })
    }
}

impl Write for PutNotificationSettingsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.trust_anchor_id, &self.notification_settings],
            out,
        );
    }
}

/// `PutNotificationSettingsResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutNotificationSettingsResponse {
    /// `trustAnchor`: required.
    pub trust_anchor: TrustAnchorDetail,
}

impl Typed for PutNotificationSettingsResponse {
    const SHAPE: &'static Shape = &schema::trust_anchors::PUT_NOTIFICATION_SETTINGS_RESPONSE;
}

impl Read for PutNotificationSettingsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            trust_anchor: fields.required("trustAnchor")?,
        })
    }
}

impl Write for PutNotificationSettingsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.trust_anchor], out);
    }
}

/// `ResetNotificationSettingsRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetNotificationSettingsRequest {
    /// `trustAnchorId`: 36 characters; required.
    pub trust_anchor_id: String,
    /// `notificationSettingKeys`: 0–50 entries; required.
    pub notification_setting_keys: Vec<NotificationSettingKey>,
}

impl Typed for ResetNotificationSettingsRequest {
    const SHAPE: &'static Shape = &schema::trust_anchors::RESET_NOTIFICATION_SETTINGS_REQUEST;
}

impl Read for ResetNotificationSettingsRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            trust_anchor_id: fields.required("trustAnchorId")?,
            notification_setting_keys: fields.required("notificationSettingKeys")?,
        })
    }
}

impl Write for ResetNotificationSettingsRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.trust_anchor_id, &self.notification_setting_keys],
            out,
        );
    }
}

/// `ResetNotificationSettingsResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResetNotificationSettingsResponse {
    /// `trustAnchor`: required.
    pub trust_anchor: TrustAnchorDetail,
}

impl Typed for ResetNotificationSettingsResponse {
    const SHAPE: &'static Shape = &schema::trust_anchors::RESET_NOTIFICATION_SETTINGS_RESPONSE;
}

impl Read for ResetNotificationSettingsResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            trust_anchor: fields.required("trustAnchor")?,
        })
    }
}

impl Write for ResetNotificationSettingsResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.trust_anchor], out);
    }
}

/// `ScalarTrustAnchorRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarTrustAnchorRequest {
    /// `trustAnchorId`: 1–1011 characters; in the path; required.
    pub trust_anchor_id: String,
}

impl Typed for ScalarTrustAnchorRequest {
    const SHAPE: &'static Shape = &schema::trust_anchors::SCALAR_TRUST_ANCHOR_REQUEST;
}

impl Read for ScalarTrustAnchorRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            trust_anchor_id: fields.required("trustAnchorId")?,
        })
    }
}

impl Write for ScalarTrustAnchorRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.trust_anchor_id], out);
    }
}

/// `Source`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// `sourceType`: one of `AWS_ACM_PCA`, `CERTIFICATE_BUNDLE`, `SELF_SIGNED_REPOSITORY`.
    pub source_type: Option<String>,
    /// `sourceData`.
    pub source_data: Option<SourceData>,
}

impl Typed for Source {
    const SHAPE: &'static Shape = &schema::trust_anchors::SOURCE;
}

impl Read for Source {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            source_type: fields.optional("sourceType")?,
            source_data: fields.optional("sourceData")?,
        })
    }
}

impl Write for Source {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.source_type, &self.source_data], out);
    }
}

/// `SourceData`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceData {
    /// `x509CertificateData`: 1–204800 characters.
    pub x509_certificate_data: Option<String>,
    /// `acmPcaArn`.
    pub acm_pca_arn: Option<String>,
}

impl Typed for SourceData {
    const SHAPE: &'static Shape = &schema::trust_anchors::SOURCE_DATA;
}

impl Read for SourceData {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            x509_certificate_data: fields.optional("x509CertificateData")?,
            acm_pca_arn: fields.optional("acmPcaArn")?,
        })
    }
}

impl Write for SourceData {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.x509_certificate_data, &self.acm_pca_arn],
            out,
        );
    }
}

/// `TrustAnchorDetail`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustAnchorDetail {
    /// `trustAnchorId`: 36 characters.
    pub trust_anchor_id: Option<String>,
    /// `trustAnchorArn`: 1–1011 characters.
    pub trust_anchor_arn: Option<String>,
    /// `name`: 1–255 characters.
    pub name: Option<String>,
    /// `source`.
    pub source: Option<Source>,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `crlDpRevocationEnabled`.
    pub crl_dp_revocation_enabled: Option<bool>,
    /// `createdAt`.
    pub created_at: Option<Timestamp>,
    /// `updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `notificationSettings`: 0–50 entries.
    pub notification_settings: Option<Vec<NotificationSettingDetail>>,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
    /// `aliasArn`: 1–1011 characters.
    pub alias_arn: Option<String>,
    /// `previousAliasName`: 0–256 characters.
    pub previous_alias_name: Option<String>,
}

impl Typed for TrustAnchorDetail {
    const SHAPE: &'static Shape = &schema::trust_anchors::TRUST_ANCHOR_DETAIL;
}

impl Read for TrustAnchorDetail {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            trust_anchor_id: fields.optional("trustAnchorId")?,
            trust_anchor_arn: fields.optional("trustAnchorArn")?,
            name: fields.optional("name")?,
            source: fields.optional("source")?,
            enabled: fields.optional("enabled")?,
            crl_dp_revocation_enabled: fields.optional("crlDpRevocationEnabled")?,
            created_at: fields.optional("createdAt")?,
            updated_at: fields.optional("updatedAt")?,
            notification_settings: fields.optional("notificationSettings")?,
            alias_name: fields.optional("aliasName")?,
            alias_arn: fields.optional("aliasArn")?,
            previous_alias_name: fields.optional("previousAliasName")?,
        })
    }
}

impl Write for TrustAnchorDetail {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.trust_anchor_id,
                &self.trust_anchor_arn,
                &self.name,
                &self.source,
                &self.enabled,
                &self.crl_dp_revocation_enabled,
                &self.created_at,
                &self.updated_at,
                &self.notification_settings,
                &self.alias_name,
                &self.alias_arn,
                &self.previous_alias_name,
            ],
            out,
        );
    }
}

/// `TrustAnchorDetailResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustAnchorDetailResponse {
    /// `trustAnchor`: required.
    pub trust_anchor: TrustAnchorDetail,
}

impl Typed for TrustAnchorDetailResponse {
    const SHAPE: &'static Shape = &schema::trust_anchors::TRUST_ANCHOR_DETAIL_RESPONSE;
}

impl Read for TrustAnchorDetailResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            trust_anchor: fields.required("trustAnchor")?,
        })
    }
}

impl Write for TrustAnchorDetailResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.trust_anchor], out);
    }
}

/// `UpdateTrustAnchorRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateTrustAnchorRequest {
    /// `trustAnchorId`: 1–1011 characters; in the path; required.
    pub trust_anchor_id: String,
    /// `name`: 1–255 characters.
    pub name: Option<String>,
    /// `source`.
    pub source: Option<Source>,
    /// `crlDpRevocationEnabled`.
    pub crl_dp_revocation_enabled: Option<bool>,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
}

impl Typed for UpdateTrustAnchorRequest {
    const SHAPE: &'static Shape = &schema::trust_anchors::UPDATE_TRUST_ANCHOR_REQUEST;
}

impl Read for UpdateTrustAnchorRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            trust_anchor_id: fields.required("trustAnchorId")?,
            name: fields.optional("name")?,
            source: fields.optional("source")?,
            crl_dp_revocation_enabled: fields.optional("crlDpRevocationEnabled")?,
            alias_name: fields.optional("aliasName")?,
        })
    }
}

impl Write for UpdateTrustAnchorRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.trust_anchor_id,
                &self.name,
                &self.source,
                &self.crl_dp_revocation_enabled,
                &self.alias_name,
            ],
            out,
        );
    }
}
