//! `Condition`: operators, keys and values.

use std::collections::HashSet;

use data_encoding::BASE64;

use super::Report;
use super::draft::{Body, Condition, Draft, Statement};
use super::keys::known;
use crate::compile::{boolean, has_parts_of_arn};
use crate::literal::{Decimal, Instant, Range};
use crate::operator::{Comparison, Ordering, SetQualifier};

/// The base of an operator's name, and whether it has a set qualifier and `IfExists`.
fn taken_apart(name: &str) -> (String, bool, bool) {
    let lower = name.to_ascii_lowercase();
    let rest = lower
        .strip_prefix("forallvalues:")
        .or_else(|| lower.strip_prefix("foranyvalue:"));
    let base = rest.unwrap_or(&lower);
    let bare = base.strip_suffix("ifexists");
    (bare.unwrap_or(base).to_owned(), rest.is_some(), bare.is_some())
}

pub(super) fn invalid_operator(draft: &Draft<'_>, report: &mut Report) {
    each_operator(draft, report, |name| {
        crate::operator::Operator::parse(name).is_none() && taken_apart(name).0 != "null"
    });
}

pub(super) fn null_with_if_exists(draft: &Draft<'_>, report: &mut Report) {
    each_operator(
        draft,
        report,
        |name| matches!(taken_apart(name), (base, _, true) if base == "null"),
    );
}

pub(super) fn null_with_qualifier(draft: &Draft<'_>, report: &mut Report) {
    each_operator(
        draft,
        report,
        |name| matches!(taken_apart(name), (base, true, _) if base == "null"),
    );
}

fn each_operator(draft: &Draft<'_>, report: &mut Report, is_found: fn(&str) -> bool) {
    for statement in draft.statements() {
        let condition = statement.node.member("Condition");
        for operator in condition.map_or(&[][..], |condition| condition.value.members()) {
            if is_found(&operator.name) {
                report.add(&[&operator.name], &operator.key);
            }
        }
    }
}

pub(super) fn invalid_key_format(draft: &Draft<'_>, report: &mut Report) {
    for condition in draft.conditions() {
        let parts = condition.key.name.split_once(':');
        if parts.is_none_or(|(service, name)| service.is_empty() || name.is_empty()) {
            report.add(&[], &condition.key.key);
        }
    }
}

pub(super) fn duplicate_keys(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements() {
        let mut seen = HashSet::new();
        for condition in statement.conditions() {
            if !seen.insert((condition.name, condition.key.name.to_lowercase())) {
                report.add(&[&condition.key.name], &condition.key.key);
            }
        }
    }
}

/// Conditions under an operator that the language has.
fn compared<'a, 't>(
    draft: &'a Draft<'t>,
    is_wanted: fn(Comparison) -> bool,
) -> impl Iterator<Item = Condition<'a, 't>> {
    draft.conditions().filter(move |condition| {
        condition
            .operator
            .is_some_and(|operator| is_wanted(operator.comparison))
    })
}

pub(super) fn multiple_boolean(draft: &Draft<'_>, report: &mut Report) {
    for condition in compared(draft, |comparison| comparison == Comparison::Bool) {
        if condition.values().count() > 1 {
            report.add(&[&condition.key.name], &condition.key.value.place);
        }
    }
}

/// Values that an operator cannot read. A variable is not looked into.
fn unreadable(
    draft: &Draft<'_>,
    report: &mut Report,
    is_wanted: fn(Comparison) -> bool,
    is_readable: fn(&str) -> bool,
) {
    for condition in compared(draft, is_wanted) {
        for (value, node) in condition.values() {
            if !value.contains("${") && !is_readable(value) {
                report.add(&[condition.name], &node.place);
            }
        }
    }
}

pub(super) fn not_boolean(draft: &Draft<'_>, report: &mut Report) {
    let is_wanted = |comparison| matches!(comparison, Comparison::Bool | Comparison::Null);
    unreadable(draft, report, is_wanted, |value| boolean(value).is_some());
}

pub(super) fn not_a_date(draft: &Draft<'_>, report: &mut Report) {
    let is_wanted = |comparison| matches!(comparison, Comparison::Date(_));
    unreadable(draft, report, is_wanted, |value| Instant::parse(value).is_some());
}

pub(super) fn not_a_range(draft: &Draft<'_>, report: &mut Report) {
    let is_wanted = |comparison| comparison == Comparison::IpAddress;
    unreadable(draft, report, is_wanted, |value| Range::parse(value).is_some());
}

pub(super) fn not_a_number(draft: &Draft<'_>, report: &mut Report) {
    let is_wanted = |comparison| matches!(comparison, Comparison::Numeric(_));
    unreadable(draft, report, is_wanted, |value| Decimal::parse(value).is_some());
}

