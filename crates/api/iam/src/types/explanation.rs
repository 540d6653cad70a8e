//! Structures of explanation.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use super::shared::ContextEntry;
use super::shared::Position;
use crate::schema;

/// `ExplainAccessRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainAccessRequest {
    /// `PrincipalArn`: 1–2048 characters; required.
    pub principal_arn: String,
    /// `ActionName`: 3–128 characters; required.
    pub action_name: String,
    /// `ResourceArn`: 1–2048 characters.
    pub resource_arn: Option<String>,
    /// `ContextEntries`.
    pub context_entries: Option<Vec<ContextEntry>>,
}

impl Typed for ExplainAccessRequest {
    const SHAPE: &'static Shape = &schema::explanation::EXPLAIN_ACCESS_REQUEST;
}

impl Read for ExplainAccessRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            principal_arn: fields.required("PrincipalArn")?,
            action_name: fields.required("ActionName")?,
            resource_arn: fields.optional("ResourceArn")?,
            context_entries: fields.optional("ContextEntries")?,
        })
    }
}

impl Write for ExplainAccessRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.principal_arn,
                &self.action_name,
                &self.resource_arn,
                &self.context_entries,
            ],
            out,
        );
    }
}

/// `ExplainAccessResponse`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainAccessResponse {
    /// `Decision`: one of `allowed`, `explicitDeny`, `implicitDeny`; required.
    pub decision: String,
    /// `DecidedBy`.
    pub decided_by: Option<String>,
    /// `Message`.
    pub message: Option<String>,
    /// `Policies`: required.
    pub policies: Vec<ExplainedPolicy>,
    /// `Statements`: required.
    pub statements: Vec<ExplainedStatement>,
    /// `MissingContextValues`: required.
    pub missing_context_values: Vec<String>,
    /// `Change`.
    pub change: Option<String>,
    /// `Report`: required.
    pub report: String,
}

impl Typed for ExplainAccessResponse {
    const SHAPE: &'static Shape = &schema::explanation::EXPLAIN_ACCESS_RESPONSE;
}

impl Read for ExplainAccessResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            decision: fields.required("Decision")?,
            decided_by: fields.optional("DecidedBy")?,
            message: fields.optional("Message")?,
            policies: fields.required("Policies")?,
            statements: fields.required("Statements")?,
            missing_context_values: fields.required("MissingContextValues")?,
            change: fields.optional("Change")?,
            report: fields.required("Report")?,
        })
    }
}

impl Write for ExplainAccessResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.decision,
                &self.decided_by,
                &self.message,
                &self.policies,
                &self.statements,
                &self.missing_context_values,
                &self.change,
                &self.report,
            ],
            out,
        );
    }
}

/// `ExplainedPolicy`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedPolicy {
    /// `PolicyType`: required.
    pub policy_type: String,
    /// `Name`: required.
    pub name: String,
    /// `VersionId`.
    pub version_id: Option<String>,
    /// `Sha256`.
    pub sha256: Option<String>,
    /// `Readable`: required.
    pub readable: bool,
}

impl Typed for ExplainedPolicy {
    const SHAPE: &'static Shape = &schema::explanation::EXPLAINED_POLICY;
}

impl Read for ExplainedPolicy {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_type: fields.required("PolicyType")?,
            name: fields.required("Name")?,
            version_id: fields.optional("VersionId")?,
            sha256: fields.optional("Sha256")?,
            readable: fields.required("Readable")?,
        })
    }
}

impl Write for ExplainedPolicy {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy_type,
                &self.name,
                &self.version_id,
                &self.sha256,
                &self.readable,
            ],
            out,
        );
    }
}

/// `ExplainedStatement`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExplainedStatement {
    /// `Policy`: required.
    pub policy: i32,
    /// `Statement`: required.
    pub statement: i32,
    /// `Sid`.
    pub sid: Option<String>,
    /// `Effect`: required.
    pub effect: String,
    /// `Outcome`: required.
    pub outcome: String,
    /// `Decides`: required.
    pub decides: bool,
    /// `Reason`.
    pub reason: Option<String>,
    /// `ReasonPosition`.
    pub reason_position: Option<Position>,
    /// `Text`.
    pub text: Option<String>,
}

impl Typed for ExplainedStatement {
    const SHAPE: &'static Shape = &schema::explanation::EXPLAINED_STATEMENT;
}

impl Read for ExplainedStatement {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy: fields.required("Policy")?,
            statement: fields.required("Statement")?,
            sid: fields.optional("Sid")?,
            effect: fields.required("Effect")?,
            outcome: fields.required("Outcome")?,
            decides: fields.required("Decides")?,
            reason: fields.optional("Reason")?,
            reason_position: fields.optional("ReasonPosition")?,
            text: fields.optional("Text")?,
        })
    }
}

impl Write for ExplainedStatement {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[
                &self.policy,
                &self.statement,
                &self.sid,
                &self.effect,
                &self.outcome,
                &self.decides,
                &self.reason,
                &self.reason_position,
                &self.text,
            ],
            out,
        );
    }
}
