//! Hops: the events of a walk, read from the top: certificate → session → role → role → action.

use serde_json::Value;
use tegata_api_cloudtrail::Hop;
use tegata_store::EventRow;

/// How the event that was found is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As the action at the end of the chain.
    Action,
    /// As the session it issued, if it issued one.
    SessionIfIssued,
}

/// The chain of `rows`: the event found first, then the event that issued its session, and so on.
pub(crate) fn chain(rows: &[EventRow], shown: &Shown) -> Vec<Hop> {
    let mut hops = Vec::new();
    for row in rows.iter().rev().take(rows.len().saturating_sub(1)) {
        issuing(row, &mut hops);
    }
    let Some(found) = rows.first() else { return hops };
    if found.issued.is_some() && *shown == Shown::SessionIfIssued {
        issuing(found, &mut hops);
    } else {
        if hops.is_empty() {
            hops.extend(origin(found, &record(found)));
        }
        hops.push(action(found));
    }
    hops
}

/// The hops of an event that issued a session: its origin when the chain begins here, the session of a
/// certificate or user, the role.
fn issuing(row: &EventRow, hops: &mut Vec<Hop>) {
    let record = record(row);
    if hops.is_empty() {
        hops.extend(origin(row, &record));
    }
    let issued = row.issued.as_ref();
    let base = Hop {
        id: issued.map(|session| session.access_key_id.clone()),
        time: Some(row.time),
        source: text(&record, "/sourceIPAddress"),
        action: Some(row.event_name.clone()),
        ..hop("session")
    };
    if row.event_name != "AssumeRole" {
        let arn = text(&record, "/responseElements/subjectArn");
        hops.push(Hop {
            id: issued.map(|session| session.session_id.clone()),
            arn,
            ..base.clone()
        });
    }
    if let Some(arn) = assumed_role(&record) {
        hops.push(Hop {
            arn: Some(arn),
            kind: "role".into(),
            ..base
        });
    }
}

/// Who stands at the beginning: the certificate of a CreateSession, else the user or root that signed, or the
/// account that a stranger came from.
fn origin(row: &EventRow, record: &Value) -> Option<Hop> {
    let certificate = record.pointer("/additionalEventData/certificate");
    let base = Hop {
        time: Some(row.time),
        source: text(record, "/sourceIPAddress"),
        ..hop("certificate")
    };
    if let Some(certificate) = certificate {
        return Some(Hop {
            id: text(certificate, "/fingerprint"),
            arn: text(certificate, "/trustAnchorArn"),
            serial: text(certificate, "/serialNumber"),
            subject: text(certificate, "/subject"),
            issuer: text(certificate, "/issuer"),
            fingerprint: text(certificate, "/fingerprint"),
            ..base
        });
    }
    let identity = record.get("userIdentity")?;
    let kind = match identity.get("type")?.as_str()? {
        "Root" => "root",
        "IAMUser" => "user",
        "AssumedRole" => "role",
        "FederatedUser" => "federated user",
        // All that this account learns of a caller of another.
        "AWSAccount" => {
            return Some(Hop {
                id: text(identity, "/principalId"),
                arn: text(identity, "/accountId"),
                kind: "account".into(),
                ..base
            });
        }
        _ => return None,
    };
    Some(Hop {
        id: text(identity, "/accessKeyId"),
        arn: text(identity, "/arn"),
        kind: kind.into(),
        ..base
    })
}

fn action(row: &EventRow) -> Hop {
    let record = record(row);
    // A resource is found by name, id and ARN; a hop shows the ARN.
    let mut names = row.resources.iter().map(|resource| &resource.name);
    let resource = names.find(|name| name.starts_with("arn:")).cloned();
    Hop {
        id: Some(row.event_id.clone()),
        arn: text(&record, "/additionalEventData/denial/resource").or(resource),
        time: Some(row.time),
        source: text(&record, "/sourceIPAddress"),
        action: Some(format!(
            "{}:{}",
            row.event_source.trim_end_matches(".amazonaws.com"),
            row.event_name
        )),
        outcome: Some(text(&record, "/errorCode").unwrap_or_else(|| "Success".into())),
        ..hop("action")
    }
}

/// The ARN of the assumed role in the answer of AssumeRole or CreateSession.
fn assumed_role(record: &Value) -> Option<String> {
    let answer = record.get("responseElements")?;
    text(answer, "/assumedRoleUser/arn").or_else(|| text(answer, "/credentialSet/0/assumedRoleUser/arn"))
}

fn record(row: &EventRow) -> Value {
    serde_json::from_str(&row.record).unwrap_or_default()
}

/// The text at a JSON pointer (RFC 6901).
fn text(value: &Value, pointer: &str) -> Option<String> {
    value.pointer(pointer)?.as_str().map(str::to_owned)
}

fn hop(kind: &str) -> Hop {
    Hop {
        kind: kind.to_owned(),
        id: None,
        arn: None,
        serial: None,
        subject: None,
        issuer: None,
        fingerprint: None,
        time: None,
        source: None,
        action: None,
        outcome: None,
    }
}
