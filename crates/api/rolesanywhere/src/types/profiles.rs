//! Structures of profiles.
//!
//! Generated from `models/rolesanywhere.json` by `tegata-codegen`; not to be edited.

use jiff::Timestamp;
use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::Tag;
use crate::schema;

/// `AttributeMapping`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttributeMapping {
    /// `certificateField`: one of `x509Subject`, `x509Issuer`, `x509SAN`.
    pub certificate_field: Option<String>,
    /// `mappingRules`.
    pub mapping_rules: Option<Vec<MappingRule>>,
}

impl Typed for AttributeMapping {
    const SHAPE: &'static Shape = &schema::profiles::ATTRIBUTE_MAPPING;
}

impl Read for AttributeMapping {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            certificate_field: fields.optional("certificateField")?,
            mapping_rules: fields.optional("mappingRules")?,
        })
    }
}

impl Write for AttributeMapping {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.certificate_field, &self.mapping_rules], out);
    }
}

/// `CreateProfileRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateProfileRequest {
    /// `name`: 1–255 characters; required.
    pub name: String,
    /// `requireInstanceProperties`.
    pub require_instance_properties: Option<bool>,
    /// `sessionPolicy`.
    pub session_policy: Option<String>,
    /// `roleArns`: 0–250 entries; required.
    pub role_arns: Vec<String>,
    /// `managedPolicyArns`: 0–50 entries.
    pub managed_policy_arns: Option<Vec<String>>,
    /// `durationSeconds`: 900–43200.
    pub duration_seconds: Option<i32>,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `tags`: 0–200 entries.
    pub tags: Option<Vec<Tag>>,
    /// `acceptRoleSessionName`.
    pub accept_role_session_name: Option<bool>,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
}

impl Typed for CreateProfileRequest {
    const SHAPE: &'static Shape = &schema::profiles::CREATE_PROFILE_REQUEST;
}

impl Read for CreateProfileRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            name: fields.required("name")?,
            require_instance_properties: fields.optional("requireInstanceProperties")?,
            session_policy: fields.optional("sessionPolicy")?,
            role_arns: fields.required("roleArns")?,
            managed_policy_arns: fields.optional("managedPolicyArns")?,
            duration_seconds: fields.optional("durationSeconds")?,
            enabled: fields.optional("enabled")?,
            tags: fields.optional("tags")?,
            accept_role_session_name: fields.optional("acceptRoleSessionName")?,
            alias_name: fields.optional("aliasName")?,
        })
    }
}

impl Write for CreateProfileRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.name,
                &self.require_instance_properties,
                &self.session_policy,
                &self.role_arns,
                &self.managed_policy_arns,
                &self.duration_seconds,
                &self.enabled,
                &self.tags,
                &self.accept_role_session_name,
                &self.alias_name,
            ],
            out,
        );
    }
}

/// `DeleteAttributeMappingRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteAttributeMappingRequest {
    /// `profileId`: 1–1011 characters; in the path; required.
    pub profile_id: String,
    /// `certificateField`: one of `x509Subject`, `x509Issuer`, `x509SAN`; in the query string; required.
    pub certificate_field: String,
    /// `specifiers`: in the query string.
    pub specifiers: Option<Vec<String>>,
}

impl Typed for DeleteAttributeMappingRequest {
    const SHAPE: &'static Shape = &schema::profiles::DELETE_ATTRIBUTE_MAPPING_REQUEST;
}

impl Read for DeleteAttributeMappingRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile_id: fields.required("profileId")?,
            certificate_field: fields.required("certificateField")?,
            specifiers: fields.optional("specifiers")?,
        })
    }
}

impl Write for DeleteAttributeMappingRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.profile_id, &self.certificate_field, &self.specifiers],
            out,
        );
    }
}

/// `DeleteAttributeMappingResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteAttributeMappingResponse {
    /// `profile`: required.
    pub profile: ProfileDetail,
}

impl Typed for DeleteAttributeMappingResponse {
    const SHAPE: &'static Shape = &schema::profiles::DELETE_ATTRIBUTE_MAPPING_RESPONSE;
}

