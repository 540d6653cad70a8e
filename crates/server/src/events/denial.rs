//! `additionalEventData.denial`: why a call was denied, as `tegata why` reads it later, whatever the
//! policies say by then.
//!
//! Policies are named with version and hash; of statements it says which matched or nearly did, where
//! the reason stands, and for the one that decided its text. The values of condition keys are those of
//! the request. What a policy's own event did not show when it was written is not shown here either, nor
//! what belongs to another account than the caller's: its policy, its resource's tags.
//!
//! A refusal is explained here, when its event is written, and nowhere before.

use serde_json::{Map, Value, json};
use tegata_authz::{Caller, Denied, Trace, TracedDocuments, TracedOutcome, TracedStatement, seal_message};
use tegata_base::Rng;
use tegata_crypto::kek::Kek;
use tegata_policy::Effect;

/// Bytes of the whole: the trail's limit for `additionalEventData`, less what else stands there.
const MOST: usize = 24 * 1024;
/// Bytes of the deciding statement's text; a longer one is left out.
const MAX_STATEMENT: usize = 4096;

/// The member, with the sealed form that `sts:DecodeAuthorizationMessage` opens.
pub(super) fn denial(caller: &Caller, denied: &Denied, kek: &Kek, rng: &mut dyn Rng) -> Value {
    let mut members = Map::new();
    members.insert("action".into(), json!(denied.action));
    members.insert("resource".into(), json!(denied.resource));
    members.insert("explicit".into(), json!(denied.explicit));
    let optional = [
        ("policyType", denied.policy_type.map(Value::from)),
        ("policy", denied.policy.clone().map(Value::from)),
        ("statement", denied.statement.map(Value::from)),
        ("sid", denied.sid.clone().map(Value::from)),
    ];
    members.extend(
        optional
            .into_iter()
            .filter_map(|(name, value)| Some((name.to_owned(), value?))),
    );
    members.insert("context".into(), context(caller, denied));
    #[cfg(test)]
    EXPLAINED.set(EXPLAINED.get() + 1);
    let trace = denied.trace();
    if let Some(trace) = &trace {
        traced(trace, denied, &mut members);
    }
    fitted(members, seal_message(caller, denied, trace.as_ref(), kek, rng))
}

/// Leaves out what would make `additionalEventData` too large, which the trail would drop as a whole: first
/// the sealed form, which repeats the others, then what the statements did.
fn fitted(mut members: Map<String, Value>, sealed: String) -> Value {
    let length = |members: &Map<String, Value>| serde_json::to_vec(members).map_or(0, |text| text.len());
    if length(&members) > MOST {
        members.remove("statements");
        members.remove("missingKeys");
    }
    if length(&members) + sealed.len() <= MOST {
        members.insert("encodedMessage".into(), sealed.into());
    }
    Value::Object(members)
}

fn context(caller: &Caller, denied: &Denied) -> Value {
    let keys = denied.told(caller.account());
    Value::Object(
        keys.map(|(key, values)| (key.to_owned(), context_values(&values)))
            .collect(),
    )
}

fn context_values(values: &tegata_policy::Value<'_>) -> Value {
    match values {
        tegata_policy::Value::Single(text) => json!(text),
        tegata_policy::Value::Multi(texts) => texts.iter().map(|text| json!(text)).collect(),
    }
}

fn traced(trace: &Trace, denied: &Denied, members: &mut Map<String, Value>) {
    let policies = trace.policies.iter().map(|held| {
        let mut policy = Map::new();
        policy.insert("type".into(), held.type_name().into());
        policy.insert("name".into(), held.name.clone().into());
        if let Some(version) = held.version {
            policy.insert("version".into(), format!("v{version}").into());
        }
        policy.insert("sha256".into(), held.sha256().into());
        Value::Object(policy)
    });
    members.insert("policies".into(), policies.collect());
    let mut documents = trace.documents();
    let statements = trace.statements.iter();
    let statements = statements.map(|traced| statement(&mut documents, traced, denied));
    members.insert("statements".into(), statements.collect());
    if trace.omitted > 0 {
        members.insert("statementsOmitted".into(), trace.omitted.into());
    }
    if !trace.missing_keys.is_empty() {
        members.insert("missingKeys".into(), json!(trace.missing_keys));
    }
}

fn statement(documents: &mut TracedDocuments<'_>, traced: &TracedStatement, denied: &Denied) -> Value {
    let mut members = Map::new();
    members.insert("policy".into(), traced.policy.into());
    members.insert("statement".into(), traced.statement.into());
    if let Some(sid) = &traced.sid {
        members.insert("sid".into(), sid.clone().into());
    }
    members.insert(
        "effect".into(),
        match traced.effect {
            Effect::Allow => "Allow".into(),
            Effect::Deny => "Deny".into(),
        },
    );
    members.insert("outcome".into(), traced.outcome.word().into());
    if let TracedOutcome::Condition(keys) = &traced.outcome {
        members.insert("keys".into(), json!(keys));
    }
    let Some(document) = documents.document(traced.policy) else {
        return Value::Object(members);
    };
    if let Some(place) = traced.location(document) {
        members.insert("line".into(), place.line.into());
        members.insert("column".into(), place.column.into());
    }
    let denies = traced.effect == Effect::Deny && traced.outcome == TracedOutcome::Matched;
    let text = document.statements.get(traced.statement).map(ToString::to_string);
    if let Some(text) = text.filter(|text| denies && denied.explicit && text.len() <= MAX_STATEMENT) {
        members.insert("text".into(), text.into());
    }
    Value::Object(members)
}

#[cfg(test)]
thread_local! {
    /// How many refusals this thread has had explained.
    pub(crate) static EXPLAINED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
mod tests;
