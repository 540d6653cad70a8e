//! The encoded authorization message: why a call was denied, sealed, so that whoever was denied can
//! hand it to somebody who may open it (`sts:DecodeAuthorizationMessage`).
//!
//! ```text
//! Denied, Caller ─▶ JSON in AWS's shape ─deflate, seal under the account─▶ url-safe text
//! ```
//!
//! The text is opaque, holds nothing that can be read without the server's key, and opens only for the
//! account whose call was denied. What is told in it is that account's own: of a resource in another one
//! neither the policy nor the tags.

use std::io::{Read as _, Write as _};

use data_encoding::BASE64URL_NOPAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use serde_json::{Map, Value, json};
use tegata_base::{AccountId, Rng};
use tegata_crypto::kek::Kek;
use tegata_policy::{Effect, Entries, Statement, Text};

use crate::{Caller, Denied, Identity, Trace, TracedOutcome};

/// Characters of a message (STS API, `DecodeAuthorizationMessage`).
pub const MAX_MESSAGE_CHARACTERS: usize = 10_240;
/// Bytes of the JSON in one.
const MAX_JSON: u64 = 1 << 20;
/// What the seal is bound to besides the account.
const FIELD: &str = "authorization message";

/// The text was not sealed by this server for this account. `Display` is AWS's wording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Message is not valid")]
pub struct InvalidMessage;

/// Seals why a caller was denied; `trace` is the denial's. What does not fit is left out: condition keys from the end of the
/// alphabet first, then statements.
#[must_use]
pub fn seal_message(
    caller: &Caller,
    denied: &Denied,
    trace: Option<&Trace>,
    kek: &Kek,
    rng: &mut dyn Rng,
) -> String {
    let mut conditions = conditions(caller, denied);
    let mut matched = matched_statements(caller, trace.filter(|_| denied.explicit));
    loop {
        let json = message(caller, denied, &matched, &conditions).to_string();
        let sealed = kek.seal(rng, &place(caller.account()), FIELD, &deflated(json.as_bytes()));
        let text = BASE64URL_NOPAD.encode(&sealed);
        if text.len() <= MAX_MESSAGE_CHARACTERS || (conditions.is_empty() && matched.is_empty()) {
            return text;
        }
        if conditions.is_empty() {
            matched.pop();
        } else {
            conditions.truncate(conditions.len() / 2);
        }
    }
}

/// Opens a message of this account: JSON.
///
/// # Errors
/// [`InvalidMessage`] for anything but the text of [`seal_message`] for the same account.
pub fn open_message(text: &str, account: AccountId, kek: &Kek) -> Result<String, InvalidMessage> {
    let sealed = BASE64URL_NOPAD
        .decode(text.as_bytes())
        .map_err(|_| InvalidMessage)?;
    let opened = kek
        .open(&place(account), FIELD, &sealed)
        .map_err(|_| InvalidMessage)?;
    let mut json = String::new();
    DeflateDecoder::new(opened.expose().as_slice())
        .take(MAX_JSON)
        .read_to_string(&mut json)
        .map_err(|_| InvalidMessage)?;
    Ok(json)
}

/// No row has such a key, so nothing sealed in a row opens here.
fn place(account: AccountId) -> String {
    format!("authorization-message:{account}")
}

#[expect(
    clippy::expect_used,
    reason = "writing to memory does not fail, nor does deflating"
)]
fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// The members that AWS is known to answer, in its order.
fn message(caller: &Caller, denied: &Denied, matched: &[Value], conditions: &[Value]) -> Value {
    json!({
        "allowed": false,
        "explicitDeny": denied.explicit,
        "matchedStatements": { "items": matched },
        "failures": { "items": [] },
        "context": {
            "principal": principal(caller),
            "action": denied.action,
            "resource": denied.resource,
            "conditions": { "items": conditions },
        },
    })
}

fn principal(caller: &Caller) -> Value {
    let name = match &caller.identity {
        Identity::User(user) => Some(user.name.as_str()),
        Identity::Role { .. } | Identity::Federated(_) | Identity::Root(_) | Identity::Certificate(_) => None,
    };
    let members = [
        ("id", caller.user_id()),
        ("name", name.map(str::to_owned)),
        ("arn", Some(caller.name_for_messages())),
    ];
    let known = members
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?.into())));
    Value::Object(known.collect::<Map<_, _>>())
}

fn conditions(caller: &Caller, denied: &Denied) -> Vec<Value> {
    let keys = denied.told(caller.account());
    keys.map(|(key, value)| match value {
        tegata_policy::Value::Single(text) => condition(key, std::iter::once(text)),
        tegata_policy::Value::Multi(texts) => condition(key, texts.iter().map(AsRef::as_ref)),
    })
    .collect()
}

fn condition<'a>(key: &str, values: impl Iterator<Item = &'a str>) -> Value {
    json!({ "key": key, "values": items(values) })
}

/// The statements that denied; an implicit denial has none.
fn matched_statements(caller: &Caller, trace: Option<&Trace>) -> Vec<Value> {
    let Some(trace) = trace else {
        return Vec::new();
    };
    let denying = trace
        .statements
        .iter()
        .filter(|traced| traced.effect == Effect::Deny && traced.outcome == TracedOutcome::Matched);
    let mut documents = trace.documents();
    denying
        .filter_map(|traced| {
            let document = documents.document(traced.policy)?;
            Some(statement(caller, document.statements.get(traced.statement)?))
        })
        .collect()
}

/// A statement's entries as written. One that names no principal speaks of the caller.
fn statement(caller: &Caller, statement: &Statement<'_>) -> Value {
    let principals = match &statement.principals {
        Some(entries) => items(entries.items.iter().map(|entry| entry.name.text.as_ref())),
        None => items(caller.user_id().as_deref().into_iter()),
    };
    let conditions = statement.conditions.iter().map(|entry| {
        let values = entry.values.iter().map(|value| value.text.as_ref());
        condition(&entry.key.text, values)
    });
    json!({
        "statementId": statement.sid.as_ref().map_or("", |sid| sid.text.as_ref()),
        "effect": match statement.effect {
            Effect::Allow => "ALLOW",
            Effect::Deny => "DENY",
        },
        "principals": principals,
        "principalGroups": { "items": [] },
        "actions": texts(statement.actions.as_ref()),
        "resources": texts(statement.resources.as_ref()),
        "conditions": { "items": conditions.collect::<Vec<_>>() },
    })
}

fn texts(entries: Option<&Entries<Text<'_>>>) -> Value {
    items(
        entries
            .into_iter()
            .flat_map(|entries| entries.items.iter().map(|item| item.text.as_ref())),
    )
}

fn items<'a>(values: impl Iterator<Item = &'a str>) -> Value {
    let items: Vec<Value> = values.map(|value| json!({ "value": value })).collect();
    json!({ "items": items })
}
