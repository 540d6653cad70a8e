//! The answer, for a person and for a program.

use std::fmt::Write as _;

use serde_json::{Value, json};
use tegata_api_iam::{ExplainAccessResponse, ExplainedPolicy};

use super::recorded::{Policy, Recorded, Statement};
use crate::paint::{Paint, printable};

/// What was recorded first, then what today's policies say.
///
/// ```text
/// denied       iam:GetUser on arn:aws:iam::111122223333:user/bob
/// decided by   identity policy arn:aws:iam::111122223333:policy/deny (v3): statement NotThese, line 4, column 6
/// today        allowed
/// ```
pub(super) fn as_text(
    recorded: Option<&Recorded>,
    today: Result<&ExplainAccessResponse, &String>,
    paint: Paint,
) -> String {
    let mut text = Text {
        out: String::new(),
        paint,
    };
    if let Some(recorded) = recorded {
        text.recorded(recorded);
        text.out.push('\n');
    }
    match today {
        Ok(today) => text.today(today, recorded),
        Err(reason) => text.fact("today", &format!("unknown: {reason}")),
    }
    text.out
}

struct Text {
    out: String,
    paint: Paint,
}

impl Text {
    fn fact(&mut self, name: &str, value: &str) {
        let name = self.paint.bold(format!("{name:11}"));
        // Writing to a String does not fail.
        let _ = writeln!(self.out, "{name}  {}", printable(value));
    }

    fn recorded(&mut self, recorded: &Recorded) {
        let denial = &recorded.denial;
        self.fact("denied", &format!("{} on {}", denial.action, denial.resource));
        self.fact("caller", &recorded.principal);
        let source = recorded.source.as_deref().unwrap_or("an unknown address");
        self.fact("at", &format!("{} from {source}", recorded.time));
        if let Some(message) = &recorded.message {
            self.fact("message", message);
        }
        self.fact("decided by", &decided_by(recorded));
        for statement in &denial.statements {
            self.fact("statement", &told(statement, recorded));
            if let Some(text) = &statement.text {
                self.fact("", text);
            }
        }
        if denial.statements_omitted > 0 {
            self.fact("", &format!("and {} more like these", denial.statements_omitted));
        }
    }

    fn today(&mut self, today: &ExplainAccessResponse, recorded: Option<&Recorded>) {
        let word = match today.decision.as_str() {
            "allowed" => self.paint.green("allowed"),
            "explicitDeny" => self.paint.red("explicitly denied"),
            _ => self.paint.red("denied, since nothing allows it"),
        };
        let name = self.paint.bold(format!("{:11}", "today"));
        let _ = writeln!(self.out, "{name}  {word}");
        let said = recorded.and_then(|recorded| recorded.message.as_ref());
        if let Some(message) = today.message.as_ref().filter(|message| said != Some(*message)) {
            self.fact("message", message);
        }
        for change in recorded.into_iter().flat_map(|recorded| changed(recorded, today)) {
            self.fact("since then", &change);
        }
        self.deciding(today);
        // Types of which there is no policy say nothing.
        let report = today.report.lines().skip(1);
        for line in report.filter(|line| line.starts_with(' ') || !line.ends_with(": none")) {
            self.fact("", line);
        }
        let hidden = today.policies.iter().filter(|policy| !policy.readable);
        for policy in hidden {
            self.fact(
                "withheld",
                &format!("the text of {}, which you may not read", policy.name),
            );
        }
        for change in today.change.iter().flat_map(|change| change.lines()) {
            self.fact("to allow it", change);
        }
    }

    /// The statement that decides today.
    fn deciding(&mut self, today: &ExplainAccessResponse) {
        let Some(statement) = today.statements.iter().find(|statement| statement.decides) else {
            return;
        };
        let policy = usize::try_from(statement.policy).ok();
        let policy = policy.and_then(|number| today.policies.get(number));
        let (name, version) = policy.map_or(("", None), |policy| {
            (policy.name.as_str(), policy.version_id.as_deref())
        });
        let place = statement.reason_position.as_ref();
        let place = place.and_then(|place| Some((place.line?, place.column?)));
        let named = named(statement.sid.as_deref(), i64::from(statement.statement));
        let version = version.map(|v| format!(" ({v})")).unwrap_or_default();
        let place = place
            .map(|(line, column)| format!(", line {line}, column {column}"))
            .unwrap_or_default();
        self.fact("decided by", &format!("{name}{version}: {named}{place}"));
        if let Some(text) = &statement.text {
            self.fact("", text);
        }
    }
}

/// `statement NotThese`, `statement 2`.
fn named(sid: Option<&str>, index: i64) -> String {
    match sid {
        Some(sid) => format!("statement {sid}"),
        None => format!("statement {}", index + 1),
    }
}

