//! Structures of simulation.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use std::collections::BTreeMap;

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::ContextEntry;
use super::shared::Position;
use crate::schema;

/// `EvaluationResult`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvaluationResult {
    /// `EvalActionName`: 3–128 characters; required.
    pub eval_action_name: String,
    /// `EvalResourceName`: 1–2048 characters.
    pub eval_resource_name: Option<String>,
    /// `EvalDecision`: one of `allowed`, `explicitDeny`, `implicitDeny`; required.
    pub eval_decision: String,
    /// `MatchedStatements`.
    pub matched_statements: Option<Vec<Statement>>,
    /// `MissingContextValues`.
    pub missing_context_values: Option<Vec<String>>,
    /// `OrganizationsDecisionDetail`.
    pub organizations_decision_detail: Option<OrganizationsDecisionDetail>,
    /// `PermissionsBoundaryDecisionDetail`.
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
    /// `EvalDecisionDetails`.
    pub eval_decision_details: Option<BTreeMap<String, String>>,
    /// `ResourceSpecificResults`.
    pub resource_specific_results: Option<Vec<ResourceSpecificResult>>,
}

impl Typed for EvaluationResult {
    const SHAPE: &'static Shape = &schema::simulation::EVALUATION_RESULT;
}

impl Read for EvaluationResult {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            eval_action_name: fields.required("EvalActionName")?,
            eval_resource_name: fields.optional("EvalResourceName")?,
            eval_decision: fields.required("EvalDecision")?,
            matched_statements: fields.optional("MatchedStatements")?,
            missing_context_values: fields.optional("MissingContextValues")?,
            organizations_decision_detail: fields.optional("OrganizationsDecisionDetail")?,
            permissions_boundary_decision_detail: fields.optional("PermissionsBoundaryDecisionDetail")?,
            eval_decision_details: fields.optional("EvalDecisionDetails")?,
            resource_specific_results: fields.optional("ResourceSpecificResults")?,
        })
    }
}

impl Write for EvaluationResult {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.eval_action_name,
                &self.eval_resource_name,
                &self.eval_decision,
                &self.matched_statements,
                &self.missing_context_values,
                &self.organizations_decision_detail,
                &self.permissions_boundary_decision_detail,
                &self.eval_decision_details,
                &self.resource_specific_results,
            ],
            out,
        );
    }
}

/// `InlinePolicyIdentifierType`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlinePolicyIdentifierType {
    /// `PolicyName`: 1–128 characters; required.
    pub policy_name: String,
    /// `AttachmentType`: one of `user`, `group`, `role`; required.
    pub attachment_type: String,
    /// `AttachmentName`: 1–128 characters; required.
    pub attachment_name: String,
}

impl Typed for InlinePolicyIdentifierType {
    const SHAPE: &'static Shape = &schema::simulation::INLINE_POLICY_IDENTIFIER_TYPE;
}

impl Read for InlinePolicyIdentifierType {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_name: fields.required("PolicyName")?,
            attachment_type: fields.required("AttachmentType")?,
            attachment_name: fields.required("AttachmentName")?,
        })
    }
}

impl Write for InlinePolicyIdentifierType {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policy_name, &self.attachment_type, &self.attachment_name],
            out,
        );
    }
}

/// `OrderedOrganizationPolicyType`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrderedOrganizationPolicyType {
    /// `ServiceControlPolicyInputList`.
    pub service_control_policy_input_list: Option<Vec<String>>,
}

impl Typed for OrderedOrganizationPolicyType {
    const SHAPE: &'static Shape = &schema::simulation::ORDERED_ORGANIZATION_POLICY_TYPE;
}

impl Read for OrderedOrganizationPolicyType {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            service_control_policy_input_list: fields.optional("ServiceControlPolicyInputList")?,
        })
    }
}

impl Write for OrderedOrganizationPolicyType {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.service_control_policy_input_list], out);
    }
}

/// `OrganizationsDecisionDetail`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OrganizationsDecisionDetail {
    /// `AllowedByOrganizations`.
    pub allowed_by_organizations: Option<bool>,
}

impl Typed for OrganizationsDecisionDetail {
    const SHAPE: &'static Shape = &schema::simulation::ORGANIZATIONS_DECISION_DETAIL;
}

impl Read for OrganizationsDecisionDetail {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            allowed_by_organizations: fields.optional("AllowedByOrganizations")?,
        })
    }
}

impl Write for OrganizationsDecisionDetail {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.allowed_by_organizations], out);
    }
}

/// `PermissionsBoundaryDecisionDetail`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PermissionsBoundaryDecisionDetail {
    /// `AllowedByPermissionsBoundary`.
    pub allowed_by_permissions_boundary: Option<bool>,
}

impl Typed for PermissionsBoundaryDecisionDetail {
    const SHAPE: &'static Shape = &schema::simulation::PERMISSIONS_BOUNDARY_DECISION_DETAIL;
}

