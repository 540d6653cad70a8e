//! A chain as text, for a person, and as JSON, for a program.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tegata_api_cloudtrail::Hop;
use tegata_base::time::iso_seconds;

use crate::paint::{Paint, printable};

/// One block a hop, its kind on the left, one fact a line:
///
/// ```text
/// certificate  subject      CN=web-01,OU=Edge
///              issuer       CN=Example CA
/// role         arn          arn:aws:sts::111122223333:assumed-role/web/0123
/// ```
pub(crate) fn as_text(hops: &[Hop], paint: Paint) -> String {
    let kinds = hops.iter().map(|hop| hop.kind.chars().count()).max().unwrap_or(0);
    let rows: Vec<Vec<(&str, String)>> = hops.iter().map(facts).collect();
    let names = rows
        .iter()
        .flatten()
        .map(|(name, _)| name.len())
        .max()
        .unwrap_or(0);
    let mut text = String::new();
    for (hop, rows) in hops.iter().zip(rows) {
        let mut kind = printable(&hop.kind);
        for (name, value) in rows {
            let left = paint.bold(format!("{kind:kinds$}"));
            let name = paint.dim(format!("{name:names$}"));
            let value = match &hop.outcome {
                Some(outcome) if *outcome == value && value == SUCCESS => paint.green(&value),
                Some(outcome) if *outcome == value => paint.red(printable(&value)),
                _ => printable(&value),
            };
            // Writing to a String does not fail.
            let _ = writeln!(text, "{left}  {name}  {value}");
            kind.clear();
        }
    }
    text
}

/// The outcome of a call that was answered.
const SUCCESS: &str = "Success";

/// What is known of a hop, by the names that fit its kind.
fn facts(hop: &Hop) -> Vec<(&'static str, String)> {
    let (id, arn) = match hop.kind.as_str() {
        "certificate" => (None, "trust anchor"),
        "session" => (Some("id"), "subject"),
        "action" => (Some("event"), "resource"),
        "account" => (Some("principal"), "account"),
        _ => (Some("access key"), "arn"),
    };
    let time = hop.time.map(iso_seconds);
    let at = match (&time, &hop.source) {
        (Some(time), Some(source)) => Some(format!("{time} from {source}")),
        (known, None) | (None, known) => known.clone(),
    };
    let mut facts = Vec::new();
    let mut add = |name, value: &Option<String>| {
        if let Some(value) = value {
            facts.push((name, value.clone()));
        }
    };
    add("subject", &hop.subject);
    add("issuer", &hop.issuer);
    add("serial", &hop.serial);
    add("fingerprint", &hop.fingerprint);
    if hop.kind == "action" {
        add("call", &hop.action);
        add("outcome", &hop.outcome);
    }
    add(arn, &hop.arn);
    if let Some(name) = id {
        add(name, &hop.id);
    }
    if hop.kind != "action" {
        add("by", &hop.action);
    }
    add("at", &at);
    if facts.is_empty() {
        facts.push(("", "nothing more is known".to_owned()));
    }
    facts
}

/// An array of hops; a key whose value is not known is null.
pub(crate) fn as_json(hops: &[Hop]) -> String {
    let hops: Vec<Value> = hops
        .iter()
        .map(|hop| {
            json!({
                "kind": hop.kind,
                "id": hop.id,
                "arn": hop.arn,
                "serial": hop.serial,
                "subject": hop.subject,
                "fingerprint": hop.fingerprint,
                "time": hop.time.map(iso_seconds),
                "source": hop.source,
                "issuer": hop.issuer,
                "action": hop.action,
                "outcome": hop.outcome,
            })
        })
        .collect();
    format!("{:#}\n", Value::from(hops))
}
