//! Denying statements, rewritten so that they spare one request and little else.

use std::borrow::Cow;

use super::Spared;
use super::amend::kind;
use crate::decide::{PolicyType, Request, Value};
use crate::document::{Condition, Document, Entries, Statement, Text, Version};
use crate::operator::Operator;

/// A way to rewrite: what is spared, how, and how invasive it is.
type Way = (
    Spared,
    fn(&mut Statement<'static>, &Wording<'_>) -> Option<()>,
    u32,
);

/// The least invasive first. A resource policy is asked by many, so sparing the caller comes before
/// sparing the resource or the action for everyone.
const WAYS: [Way; 7] = [
    (Spared::Action, drop_action, 3),
    (Spared::Resource, drop_resource, 3),
    (Spared::Action, leave_action_out, 3),
    (Spared::Resource, leave_resource_out, 3),
    (Spared::Caller, except_caller, 4),
    (Spared::Resource, all_resources_but, 5),
    (Spared::Action, all_actions_but, 6),
];

/// The texts that a rewritten statement speaks of.
struct Wording<'a> {
    action: &'a str,
    resource: &'a str,
    /// The resource as a pattern that matches it alone.
    resource_pattern: Cow<'a, str>,
    /// `aws:PrincipalArn` as such a pattern.
    caller: Option<Cow<'a, str>>,
}

/// The rewritten forms that a policy of this type may have; whether one spares the request is still
/// to be seen.
pub(super) fn rewrites<'a>(
    document: &'a Document<'_>,
    policy_type: PolicyType,
    index: usize,
    request: &Request<'a>,
) -> impl Iterator<Item = (Spared, Statement<'static>, u32)> + 'a {
    let caller = match request.context.get("aws:principalarn") {
        Some(Value::Single(arn)) => Some(pattern(arn, document.version)),
        _ => None,
    };
    let wording = Wording {
        action: request.action,
        resource: request.resource,
        resource_pattern: pattern(request.resource, document.version),
        caller,
    };
    let was_valid = document.validate(kind(policy_type)).is_ok();
    WAYS.into_iter().filter_map(move |(spared, rewrite, weight)| {
        let mut statement = document.statements.get(index)?.detached();
        rewrite(&mut statement, &wording)?;
        let mut rewritten = document.clone();
        *rewritten.statements.get_mut(index)? = statement.clone();
        let is_valid = !was_valid || rewritten.validate(kind(policy_type)).is_ok();
        is_valid.then_some((spared, statement, weight))
    })
}

/// A pattern that matches one text: its wildcards escaped, where the version knows how.
pub(super) fn pattern(text: &str, version: Option<Version>) -> Cow<'_, str> {
    if version != Some(Version::V2012) || !text.contains(['*', '?', '$']) || text == "*" {
        return Cow::Borrowed(text);
    }
    let mut pattern = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '*' | '?' | '$' => pattern.extend(['$', '{', character, '}']),
            _ => pattern.push(character),
        }
    }
    Cow::Owned(pattern)
}

fn drop_action(statement: &mut Statement<'static>, wording: &Wording<'_>) -> Option<()> {
    let named = |text: &str| text.eq_ignore_ascii_case(wording.action);
    drop_text(statement.actions.as_mut()?, named)
}

fn drop_resource(statement: &mut Statement<'static>, wording: &Wording<'_>) -> Option<()> {
    let named = |text: &str| text == wording.resource_pattern || text == wording.resource;
    drop_text(statement.resources.as_mut()?, named)
}

/// Takes a text out of a list that has others.
fn drop_text(entries: &mut Entries<Text<'static>>, named: impl Fn(&str) -> bool) -> Option<()> {
    let before = entries.items.len();
    entries.items.retain(|entry| !named(&entry.text));
    let is_changed = !entries.negated && !entries.items.is_empty() && entries.items.len() < before;
    is_changed.then_some(())
}

fn leave_action_out(statement: &mut Statement<'static>, wording: &Wording<'_>) -> Option<()> {
    let entries = statement.actions.as_mut().filter(|entries| entries.negated)?;
    entries.items.push(Text::new(wording.action));
    Some(())
}

fn leave_resource_out(statement: &mut Statement<'static>, wording: &Wording<'_>) -> Option<()> {
    let entries = statement.resources.as_mut().filter(|entries| entries.negated)?;
    entries.items.push(Text::new(wording.resource_pattern.as_ref()));
    // To leave out everything is to deny nothing.
    (wording.resource != "*").then_some(())
}

fn except_caller(statement: &mut Statement<'static>, wording: &Wording<'_>) -> Option<()> {
    const OPERATOR: &str = "ArnNotEquals";
    const KEY: &str = "aws:PrincipalArn";
    let caller = Text::new(wording.caller.as_deref()?);
    let existing = statement.conditions.iter_mut().find(|condition| {
        condition.operator_name.text == OPERATOR && condition.key.text.eq_ignore_ascii_case(KEY)
    });
    match existing {
        Some(condition) => condition.values.push(caller),
        None => statement.conditions.push(Condition {
            operator: Operator::parse(OPERATOR)?,
            operator_name: Text::new(OPERATOR),
            key: Text::new(KEY),
            values: vec![caller],
        }),
    }
    Some(())
}

fn all_resources_but(statement: &mut Statement<'static>, wording: &Wording<'_>) -> Option<()> {
    let entries = statement.resources.as_mut()?;
    if wording.resource == "*" {
        return None;
    }
    all_but(entries, &wording.resource_pattern)
}

fn all_actions_but(statement: &mut Statement<'static>, wording: &Wording<'_>) -> Option<()> {
    all_but(statement.actions.as_mut()?, wording.action)
}

/// `*` → everything but one.
fn all_but(entries: &mut Entries<Text<'static>>, text: &str) -> Option<()> {
    let is_all = !entries.negated && entries.items.iter().any(|entry| entry.text == "*");
    *entries = Entries::new(true, vec![Text::new(text)]);
    is_all.then_some(())
}
