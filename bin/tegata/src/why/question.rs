//! A request that today's policies are asked about.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tegata_api_iam::{ContextEntry, ExplainAccessRequest};

/// Who, what, on what, in which circumstances.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) principal: String,
    pub(super) action: String,
    pub(super) resource: String,
    /// Condition keys; several values make a list.
    pub(super) context: BTreeMap<String, Vec<String>>,
    /// Keys whose only value is one of a list all the same.
    pub(super) lists: Vec<String>,
}

/// A flag that cannot be understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum QuestionError {
    #[error("{0:?} is no condition key with its value; write --context aws:SourceIp=192.0.2.1")]
    Context(String),
    #[error("give an event id, or --principal and --action")]
    Nothing,
}

impl Question {
    /// The request of the flags.
    ///
    /// # Errors
    /// [`QuestionError`].
    pub(super) fn of_flags(
        (principal, action, resource): (Option<&str>, Option<&str>, &str),
        context: &[String],
    ) -> Result<Self, QuestionError> {
        let (Some(principal), Some(action)) = (principal, action) else {
            return Err(QuestionError::Nothing);
        };
        let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for entry in context {
            let (key, value) = entry
                .split_once('=')
                .filter(|(key, _)| key.contains(':'))
                .ok_or_else(|| QuestionError::Context(entry.clone()))?;
            keys.entry(key.to_owned()).or_default().push(value.to_owned());
        }
        Ok(Self {
            principal: principal.to_owned(),
            action: action.to_owned(),
            resource: resource.to_owned(),
            context: keys,
            lists: Vec::new(),
        })
    }

    pub(super) fn request(&self) -> ExplainAccessRequest {
        let entries = self.context.iter().map(|(key, values)| {
            let is_list = values.len() != 1 || self.lists.contains(key);
            ContextEntry {
                context_key_name: Some(key.clone()),
                context_key_values: Some(values.clone()),
                context_key_type: Some(if is_list { "stringList" } else { "string" }.to_owned()),
            }
        });
        ExplainAccessRequest {
            principal_arn: self.principal.clone(),
            action_name: self.action.clone(),
            resource_arn: Some(self.resource.clone()),
            context_entries: Some(entries.collect()),
        }
    }

    pub(super) fn as_json(&self) -> Value {
        json!({
            "principal": self.principal,
            "action": self.action,
            "resource": self.resource,
            "context": self.context,
        })
    }
}
