//! Structures of context keys.
//!
//! Generated from `models/iam.json` by `tegata-codegen`; not to be edited.

use tegata_wire::{Fields, Read, ReadError, Shape, Typed, Value, Write, Writer, write_structure};

use crate::schema;

/// `GetContextKeysForCustomPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetContextKeysForCustomPolicyRequest {
    /// `PolicyInputList`: required.
    pub policy_input_list: Vec<String>,
}

impl Typed for GetContextKeysForCustomPolicyRequest {
    const SHAPE: &'static Shape = &schema::context_keys::GET_CONTEXT_KEYS_FOR_CUSTOM_POLICY_REQUEST;
}

impl Read for GetContextKeysForCustomPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_input_list: fields.required("PolicyInputList")?,
        })
    }
}

impl Write for GetContextKeysForCustomPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.policy_input_list], out);
    }
}

/// `GetContextKeysForPolicyResponse`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GetContextKeysForPolicyResponse {
    /// `ContextKeyNames`.
    pub context_key_names: Option<Vec<String>>,
}

impl Typed for GetContextKeysForPolicyResponse {
    const SHAPE: &'static Shape = &schema::context_keys::GET_CONTEXT_KEYS_FOR_POLICY_RESPONSE;
}

impl Read for GetContextKeysForPolicyResponse {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            context_key_names: fields.optional("ContextKeyNames")?,
        })
    }
}

impl Write for GetContextKeysForPolicyResponse {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(Self::SHAPE, &[&self.context_key_names], out);
    }
}

/// `GetContextKeysForPrincipalPolicyRequest`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GetContextKeysForPrincipalPolicyRequest {
    /// `PolicySourceArn`: 20–2048 characters; required.
    pub policy_source_arn: String,
    /// `PolicyInputList`.
    pub policy_input_list: Option<Vec<String>>,
}

impl Typed for GetContextKeysForPrincipalPolicyRequest {
    const SHAPE: &'static Shape = &schema::context_keys::GET_CONTEXT_KEYS_FOR_PRINCIPAL_POLICY_REQUEST;
}

impl Read for GetContextKeysForPrincipalPolicyRequest {
    fn read(value: &Value) -> Result<Self, ReadError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            policy_source_arn: fields.required("PolicySourceArn")?,
            policy_input_list: fields.optional("PolicyInputList")?,
        })
    }
}

impl Write for GetContextKeysForPrincipalPolicyRequest {
    fn write(&self, out: &mut dyn Writer) {
        write_structure(
            Self::SHAPE,
            &[&self.policy_source_arn, &self.policy_input_list],
            out,
        );
    }
}
