//! Answers, each a line of JSON.

use std::io::Write as _;

use tegata_policy::{Decision, PolicyType, StatementRef, Verdict};

use super::error::LineError;

/// What a type of policy is called, in lines and in answers.
pub(super) const fn name(policy_type: PolicyType) -> &'static str {
    match policy_type {
        PolicyType::Identity => "identity",
        PolicyType::Resource | PolicyType::RoleTrust => "resource",
        PolicyType::Boundary => "boundary",
        PolicyType::Session => "session",
        PolicyType::ServiceControl => "scp",
        PolicyType::ResourceControl => "rcp",
    }
}

/// Writes a decision; `id` is JSON.
pub(super) fn decision(id: Option<&str>, decision: &Decision<'_>, out: &mut Vec<u8>) {
    begin(id, out);
    let (word, effect) = match decision.verdict {
        Verdict::Allowed => ("Allowed", "Allow"),
        Verdict::ImplicitlyDenied => ("ImplicitlyDenied", ""),
        Verdict::ExplicitlyDenied => ("ExplicitlyDenied", "Deny"),
    };
    out.extend_from_slice(b",\"decision\":\"");
    out.extend_from_slice(word.as_bytes());
    out.extend_from_slice(b"\",\"because\":[");
    if let Some(statement) = decision.deciding {
        because(statement, effect, out);
    }
    out.push(b']');
    if let (Verdict::ImplicitlyDenied, Some(policy_type)) = (decision.verdict, decision.denied_by) {
        out.extend_from_slice(b",\"missing\":\"");
        out.extend_from_slice(name(policy_type).as_bytes());
        out.push(b'"');
    }
    out.extend_from_slice(b"}\n");
}

/// Writes that the policies allow what the service itself refuses.
pub(super) fn refused_by_service(id: Option<&str>, out: &mut Vec<u8>) {
    begin(id, out);
    out.extend_from_slice(b",\"decision\":\"ImplicitlyDenied\",\"because\":[],\"missing\":\"service\"}\n");
}

fn because(statement: StatementRef<'_>, effect: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"policyType\":\"");
    out.extend_from_slice(name(statement.policy_type).as_bytes());
    let has_levels = matches!(
        statement.policy_type,
        PolicyType::ServiceControl | PolicyType::ResourceControl
    );
    if has_levels {
        out.extend_from_slice(b"\",\"level\":");
        number(statement.level, out);
        out.extend_from_slice(b",\"index\":");
    } else {
        out.extend_from_slice(b"\",\"index\":");
    }
    number(statement.policy, out);
    out.extend_from_slice(b",\"sid\":");
    match statement.sid {
        Some(sid) => text(sid, out),
        None => out.extend_from_slice(b"null"),
    }
    out.extend_from_slice(b",\"effect\":\"");
    out.extend_from_slice(effect.as_bytes());
    out.extend_from_slice(b"\"}");
}

/// Writes why there is no decision.
pub(super) fn error(id: Option<&str>, error: &LineError, out: &mut Vec<u8>) {
    begin(id, out);
    out.extend_from_slice(b",\"error\":");
    text(&error.to_string(), out);
    out.extend_from_slice(b"}\n");
}

fn begin(id: Option<&str>, out: &mut Vec<u8>) {
    out.extend_from_slice(b"{\"id\":");
    out.extend_from_slice(id.unwrap_or("null").as_bytes());
}

/// Writing to memory does not fail, and text is always JSON.
fn text(text: &str, out: &mut Vec<u8>) {
    let _ = serde_json::to_writer(out, text);
}

fn number(number: usize, out: &mut Vec<u8>) {
    match u8::try_from(number) {
        Ok(digit @ 0..=9) => out.push(b'0' + digit),
        _ => {
            let _ = write!(out, "{number}");
        }
    }
}