pub(super) fn not_base64(draft: &Draft<'_>, report: &mut Report) {
    let is_wanted = |comparison| comparison == Comparison::Binary;
    unreadable(draft, report, is_wanted, |value| {
        BASE64.decode(value.as_bytes()).is_ok()
    });
}

pub(super) fn not_an_arn(draft: &Draft<'_>, report: &mut Report) {
    let is_wanted = |comparison| comparison == Comparison::Arn;
    unreadable(draft, report, is_wanted, has_parts_of_arn);
}

/// Seconds since 1970 in a date's place, but for the key that has them.
pub(super) fn epoch_date(draft: &Draft<'_>, report: &mut Report) {
    for condition in compared(draft, |comparison| matches!(comparison, Comparison::Date(_))) {
        if condition.key.name.eq_ignore_ascii_case("aws:EpochTime") {
            continue;
        }
        for (value, node) in condition.values() {
            if value.len() > 4 && value.bytes().all(|b| b.is_ascii_digit()) {
                report.add(&[value], &node.place);
            }
        }
    }
}

/// The characters outside `${…}`.
pub(super) fn wildcard_without_like(draft: &Draft<'_>, report: &mut Report) {
    let is_wanted = |comparison| matches!(comparison, Comparison::String | Comparison::StringIgnoreCase);
    for condition in compared(draft, is_wanted) {
        for (value, node) in condition.values() {
            let mut outside = value.split("${").enumerate().map(|(number, part)| match number {
                0 => part,
                _ => part.split_once('}').map_or("", |(_, rest)| rest),
            });
            if outside.any(|part| part.contains(['*', '?'])) {
                report.add(&[], &node.place);
            }
        }
    }
}

/// `ForAllValues` of an absent key holds, which an Allow seldom means.
pub(super) fn for_all_values_unguarded(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements().filter(|statement| statement.allows()) {
        let guarded = guarded_keys(statement);
        for condition in statement.conditions() {
            let key = &condition.key.name;
            let set = condition.operator.and_then(|operator| operator.set);
            let is_one = known(key).is_some_and(|known| !known.is_multi_valued());
            let is_open = set == Some(SetQualifier::ForAllValues) && !is_one;
            if is_open && !guarded.contains(&key.to_lowercase()) {
                report.add(&[key], &condition.key.key);
            }
        }
    }
}

/// Keys, in lower case, that must be in the request.
fn guarded_keys(statement: Statement<'_, '_>) -> HashSet<String> {
    let guards = statement.conditions().filter(|condition| {
        let is_null = condition
            .operator
            .is_some_and(|operator| operator.comparison == Comparison::Null);
        is_null && condition.values().all(|(value, _)| boolean(value) == Some(false))
    });
    guards
        .map(|condition| condition.key.name.to_lowercase())
        .collect()
}

pub(super) fn empty_object(draft: &Draft<'_>, report: &mut Report) {
    for statement in draft.statements() {
        let Some(condition) = statement.node.member("Condition") else {
            continue;
        };
        let operators = condition.value.members().iter().map(|operator| &operator.value);
        for node in std::iter::once(&condition.value).chain(operators) {
            if matches!(node.body, Body::Object(_)) && node.is_empty() {
                report.add(&[], &node.place);
            }
        }
    }
}

/// What an operator has in front of or behind its name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Empty {
    Plain,
    ForAllValues,
    ForAnyValue,
    IfExists,
}

pub(super) fn empty_array(draft: &Draft<'_>, report: &mut Report, wanted: Empty) {
    for condition in draft
        .conditions()
        .filter(|condition| condition.key.value.is_empty())
    {
        let Some(operator) = condition.operator else {
            continue;
        };
        let form = match operator.set {
            Some(SetQualifier::ForAllValues) => Empty::ForAllValues,
            Some(SetQualifier::ForAnyValue) => Empty::ForAnyValue,
            None if operator.if_exists => Empty::IfExists,
            None => Empty::Plain,
        };
        if form == wanted {
            report.add(&[&condition.key.name], &condition.key.value.place);
        }
    }
}

pub(super) fn redundant_numbers(draft: &Draft<'_>, report: &mut Report) {
    for condition in compared(draft, |comparison| matches!(comparison, Comparison::Numeric(_))) {
        let kept = match condition.operator.map(|operator| operator.comparison) {
            Some(Comparison::Numeric(Ordering::Less | Ordering::LessOrEqual)) => "greatest",
            Some(Comparison::Numeric(Ordering::Greater | Ordering::GreaterOrEqual)) => "least",
            _ => continue,
        };
        if condition.values().count() > 1 {
            let key = &condition.key.name;
            report.add(&[key, kept, key], &condition.key.value.place);
        }
    }
}