impl Read for PermissionsBoundaryDecisionDetail {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            allowed_by_permissions_boundary: fields.optional("AllowedByPermissionsBoundary")?,
        })
    }
}

impl Write for PermissionsBoundaryDecisionDetail {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.allowed_by_permissions_boundary], out);
    }
}

/// `PolicyIdentifier`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PolicyIdentifier {
    /// `PolicyType`: one of `inline`, `aws-managed`, `user-managed`, `permission-boundary`, `scp`, `rcp`.
    pub policy_type: Option<String>,
    /// `PolicyArn`: 20–2048 characters.
    pub policy_arn: Option<String>,
    /// `InlinePolicyIdentifier`.
    pub inline_policy_identifier: Option<InlinePolicyIdentifierType>,
}

impl Typed for PolicyIdentifier {
    const SHAPE: &'static Shape = &schema::simulation::POLICY_IDENTIFIER;
}

impl Read for PolicyIdentifier {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_type: fields.optional("PolicyType")?,
            policy_arn: fields.optional("PolicyArn")?,
            inline_policy_identifier: fields.optional("InlinePolicyIdentifier")?,
        })
    }
}

impl Write for PolicyIdentifier {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy_type,
                &self.policy_arn,
                &self.inline_policy_identifier,
            ],
            out,
        );
    }
}

/// `ResourceSpecificResult`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceSpecificResult {
    /// `EvalResourceName`: 1–2048 characters; required.
    pub eval_resource_name: String,
    /// `EvalResourceDecision`: one of `allowed`, `explicitDeny`, `implicitDeny`; required.
    pub eval_resource_decision: String,
    /// `MatchedStatements`.
    pub matched_statements: Option<Vec<Statement>>,
    /// `MissingContextValues`.
    pub missing_context_values: Option<Vec<String>>,
    /// `EvalDecisionDetails`.
    pub eval_decision_details: Option<BTreeMap<String, String>>,
    /// `PermissionsBoundaryDecisionDetail`.
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
}

impl Typed for ResourceSpecificResult {
    const SHAPE: &'static Shape = &schema::simulation::RESOURCE_SPECIFIC_RESULT;
}

impl Read for ResourceSpecificResult {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            eval_resource_name: fields.required("EvalResourceName")?,
            eval_resource_decision: fields.required("EvalResourceDecision")?,
            matched_statements: fields.optional("MatchedStatements")?,
            missing_context_values: fields.optional("MissingContextValues")?,
            eval_decision_details: fields.optional("EvalDecisionDetails")?,
            permissions_boundary_decision_detail: fields.optional("PermissionsBoundaryDecisionDetail")?,
        })
    }
}

impl Write for ResourceSpecificResult {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.eval_resource_name,
                &self.eval_resource_decision,
                &self.matched_statements,
                &self.missing_context_values,
                &self.eval_decision_details,
                &self.permissions_boundary_decision_detail,
            ],
            out,
        );
    }
}

/// `SimulateCustomPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulateCustomPolicyRequest {
    /// `PolicyInputList`: required.
    pub policy_input_list: Vec<String>,
    /// `PermissionsBoundaryPolicyInputList`.
    pub permissions_boundary_policy_input_list: Option<Vec<String>>,
    /// `OrderedOrganizationPolicyInputList`: at most 7 entries.
    pub ordered_organization_policy_input_list: Option<Vec<OrderedOrganizationPolicyType>>,
    /// `ActionNames`: required.
    pub action_names: Vec<String>,
    /// `ResourceArns`.
    pub resource_arns: Option<Vec<String>>,
    /// `ResourcePolicy`: 1–131072 characters.
    pub resource_policy: Option<String>,
    /// `ResourceOwner`: 1–2048 characters.
    pub resource_owner: Option<String>,
    /// `CallerArn`: 1–2048 characters.
    pub caller_arn: Option<String>,
    /// `ContextEntries`.
    pub context_entries: Option<Vec<ContextEntry>>,
    /// `ResourceHandlingOption`: 1–64 characters.
    pub resource_handling_option: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
}

impl Typed for SimulateCustomPolicyRequest {
    const SHAPE: &'static Shape = &schema::simulation::SIMULATE_CUSTOM_POLICY_REQUEST;
}

impl Read for SimulateCustomPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_input_list: fields.required("PolicyInputList")?,
            permissions_boundary_policy_input_list: fields.optional("PermissionsBoundaryPolicyInputList")?,
            ordered_organization_policy_input_list: fields.optional("OrderedOrganizationPolicyInputList")?,
            action_names: fields.required("ActionNames")?,
            resource_arns: fields.optional("ResourceArns")?,
            resource_policy: fields.optional("ResourcePolicy")?,
            resource_owner: fields.optional("ResourceOwner")?,
            caller_arn: fields.optional("CallerArn")?,
            context_entries: fields.optional("ContextEntries")?,
            resource_handling_option: fields.optional("ResourceHandlingOption")?,
            max_items: fields.optional("MaxItems")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for SimulateCustomPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy_input_list,
                &self.permissions_boundary_policy_input_list,
                &self.ordered_organization_policy_input_list,
                &self.action_names,
                &self.resource_arns,
                &self.resource_policy,
                &self.resource_owner,
                &self.caller_arn,
                &self.context_entries,
                &self.resource_handling_option,
                &self.max_items,
                &self.marker,
            ],
            out,
        );
    }
}

