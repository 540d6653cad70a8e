//! What the event of a denied call recorded: enough to answer, whatever the policies say now.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::question::Question;

/// The parts of a CloudTrail record that tell of a denial.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    #[serde(rename = "eventID")]
    event_id: String,
    event_time: String,
    #[serde(rename = "sourceIPAddress")]
    source: Option<String>,
    error_code: Option<String>,
    error_message: Option<String>,
    user_identity: Value,
    #[serde(default)]
    additional_event_data: Value,
}

/// `additionalEventData.denial`
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Denial {
    pub(super) action: String,
    pub(super) resource: String,
    pub(super) explicit: bool,
    pub(super) policy_type: Option<String>,
    pub(super) policy: Option<String>,
    #[serde(default)]
    pub(super) policies: Vec<Policy>,
    #[serde(default)]
    pub(super) statements: Vec<Statement>,
    #[serde(default)]
    pub(super) statements_omitted: usize,
    #[serde(default)]
    context: BTreeMap<String, Value>,
}

/// A policy that was asked.
#[derive(Debug, Deserialize)]
pub(super) struct Policy {
    #[serde(rename = "type")]
    pub(super) policy_type: String,
    pub(super) name: String,
    pub(super) version: Option<String>,
    pub(super) sha256: String,
}

/// A statement that matched or nearly did.
#[derive(Debug, Deserialize)]
pub(super) struct Statement {
    pub(super) policy: usize,
    pub(super) statement: usize,
    pub(super) sid: Option<String>,
    pub(super) effect: String,
    pub(super) outcome: String,
    #[serde(default)]
    pub(super) keys: Vec<String>,
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
    pub(super) text: Option<String>,
}

/// A denied call.
#[derive(Debug)]
pub(super) struct Recorded {
    pub(super) event_id: String,
    pub(super) time: String,
    pub(super) source: Option<String>,
    pub(super) message: Option<String>,
    pub(super) principal: String,
    pub(super) denial: Denial,
    json: Value,
}

impl Recorded {
    /// Reads a record.
    ///
    /// # Errors
    /// What became of a call that no policy denied.
    pub(super) fn of(record: &str) -> Result<Self, String> {
        let record: Record =
            serde_json::from_str(record).map_err(|e| format!("its record cannot be read: {e}"))?;
        let json = record.additional_event_data.get("denial").cloned();
        let Some(json) = json else {
            return Err(match (record.error_code, record.error_message) {
                (Some(code), Some(message)) => format!("it failed with {code}: {message}"),
                (Some(code), None) => format!("it failed with {code}"),
                (None, _) => "it succeeded".to_owned(),
            });
        };
        let denial = Denial::deserialize(&json).map_err(|e| format!("its record cannot be read: {e}"))?;
        let text = |member: &str| record.user_identity.get(member).and_then(Value::as_str);
        Ok(Self {
            event_id: record.event_id,
            time: record.event_time,
            source: record.source,
            message: record.error_message,
            principal: text("arn")
                .or_else(|| text("invokedBy"))
                .unwrap_or_default()
                .to_owned(),
            denial,
            json,
        })
    }

    /// The same request, for today's policies.
    pub(super) fn question(&self) -> Question {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let mut context = BTreeMap::new();
        let mut lists = Vec::new();
        for (key, value) in &self.denial.context {
            let values = match value {
                Value::Array(values) => {
                    lists.push(key.clone());
                    values.iter().filter_map(text).collect()
                }
                value => text(value).into_iter().collect(),
            };
            context.insert(key.clone(), values);
        }
        Question {
            principal: self.principal.clone(),
            action: self.denial.action.clone(),
            resource: self.denial.resource.clone(),
            context,
            lists,
        }
    }

    /// The denial as recorded, with what is said of its event.
    pub(super) fn as_json(&self) -> Value {
        let mut json = self.json.clone();
        if let Value::Object(members) = &mut json {
            members.insert("eventId".into(), self.event_id.clone().into());
            members.insert("time".into(), self.time.clone().into());
            members.insert("principal".into(), self.principal.clone().into());
            members.insert("message".into(), self.message.clone().into());
        }
        json
    }

    /// The values of the condition keys that the call had.
    pub(super) fn seen(&self, key: &str) -> Option<&Value> {
        self.denial.context.get(key)
    }
}
