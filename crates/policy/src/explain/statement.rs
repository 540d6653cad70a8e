//! One policy's statements against the request: what matched, and the first thing that did not.

use std::collections::HashSet;

use super::{Explained, Explanation, Miss, Outcome, Unmet};
use crate::compile::{Condition, Operand, Pattern, Principal, Sense, Statement};
use crate::decide::{
    Asked, Levels, PolicyPlace, PolicyType, Scope, Speaks, Value, action_matches, named, resource_matches,
};
use crate::operator::Comparison;

/// Adds the statements of a policy, and the keys it misses.
pub(super) fn explain<'a>(
    scope: Scope<'a>,
    place: PolicyPlace,
    asked: Asked<'_>,
    speaks: Speaks,
    explanation: &mut Explanation<'a>,
    known_missing: &mut HashSet<&'a str>,
) {
    let policy = scope.policy;
    for (index, statement) in policy.statements.iter().enumerate() {
        explanation.statements.push(Explained {
            statement: place.statement(policy, index),
            effect: statement.effect,
            outcome: outcome(scope, place, statement, asked, speaks),
        });
        for key in missing_keys(scope, statement, asked, speaks) {
            if known_missing.insert(key) {
                explanation.missing_keys.push(key);
            }
        }
    }
}

fn outcome<'a>(
    scope: Scope<'a>,
    place: PolicyPlace,
    statement: &Statement,
    asked: Asked<'_>,
    speaks: Speaks,
) -> Outcome<'a> {
    let levels = named(scope.policy, statement, asked, speaks);
    if levels.is_none() {
        let unreadable = unreadable_principals(scope, statement);
        return Outcome::Missed(Miss::Principal { unreadable });
    }
    if !action_matches(scope, statement, asked) {
        return Outcome::Missed(Miss::Action);
    }
    if !resource_matches(scope, statement, asked.request.resource) {
        let unresolved = unresolved_in_resources(scope, statement).collect();
        return Outcome::Missed(Miss::Resource {
            unresolved,
            unreadable: unreadable_resources(scope, statement),
        });
    }
    let conditions = statement.conditions.of(&scope.policy.conditions);
    let unmet: Vec<_> = conditions
        .iter()
        .enumerate()
        .filter(|(_, condition)| !scope.holds(condition))
        .map(|(index, condition)| unmet(scope, index, condition))
        .collect();
    if !unmet.is_empty() {
        return Outcome::Missed(Miss::Condition(unmet));
    }
    let of_resource = matches!(place.policy_type, PolicyType::Resource | PolicyType::RoleTrust);
    Outcome::Matched {
        delegates: of_resource && levels == Levels::ACCOUNT,
    }
}

fn unreadable_principals(scope: Scope<'_>, statement: &Statement) -> Vec<usize> {
    let entries = statement.principals.unwrap_or_default();
    let entries = entries.of(&scope.policy.principals);
    unreadable_entries(statement.principal_sense, entries, Principal::Unreadable)
}

fn unreadable_resources(scope: Scope<'_>, statement: &Statement) -> Vec<usize> {
    let entries = statement.resources.of(&scope.policy.resources);
    unreadable_entries(statement.resource_sense, entries, Pattern::Never)
}

/// Indices of the entries for which an element speaks of nothing.
fn unreadable_entries<T: PartialEq>(sense: Sense, entries: &[T], unreadable: T) -> Vec<usize> {
    if sense != Sense::Nothing {
        return Vec::new();
    }
    let entries = entries.iter().enumerate();
    entries
        .filter(|(_, entry)| **entry == unreadable)
        .map(|(index, _)| index)
        .collect()
}

fn unmet<'a>(scope: Scope<'a>, index: usize, condition: &Condition) -> Unmet<'a> {
    Unmet {
        condition: index,
        operator: condition.operator,
        key: scope.policy.str(condition.key),
        seen: scope.seen(condition),
        unresolved: unresolved_in_values(scope, condition).collect(),
        unreadable: unreadable_values(scope, condition),
        incomparable: incomparable_values(scope, condition),
    }
}

fn unreadable_values(scope: Scope<'_>, condition: &Condition) -> Vec<usize> {
    let operands = condition.operands.of(&scope.policy.operands).iter().enumerate();
    let unreadable = operands
        .filter(|(_, operand)| matches!(operand, Operand::Unreadable))
        .map(|(index, _)| index);
    let by_request = scope.brings_no_arn(condition).filter(|_| condition.excludes);
    unreadable.chain(by_request).collect()
}

fn incomparable_values<'a>(scope: Scope<'a>, condition: &Condition) -> Vec<&'a str> {
    let seen: Vec<&str> = match scope.seen(condition) {
        Some(Value::Single(text)) => vec![text],
        Some(Value::Multi(texts)) => texts.iter().map(AsRef::as_ref).collect(),
        None => Vec::new(),
    };
    let values = seen.into_iter();
    values
        .filter(|text| condition.excludes && scope.is_unreadable(condition, text))
        .collect()
}

/// Keys that the request lacks, of a statement about its caller, action and, as far as can be told,
/// resource.
fn missing_keys<'a>(
    scope: Scope<'a>,
    statement: &Statement,
    asked: Asked<'_>,
    speaks: Speaks,
) -> Vec<&'a str> {
    let in_resources: Vec<_> = unresolved_in_resources(scope, statement).collect();
    let about = !named(scope.policy, statement, asked, speaks).is_none()
        && action_matches(scope, statement, asked)
        && statement.resource_sense != Sense::Nothing
        && (!in_resources.is_empty() || resource_matches(scope, statement, asked.request.resource));
    if !about {
        return Vec::new();
    }
    let mut keys = in_resources;
    for condition in statement.conditions.of(&scope.policy.conditions) {
        let answers_itself = condition.operator.comparison == Comparison::Null;
        if !answers_itself && scope.seen(condition).is_none() {
            keys.push(scope.policy.str(condition.key));
        }
        keys.extend(unresolved_in_values(scope, condition));
    }
    // A key with several values has none for a variable, yet the request does not lack it.
    keys.retain(|key| scope.value(key).is_none());
    keys
}

fn unresolved_in_resources<'a>(scope: Scope<'a>, statement: &Statement) -> impl Iterator<Item = &'a str> {
    let resources = statement.resources.of(&scope.policy.resources);
    resources
        .iter()
        .flat_map(move |pattern| scope.unresolved(*pattern))
}

fn unresolved_in_values<'a>(scope: Scope<'a>, condition: &Condition) -> impl Iterator<Item = &'a str> {
    let operands = condition.operands.of(&scope.policy.operands);
    let patterns = operands.iter().filter_map(|operand| match operand {
        Operand::Text(pattern) => Some(*pattern),
        _ => None,
    });
    patterns.flat_map(move |pattern| scope.unresolved(pattern))
}