fn decided_by(recorded: &Recorded) -> String {
    let denial = &recorded.denial;
    let kind = denial.policy_type.as_deref();
    if !denial.explicit {
        let kind = kind.unwrap_or("known");
        return format!("no {kind} policy that allows it");
    }
    let kind = kind.unwrap_or("a");
    let name = denial.policy.as_deref().unwrap_or("of unknown name");
    let policy = denial.policies.iter().find(|policy| policy.name == name);
    let version = policy.and_then(|policy| policy.version.as_deref());
    let version = version.map(|v| format!(" ({v})")).unwrap_or_default();
    format!("{kind} policy {name}{version}")
}

/// What a statement had to do with the call, where the reason stands, and what the call had instead.
fn told(statement: &Statement, recorded: &Recorded) -> String {
    let policy = recorded.denial.policies.get(statement.policy);
    let mut told = policy.map_or_else(String::new, |policy| format!("{}, ", policy.name));
    told.push_str(&named(
        statement.sid.as_deref(),
        i64::try_from(statement.statement).unwrap_or(i64::MAX),
    ));
    if let (Some(line), Some(column)) = (statement.line, statement.column) {
        let _ = write!(told, " (line {line}, column {column})");
    }
    let _ = write!(told, ", {}: ", statement.effect);
    match statement.outcome.as_str() {
        "matched" => told.push_str("matches"),
        "delegates" => told.push_str("allows the account, whose own policies must allow too"),
        "Principal" => told.push_str("does not speak of the caller"),
        "Resource" => told.push_str("does not speak of the resource"),
        "Condition" => {
            let keys = statement.keys.iter().map(|key| match recorded.seen(key) {
                Some(value) => format!("{key} is {value}"),
                None => format!("the call had no {key}"),
            });
            told.push_str("its condition does not hold: ");
            told.push_str(&keys.collect::<Vec<_>>().join(", "));
        }
        other => told.push_str(other),
    }
    told
}

/// How the policies that bear on the call differ from those that were asked.
fn changed(recorded: &Recorded, today: &ExplainAccessResponse) -> Vec<String> {
    let then = &recorded.denial.policies;
    // STS refuses to let a role be assumed that does not exist without asking any policy.
    if recorded.denial.policy_type.is_none() && then.is_empty() {
        return Vec::new();
    }
    let mut changes = Vec::new();
    for policy in then {
        if policy.policy_type == "session" {
            changes.push(format!(
                "{} is not asked again: it was of that session",
                policy.name
            ));
            continue;
        }
        match today.policies.iter().find(|now| now.name == policy.name) {
            None => changes.push(format!("{} no longer bears on it", policy.name)),
            Some(now) => changes.extend(changed_text(policy, now)),
        }
    }
    let new = today
        .policies
        .iter()
        .filter(|now| then.iter().all(|policy| policy.name != now.name));
    changes.extend(new.map(|now| format!("{} bears on it, too", now.name)));
    changes
}

/// Whether a policy's text is another one now. A version of a managed policy keeps its text; of others the
/// hash tells, which only those who may read the policy are told.
fn changed_text(then: &Policy, now: &ExplainedPolicy) -> Option<String> {
    let name = &then.name;
    match (&then.version, &now.version_id, &now.sha256) {
        (Some(old), Some(new), _) if old != new => Some(format!("{name} was changed: {old} then, {new} now")),
        (Some(_), Some(_), None) => None,
        (.., Some(sha256)) => (*sha256 != then.sha256).then(|| format!("{name} was changed")),
        (.., None) => Some(format!("{name} may have been changed: you may not read it")),
    }
}

/// Every member, null where it is not known.
pub(super) fn as_json(today: &ExplainAccessResponse) -> Value {
    let policies = today.policies.iter().map(|policy| {
        json!({
            "type": policy.policy_type,
            "name": policy.name,
            "version": policy.version_id,
            "sha256": policy.sha256,
            "readable": policy.readable,
        })
    });
    let statements = today.statements.iter().map(|statement| {
        let place = statement.reason_position.as_ref();
        json!({
            "policy": statement.policy,
            "statement": statement.statement,
            "sid": statement.sid,
            "effect": statement.effect,
            "outcome": statement.outcome,
            "decides": statement.decides,
            "keys": statement.reason,
            "line": place.and_then(|place| place.line),
            "column": place.and_then(|place| place.column),
            "text": statement.text,
        })
    });
    json!({
        "decision": today.decision,
        "policyType": today.decided_by,
        "message": today.message,
        "policies": policies.collect::<Vec<_>>(),
        "statements": statements.collect::<Vec<_>>(),
        "missingKeys": today.missing_context_values,
        "change": today.change,
        "report": today.report,
    })
}