impl Read for DeleteAttributeMappingResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile: fields.required("profile")?,
        })
    }
}

impl Write for DeleteAttributeMappingResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.profile], out);
    }
}

/// `ListProfilesResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListProfilesResponse {
    /// `nextToken`.
    pub next_token: Option<String>,
    /// `profiles`.
    pub profiles: Option<Vec<ProfileDetail>>,
}

impl Typed for ListProfilesResponse {
    const SHAPE: &'static Shape = &schema::profiles::LIST_PROFILES_RESPONSE;
}

impl Read for ListProfilesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            next_token: fields.optional("nextToken")?,
            profiles: fields.optional("profiles")?,
        })
    }
}

impl Write for ListProfilesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.next_token, &self.profiles], out);
    }
}

/// `MappingRule`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingRule {
    /// `specifier`: 0–60 characters; required.
    pub specifier: String,
}

impl Typed for MappingRule {
    const SHAPE: &'static Shape = &schema::profiles::MAPPING_RULE;
}

impl Read for MappingRule {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            specifier: fields.required("specifier")?,
        })
    }
}

impl Write for MappingRule {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.specifier], out);
    }
}

/// `ProfileDetail`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileDetail {
    /// `profileId`: 36 characters.
    pub profile_id: Option<String>,
    /// `profileArn`: 1–1011 characters.
    pub profile_arn: Option<String>,
    /// `name`: 1–255 characters.
    pub name: Option<String>,
    /// `requireInstanceProperties`.
    pub require_instance_properties: Option<bool>,
    /// `enabled`.
    pub enabled: Option<bool>,
    /// `createdBy`.
    pub created_by: Option<String>,
    /// `sessionPolicy`.
    pub session_policy: Option<String>,
    /// `roleArns`: 0–250 entries.
    pub role_arns: Option<Vec<String>>,
    /// `managedPolicyArns`: 0–50 entries.
    pub managed_policy_arns: Option<Vec<String>>,
    /// `createdAt`.
    pub created_at: Option<Timestamp>,
    /// `updatedAt`.
    pub updated_at: Option<Timestamp>,
    /// `durationSeconds`.
    pub duration_seconds: Option<i32>,
    /// `acceptRoleSessionName`.
    pub accept_role_session_name: Option<bool>,
    /// `attributeMappings`.
    pub attribute_mappings: Option<Vec<AttributeMapping>>,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
    /// `aliasArn`: 1–1011 characters.
    pub alias_arn: Option<String>,
    /// `previousAliasName`: 0–256 characters.
    pub previous_alias_name: Option<String>,
}

impl Typed for ProfileDetail {
    const SHAPE: &'static Shape = &schema::profiles::PROFILE_DETAIL;
}

impl Read for ProfileDetail {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile_id: fields.optional("profileId")?,
            profile_arn: fields.optional("profileArn")?,
            name: fields.optional("name")?,
            require_instance_properties: fields.optional("requireInstanceProperties")?,
            enabled: fields.optional("enabled")?,
            created_by: fields.optional("createdBy")?,
            session_policy: fields.optional("sessionPolicy")?,
            role_arns: fields.optional("roleArns")?,
            managed_policy_arns: fields.optional("managedPolicyArns")?,
            created_at: fields.optional("createdAt")?,
            updated_at: fields.optional("updatedAt")?,
            duration_seconds: fields.optional("durationSeconds")?,
            accept_role_session_name: fields.optional("acceptRoleSessionName")?,
            attribute_mappings: fields.optional("attributeMappings")?,
            alias_name: fields.optional("aliasName")?,
            alias_arn: fields.optional("aliasArn")?,
            previous_alias_name: fields.optional("previousAliasName")?,
        })
    }
}

impl Write for ProfileDetail {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.profile_id,
                &self.profile_arn,
                &self.name,
                &self.require_instance_properties,
                &self.enabled,
                &self.created_by,
                &self.session_policy,
                &self.role_arns,
                &self.managed_policy_arns,
                &self.created_at,
                &self.updated_at,
                &self.duration_seconds,
                &self.accept_role_session_name,
                &self.attribute_mappings,
                &self.alias_name,
                &self.alias_arn,
                &self.previous_alias_name,
            ],
            out,
        );
    }
}

