//! Structures of inline policies.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `DeleteRolePolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteRolePolicyRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
}

impl Typed for DeleteRolePolicyRequest {
    const SHAPE: &'static Shape = &schema::inline_policies::DELETE_ROLE_POLICY_REQUEST;
}

impl Read for DeleteRolePolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            policy_name: fields.required("PolicyName")?,
        })
    }
}

impl Write for DeleteRolePolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.policy_name], out);
    }
}

/// `DeleteUserPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeleteUserPolicyRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
}

impl Typed for DeleteUserPolicyRequest {
    const SHAPE: &'static Shape = &schema::inline_policies::DELETE_USER_POLICY_REQUEST;
}

impl Read for DeleteUserPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            policy_name: fields.required("PolicyName")?,
        })
    }
}

impl Write for DeleteUserPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.policy_name], out);
    }
}

/// `GetRolePolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetRolePolicyRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
}

impl Typed for GetRolePolicyRequest {
    const SHAPE: &'static Shape = &schema::inline_policies::GET_ROLE_POLICY_REQUEST;
}

impl Read for GetRolePolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            policy_name: fields.required("PolicyName")?,
        })
    }
}

impl Write for GetRolePolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.role_name, &self.policy_name], out);
    }
}

/// `GetRolePolicyResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetRolePolicyResponse {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
}

impl Typed for GetRolePolicyResponse {
    const SHAPE: &'static Shape = &schema::inline_policies::GET_ROLE_POLICY_RESPONSE;
}

impl Read for GetRolePolicyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            policy_name: fields.required("PolicyName")?,
            policy_document: fields.required("PolicyDocument")?,
        })
    }
}

impl Write for GetRolePolicyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.role_name, &self.policy_name, &self.policy_document],
            out,
        );
    }
}

/// `GetUserPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetUserPolicyRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
}

impl Typed for GetUserPolicyRequest {
    const SHAPE: &'static Shape = &schema::inline_policies::GET_USER_POLICY_REQUEST;
}

impl Read for GetUserPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            policy_name: fields.required("PolicyName")?,
        })
    }
}

impl Write for GetUserPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.user_name, &self.policy_name], out);
    }
}

/// `GetUserPolicyResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetUserPolicyResponse {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
}

impl Typed for GetUserPolicyResponse {
    const SHAPE: &'static Shape = &schema::inline_policies::GET_USER_POLICY_RESPONSE;
}

impl Read for GetUserPolicyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            policy_name: fields.required("PolicyName")?,
            policy_document: fields.required("PolicyDocument")?,
        })
    }
}

impl Write for GetUserPolicyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.policy_name, &self.policy_document],
            out,
        );
    }
}

/// `ListRolePoliciesRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRolePoliciesRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListRolePoliciesRequest {
    const SHAPE: &'static Shape = &schema::inline_policies::LIST_ROLE_POLICIES_REQUEST;
}

impl Read for ListRolePoliciesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListRolePoliciesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.role_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListRolePoliciesResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRolePoliciesResponse {
    /// `PolicyNames`: required.
    pub policy_names: Vec<String>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListRolePoliciesResponse {
    const SHAPE: &'static Shape = &schema::inline_policies::LIST_ROLE_POLICIES_RESPONSE;
}

impl Read for ListRolePoliciesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_names: fields.required("PolicyNames")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListRolePoliciesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policy_names, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `ListUserPoliciesRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListUserPoliciesRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
}

impl Typed for ListUserPoliciesRequest {
    const SHAPE: &'static Shape = &schema::inline_policies::LIST_USER_POLICIES_REQUEST;
}

impl Read for ListUserPoliciesRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            marker: fields.optional("Marker")?,
            max_items: fields.optional("MaxItems")?,
        })
    }
}

impl Write for ListUserPoliciesRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.marker, &self.max_items],
            out,
        );
    }
}

/// `ListUserPoliciesResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListUserPoliciesResponse {
    /// `PolicyNames`: required.
    pub policy_names: Vec<String>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for ListUserPoliciesResponse {
    const SHAPE: &'static Shape = &schema::inline_policies::LIST_USER_POLICIES_RESPONSE;
}

impl Read for ListUserPoliciesResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_names: fields.required("PolicyNames")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for ListUserPoliciesResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policy_names, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `PutRolePolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutRolePolicyRequest {
    /// `RoleName`: 1–64 characters; required.
    pub role_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
}

impl Typed for PutRolePolicyRequest {
    const SHAPE: &'static Shape = &schema::inline_policies::PUT_ROLE_POLICY_REQUEST;
}

impl Read for PutRolePolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            role_name: fields.required("RoleName")?,
            policy_name: fields.required("PolicyName")?,
            policy_document: fields.required("PolicyDocument")?,
        })
    }
}

impl Write for PutRolePolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.role_name, &self.policy_name, &self.policy_document],
            out,
        );
    }
}

/// `PutUserPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutUserPolicyRequest {
    /// `UserName`: 1–128 characters; required.
    pub user_name: String,
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
    /// `PolicyDocument`: 1–131072 characters; required.
    pub policy_document: String,
}

impl Typed for PutUserPolicyRequest {
    const SHAPE: &'static Shape = &schema::inline_policies::PUT_USER_POLICY_REQUEST;
}

impl Read for PutUserPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            user_name: fields.required("UserName")?,
            policy_name: fields.required("PolicyName")?,
            policy_document: fields.required("PolicyDocument")?,
        })
    }
}

impl Write for PutUserPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.user_name, &self.policy_name, &self.policy_document],
            out,
        );
    }
}