/// `SimulatePolicyResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SimulatePolicyResponse {
    /// `EvaluationResults`.
    pub evaluation_results: Option<Vec<EvaluationResult>>,
    /// `IsTruncated`.
    pub is_truncated: Option<bool>,
    /// `Marker`.
    pub marker: Option<String>,
}

impl Typed for SimulatePolicyResponse {
    const SHAPE: &'static Shape = &schema::simulation::SIMULATE_POLICY_RESPONSE;
}

impl Read for SimulatePolicyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            evaluation_results: fields.optional("EvaluationResults")?,
            is_truncated: fields.optional("IsTruncated")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for SimulatePolicyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.evaluation_results, &self.is_truncated, &self.marker],
            out,
        );
    }
}

/// `SimulatePrincipalPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SimulatePrincipalPolicyRequest {
    /// `PolicySourceArn`: 20–2048 characters; required.
    pub policy_source_arn: String,
    /// `PolicyInputList`.
    pub policy_input_list: Option<Vec<String>>,
    /// `PermissionsBoundaryPolicyInputList`.
    pub permissions_boundary_policy_input_list: Option<Vec<String>>,
    /// `PolicyExclusionList`: at most 256 entries.
    pub policy_exclusion_list: Option<Vec<PolicyIdentifier>>,
    /// `ActionNames`: required.
    pub action_names: Vec<String>,
    /// `ResourceArns`.
    pub resource_arns: Option<Vec<String>>,
    /// `ResourcePolicy`: 1–131072 characters.
    pub resource_policy: Option<String>,
    /// `ResourceOwner`: 1–2048 characters.
    pub resource_owner: Option<String>,
    /// `CallerArn`: 1–2048 characters.
    pub caller_arn: Option<String>,
    /// `ContextEntries`.
    pub context_entries: Option<Vec<ContextEntry>>,
    /// `ResourceHandlingOption`: 1–64 characters.
    pub resource_handling_option: Option<String>,
    /// `MaxItems`: 1–1000.
    pub max_items: Option<i32>,
    /// `Marker`: 1–320 characters.
    pub marker: Option<String>,
}

impl Typed for SimulatePrincipalPolicyRequest {
    const SHAPE: &'static Shape = &schema::simulation::SIMULATE_PRINCIPAL_POLICY_REQUEST;
}

impl Read for SimulatePrincipalPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_source_arn: fields.required("PolicySourceArn")?,
            policy_input_list: fields.optional("PolicyInputList")?,
            permissions_boundary_policy_input_list: fields.optional("PermissionsBoundaryPolicyInputList")?,
            policy_exclusion_list: fields.optional("PolicyExclusionList")?,
            action_names: fields.required("ActionNames")?,
            resource_arns: fields.optional("ResourceArns")?,
            resource_policy: fields.optional("ResourcePolicy")?,
            resource_owner: fields.optional("ResourceOwner")?,
            caller_arn: fields.optional("CallerArn")?,
            context_entries: fields.optional("ContextEntries")?,
            resource_handling_option: fields.optional("ResourceHandlingOption")?,
            max_items: fields.optional("MaxItems")?,
            marker: fields.optional("Marker")?,
        })
    }
}

impl Write for SimulatePrincipalPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy_source_arn,
                &self.policy_input_list,
                &self.permissions_boundary_policy_input_list,
                &self.policy_exclusion_list,
                &self.action_names,
                &self.resource_arns,
                &self.resource_policy,
                &self.resource_owner,
                &self.caller_arn,
                &self.context_entries,
                &self.resource_handling_option,
                &self.max_items,
                &self.marker,
            ],
            out,
        );
    }
}

/// `Statement`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Statement {
    /// `SourcePolicyId`.
    pub source_policy_id: Option<String>,
    /// `SourcePolicyType`: one of `user`, `group`, `role`, `aws-managed`, `user-managed`, `resource`, `none`.
    pub source_policy_type: Option<String>,
    /// `StartPosition`.
    pub start_position: Option<Position>,
    /// `EndPosition`.
    pub end_position: Option<Position>,
}

impl Typed for Statement {
    const SHAPE: &'static Shape = &schema::simulation::STATEMENT;
}

impl Read for Statement {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            source_policy_id: fields.optional("SourcePolicyId")?,
            source_policy_type: fields.optional("SourcePolicyType")?,
            start_position: fields.optional("StartPosition")?,
            end_position: fields.optional("EndPosition")?,
        })
    }
}

impl Write for Statement {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.source_policy_id,
                &self.source_policy_type,
                &self.start_position,
                &self.end_position,
            ],
            out,
        );
    }
}