/// `ProfileDetailResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProfileDetailResponse {
    /// `profile`.
    pub profile: Option<ProfileDetail>,
}

impl Typed for ProfileDetailResponse {
    const SHAPE: &'static Shape = &schema::profiles::PROFILE_DETAIL_RESPONSE;
}

impl Read for ProfileDetailResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile: fields.optional("profile")?,
        })
    }
}

impl Write for ProfileDetailResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.profile], out);
    }
}

/// `PutAttributeMappingRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutAttributeMappingRequest {
    /// `profileId`: 1–1011 characters; in the path; required.
    pub profile_id: String,
    /// `certificateField`: one of `x509Subject`, `x509Issuer`, `x509SAN`; required.
    pub certificate_field: String,
    /// `mappingRules`: required.
    pub mapping_rules: Vec<MappingRule>,
}

impl Typed for PutAttributeMappingRequest {
    const SHAPE: &'static Shape = &schema::profiles::PUT_ATTRIBUTE_MAPPING_REQUEST;
}

impl Read for PutAttributeMappingRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile_id: fields.required("profileId")?,
            certificate_field: fields.required("certificateField")?,
            mapping_rules: fields.required("mappingRules")?,
        })
    }
}

impl Write for PutAttributeMappingRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.profile_id, &self.certificate_field, &self.mapping_rules],
            out,
        );
    }
}

/// `PutAttributeMappingResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutAttributeMappingResponse {
    /// `profile`: required.
    pub profile: ProfileDetail,
}

impl Typed for PutAttributeMappingResponse {
    const SHAPE: &'static Shape = &schema::profiles::PUT_ATTRIBUTE_MAPPING_RESPONSE;
}

impl Read for PutAttributeMappingResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile: fields.required("profile")?,
        })
    }
}

impl Write for PutAttributeMappingResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.profile], out);
    }
}

/// `ScalarProfileRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarProfileRequest {
    /// `profileId`: 1–1011 characters; in the path; required.
    pub profile_id: String,
}

impl Typed for ScalarProfileRequest {
    const SHAPE: &'static Shape = &schema::profiles::SCALAR_PROFILE_REQUEST;
}

impl Read for ScalarProfileRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile_id: fields.required("profileId")?,
        })
    }
}

impl Write for ScalarProfileRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.profile_id], out);
    }
}

/// `UpdateProfileRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateProfileRequest {
    /// `profileId`: 1–1011 characters; in the path; required.
    pub profile_id: String,
    /// `name`: 1–255 characters.
    pub name: Option<String>,
    /// `sessionPolicy`: 1–100000 characters.
    pub session_policy: Option<String>,
    /// `roleArns`: 0–250 entries.
    pub role_arns: Option<Vec<String>>,
    /// `managedPolicyArns`: 0–50 entries.
    pub managed_policy_arns: Option<Vec<String>>,
    /// `durationSeconds`: 900–43200.
    pub duration_seconds: Option<i32>,
    /// `acceptRoleSessionName`.
    pub accept_role_session_name: Option<bool>,
    /// `aliasName`: 0–256 characters.
    pub alias_name: Option<String>,
}

impl Typed for UpdateProfileRequest {
    const SHAPE: &'static Shape = &schema::profiles::UPDATE_PROFILE_REQUEST;
}

impl Read for UpdateProfileRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            profile_id: fields.required("profileId")?,
            name: fields.optional("name")?,
            session_policy: fields.optional("sessionPolicy")?,
            role_arns: fields.optional("roleArns")?,
            managed_policy_arns: fields.optional("managedPolicyArns")?,
            duration_seconds: fields.optional("durationSeconds")?,
            accept_role_session_name: fields.optional("acceptRoleSessionName")?,
            alias_name: fields.optional("aliasName")?,
        })
    }
}

impl Write for UpdateProfileRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.profile_id,
                &self.name,
                &self.session_policy,
                &self.role_arns,
                &self.managed_policy_arns,
                &self.duration_seconds,
                &self.accept_role_session_name,
                &self.alias_name,
            ],
            out,
        );
    }
}
